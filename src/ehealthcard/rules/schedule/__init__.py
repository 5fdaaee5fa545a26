"""Schedules of national programmes (服务时间表): which visits, from when until when.

Five antenatal visits and two behind the birth, thirteen visits of a child. What they
are for stands with each. A plan is a schedule and what became of it.
"""

from .antenatal import Gestation, antenatal, due_date, gestation, postpartum
from .childhood import child_visits, school_age
from .plan import Plan, Slot, VisitStatus, planned
from .windows import Reason, Setting, Visit, Window

__all__ = [
    "Gestation",
    "Plan",
    "Reason",
    "Setting",
    "Slot",
    "Visit",
    "VisitStatus",
    "Window",
    "antenatal",
    "child_visits",
    "due_date",
    "gestation",
    "planned",
    "postpartum",
    "school_age",
]
