"""How a survey goes with the booking that asked for it (随预约变化)."""

from datetime import datetime
from typing import Any, TypeVar

from ehealthcard.rules.calendar import day_of, end_of
from ehealthcard.rules.visits import Visit
from ehealthcard.workflow import Context

from .commands import (
    AnswersOld,
    SurveyOpens,
    VisitBegun,
    VisitBooked,
    VisitDayPassed,
    VisitEnded,
    VisitMoved,
    VisitSuspended,
)
from .model import BookedVisit, Occasion
from .states import (
    Announced,
    Cancelled,
    Cleared,
    Expired,
    Lapsed,
    Pending,
    Required,
    Submitted,
    Suspect,
)

G = TypeVar("G", Submitted, Cleared, Suspect)
R = TypeVar("R", Announced, Pending, Submitted, Cleared, Suspect)


def announce(state: None, command: VisitBooked, ctx: Context) -> Announced | Pending:
    """A confirmed booking needs it, some hours before the visit or at once."""
    visit = command.visit
    asked = Announced(
        card=ctx.subject,
        org=visit.org,
        org_name=command.org_name,
        department=visit.department,
        occasion=Occasion.APPOINTMENT,
        visit_on=day_of(visit.starts_at),
        appointment=visit.appointment,
        booked=BookedVisit(starts_at=visit.starts_at, hours=command.hours),
    )
    return _asked(asked, ctx.now)


def open_now(state: Announced, command: SurveyOpens, ctx: Context) -> Pending:
    """The hours before the visit have begun; the patient is reminded."""
    return _opened(state)


def move_unanswered(
    state: Announced | Pending, command: VisitMoved, ctx: Context
) -> Announced | Pending | Cancelled:
    """Another time is asked for anew; a department that needs none takes it back."""
    if command.hours is None:
        return _called_off(state, ctx.now)
    if state.booked is None:
        return state
    changed = _changed(state, state.booked, command.visit, command.hours)
    return _asked(state.to(Announced, **changed), ctx.now)


def move_answered(state: G, command: VisitMoved, ctx: Context) -> G:
    """What was answered stays; it is asked for anew where it grows old too soon."""
    if command.hours is None or state.booked is None:
        return _let_be(state)
    changed = _changed(state, state.booked, command.visit, command.hours)
    return state.model_copy(update=changed)


def rest(state: R, command: VisitSuspended, ctx: Context) -> R:
    """The visit is called off (停诊): nothing runs out until there is a substitute."""
    return state.model_copy(update={"booked": _resting(state.booked)})


def call_off(
    state: Announced | Pending, command: VisitEnded, ctx: Context
) -> Cancelled:
    """There is no visit any more; the reminder is taken back."""
    return _called_off(state, ctx.now)


def keep(state: G, command: VisitEnded, ctx: Context) -> G:
    """What was answered stays in force; no booking asks for it any more."""
    return _let_be(state)


def lapse(state: Announced | Pending, command: VisitBegun, ctx: Context) -> Lapsed:
    """The consultation began without it."""
    return state.to(Lapsed)


def lapse_by_day(state: Pending, command: VisitDayPassed, ctx: Context) -> Lapsed:
    """Who did not fill it in was looked after without it."""
    return state.to(Lapsed)


def note_begun(state: G, command: VisitBegun, ctx: Context) -> G:
    """The appointment says that the consultation began; nothing is amended now."""
    return state.model_copy(update={"consulted": True})


def expire(
    state: Submitted | Cleared, command: AnswersOld, ctx: Context
) -> Announced | Pending | Expired:
    """Over after 24 hours, closed (inferred); before the visit it is asked for anew."""
    booked = state.booked
    if booked is None or state.consulted:
        return state.to(Expired)
    if not state.rests:
        if booked.starts_at <= state.valid_until:
            return state.to(Expired)
        again = booked.reminder.repeated()
        booked = booked.model_copy(update={"reminder": again})
    return _asked(state.to(Announced, booked=booked), ctx.now)


def _asked(state: Announced, now: datetime) -> Announced | Pending:
    is_open = state.booked.opens_at <= now
    return _opened(state) if is_open and not state.rests else state


def _opened(state: Announced) -> Pending:
    return state.to(Pending, lapses_after=end_of(state.visit_on))


def _called_off(state: Announced | Pending, now: datetime) -> Cancelled:
    return state.to(Cancelled, booked=_resting(state.booked), on=day_of(now))


def _resting(booked: BookedVisit | None) -> BookedVisit | None:
    """Return the visit with the message about it taken back."""
    if booked is None:
        return None
    return booked.model_copy(update={"reminder": booked.reminder.resting()})


def _let_be(state: G) -> G:
    """Return the survey as one that no booking asks for."""
    return state.model_copy(update={"appointment": None, "booked": None})


def _changed(
    state: Required, booked: BookedVisit, visit: Visit, hours: int
) -> dict[str, Any]:
    """Return what a change of slot changes; another day is told anew."""
    day, reminder = day_of(visit.starts_at), booked.reminder
    if reminder.rests or day != state.visit_on:
        reminder = reminder.moved()
    return {
        "department": visit.department,
        "visit_on": day,
        "booked": BookedVisit(
            starts_at=visit.starts_at, hours=hours, reminder=reminder
        ),
    }
