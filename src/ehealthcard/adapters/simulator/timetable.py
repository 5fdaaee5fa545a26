"""Slots of a hospital that does not exist (模拟排班).

The same seed gives the same slots for every day, past and to come.
"""

from datetime import date, datetime, time, timedelta

from ehealthcard.codesets import SHANGHAI
from ehealthcard.ports import Slot, VisitKind

from .departments import DEPARTMENTS, Doctor, doctors_of

SLICE = timedelta(minutes=30)
SLICES = 6
BEGINS = {"1": time(8, 30), "2": time(13, 30)}


def slots_on(day: date, department: str, org: str, seed: int) -> list[Slot]:
    """Return a department's slots of *day* by time; an unknown one has none."""
    if department not in DEPARTMENTS:
        return []
    made = [
        _slot(day, doctor, period, number, org)
        for doctor in doctors_of(department, seed)
        for period in BEGINS
        for number in range(SLICES)
    ]
    return sorted(made, key=lambda s: (s.starts_at, s.id))


def slot_named(name: str, org: str, seed: int) -> Slot | None:
    """Return the slot of this name."""
    department, _, rest = name.partition("/")
    try:
        day = datetime.strptime(rest[:8], "%Y%m%d").replace(tzinfo=SHANGHAI).date()
    except ValueError:
        return None
    found = slots_on(day, department, org, seed)
    return next((s for s in found if s.id == name), None)


def _slot(day: date, doctor: Doctor, period: str, number: int, org: str) -> Slot:
    starts = datetime.combine(day, BEGINS[period], SHANGHAI) + number * SLICE
    session = f"{doctor.department}/{day:%Y%m%d}-{doctor.id}-{period}"
    return Slot(
        id=f"{session}-{number + 1}",
        org=org,
        org_name="模拟医院",
        kind=VisitKind.REGISTRATION,
        department=doctor.department,
        doctor=doctor.id,
        title=doctor.title,
        is_expert=doctor.is_expert,
        session=session,
        period=period,
        starts_at=starts,
        ends_at=starts + SLICE,
        fees=doctor.fees,
    )
