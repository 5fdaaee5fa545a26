"""A command that dies at its first statement, at its second, and so on."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import attrs

from ehealthcard import Card, Entrance, ServiceDesk
from ehealthcard.services.admission_scan import (
    DeclarationRequired,
    Identify,
    admission_scan,
)
from ehealthcard.services.health_declaration import Answers, health_declaration
from tests.integration.conftest import applicant
from tests.integration.visits import HOT, WELL, submit

from .discharging import discharging
from .place import GATE, WINDOW
from .raw import snapshot
from .statements import watched

Act = Callable[[], object]
LAST = 200
"""No command of these takes as many statements."""


@attrs.define
class Steps:
    """Counts statements; does something when the last one allowed has passed."""

    end: Callable[[], None]
    left: int | None = None
    """How many may still pass; ``None``: any number."""

    def see(self, statement: str) -> None:
        del statement
        if self.left is None:
            return
        self.left -= 1
        if self.left < 0:
            self.left = None
            self.end()


def declaring(desk: ServiceDesk) -> Act:
    """A declaration for which somebody waits at two doors: three cases move."""
    card = _card(desk, 1)
    for org in ("H1", "H2"):
        entrance = Entrance(desk, attrs.evolve(GATE, org=org))
        visit = entrance.enter(desk.show(card.id, by=WINDOW).text)
        assert isinstance(visit.state, DeclarationRequired)
    return lambda: _declare(desk, card)


def replacing(desk: ServiceDesk) -> Act:
    """A declaration of a fever: the older one gives way, the clinic hears of it."""
    card = _card(desk, 1)
    _declare(desk, card)
    return lambda: _declare(desk, card, HOT, key="crashed")


def diverting(desk: ServiceDesk) -> Act:
    """A fever at the door: the declaration calls for attention, the clinic waits."""
    card = _card(desk, 1)
    _declare(desk, card)
    scan = desk.scan(desk.show(card.id, by=WINDOW).text, by=GATE)
    entrance = Entrance(desk, GATE)
    visit = entrance.present(card)
    identify = Identify(use=scan.record)
    visit = desk.execute(admission_scan, visit, identify, by=GATE)
    return lambda: entrance.assess(visit, temperature=38.9)


def registering(desk: ServiceDesk) -> Act:
    """Somebody new: subject, card, and three events of the card's life."""
    return lambda: _card(desk, 2)


def scanning(desk: ServiceDesk) -> Act:
    """A code is used up, and its use is on record."""
    text = desk.show(_card(desk, 3).id, by=WINDOW).text
    return lambda: desk.scan(text, by=GATE)


SCENARIOS: dict[str, Callable[[ServiceDesk], Act]] = {
    s.__name__: s
    for s in (declaring, replacing, diverting, registering, scanning, discharging)
}


STRIDES = {"discharging": 6}
"""Where a process is too slow to die at every statement; a call is cut at each."""


def _declare(
    desk: ServiceDesk, card: Card, answers: Answers = WELL, key: str | None = None
) -> None:
    desk.start(health_declaration, card, submit(answers), by=WINDOW, key=key)


def _card(desk: ServiceDesk, seed: int) -> Card:
    return desk.register(applicant(seed), by=WINDOW)


def every_crash(desk: ServiceDesk, scenario: str) -> dict[str, Any]:
    """Die at each statement in turn; say where something was left behind."""
    act = SCENARIOS[scenario](desk)
    before = snapshot(desk.storage)
    crashes, torn = 0, list[int]()
    for step in _deaths(desk, act, STRIDES.get(scenario, 1)):
        crashes += 1
        if snapshot(desk.storage) != before:
            torn.append(step)
    changed = snapshot(desk.storage) != before
    return {"crashes": crashes, "torn": torn, "changed": changed}


def _deaths(desk: ServiceDesk, act: Act, stride: int) -> Iterator[int]:
    """Yield after each death; the process that lives ends it."""
    for step in range(1, LAST, stride):
        desk.storage.close()  # the child opens a connection of its own
        child = os.fork()
        if child == 0:
            steps = Steps(lambda: os._exit(9))
            with watched(steps.see):
                steps.left = step - 1
                act()
                os._exit(0)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        if code == 0:
            return
        assert code == 9
        yield step
