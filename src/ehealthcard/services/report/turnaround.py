"""When a report is due (报告时限, turnaround time)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Model
from ehealthcard.rules.calendar import day_of, end_of

SATURDAY = 5


class TestGroup(Labelled):
    """What laboratories promise a time for."""

    __test__ = False  # it is no test of pytest's

    ROUTINE = "routine", "三大常规", "blood, urine and stool routine"
    CHEMISTRY = "chemistry", "生化免疫", "chemistry and immunology"
    ECG = "ecg", "心电图", "electrocardiogram"
    ULTRASOUND = "ultrasound", "超声", "ultrasound"
    X_RAY = "x-ray", "X线", "X-ray"
    CT = "ct", "CT", "computed tomography"
    PATHOLOGY = "pathology", "病理", "pathology"
    OTHER = "other", "其他", "anything else"


class Turnaround(Model):
    """By when a group of tests is verified, from when it was begun; closed ends."""

    group: TestGroup
    within: timedelta | None = None
    urgent: timedelta | None = None
    """For an emergency; as ``within`` if not said."""

    working_days: int | None = Field(default=None, ge=1)
    """In whole working days; the day of the start is not counted (民法典 art. 201)."""


def due_after(
    known: Iterable[Turnaround],
    group: TestGroup,
    start: datetime,
    closed: tuple[tuple[date, ...], tuple[date, ...]],
    *,
    urgent: bool,
) -> datetime | None:
    """Return the last moment in time; ``None`` where no time is promised.

    Args:
        known: The times promised.
        group: What is tested.
        start: When it was begun.
        closed: Holidays, and weekend days that are worked.
        urgent: Whether it is an emergency.

    """
    for promise in known:
        if promise.group is group:
            within = promise.urgent if urgent and promise.urgent else promise.within
            if within is not None:
                return start + within
            if promise.working_days is not None:
                return _working_days(start, promise.working_days, *closed)
    return None


def _working_days(
    start: datetime, count: int, holidays: tuple[date, ...], extra: tuple[date, ...]
) -> datetime:
    """Return the end of the last of *count* working days behind the day of *start*."""
    day = day_of(start)
    while count:
        day += timedelta(days=1)
        worked = day.weekday() < SATURDAY or day in extra
        count -= worked and day not in holidays
    return end_of(day)
