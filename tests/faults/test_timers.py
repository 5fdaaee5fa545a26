"""The clockwork in several processes, after it stood still for a while."""

import time
from datetime import timedelta
from pathlib import Path

from ehealthcard import ServiceDesk
from ehealthcard.services.health_declaration import Expired, health_declaration
from tests.actors import AUDITOR
from tests.integration.conftest import applicant
from tests.integration.visits import submit

from .children import Child, together
from .place import WINDOW, Place
from .whole import flaws, stored

HOLDERS = 20
SHORT = 0.5


def test_many_processes_fire_each_timer_once(shared_url: str, tmp_path: Path) -> None:
    place = Place.found(shared_url, tmp_path, valid_for=SHORT)
    desk = place.desk()
    cases = [_declared(desk, seed) for seed in range(HOLDERS)]
    last = desk.case(health_declaration, cases[-1], by=AUDITOR)
    while not isinstance(last.state, Expired):  # by the clock, before anybody ticks
        time.sleep(SHORT / 10)
        last = desk.case(health_declaration, cases[-1], by=AUDITOR)

    fired = together([Child.start("clockwork", place) for _ in range(3)])

    assert sum(fired) == HOLDERS
    for case in cases:
        first, second = desk.storage.history(case)
        assert ("Submit", "DayPassed") == (first.command, second.command)
        assert second.at == first.at + timedelta(seconds=SHORT)  # not when it was run
    assert flaws(stored(place.url, desk)) == []
    desk.storage.close()


def _declared(desk: ServiceDesk, seed: int) -> str:
    card = desk.register(applicant(seed), by=WINDOW)
    return desk.start(health_declaration, card, submit(), by=WINDOW).id
