"""When somebody expecting is seen (孕产妇健康管理, national specification, MAT-3).

Five antenatal visits: before 13 weeks, in weeks 16 to 20, 21 to 24, 28 to 36 and 37 to
40; a home visit within a week of discharge; a check 42 days behind the birth. That a
window of weeks *a* to *b* lasts from *a* + 0 to *b* + 6 days is inferred. So is the
fortnight in which the check behind the birth is not late.
"""

from datetime import date, timedelta

from ehealthcard.models import Model
from ehealthcard.workflow import Rule

from .windows import Reason, Visit, Window

TERM_DAYS = 280
"""From the last menstruation to the expected day (预产期)."""

WEEK = 7
FIRST_UNTIL = 12
"""The last full week of the first visit: before 13 weeks."""

WEEKS = (
    (Visit.ANTENATAL_1, 0, FIRST_UNTIL),
    (Visit.ANTENATAL_2, 16, 20),
    (Visit.ANTENATAL_3, 21, 24),
    (Visit.ANTENATAL_4, 28, 36),
    (Visit.ANTENATAL_5, 37, 40),
)
HOME_DAYS = 7
"""A week from discharge."""

CHECK_DAYS = 42
CHECK_GRACE_DAYS = 14
"""So long the check is not late; inferred."""

BEFORE_PREGNANCY = Rule(
    "BEFORE_PREGNANCY",
    "The day lies before the pregnancy; check it and the last menstruation.",
    "日期早于末次月经，请核对日期和末次月经。",
)


class Gestation(Model):
    """How far a pregnancy is (孕周)."""

    weeks: int
    days: int
    """0 to 6 on top."""

    def __str__(self) -> str:
        """Return it as charts have it: ``13+0``."""
        return f"{self.weeks}+{self.days}"


def due_date(lmp: date) -> date:
    """Return the expected day of birth (预产期) for the last menstruation *lmp*."""
    return lmp + timedelta(days=TERM_DAYS)


def gestation(lmp: date, day: date) -> Gestation:
    """Return the weeks and days on *day*.

    Raises:
        RuleViolationError: It lies before the last menstruation.

    """
    if day < lmp:
        raise BEFORE_PREGNANCY.broken()
    weeks, days = divmod((day - lmp).days, WEEK)
    return Gestation(weeks=weeks, days=days)


def antenatal(lmp: date) -> tuple[Window, ...]:
    """Return the five antenatal visits of whoever last menstruated on *lmp*."""
    return tuple(
        Window(
            visit=visit,
            opens_on=lmp + timedelta(days=WEEK * first),
            closes_on=lmp + timedelta(days=WEEK * last + WEEK - 1),
            reasons=_reasons(visit),
        )
        for visit, first, last in WEEKS
    )


def postpartum(delivered: date, discharged: date | None = None) -> tuple[Window, ...]:
    """Return what follows a birth: the home visit, once *discharged*, and the check."""
    first = delivered + timedelta(days=CHECK_DAYS)
    check = Window(
        visit=Visit.POSTPARTUM_CHECK,
        opens_on=first,
        closes_on=first + timedelta(days=CHECK_GRACE_DAYS),
        reasons=(Reason.RECOVERY,),
    )
    if discharged is None:
        return (check,)
    home = Window(
        visit=Visit.POSTPARTUM_HOME,
        opens_on=discharged,
        closes_on=discharged + timedelta(days=HOME_DAYS),
        reasons=(Reason.HOME,),
    )
    return (home, check)


def _reasons(visit: Visit) -> tuple[Reason, ...]:
    if visit is Visit.ANTENATAL_1:
        return (Reason.HANDBOOK, Reason.CHECK)
    return (Reason.CHECK, Reason.LICENSED)
