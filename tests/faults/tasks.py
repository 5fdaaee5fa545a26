"""What a child process does."""

from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import attrs

from ehealthcard import Clockwork, OutboxRelay, ServiceDesk
from ehealthcard.desk import ImmediateDelivery
from ehealthcard.errors import EHealthCardError
from ehealthcard.ports import Accepted, Message
from ehealthcard.services.health_declaration import Withdraw, health_declaration
from tests.actors import AUDITOR
from tests.integration.payment import payment
from tests.integration.visits import HOT, WELL, submit

from .crashing import every_crash
from .full import fill_and_go_on
from .labour import labour
from .place import WINDOW, Journal, Place

Begin = Callable[[], object]
"""Says that all is ready, and waits for the word to go."""

Task = Callable[[ServiceDesk, dict[str, Any], Begin], object]


def race(desk: ServiceDesk, said: dict[str, Any], begin: Begin) -> str:
    """Move a case from the version that was seen."""
    case = desk.case(health_declaration, said["case"], by=AUDITOR)
    begin()
    try:
        command = Withdraw(reason="not coming")
        moved = desk.execute(health_declaration, case, command, by=WINDOW)
    except EHealthCardError as error:
        return error.code
    return type(moved.state).__name__


def repeat(desk: ServiceDesk, said: dict[str, Any], begin: Begin) -> list[object]:
    """Start a case under the key that everybody uses."""
    card = desk.card(said["card"], by=AUDITOR)
    command = submit(HOT if said["hot"] else WELL)
    begin()
    try:
        case = desk.start(health_declaration, card, command, by=WINDOW, key="one")
    except EHealthCardError as error:
        return [error.code]
    return [case.id, case.version]


def clockwork(desk: ServiceDesk, said: dict[str, Any], begin: Begin) -> int:
    """Fire until nothing is due, a few at a time."""
    worker, fired = Clockwork(desk), 0
    begin()
    while more := worker.run_once(limit=3):
        fired += more
    return fired


def work(desk: ServiceDesk, said: dict[str, Any], begin: Begin) -> None:
    """Do everything, again and again, until killed."""
    begin()
    labour(desk, said)


def crash(desk: ServiceDesk, said: dict[str, Any], begin: Begin) -> object:
    """Carry out one command and die at each of its statements."""
    begin()
    return every_crash(desk, said["scenario"])


def fill(desk: ServiceDesk, said: dict[str, Any], begin: Begin) -> object:
    """Write until there is no room, and again when there is."""
    begin()
    return fill_and_go_on(desk)


@attrs.frozen
class Written:
    """A destination that writes down what it gets."""

    journal: Journal

    def deliver(self, message: Message, /) -> Accepted:
        self.journal.write(message.kind, message.case)
        return Accepted()


def hand_over(desk: ServiceDesk, said: dict[str, Any], begin: Begin) -> int:
    """Deliver what was ordered: as a relay, or as calls that wait for the answer."""
    port = Written(Journal(Path(said["journal"])))
    cases = [desk.case(payment, case, by=AUDITOR) for case in said["cases"]]
    begin()
    if said["relay"]:
        return OutboxRelay(desk, {"pay": port}).run_once(limit=len(cases))
    now = ImmediateDelivery(desk, {"pay": port})
    return sum(now.attempt(payment, case).version > case.version for case in cases)


TASKS: dict[str, Task] = {
    t.__name__: t for t in (race, repeat, clockwork, work, crash, fill, hand_over)
}


def carry_out(
    pipe: Connection, task: str, place: dict[str, Any], said: dict[str, Any]
) -> None:
    """Carry out a task; *pipe* leads to whoever started the process."""

    def begin() -> None:
        pipe.send("ready")
        pipe.recv()

    pipe.send(TASKS[task](Place(**place).desk(), said, begin))
