"""What the records of several cards of one holder come to together (合并计次)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.rules.booking import (
    PROFILE_A,
    PROFILE_B,
    PROFILE_C,
    BookingPolicy,
    blocked_by,
)
from ehealthcard.rules.calendar import end_of
from ehealthcard.rules.standing import BookingCounted

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 500).map(lambda n: FIRST + timedelta(days=n))


def missed(*days: date) -> BookingCounted:
    return BookingCounted(missed=days)


def test_two_and_one_are_three_and_block_from_the_last() -> None:
    two, one = missed(date(2026, 1, 1), date(2026, 2, 1)), missed(date(2026, 1, 20))
    assert blocked_by(PROFILE_B, [two]) is None
    assert blocked_by(PROFILE_B, [two, one]) == end_of(date(2026, 8, 1))


def test_what_is_too_old_together_does_not_count_together() -> None:
    old, new = missed(date(2025, 1, 1), date(2025, 2, 1)), missed(date(2026, 2, 1))
    assert blocked_by(PROFILE_B, [old, new]) is None


def test_kinds_are_counted_each_for_itself() -> None:
    mixed = BookingCounted(missed=(FIRST,), cancelled=(FIRST,), refunded=(FIRST,))
    assert blocked_by(PROFILE_A, [mixed, missed(FIRST)]) is None
    assert blocked_by(PROFILE_A, [mixed, mixed, mixed]) is not None
    called_off = BookingCounted(cancelled=(FIRST,))
    assert blocked_by(PROFILE_C, [called_off] * 9) is None  # it counts none of them


def test_what_happens_during_a_block_neither_counts_nor_prolongs_it() -> None:
    first = missed(date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3))
    during = missed(date(2026, 2, 1), date(2026, 2, 2), date(2026, 2, 3))
    until = blocked_by(PROFILE_B, [first, during])
    assert until == blocked_by(PROFILE_B, [first])


def test_behind_a_block_it_counts_afresh() -> None:
    first = missed(date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3))
    behind = missed(date(2026, 7, 4), date(2026, 7, 5))
    assert blocked_by(PROFILE_B, [first, behind]) == blocked_by(PROFILE_B, [first])
    again = blocked_by(PROFILE_B, [first, behind, missed(date(2026, 7, 6))])
    assert again == end_of(date(2027, 1, 6))


@pytest.mark.parametrize("policy", [PROFILE_A, PROFILE_B, PROFILE_C])
@given(days=st.lists(DAYS, max_size=8), cut=st.integers(0, 8))
def test_how_days_are_shared_out_over_cards_changes_nothing(
    policy: BookingPolicy, days: list[date], cut: int
) -> None:
    one = blocked_by(policy, [missed(*days)])
    assert one == blocked_by(policy, [missed(*days[cut:]), missed(*days[:cut])])
