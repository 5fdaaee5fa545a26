"""When somebody is seen again (下次随访日期), as the Civil Code counts."""

from datetime import date, timedelta

from ehealthcard.rules.calendar import add_months
from ehealthcard.workflow import Rule

from .policy import CarePace

NEXT_TOO_LATE = Rule(
    "NEXT_TOO_LATE",
    "The next visit would be too late; choose a day up to {latest}.",
    "下次随访日期过晚，请选择不晚于 {latest} 的日期。",
)
NEXT_PASSED = Rule(
    "NEXT_PASSED",
    "The next visit lies in the past or on the day of this one; choose a later day.",
    "下次随访日期须晚于本次随访且不早于今日，请更正。",
)


def latest(on: date, pace: CarePace, *, soon: bool) -> date:
    """Return the last day for the visit after the one *on* this day.

    The day of the visit does not count (民法典 art. 201): two weeks are on + 14 days,
    three months end on the corresponding day.
    """
    if soon:
        return on + timedelta(days=pace.intensified_days)
    return add_months(on, pace.regular_months)


def next_visit(
    on: date, wanted: date | None, today: date, pace: CarePace, *, soon: bool
) -> date:
    """Return the day of the next visit: the *wanted* one if it is in time.

    Raises:
        RuleViolationError: It is too late, or past.

    """
    last = max(latest(on, pace, soon=soon), today)
    if wanted is None:
        return last
    if wanted > last:
        raise NEXT_TOO_LATE.broken(latest=last.isoformat())
    if wanted <= on or wanted < today:
        raise NEXT_PASSED.broken()
    return wanted
