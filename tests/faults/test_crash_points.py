"""Between any two statements of a command: all of it or nothing."""

from typing import Any

import pytest

from ehealthcard import ServiceDesk
from ehealthcard.errors import StorageUnavailableError

from .children import Child, together
from .crashing import SCENARIOS, STRIDES, Steps
from .place import Place
from .raw import snapshot
from .statements import watched
from .whole import flaws, stored

FEWEST = {
    "declaring": 12,
    "replacing": 12,
    "diverting": 12,
    "registering": 8,
    "scanning": 3,
    "discharging": 36,
}
"""Statements that each scenario takes at least, so that no hook goes blind."""


class Cut(BaseException):
    """An interrupt in the middle of a call."""


@pytest.mark.parametrize("scenario", list(SCENARIOS))
def test_a_process_that_dies_at_any_statement_leaves_nothing_behind(
    place: Place, desk: ServiceDesk, scenario: str
) -> None:
    (found,) = together([Child.start("crash", place, scenario=scenario)])

    assert found["torn"] == []
    assert found["changed"]
    assert found["crashes"] >= FEWEST[scenario] // STRIDES.get(scenario, 1)
    assert flaws(stored(place.url, desk)) == []


@pytest.mark.parametrize("scenario", list(SCENARIOS))
def test_a_call_cut_short_at_any_statement_leaves_nothing_and_works_again(
    place: Place, scenario: str
) -> None:
    def cut() -> None:
        raise Cut

    steps, crashes = Steps(cut), 0
    with watched(steps.see):
        desk = place.desk()
        act = SCENARIOS[scenario](desk)
        before = snapshot(desk.storage)
        while not _passes(act, steps, crashes):
            crashes += 1
            assert before == snapshot(desk.storage)

    assert before != snapshot(desk.storage)
    assert crashes >= FEWEST[scenario]
    assert flaws(stored(place.url, desk)) == []
    desk.storage.close()


def _passes(act: Any, steps: Steps, at: int) -> bool:
    steps.left = at
    try:
        act()
    except (Cut, StorageUnavailableError):
        # SQLite has nothing to take back before BEGIN, and says so.
        return False
    finally:
        steps.left = None
    return True
