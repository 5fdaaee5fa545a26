"""Booking penalty (预约信用管理): vectors AP3, AP5, AP7 and the sentences between."""

from datetime import date
from typing import Any

import pytest

from ehealthcard.errors import RuleViolationError
from ehealthcard.rules.booking import PROFILE_A, PROFILE_B, PROFILE_C, BookingPolicy
from ehealthcard.rules.calendar import end_of
from ehealthcard.services.booking_penalty import (
    Blocked,
    BlockEnded,
    Clean,
    Clear,
    Cleared,
    Closed,
    Counting,
    Died,
    Dropped,
    Missed,
    booking_penalty,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import SUBJECT

D = date(2023, 1, 31)
ONE = PROFILE_A.model_copy(update={"misses": 1, "cancels": 1, "refunds": 1})
CLEAN = Clean(card=SUBJECT)
COUNTING = Counting(card=SUBJECT, missed=(date(2023, 1, 1),))
BLOCKED = Blocked(card=SUBJECT, reason="MISSED", on=(D,), blocked_until=end_of(D))
CLEARED = Cleared(card=SUBJECT, reason="ill", cleared_by="s")
OPEN = (None, CLEAN, COUNTING, CLEARED)


def missed(day: date) -> Missed:
    return Missed(card=SUBJECT, on=day)


def dropped(day: date, *, ticketed: bool = False) -> Dropped:
    return Dropped(card=SUBJECT, on=day, ticketed=ticketed)


def after(policy: BookingPolicy, *commands: Any) -> Any:
    state: Any = None
    for command in commands:
        state = given(booking_penalty, state, policy=policy).when(command)
    return state


class TestContract(WorkflowContract):
    workflow = booking_penalty
    examples = (CLEAN, COUNTING, BLOCKED, CLEARED, Closed())
    commands = (missed(D), dropped(D), BlockEnded(), Clear(reason="r"), Died())
    roles = frozenset({"supervisor"})


@pytest.mark.parametrize("state", OPEN)
@pytest.mark.parametrize("command", [missed(D), dropped(D), dropped(D, ticketed=True)])
def test_the_first_of_several_counts_and_the_only_one_allowed_blocks(
    state: Any, command: Any
) -> None:
    counted = given(booking_penalty, state, policy=PROFILE_A).when(command)
    blocked = given(booking_penalty, state, policy=ONE).when(command)

    assert isinstance(counted, Counting)
    assert isinstance(blocked, Blocked)


def test_ap3_the_third_no_show_within_a_year_blocks_a_month() -> None:
    days = (date(2022, 3, 1), date(2022, 12, 1), date(2023, 3, 1))

    state = after(PROFILE_A, *map(missed, days))

    assert (
        BLOCKED.model_copy(
            update={"on": days, "blocked_until": end_of(date(2023, 4, 1))}
        )
        == state
    )
    late = after(PROFILE_A, *map(missed, (*days[:2], date(2023, 3, 2))))
    assert isinstance(late, Counting)
    assert late.missed == (date(2022, 12, 1), date(2023, 3, 2))


def test_ap5_the_half_year_ends_on_its_corresponding_day() -> None:
    days = (date(2022, 12, 31), date(2023, 2, 1), date(2023, 6, 30))

    assert after(PROFILE_B, *map(missed, days)).blocked_until == end_of(
        date(2023, 12, 30)
    )
    assert isinstance(
        after(PROFILE_B, *map(missed, (*days[:2], date(2023, 7, 1)))), Counting
    )


def test_ap7_a_month_from_31_january_ends_with_february() -> None:
    days = (date(2023, 1, 1), date(2023, 1, 2), D)

    state = after(PROFILE_A, *map(missed, days))

    assert state.blocked_until == end_of(date(2023, 2, 28))


def test_more_than_three_is_four_in_profile_c() -> None:
    days = (date(2023, 1, 1), date(2023, 1, 2), date(2023, 1, 3))

    assert isinstance(after(PROFILE_C, *map(missed, days)), Counting)
    four = after(PROFILE_C, *map(missed, (*days, date(2023, 7, 1))))
    assert four.blocked_until == end_of(date(2024, 1, 1))


def test_news_that_come_late_count_on_their_own_day() -> None:
    days = (date(2023, 3, 1), date(2023, 2, 1), date(2023, 1, 1))

    state = after(PROFILE_A, *map(missed, days))

    assert state.blocked_until == end_of(date(2023, 4, 1))


def test_profile_b_counts_cancellations_by_the_calendar_month() -> None:
    days = (date(2023, 1, 31), date(2023, 2, 1), date(2023, 2, 27))

    assert isinstance(after(PROFILE_B, *map(dropped, days)), Counting)
    state = after(PROFILE_B, *map(dropped, (*days, date(2023, 2, 27))))
    assert (state.reason, state.blocked_until) == (
        "CANCELLED",
        end_of(date(2023, 2, 28)),
    )


def test_profile_a_counts_them_by_any_month_and_tickets_apart() -> None:
    first, second, third = date(2023, 1, 15), date(2023, 2, 1), date(2023, 2, 15)
    mixed = (dropped(first), dropped(second), dropped(third, ticketed=True))

    assert isinstance(after(PROFILE_A, *mixed), Counting)
    state = after(PROFILE_A, *mixed, dropped(third))
    assert (state.reason, state.blocked_until) == (
        "CANCELLED",
        end_of(date(2023, 3, 15)),
    )
    tickets = [dropped(d, ticketed=True) for d in (first, second, third)]
    assert after(PROFILE_A, *tickets).reason == "REFUNDED"


def test_profile_c_counts_no_cancellations() -> None:
    assert isinstance(after(PROFILE_C, *[dropped(D)] * 9), Counting)


def test_a_block_is_neither_prolonged_nor_lost() -> None:
    for command in (missed(D), dropped(D)):
        assert given(booking_penalty, BLOCKED).when(command) == BLOCKED


def test_a_block_ends_by_itself_and_the_count_starts_afresh() -> None:
    assert given(booking_penalty, BLOCKED).when(BlockEnded()) == CLEAN
    timer = booking_penalty.deadline(BLOCKED)
    assert timer is not None
    assert timer.last == end_of(D)


@pytest.mark.parametrize("state", [COUNTING, BLOCKED])
def test_an_appeal_is_upheld_by_a_supervisor(state: Any) -> None:
    appeal = Clear(reason="ill")

    with pytest.raises(RuleViolationError) as refused:
        given(booking_penalty, state).when(appeal)

    assert refused.value.code == "ROLE_REQUIRED"
    found = given(booking_penalty, state, roles={"supervisor"}).when(appeal)
    assert isinstance(found, Cleared)
    assert found.blocked_until is None


@pytest.mark.parametrize("state", [CLEAN, COUNTING, BLOCKED, CLEARED])
def test_the_record_ends_with_its_holder(state: Any) -> None:
    assert given(booking_penalty, state).when(Died()) == Closed()
