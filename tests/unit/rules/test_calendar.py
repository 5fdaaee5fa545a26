"""Periods as the Civil Code counts them (民法典 art. 200-204)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.codesets import SHANGHAI
from ehealthcard.rules.calendar import add_months, age_on, day_of, end_of

DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2022, 12, 31), 6, date(2023, 6, 30)),
        (date(2023, 3, 31), -1, date(2023, 2, 28)),
        (date(2023, 5, 15), 12, date(2024, 5, 15)),
        (date(2023, 5, 15), 0, date(2023, 5, 15)),
    ],
)
def test_a_month_ends_on_the_corresponding_day_or_the_last(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months) == expected


@given(DAYS, st.integers(-1200, 1200))
def test_adding_months_moves_the_month_and_never_the_day_forward(
    day: date, months: int
) -> None:
    moved = add_months(day, months)

    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day <= day.day
    assert moved.day == day.day or (moved + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(1963, 2, 28), date(2023, 2, 27), 59),
        (date(1963, 2, 28), date(2023, 2, 28), 60),
        (date(2004, 2, 29), date(2022, 2, 27), 17),
        (date(2004, 2, 29), date(2022, 2, 28), 18),
        (date(2004, 2, 29), date(2024, 2, 28), 19),
        (date(2004, 2, 29), date(2024, 2, 29), 20),
        (date(2026, 3, 2), date(2026, 3, 2), 0),
    ],
)
def test_a_year_is_completed_on_the_birthday(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age


@given(DAYS, DAYS)
def test_age_grows_by_one_a_year(birth: date, day: date) -> None:
    assert age_on(birth, add_months(day, 12)) - age_on(birth, day) == 1


def test_a_day_is_a_day_in_china() -> None:
    late = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)

    assert day_of(late) == date(2026, 3, 2)
    assert day_of(late - timedelta(microseconds=1)) == date(2026, 3, 1)
    assert end_of(date(2026, 3, 1)) == late
    assert end_of(date(2026, 3, 1)).tzinfo is SHANGHAI
