"""One command that moves many cases, beside as many commands that move one each."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ledger import file_url
from tests.servers import postgres

from ehealthcard import Actor, Applicant, KeyRing, ServiceDesk, Suite
from ehealthcard.adapters.simulator import document_of
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.rules.links import CardLink
from ehealthcard.services.catalogue import CATALOGUE
from ehealthcard.workflow import (
    Command,
    Context,
    Notice,
    Signal,
    State,
    Title,
    Workflow,
)

WINDOW = Actor("window-3", {"registrar"})
MOVED = 100


class Called(Signal):
    """Everybody is called."""

    external = True
    card: CardLink


class Listening(State):
    """It hears calls."""

    heard: int


class Listen(Command):
    """Open a listener."""


class Note(Command):
    """Note one thing, by hand."""


class Heard(Notice):
    """It was called."""


def listen(state: None, command: Listen, ctx: Context) -> Listening:
    """Listen."""
    return Listening(heard=0)


def hear(state: Listening, command: Heard | Note, ctx: Context) -> Listening:
    """Count it."""
    return Listening(heard=state.heard + 1)


def on_called(signal: Called) -> Heard:
    """It was called."""
    return Heard()


listener: Workflow[Any, Any] = Workflow(
    "listener",
    Title("收听", "Listener"),
    transitions=(listen, hear),
    reactions=(on_called,),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: Any, tmp_path: Path) -> Iterator[ServiceDesk]:
    url = file_url(tmp_path) if request.param == "sqlite" else postgres.__wrapped__()
    made = ServiceDesk(
        storage=SqlStorage.open(url),
        keys=KeyRing.generate(Suite.INTL),
        catalogue=CATALOGUE.plus(listener),
    )
    yield made
    made.storage.close()


def test_a_cascade_costs_less_than_a_command_for_each_case(
    desk: ServiceDesk, contest: Any, request: Any
) -> None:
    card = desk.register(Applicant("某甲", document_of(1)), by=WINDOW)
    cases = [desk.start(listener, card, Listen(), by=WINDOW) for _ in range(MOVED)]

    def cascade() -> None:
        assert desk.announce(Called(card=card.subject)) == MOVED

    def one_by_one() -> None:
        for case in cases:
            desk.execute(listener, case, Note(), by=WINDOW, on_newest=True)

    contest(
        f"one signal moves {MOVED}, {request.node.callspec.id}",
        cascade,
        one_by_one,
        beside=f"{MOVED} commands",
        at_most=1,
        batch=1,
        rounds=10,
    )
