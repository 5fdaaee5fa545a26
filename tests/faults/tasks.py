"""What a child process does: ``python -m tests.faults.tasks TASK WORDS``."""

import json
import sys
from collections.abc import Callable
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

Task = Callable[[ServiceDesk, dict[str, Any]], object]


def race(desk: ServiceDesk, said: dict[str, Any]) -> str:
    """Move a case from the version that was seen."""
    case = desk.case(health_declaration, said["case"], by=AUDITOR)
    _begin()
    try:
        command = Withdraw(reason="not coming")
        moved = desk.execute(health_declaration, case, command, by=WINDOW)
    except EHealthCardError as error:
        return error.code
    return type(moved.state).__name__


def repeat(desk: ServiceDesk, said: dict[str, Any]) -> list[object]:
    """Start a case under the key that everybody uses."""
    card = desk.card(said["card"], by=AUDITOR)
    command = submit(HOT if said["hot"] else WELL)
    _begin()
    try:
        case = desk.start(health_declaration, card, command, by=WINDOW, key="one")
    except EHealthCardError as error:
        return [error.code]
    return [case.id, case.version]


def clockwork(desk: ServiceDesk, said: dict[str, Any]) -> int:
    """Fire until nothing is due, a few at a time."""
    worker, fired = Clockwork(desk), 0
    _begin()
    while more := worker.run_once(limit=3):
        fired += more
    return fired


def work(desk: ServiceDesk, said: dict[str, Any]) -> None:
    """Do everything, again and again, until killed."""
    _begin()
    labour(desk, said)


def crash(desk: ServiceDesk, said: dict[str, Any]) -> object:
    """Carry out one command and die at each of its statements."""
    _begin()
    return every_crash(desk, said["scenario"])


def fill(desk: ServiceDesk, said: dict[str, Any]) -> object:
    """Write until there is no room, and again when there is."""
    _begin()
    return fill_and_go_on(desk)


@attrs.frozen
class Written:
    """A destination that writes down what it gets."""

    journal: Journal

    def deliver(self, message: Message, /) -> Accepted:
        self.journal.write(message.kind, message.case)
        return Accepted()


def hand_over(desk: ServiceDesk, said: dict[str, Any]) -> int:
    """Deliver what was ordered: as a relay, or as calls that wait for the answer."""
    port = Written(Journal(Path(said["journal"])))
    cases = [desk.case(payment, case, by=AUDITOR) for case in said["cases"]]
    _begin()
    if said["relay"]:
        return OutboxRelay(desk, {"pay": port}).run_once(limit=len(cases))
    now = ImmediateDelivery(desk, {"pay": port})
    return sum(now.attempt(payment, case).version > case.version for case in cases)


TASKS: dict[str, Task] = {
    t.__name__: t for t in (race, repeat, clockwork, work, crash, fill, hand_over)
}


def _begin() -> None:
    print("ready", flush=True)  # noqa: T201  # the parent waits for it
    sys.stdin.readline()


if __name__ == "__main__":
    name, words = sys.argv[1:]
    given = json.loads(words)
    place = Place(**given.pop("place"))
    print(json.dumps(TASKS[name](place.desk(), given)))  # noqa: T201  # the answer
