"""A command counts once, or not at all."""

from concurrent.futures import ThreadPoolExecutor

import attrs
import pytest

from ehealthcard.errors import (
    KeyReusedError,
    NotAllowedError,
    RuleViolationError,
    VersionConflictError,
)
from ehealthcard.services.admission_scan import Assess, admission_scan
from ehealthcard.services.health_declaration import (
    Answers,
    DayPassed,
    Withdraw,
    health_declaration,
)
from tests.actors import AUDITOR

from .conftest import WINDOW, House
from .visits import HOT, declare, submit, text


def test_a_key_returns_the_first_result(house: House) -> None:
    card, by = house.card(), WINDOW
    first = house.desk.start(health_declaration, card, submit(), by=by, key="k")
    house.clock.forward(minutes=1)

    again = house.desk.start(health_declaration, card, submit(), by=by, key="k")

    assert again == first
    assert len(house.desk.cases(health_declaration, card, by=by)) == 1
    with pytest.raises(KeyReusedError):
        house.desk.start(health_declaration, card, submit(HOT), by=by, key="k")
    other = attrs.evolve(by, id="window-4")
    fresh = house.desk.start(health_declaration, card, submit(), by=other, key="k")
    assert fresh.id != first.id


def test_one_key_from_many_threads_opens_one_case(house: House) -> None:
    card = house.card()

    def start(_: int) -> str:
        case = house.desk.start(health_declaration, card, submit(), by=WINDOW, key="k")
        return case.id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(start, range(16)))) == 1


def test_of_two_who_race_for_a_case_one_wins(house: House) -> None:
    case = declare(house)

    def withdraw(_: int) -> bool:
        command = Withdraw(reason="not coming")
        try:
            house.desk.execute(health_declaration, case, command, by=WINDOW)
        except (VersionConflictError, NotAllowedError):
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(withdraw, range(16))) == 1
    assert len(house.desk.history(health_declaration, case, by=AUDITOR)) == 2


def test_an_old_view_of_a_case_is_refused(house: House) -> None:
    old = house.entrance().enter(text(house), temperature=36.8)
    declare(house)

    with pytest.raises(VersionConflictError):
        house.desk.execute(admission_scan, old, Assess(), by=WINDOW)


def test_nobody_sends_a_notice(house: House) -> None:
    case = declare(house)

    with pytest.raises(NotAllowedError) as caught:
        house.desk.execute(health_declaration, case, DayPassed(), by=WINDOW)

    error = caught.value
    assert "DayPassed is not possible in any state;" in error.english
    assert "任何 状态下不可办理 DayPassed" in error.chinese


def test_what_may_be_asked_now_is_told_without_notices(house: House) -> None:
    case = declare(house)

    names = {c.__name__ for c in house.desk.allowed(health_declaration, case)}

    assert names == {"Escalate", "Withdraw", "Void"}


def test_a_failing_command_writes_nothing(house: House) -> None:
    card = house.card()
    before = house.desk.storage.cases_of(
        card.subject, "health-declaration", before=None, limit=9
    )

    with pytest.raises(RuleViolationError, match="ANSWER_REQUIRED"):
        declare(house, card, Answers())

    after = house.desk.storage.cases_of(
        card.subject, "health-declaration", before=None, limit=9
    )
    assert list(before) == list(after) == []
    assert house.desk.storage.pending(at=house.clock.now, limit=9) == []
