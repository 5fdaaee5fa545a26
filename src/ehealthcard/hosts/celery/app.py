"""The Celery application: four tasks, and a beat for each."""

from collections.abc import Callable
from datetime import timedelta

from ehealthcard.extras import needs

with needs("celery"):
    from celery import Celery
    from celery.signals import worker_process_shutdown

from .rounds import PerProcess, Rounds

RELAY, CLOCKWORK = "ehealthcard.relay", "ehealthcard.clockwork"
RISK_WATCH, USE_KEEPER = "ehealthcard.risk-watch", "ehealthcard.use-keeper"
"""The names of the tasks."""


def worker_app(
    rooms: Callable[[], Rounds],
    *,
    broker: str,
    queue: str = "ehealthcard",
    relay_every: timedelta = timedelta(seconds=1),
    clockwork_every: timedelta = timedelta(minutes=1),
    watch_every: timedelta = timedelta(seconds=10),
    keeper_every: timedelta = timedelta(hours=1),
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
        watch_every: The beat of the risk watch.
        keeper_every: The beat of the use keeper. A beat remembers nothing when it is
            started anew, so a day might never pass; an hour does.

    """
    app, own = Celery("ehealthcard", broker=broker), PerProcess(rooms)
    beats = {
        RELAY: relay_every,
        CLOCKWORK: clockwork_every,
        RISK_WATCH: watch_every,
        USE_KEEPER: keeper_every,
    }
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
        beat_max_loop_interval=min(beats.values()).total_seconds(),
        beat_schedule={task: _beat(task, every) for task, every in beats.items()},
    )
    _give_tasks(app, own)

    def close(**_: object) -> None:
        own.close()

    worker_process_shutdown.connect(close, weak=False)
    return app


def _give_tasks(app: Celery, own: PerProcess) -> None:
    """Name what a worker can be told to do."""

    def deliver() -> None:
        own.get().deliver()

    def fire() -> None:
        own.get().fire()

    def look() -> None:
        own.get().look()

    def keep() -> None:
        own.get().keep()

    tasks = {RELAY: deliver, CLOCKWORK: fire, RISK_WATCH: look, USE_KEEPER: keep}
    for name, task in tasks.items():
        app.task(name=name, shared=False)(task)


def _beat(task: str, every: timedelta) -> dict[str, object]:
    seconds = every.total_seconds()
    return {"task": task, "schedule": every, "options": {"expires": seconds}}
