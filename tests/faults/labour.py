"""A day's work in random order, each accepted result written down before the next."""

import random
from pathlib import Path
from typing import Any

import attrs

from ehealthcard import Card, Case, Clockwork, OutboxRelay, ServiceDesk
from ehealthcard.desk import Entrance
from ehealthcard.errors import (
    EHealthCardError,
    StorageUnavailableError,
    TransactionConflictError,
)
from ehealthcard.ports import Accepted, Message
from ehealthcard.services.health_declaration import Escalate, health_declaration
from tests.integration.conftest import applicant
from tests.integration.payment import Pay, payment
from tests.integration.visits import HOT, WELL, submit

from .place import GATE, WINDOW, Journal

PEOPLE = 12


@attrs.frozen
class Receiver:
    """A destination that writes down what it was given before it says yes."""

    journal: Journal

    def deliver(self, message: Message, /) -> Accepted:
        self.journal.write(message.id, message.case, message.key)
        return Accepted(data={"receipt": message.key})


@attrs.define
class Worker:
    """One process at the counter."""

    desk: ServiceDesk
    accepted: Journal
    chance: random.Random
    done: int = 0

    def register(self) -> None:
        card = self._card()
        self.accepted.write("card", card.id, card.subject)

    def scan(self) -> None:
        shown = self.desk.show(self._card().id, by=WINDOW)
        self.accepted.write("scan", self.desk.scan(shown.text, by=GATE).record)

    def declare(self) -> None:
        command = submit(HOT if self.chance.random() < 0.3 else WELL)
        case = self.desk.start(
            health_declaration, self._card(), command, by=WINDOW, key=self._key()
        )
        self._moved(case)

    def escalate(self) -> None:
        for case in self.desk.cases(health_declaration, self._card(), by=WINDOW):
            if Escalate in self.desk.allowed(health_declaration, case):
                command = Escalate(reason="FEVER")
                self._moved(
                    self.desk.execute(
                        health_declaration, case, command, by=WINDOW, key=self._key()
                    )
                )

    def visit(self) -> None:
        entrance, card = Entrance(self.desk, GATE), self._card()
        text = self.desk.show(card.id, by=WINDOW).text
        self._moved(entrance.enter(text, temperature=36.6), "-")
        text = self.desk.show(card.id, by=WINDOW).text
        if left := entrance.leave(text):
            self._moved(left, "-")

    def pay(self) -> None:
        command = Pay(amount=self.chance.randrange(1, 10**6))
        case = self.desk.start(
            payment, self._card(), command, by=WINDOW, key=self._key()
        )
        self._moved(case)

    def turn_the_clock(self) -> None:
        Clockwork(self.desk).run_once()

    def relay(self, receiver: Receiver) -> None:
        ports = dict.fromkeys(("his", "monitor", "pay"), receiver)
        OutboxRelay(self.desk, ports).run_once()

    def _card(self) -> Card:
        return self.desk.register(applicant(self.chance.randrange(PEOPLE)), by=WINDOW)

    def _key(self) -> str:
        self.done += 1
        return f"{self.accepted.path.name}:{self.done}"

    def _moved(self, case: Case[Any], key: str | None = None) -> None:
        said = key or f"{self.accepted.path.name}:{self.done}"
        self.accepted.write("command", case.id, case.version, said)


def labour(desk: ServiceDesk, said: dict[str, Any]) -> None:
    """Go on until somebody ends the process."""
    folder = Path(said["folder"])
    worker = Worker(desk, Journal(folder / said["name"]), random.Random(said["name"]))  # noqa: S311  # a walk
    receiver = Receiver(Journal(folder / "received"))
    acts = [
        worker.register,
        worker.scan,
        worker.declare,
        worker.escalate,
        worker.visit,
        worker.pay,
    ]
    if said["back"]:
        acts = [worker.turn_the_clock, lambda: worker.relay(receiver)]
    while True:
        try:
            worker.chance.choice(acts)()
        except (StorageUnavailableError, TransactionConflictError) as error:
            # A crowd may be too large for one moment; the next act tries again.
            worker.accepted.write("refused", error.code)
        except EHealthCardError as error:
            worker.accepted.write("refused", error.code)
