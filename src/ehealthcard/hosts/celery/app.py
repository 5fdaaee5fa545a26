"""The Celery application: two tasks, and a beat for both."""

from collections.abc import Callable
from datetime import timedelta

from celery import Celery
from celery.signals import worker_process_shutdown

from .rounds import PerProcess, Rounds

RELAY, CLOCKWORK = "ehealthcard.relay", "ehealthcard.clockwork"
"""The names of the tasks."""


def worker_app(
    rooms: Callable[[], Rounds],
    *,
    broker: str,
    queue: str = "ehealthcard",
    relay_every: timedelta = timedelta(seconds=1),
    clockwork_every: timedelta = timedelta(minutes=1),
) -> Celery:
    """Return an application for ``celery -A MODULE worker --beat``.

    The tasks take no arguments and give no result: what is to be done stands in the
    database alone, so the broker never sees a person, a message or a case. A task that
    is lost with its worker is no loss either, the next beat does its work; one that has
    waited for longer than its beat is dropped.

    Args:
        rooms: Opens storage, desk, relay and clockwork; called once in each process.
        broker: RabbitMQ (``amqp://``) or Redis (``redis://``).
        queue: Where the tasks wait.
        relay_every: The beat of the relay.
        clockwork_every: The beat of the clockwork.

    """
    app, own = Celery("ehealthcard", broker=broker), PerProcess(rooms)
    app.conf.update(
        task_default_queue=queue,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        worker_prefetch_multiplier=1,
        broker_connection_retry_on_startup=True,
        enable_utc=True,
        timezone="UTC",
        beat_scheduler="celery.beat:Scheduler",  # nothing to remember, so no file
        beat_max_loop_interval=min(relay_every, clockwork_every).total_seconds(),
        beat_schedule={
            RELAY: _beat(RELAY, relay_every),
            CLOCKWORK: _beat(CLOCKWORK, clockwork_every),
        },
    )

    def deliver() -> None:
        own.get().deliver()

    def fire() -> None:
        own.get().fire()

    def close(**_: object) -> None:
        own.close()

    app.task(name=RELAY, shared=False)(deliver)
    app.task(name=CLOCKWORK, shared=False)(fire)
    worker_process_shutdown.connect(close, weak=False)
    return app


def _beat(task: str, every: timedelta) -> dict[str, object]:
    seconds = every.total_seconds()
    return {"task": task, "schedule": every, "options": {"expires": seconds}}
