"""What ``celery -A tests.hosts.worker`` starts: a payment desk and a reminder.

Where it lives stands in the environment. What its ports receive goes into a pipe, so
that a test can wait for it.
"""

import json
import os
import signal
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import attrs

from ehealthcard import Clockwork, OutboxRelay, ServiceDesk
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.crypto import load_keys
from ehealthcard.desk import RiskWatch, UseKeeper
from ehealthcard.hosts.celery import Rounds, worker_app
from ehealthcard.ports import Accepted, Answer, Message
from ehealthcard.services.catalogue import CATALOGUE
from ehealthcard.workflow import (
    Command,
    Context,
    Model,
    Notice,
    State,
    Tell,
    Title,
    Until,
    Workflow,
)
from tests.integration.payment import payment

WORDS = "a pass phrase of tests"
KEYS, PIPE, FALLS = "keys.json", "received", "falls"


class Note(Model):
    """What is told."""

    text: str


class Waiting(State):
    """Until then."""

    until: datetime


class Reminded(State):
    """It was time."""


class Remind(Command):
    """Remind somebody."""

    until: datetime


class Elapsed(Notice):
    """It is time."""


def remind(state: None, command: Remind, ctx: Context) -> Waiting:
    """Wait."""
    return Waiting(until=command.until)


def elapse(state: Waiting, command: Elapsed, ctx: Context) -> Reminded:
    """It was time."""
    return Reminded()


def until(state: Waiting) -> Until[Elapsed]:
    """The time."""
    return Until(state.until, Elapsed())


def tell(state: Reminded) -> Tell:
    """Somebody hears of it."""
    return Tell("his", "reminder", "reminder:1", Note(text="now"))


reminder: Workflow[Any, Any] = Workflow(
    "reminder",
    Title("提醒", "Reminder"),
    transitions=(remind, elapse),
    effects=(until, tell),
)


def open_desk(url: str, folder: Path) -> ServiceDesk:
    return ServiceDesk(
        storage=SqlStorage.open(url),
        keys=load_keys((folder / KEYS).read_bytes(), WORDS),
        catalogue=CATALOGUE.plus(payment).plus(reminder),
    )


@attrs.frozen
class Piped:
    """A destination that says what it got; it may fall over once with its worker."""

    folder: Path

    def deliver(self, message: Message, /) -> Answer:
        pipe = os.open(self.folder / PIPE, os.O_WRONLY)
        os.write(pipe, f"{message.kind} {message.key}\n".encode())
        os.close(pipe)
        if message.kind == "charge" and (self.folder / FALLS).exists():
            signal.pause()  # until the test kills it
        return Accepted(data={"receipt": "r-1"} if message.to == "pay" else {})


def open_rounds() -> Rounds:
    folder = Path(os.environ["WORKER_FOLDER"])
    desk, port = open_desk(os.environ["WORKER_URL"], folder), Piped(folder)
    ports = {"pay": port, "his": port, "monitor": port}
    relay = OutboxRelay(desk, ports, lease=timedelta(seconds=2))
    return Rounds(relay, Clockwork(desk), RiskWatch(desk), UseKeeper(desk))


if said := json.loads(os.environ.get("WORKER_CELERY", "null")):
    app = worker_app(
        open_rounds,
        relay_every=timedelta(seconds=0.5),
        clockwork_every=timedelta(seconds=0.5),
        watch_every=timedelta(seconds=0.5),
        **said,
    )
