"""Relay and clockwork as tasks of Celery, on RabbitMQ or Redis (extra ``celery``)."""

from .app import CLOCKWORK, RELAY, worker_app
from .rounds import Rounds

__all__ = ["CLOCKWORK", "RELAY", "Rounds", "worker_app"]
