"""A desk's workers as tasks of Celery, on RabbitMQ or Redis (extra ``celery``)."""

from .app import CLOCKWORK, RELAY, RISK_WATCH, USE_KEEPER, worker_app
from .rounds import Rounds

__all__ = ["CLOCKWORK", "RELAY", "RISK_WATCH", "USE_KEEPER", "Rounds", "worker_app"]
