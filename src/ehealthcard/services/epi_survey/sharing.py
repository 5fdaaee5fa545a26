"""Which visits of a day a survey is for (同日一份流调).

One holder, one day, one survey. The visit that needs it first leads: by it the survey
opens. A visit that is called off leads only where all are.
"""

from typing import Any

from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.preparing import Reminder, survey_day
from ehealthcard.rules.visits import Visit

from .model import AlsoBooked, BookedVisit
from .states import Announced, Asked

Open = Announced | Asked


def every(state: Open) -> tuple[AlsoBooked, ...]:
    """Return the visits that it is for, the leading one first."""
    booked, name = state.booked, state.appointment
    if booked is None or name is None:
        return state.also
    lead = AlsoBooked(
        appointment=name,
        department=state.department,
        starts_at=booked.starts_at,
        hours=booked.hours,
        rests=booked.reminder.rests,
    )
    return (lead, *state.also)


def without(state: Open, appointment: str) -> tuple[AlsoBooked, ...]:
    """Return its visits but one."""
    return tuple(v for v in every(state) if v.appointment != appointment)


def including(state: Open, visit: Visit, hours: int) -> tuple[AlsoBooked, ...]:
    """Return its visits and this one, as it is now."""
    one = AlsoBooked(
        appointment=visit.appointment,
        department=visit.department,
        starts_at=visit.starts_at,
        hours=hours,
    )
    return (*without(state, visit.appointment), one)


def resting(state: Open, appointment: str) -> tuple[AlsoBooked, ...]:
    """Return its visits, one of them called off."""
    rests = {"rests": True}
    return tuple(
        v.model_copy(update=rests) if v.appointment == appointment else v
        for v in every(state)
    )


def arranged(state: Open, visits: tuple[AlsoBooked, ...]) -> dict[str, Any]:
    """Return what changes with its visits; the message stands while one of them does.

    Without any it is nobody's: what was told before stays named.
    """
    if not visits:
        return {"appointment": None, "booked": None, "others": (), "also": ()}
    lead, *rest = sorted(visits, key=lambda v: (v.rests, v.opens_at))
    booked = state.booked
    reminder = booked.reminder if booked else Reminder()
    if lead.rests and not reminder.rests:
        reminder = reminder.resting()
    elif reminder.rests and not lead.rests:
        reminder = reminder.moved()
    told_as = (booked and booked.told_as) or state.appointment or lead.appointment
    return {
        "appointment": lead.appointment,
        "department": lead.department,
        "booked": BookedVisit(
            starts_at=lead.starts_at,
            hours=lead.hours,
            reminder=reminder,
            told_as=told_as,
        ),
        "others": tuple(v.appointment for v in rest),
        "also": tuple(rest),
    }


def goes_along(state: Asked, visit: Visit, hours: int) -> dict[str, Any]:
    """Return what changes where answers go with their only visit to another day."""
    changed = arranged(state, including(state, visit, hours))
    old, booked = state.booked, changed["booked"]
    if old is not None and not old.reminder.rests:
        told = {"reminder": old.reminder.moved()}
        changed["booked"] = booked.model_copy(update=told)
    day = day_of(visit.starts_at)
    on = {"visit_on": day, "day": survey_day(state.card, visit.org, day)}
    return changed | on
