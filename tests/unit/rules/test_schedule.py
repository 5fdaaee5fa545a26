"""When mothers and children are seen: the vectors, and the days beside each limit."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from ehealthcard.errors import RuleViolationError
from ehealthcard.rules.calendar import end_of, start_of
from ehealthcard.rules.schedule import (
    Plan,
    Reason,
    Setting,
    Slot,
    Visit,
    VisitStatus,
    antenatal,
    child_visits,
    due_date,
    gestation,
    planned,
    postpartum,
    school_age,
)
from ehealthcard.rules.schedule.plan import (
    advance,
    cancelled,
    due,
    given_up,
    marked,
    missed,
    next_turn,
    outstanding,
    seen,
    served,
)

LMP, BIRTH = date(2023, 1, 1), date(2023, 10, 8)
DAY = timedelta(days=1)
PLAN = planned(antenatal(LMP))
CHILD = planned(child_visits(BIRTH, date(2023, 10, 12)))


def at(plan: Plan, day: date) -> Plan:
    return advance(plan, start_of(day))


def statuses(plan: Plan) -> str:
    return "".join(s.status.value[0] for s in plan)


def test_five_windows_of_a_pregnancy_are_computed_by_weeks() -> None:
    expected = (
        ("2023-01-01", "2023-04-01"),
        ("2023-04-23", "2023-05-27"),
        ("2023-05-28", "2023-06-24"),
        ("2023-07-16", "2023-09-16"),
        ("2023-09-17", "2023-10-14"),
    )
    found = antenatal(LMP)
    assert expected == tuple(
        (w.opens_on.isoformat(), w.closes_on.isoformat()) for w in found
    )
    assert date(2023, 10, 8) == due_date(LMP)
    assert Reason.HANDBOOK in found[0].reasons
    assert {Reason.LICENSED} == set.intersection(
        *(set(w.reasons) for w in found[1:])
    ) - {Reason.CHECK}


def test_mc1_the_first_visit_at_13_weeks_is_late() -> None:
    day = date(2023, 4, 2)
    assert "13+0" == str(gestation(LMP, day))
    assert "12+6" == str(gestation(LMP, day - DAY))
    late, in_time = seen(at(PLAN, day), day)[0], seen(at(PLAN, day), day - DAY)[0]
    assert (VisitStatus.LATE, VisitStatus.DONE) == (late.status, in_time.status)
    assert day == late.seen_on


def test_leap_days_and_the_end_of_a_year_are_days_like_others() -> None:
    assert date(2024, 2, 29) == antenatal(date(2023, 12, 1))[0].closes_on
    assert date(2024, 9, 6) == due_date(date(2023, 12, 1))


def test_no_weeks_are_counted_before_a_pregnancy() -> None:
    with pytest.raises(RuleViolationError) as caught:
        gestation(LMP, LMP - DAY)
    assert "BEFORE_PREGNANCY" == caught.value.code


def test_mc5_the_check_is_42_days_behind_the_birth() -> None:
    (check,) = postpartum(BIRTH)
    home, same = postpartum(BIRTH, date(2023, 10, 12))
    assert date(2023, 11, 19) == check.opens_on
    assert same == check
    assert (date(2023, 10, 12), date(2023, 10, 19)) == (home.opens_on, home.closes_on)


def test_mc7_a_child_is_seen_thirteen_times() -> None:
    found = child_visits(BIRTH)
    assert 13 == len(found)
    settings = [w.setting for w in found]
    assert [Setting.FAMILY] * 10 + [Setting.NURSERY] * 3 == settings
    assert BIRTH == found[0].opens_on
    assert date(2023, 11, 5) == found[1].opens_on
    assert Reason.HEPATITIS_B in found[1].reasons
    blood = [w.visit for w in found if Reason.BLOOD in w.reasons]
    assert [
        Visit.MONTHS_6,
        Visit.MONTHS_8,
        Visit.MONTHS_18,
        Visit.MONTHS_30,
    ] == blood
    hearing = [w.visit.value for w in found if Reason.HEARING in w.reasons]
    assert ["6m", "12m", "24m", "36m"] == hearing


def test_mc9_the_last_window_ends_with_78_months() -> None:
    assert date(2030, 4, 8) == school_age(BIRTH)
    assert school_age(BIRTH) - DAY == child_visits(BIRTH)[-1].closes_on
    leap = date(2024, 8, 31)
    assert date(2031, 2, 28) == school_age(leap)


@pytest.mark.parametrize("birth", [BIRTH, date(2024, 2, 29), date(2023, 12, 31)])
def test_windows_of_a_child_do_not_overlap_once_it_is_home(birth: date) -> None:
    found = child_visits(birth, birth + timedelta(days=5))
    pairs = pairwise(found)
    assert all(one.closes_on < two.opens_on for one, two in pairs)
    assert all(w.opens_on <= w.closes_on for w in found)


def test_time_opens_a_window_and_ends_it() -> None:
    day = date(2023, 4, 23)
    before = at(PLAN, day - DAY)
    assert "3pppp" == statuses(before)
    assert start_of(day) == next_turn(before)
    opened = at(PLAN, day)
    assert "30ppp" == statuses(opened)
    assert end_of(date(2023, 5, 27)) == next_turn(opened)
    assert Visit.ANTENATAL_2 is _visit(due(opened))
    # The next window opens at the very moment at which this one ends.
    assert "330pp" == statuses(advance(opened, end_of(date(2023, 5, 27))))
    assert "33333" == statuses(at(PLAN, date(2024, 1, 1)))
    assert next_turn(at(PLAN, date(2024, 1, 1))) is None


def test_a_visit_between_two_windows_catches_the_last_one_up() -> None:
    day = date(2023, 4, 10)
    plan = at(PLAN, day)
    assert Visit.ANTENATAL_1 is _visit(missed(plan))
    assert "4pppp" == statuses(seen(plan, day))
    done = seen(at(PLAN, date(2023, 3, 1)), date(2023, 3, 1))
    assert served(at(done, day), day) is None
    assert at(done, day) == seen(at(done, day), day)


def test_a_window_that_has_passed_is_not_caught_up_in_the_next_one() -> None:
    day = date(2023, 5, 1)
    assert "31ppp" == statuses(seen(at(PLAN, day), day))


def test_a_visit_written_down_later_counts_by_its_day() -> None:
    plan = at(PLAN, date(2023, 4, 5))
    assert "1pppp" == statuses(seen(plan, date(2023, 4, 1)))


def test_what_is_outstanding_can_be_given_up() -> None:
    plan = at(PLAN, date(2023, 5, 1))
    assert Visit.ANTENATAL_2 is _visit(outstanding(plan))
    assert "32ppp" == statuses(given_up(plan))
    lost = at(given_up(plan), date(2023, 5, 2))
    assert outstanding(lost) is None
    assert "31ppp" == statuses(seen(lost, date(2023, 5, 2)))
    assert lost == given_up(lost)


def test_the_rest_of_a_plan_is_cancelled() -> None:
    plan = seen(at(PLAN, date(2023, 4, 30)), date(2023, 4, 30))
    assert "31999" == statuses(cancelled(plan))


def test_a_named_visit_is_marked_wherever_its_window_is() -> None:
    early = marked(CHILD, Visit.NEWBORN_HOME, date(2023, 10, 13))
    assert VisitStatus.DONE is early[0].status
    assert (
        VisitStatus.LATE
        is marked(CHILD, Visit.NEWBORN_HOME, BIRTH + 30 * DAY)[0].status
    )
    assert PLAN == marked(PLAN, Visit.NEWBORN_HOME, LMP)


def test_a_newborn_that_came_home_late_has_two_visits_open() -> None:
    plan = planned(child_visits(BIRTH, date(2023, 11, 10)))
    day = date(2023, 11, 12)
    now = at(plan, day)
    assert "00" == statuses(now)[:2]
    once = seen(now, day)
    assert "10" == statuses(once)[:2]
    assert "11" == statuses(seen(once, day + DAY))[:2]


def _visit(slot: Slot | None) -> Visit | None:
    return slot.visit if slot else None
