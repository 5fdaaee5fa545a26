"""Periods as the Civil Code counts them, in China's time (民法典 art. 200-204)."""

import calendar
from collections.abc import Container
from datetime import date, datetime, time, timedelta

from ehealthcard.codesets import SHANGHAI

SATURDAY = 5


def add_months(day: date, months: int) -> date:
    """Return the corresponding day, or the month's last (民法典 art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def end_of(day: date) -> datetime:
    """Return 24:00 of *day*, its last moment (民法典 art. 203)."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)


def start_of(day: date) -> datetime:
    """Return 00:00 of *day*, its first moment."""
    return datetime.combine(day, time(), SHANGHAI)


def month_end(day: date) -> date:
    """Return the last day of the calendar month that *day* is in."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def day_of(moment: datetime) -> date:
    """Return the day on a Chinese wall calendar."""
    return moment.astimezone(SHANGHAI).date()


def age_on(birth: date, day: date) -> int:
    """Return whole years completed on *day*; the birthday completes a year.

    Who was born on 29 February completes a year on 28 February of a common year. That
    follows from art. 202 and is not written anywhere.
    """
    years = day.year - birth.year
    return years if day >= add_months(birth, 12 * years) else years - 1


def working_day_after(
    day: date, count: int, holidays: Container[date], extra: Container[date]
) -> date:
    """Return the last of *count* working days behind *day*, which is not counted.

    Args:
        day: The day on which it begins (民法典 art. 201).
        count: How many.
        holidays: Statutory holidays.
        extra: Weekend days that are worked (调休).

    """
    while count:
        day += timedelta(days=1)
        worked = day.weekday() < SATURDAY or day in extra
        count -= worked and day not in holidays
    return day
