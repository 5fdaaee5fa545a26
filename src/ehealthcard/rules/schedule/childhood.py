"""When a child is seen, up to six years (0-6岁儿童健康管理, national specification).

Thirteen visits (CHILD): at home within a week of discharge, at a full month, at 3, 6,
8, 12, 18, 24, 30 and 36 months with the family, at 4, 5 and 6 years with the nursery.
Blood is looked at in months 6 to 8, 18 and 30, hearing at 6, 12, 24 and 36 months (the
latter recalled). The specification names days, not windows: a month in the first year,
three up to 36 months and six behind are inferred, so that the last one ends with the 78
months at which the case of a child is closed.
"""

from datetime import date, timedelta

from ehealthcard.rules.calendar import add_months

from .windows import Reason, Setting, Visit, Window

HOME_DAYS, FULL_MONTH_DAYS = 7, 28
SCHOOL_MONTHS = 78
"""From this age on a child is no longer followed (满6岁半结案)."""

DAY = timedelta(days=1)
MONTHS = (
    (Visit.MONTHS_3, 3, 1, ()),
    (Visit.MONTHS_6, 6, 1, (Reason.BLOOD, Reason.HEARING)),
    (Visit.MONTHS_8, 8, 1, (Reason.BLOOD,)),
    (Visit.MONTHS_12, 12, 3, (Reason.HEARING,)),
    (Visit.MONTHS_18, 18, 3, (Reason.BLOOD,)),
    (Visit.MONTHS_24, 24, 3, (Reason.HEARING,)),
    (Visit.MONTHS_30, 30, 3, (Reason.BLOOD,)),
    (Visit.MONTHS_36, 36, 3, (Reason.HEARING,)),
    (Visit.YEARS_4, 48, 6, ()),
    (Visit.YEARS_5, 60, 6, ()),
    (Visit.YEARS_6, 72, 6, ()),
)
"""The visit, its month, how many months it stays open, what belongs to it. Blood is
due once in months 6 to 8: at either of both visits."""

FAMILY_UNTIL = 36


def school_age(birth: date) -> date:
    """Return the day on which a child is 78 months old."""
    return add_months(birth, SCHOOL_MONTHS)


def child_visits(birth: date, discharged: date | None = None) -> tuple[Window, ...]:
    """Return the thirteen visits of a child.

    Args:
        birth: The day of birth.
        discharged: When the newborn came home; the day of birth if it is not known.

    """
    home = discharged or birth
    first = Window(
        visit=Visit.NEWBORN_HOME,
        opens_on=home,
        closes_on=home + timedelta(days=HOME_DAYS),
        reasons=(Reason.HOME, Reason.CHECK),
        setting=Setting.FAMILY,
    )
    month = Window(
        visit=Visit.FULL_MONTH,
        opens_on=birth + timedelta(days=FULL_MONTH_DAYS),
        closes_on=add_months(birth, 2) - DAY,
        reasons=(Reason.CHECK, Reason.HEPATITIS_B),
        setting=Setting.FAMILY,
    )
    later = (_window(birth, *row) for row in MONTHS)
    return (first, month, *later)


def _window(
    birth: date, visit: Visit, months: int, stays: int, more: tuple[Reason, ...]
) -> Window:
    nursery = months > FAMILY_UNTIL
    return Window(
        visit=visit,
        opens_on=add_months(birth, months),
        closes_on=add_months(birth, months + stays) - DAY,
        reasons=(Reason.CHECK, *more),
        setting=Setting.NURSERY if nursery else Setting.FAMILY,
    )
