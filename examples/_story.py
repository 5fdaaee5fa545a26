"""What the long stories have in common: a clock, a database, a desk, and deliveries."""

import sys
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from ehealthcard import (
    Actor,
    Applicant,
    Card,
    Case,
    Clockwork,
    KeyRing,
    OutboxRelay,
    Ports,
    ServiceDesk,
    Suite,
)
from ehealthcard.adapters.simulator import SimulatedMessenger, document_of, name_of
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.codesets import SHANGHAI
from ehealthcard.desk import Notifier
from ehealthcard.ports import Accepted, Answer, Message
from ehealthcard.workflow import Command, State, Workflow

S = TypeVar("S", bound=State)
C = TypeVar("C", bound=Command)
WINDOW = Actor("window-3", {"registrar", "staff"})


class Clock:
    """A clock that the story turns."""

    now = datetime(2026, 3, 2, 8, tzinfo=SHANGHAI)

    def __call__(self) -> datetime:
        """Return the story's time."""
        return self.now


class Elsewhere:
    """Whoever else is told something; takes all that comes and keeps its kind."""

    def __init__(self) -> None:
        self.kinds: list[str] = []

    def deliver(self, message: Message, /) -> Answer:
        """Take it."""
        self.kinds.append(message.kind)
        return Accepted()


class Stage:
    """A desk on a real database, with everything it tells delivered at once."""

    def __init__(self, database: str, ports: Ports | None = None) -> None:
        self.clock, self.others = Clock(), Elsewhere()
        self.phone = SimulatedMessenger(self.clock)
        self.desk = ServiceDesk(
            storage=SqlStorage.open(database),
            keys=KeyRing.generate(Suite.GM, issuer="330100000001"),
            clock=self.clock,
            ports=ports or Ports(),
        )
        self.receivers: dict[str, Any] = {
            "his": self.others,
            "monitor": self.others,
            "messenger": self.phone,
            "notifier": Notifier(self.desk),
        }

    def person(self, seed: int, born: date = date(1980, 6, 1)) -> Card:
        """Register somebody made up."""
        who = Applicant(name_of(seed), document_of(seed, born=born))
        return self.desk.register(who, by=WINDOW)

    def app(self, card: Card) -> Actor:
        """Return the holder at the client of the card."""
        return Actor(f"app-{card.subject[:4]}", {"app"}, holder=card.subject)

    def settle(self) -> None:
        """Let messages arrive and time do its work, until nothing is left to do now."""
        relay, clockwork = OutboxRelay(self.desk, self.receivers), Clockwork(self.desk)
        while relay.run_once() + clockwork.run_once():
            pass

    def turn(self, **by: float) -> None:
        """Let time pass."""
        self.clock.now += timedelta(**by)
        self.settle()

    def do(
        self, workflow: Workflow[S, C], case: Case[Any], command: C, by: Actor
    ) -> Case[S]:
        """Carry out a command on the newest state, and deliver what it brings about."""
        newest = self.desk.case(workflow, case.id, by=WINDOW)
        self.desk.execute(workflow, newest, command, by=by)
        self.settle()
        return self.desk.case(workflow, case.id, by=WINDOW)

    def now(self, workflow: Workflow[S, C], case: Case[Any]) -> S:
        """Return what is true of a case."""
        return self.desk.case(workflow, case.id, by=WINDOW).state


def name(state: State) -> str:
    """Return what a state is called."""
    return type(state).__name__


def told_on(story: Callable[[str], None]) -> None:
    """Tell a story on the database of the command line, or on a file of its own."""
    if len(sys.argv) > 1:
        story(sys.argv[1])
        return
    with tempfile.TemporaryDirectory() as folder:
        story(f"sqlite:///{folder}/story.db")
