"""How long after a birth its certificate is asked for (申领时限).

There is no national number of days beyond "in principle a month"; provinces differ, so
the terms are data. The day of birth is not counted, the last day is (民法典 art. 201,
202, 1259).
"""

from datetime import date, timedelta

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Model
from ehealthcard.rules.calendar import add_months

FIRST_BIRTH = date(1996, 1, 1)
"""Who was born before has no certificate of this kind."""


class Term(Model):
    """Some months and days (期限)."""

    months: int = Field(default=0, ge=0)
    days: int = Field(default=0, ge=0)

    def last(self, start: date) -> date:
        """Return the last day of the term that begins behind *start*."""
        return add_months(start, self.months) + timedelta(days=self.days)


class Stage(Labelled):
    """How late an application comes (申领阶段)."""

    IN_TIME = "in-time", "按期申领", "in time"
    LATE = "late", "逾期申领", "late"
    VERY_LATE = "very-late", "超长逾期申领", "very late"


def stage_of(born_on: date, day: date, normal: Term, long: Term) -> Stage:
    """Return how late *day* is.

    Args:
        born_on: The day of birth.
        day: The day of the application.
        normal: The time that is normal.
        long: The time behind which it is very late.

    """
    if day <= normal.last(born_on):
        return Stage.IN_TIME
    return Stage.LATE if day <= long.last(born_on) else Stage.VERY_LATE
