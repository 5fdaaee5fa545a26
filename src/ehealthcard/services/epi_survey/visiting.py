"""How a survey goes with the bookings that asked for it (随预约变化)."""

from datetime import datetime
from typing import TypeVar, cast

from ehealthcard.rules.calendar import day_of, end_of
from ehealthcard.rules.preparing import survey_day
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
from .model import AlsoBooked, BookedVisit, Occasion
from .sharing import arranged, every, goes_along, including, resting, without
from .states import (
    Announced,
    Asked,
    Cancelled,
    Cleared,
    Expired,
    Lapsed,
    Pending,
    Submitted,
    Suspect,
)

G = TypeVar("G", Submitted, Cleared, Suspect)
R = TypeVar("R", Announced, Pending, Submitted, Cleared, Suspect)
U = TypeVar("U", bound=Announced | Pending)
B = TypeVar("B", bound=Announced | Asked)


def announce(state: None, command: VisitBooked, ctx: Context) -> Announced | Pending:
    """A confirmed booking needs it, some hours before the visit or at once."""
    visit, day = command.visit, day_of(command.visit.starts_at)
    asked = Announced(
        card=ctx.subject,
        org=visit.org,
        org_name=command.org_name,
        department=visit.department,
        occasion=Occasion.APPOINTMENT,
        visit_on=day,
        day=survey_day(ctx.subject, visit.org, day),
        appointment=visit.appointment,
        booked=BookedVisit(
            starts_at=visit.starts_at,
            hours=command.hours,
            told_as=f"{visit.appointment}:{ctx.now.timestamp():.6f}",
        ),
    )
    return _asked(asked, ctx.now)


def join_announced(
    state: Announced, command: VisitBooked, ctx: Context
) -> Announced | Pending:
    """Another booking for that day needs it as well, perhaps earlier."""
    joined = including(state, command.visit, command.hours)
    return _asked(_with(state, joined), ctx.now)


def join(state: Pending, command: VisitBooked, ctx: Context) -> Pending:
    """Another booking for that day finds that it is asked for."""
    return _with(state, including(state, command.visit, command.hours))


def join_answered(state: G, command: VisitBooked, ctx: Context) -> G:
    """Another booking for that day finds it answered, and until then amendable."""
    visits = including(state, command.visit, command.hours)
    if state.consulted and not state.also:
        visits = visits[-1:]
    begun = {"consulted": False, "begun": state.begun or state.consulted}
    return _with(state.model_copy(update=begun), visits)


def open_now(state: Announced, command: SurveyOpens, ctx: Context) -> Pending:
    """The hours before the visit have begun; the patient is reminded."""
    return _opened(state)


def move_unanswered(
    state: Announced | Pending, command: VisitMoved, ctx: Context
) -> Announced | Pending | Cancelled:
    """Another hour is noted; another day has a survey of its own.

    A department that needs none takes it back.
    """
    visit, hours = command.visit, command.hours
    if hours is None:
        return _left(state, visit.appointment, ctx.now)
    if day_of(visit.starts_at) != state.visit_on:
        return _left(state, visit.appointment, ctx.now)
    changed = arranged(state, including(state, visit, hours))
    if state.required:
        return state.model_copy(update=changed)
    return _asked(state.to(Announced, **changed), ctx.now)


def move_answered(state: G, command: VisitMoved, ctx: Context) -> G:
    """What was answered stays; it is asked for anew where it grows old too soon."""
    visit, hours = command.visit, command.hours
    rest = without(state, visit.appointment)
    if hours is not None and day_of(visit.starts_at) == state.visit_on:
        return _with(state, including(state, visit, hours))
    if hours is None or rest or state.required:
        return _kept(state, rest)
    return state.model_copy(update=goes_along(state, visit, hours))


def rest(state: R, command: VisitSuspended, ctx: Context) -> R:
    """The visit is called off (停诊): nothing runs out until there is a substitute."""
    return _with(state, resting(state, command.appointment))


def call_off_announced(
    state: Announced, command: VisitEnded, ctx: Context
) -> Announced | Cancelled:
    """There is no visit of that day any more; nothing is asked."""
    return _left(state, command.appointment, ctx.now)


def call_off(state: Pending, command: VisitEnded, ctx: Context) -> Pending | Cancelled:
    """There is no visit of that day any more; the reminder is taken back."""
    return _left(state, command.appointment, ctx.now)


def keep(state: G, command: VisitEnded, ctx: Context) -> G:
    """What was answered stays in force, whether or not a booking asks for it."""
    return _kept(state, without(state, command.appointment))


def lapse_announced(
    state: Announced, command: VisitBegun, ctx: Context
) -> Announced | Lapsed:
    """The consultation began without it, and it was the only one of that day."""
    others = without(state, command.appointment)
    return _with(state, others) if others else state.to(Lapsed)


def lapse(state: Pending, command: VisitBegun, ctx: Context) -> Pending | Lapsed:
    """The consultation began without it; the day's other visits still need it."""
    others = without(state, command.appointment)
    return _with(state, others) if others else state.to(Lapsed)


def lapse_by_day(state: Pending, command: VisitDayPassed, ctx: Context) -> Lapsed:
    """Who did not fill it in was looked after without it."""
    return state.to(Lapsed)


def note_begun(state: G, command: VisitBegun, ctx: Context) -> G:
    """The appointment says that it began; behind the day's last nothing is amended."""
    if others := without(state, command.appointment):
        return _with(state.model_copy(update={"begun": True}), others)
    return state.model_copy(update={"begun": True, "consulted": True})


def expire(
    state: Submitted | Cleared, command: AnswersOld, ctx: Context
) -> Announced | Pending | Expired:
    """Over after 24 hours, closed (inferred); before a visit it is asked for anew."""
    ahead = tuple(v for v in every(state) if v.rests or v.starts_at > state.valid_until)
    if not ahead or (state.consulted and not state.also):
        return state.to(Expired)
    changed = arranged(state, ahead)
    booked = changed["booked"]
    if not booked.reminder.rests:
        again = booked.reminder.repeated()
        changed["booked"] = booked.model_copy(update={"reminder": again})
    return _asked(state.to(Announced, **changed), ctx.now)


def _asked(state: Announced, now: datetime) -> Announced | Pending:
    is_open = state.booked.opens_at <= now
    return _opened(state) if is_open and not state.rests else state


def _opened(state: Announced) -> Pending:
    return state.to(Pending, lapses_after=end_of(state.visit_on))


def _with(state: B, visits: tuple[AlsoBooked, ...]) -> B:
    """Return it for these visits of its day."""
    return cast("B", state.model_copy(update=arranged(state, visits)))


def _kept(state: G, visits: tuple[AlsoBooked, ...]) -> G:
    """Return answers for these visits; without any behind a consultation they stand."""
    kept = _with(state, visits)
    if visits or not state.begun:
        return kept
    return kept.model_copy(update={"consulted": True})


def _left(state: U, appointment: str, now: datetime) -> U | Cancelled:
    """Return it without a booking; where none is left, and staff do not ask, over."""
    others, booked = without(state, appointment), state.booked
    if others or state.required:
        return _with(state, others)
    if booked is not None:
        off = {"reminder": booked.reminder.resting()}
        booked = booked.model_copy(update=off)
    return state.to(Cancelled, booked=booked, on=day_of(now))
