"""A case that writes a line and tells somebody with every command."""

from pathlib import Path
from typing import Any

from ehealthcard import Actor, Applicant, Case, KeyRing, ServiceDesk, Suite
from ehealthcard.adapters.simulator import document_of
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.services.catalogue import CATALOGUE
from ehealthcard.workflow import (
    Command,
    Context,
    Model,
    State,
    Tell,
    Title,
    Workflow,
)

WINDOW = Actor("window-3", {"registrar"})


class Line(Model):
    """What is told."""

    number: int


class Open(State):
    """Lines are written."""

    number: int
    text: str


class Begin(Command):
    """Open the ledger."""


class Write(Command):
    """Write a line."""

    text: str


def begin(state: None, command: Begin, ctx: Context) -> Open:
    """Open it."""
    return Open(number=0, text="")


def write(state: Open, command: Write, ctx: Context) -> Open:
    """Write the next line."""
    return Open(number=state.number + 1, text=command.text)


def tell(state: Open) -> Tell:
    """Somebody hears of every line."""
    return Tell("his", "line", str(state.number), Line(number=state.number))


ledger: Workflow[Any, Any] = Workflow(
    "ledger", Title("台账", "Ledger"), transitions=(begin, write), effects=(tell,)
)
LINE = Write(text="one line of forty characters or so, no more")


class Ledger:
    """One open ledger at a desk, written line by line."""

    def __init__(self, url: str) -> None:
        self.desk = ServiceDesk(
            storage=SqlStorage.open(url),
            keys=KeyRing.generate(Suite.INTL),
            catalogue=CATALOGUE.plus(ledger),
        )
        card = self.desk.register(Applicant("某甲", document_of(1)), by=WINDOW)
        self.case: Case[Any] = self.desk.start(ledger, card, Begin(), by=WINDOW)

    def write(self) -> None:
        """Decide, event, outbox, commit."""
        self.case = self.desk.execute(ledger, self.case, LINE, by=WINDOW)

    def close(self) -> None:
        """Let go of the database."""
        self.desk.storage.close()


def file_url(folder: Path) -> str:
    """Return the URL of a database in *folder*."""
    return f"sqlite:///{folder}/ours.db"
