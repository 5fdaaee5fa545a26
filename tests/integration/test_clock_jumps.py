"""The clock jumps a day ahead or back, and is set right again."""

from datetime import datetime, timedelta

import pytest

from ehealthcard import Clockwork, KeyRing, ServiceDesk, Suite
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.desk.names import new_case
from ehealthcard.errors import CodeError, TimeZoneMissingError
from ehealthcard.services.health_declaration import (
    Expired,
    Superseded,
    ValidClear,
    health_declaration,
)

from .conftest import GATE, START, WINDOW, House
from .visits import declare, now, text

DAY = timedelta(days=1)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_jump_loses_no_timer_and_fires_none_before_its_moment(
    house: House, days: int
) -> None:
    early = declare(house)
    house.clock.forward(days=days)
    late = declare(house, house.card(2))
    Clockwork(house.desk).run_once()
    assert isinstance(now(house, early), ValidClear)  # to the last moment: 24 hours
    house.clock.forward(days=-days)
    Clockwork(house.desk).run_once()
    house.clock.forward(days=2, seconds=1)

    assert Clockwork(house.desk).run_once() == 2

    for case, begun in ((early, START), (late, START + days * DAY)):
        *_, last = house.desk.storage.history(case.id)
        assert (last.command, last.at) == ("DayPassed", begun + DAY)
        assert isinstance(now(house, case), Expired)


def test_what_was_fired_a_day_early_by_a_wrong_clock_stays_fired(house: House) -> None:
    case = declare(house)
    house.clock.forward(days=1, seconds=1)
    Clockwork(house.desk).run_once()
    house.clock.forward(days=-1)

    assert isinstance(now(house, case), Expired)
    assert Clockwork(house.desk).run_once() == 0
    assert isinstance(declare(house).state, ValidClear)


def test_a_declaration_under_a_clock_set_back_takes_the_place_of_the_older(
    house: House,
) -> None:
    older = declare(house)
    house.clock.forward(days=-1)
    newer = declare(house)

    assert isinstance(now(house, older), Superseded)
    assert isinstance(now(house, newer), ValidClear)


@pytest.mark.parametrize("days", [-1, 1])
def test_pages_of_cases_stay_whole_and_newest_first(house: House, days: int) -> None:
    opened = [declare(house).id]
    for by in (days, -days, days):
        house.clock.forward(days=by, seconds=1)
        opened.append(declare(house).id)

    seen: list[str] = []
    while page := _page(house.desk, house, seen):
        seen += page

    assert opened[::-1] == seen


def _page(desk: ServiceDesk, house: House, seen: list[str]) -> list[str]:
    before = seen[-1] if seen else None
    found = desk.cases(
        health_declaration, house.card(), by=WINDOW, before=before, limit=2
    )
    return [case.id for case in found]


def test_names_rise_in_one_process_whatever_the_clock_does() -> None:
    moments = [START, START + DAY, START, START - DAY, START + 2 * DAY, START]

    names = [new_case(moment) for moment in moments for _ in range(1000)]

    assert sorted(names) == names
    assert len(set(names)) == len(names)
    assert {32} == {len(name) for name in names}


def test_a_code_used_before_a_jump_is_not_good_again_after_it(house: House) -> None:
    shown = text(house)
    house.desk.scan(shown, by=GATE)
    house.clock.forward(days=1)
    Clockwork(house.desk).run_once()  # it forgets what has ended
    house.clock.forward(days=-1)
    Clockwork(house.desk).run_once()

    with pytest.raises(CodeError, match="CODE_REPLAYED"):
        house.desk.scan(shown, by=GATE)


def test_what_ended_long_ago_is_forgotten(house: House) -> None:
    shown = text(house)
    house.desk.scan(shown, by=GATE)
    house.clock.forward(days=3)

    Clockwork(house.desk).run_once()

    assert house.desk.storage.forget_codes(house.clock.now) == 0


def test_a_code_of_a_clock_that_was_a_day_ahead_is_refused(house: House) -> None:
    house.clock.forward(days=1)
    shown = text(house)
    house.clock.forward(days=-1)

    with pytest.raises(CodeError):
        house.desk.scan(shown, by=GATE)


def test_a_clock_without_time_zone_is_refused_where_it_is_plugged_in() -> None:
    def naive() -> datetime:
        return START.replace(tzinfo=None)

    keys, storage = KeyRing.generate(Suite.INTL), MemoryStorage()

    with pytest.raises(TimeZoneMissingError) as refused:
        ServiceDesk(storage=storage, keys=keys, clock=naive)

    assert "the desk's clock" in refused.value.english
    assert refused.value.chinese.startswith("服务台时钟未带时区")
