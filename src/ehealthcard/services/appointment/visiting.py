"""How the day of the visit goes."""

from datetime import datetime

from ehealthcard.rules.booking import BookingPolicy
from ehealthcard.rules.calendar import day_of, end_of
from ehealthcard.workflow import Context

from .checks import WARD, Arrival, By, require_own
from .commands import Call, CheckIn, Finish, PassBy, Requeue
from .rules import DECLARATION_REQUIRED, OTHER_DAY, SURVEY_REQUIRED
from .states import CheckedIn, Completed, Confirmed, InConsult, Passed


def check_in(state: Confirmed, command: CheckIn, ctx: Arrival) -> CheckedIn:
    """Arrive on the day of the visit, up to the end of slot and grace (取号)."""
    require_own(state.booking, ctx)
    if day_of(ctx.now) != day_of(state.booking.slot.starts_at):
        raise OTHER_DAY.broken()
    if ctx.policy.declared and not ctx.facts.declared:
        raise DECLARATION_REQUIRED.broken()
    slot = state.booking.slot
    asks = ctx.policy.prepares(slot.department, slot.kind)
    if asks.surveyed and not ctx.facts.surveyed:
        raise SURVEY_REQUIRED.broken()
    number = command.queue_number or state.booking.number or 1
    until = _called_until(state, ctx.policy)
    at = ctx.now
    return state.to(
        CheckedIn, queue_number=number, checked_in_at=at, called_until=until
    )


def call(state: CheckedIn, command: Call, ctx: Context) -> InConsult:
    """The doctor calls the holder in (叫号)."""
    ctx.require(*WARD)
    return state.to(InConsult, called_at=ctx.now)


def pass_by(state: CheckedIn, command: PassBy, ctx: Context) -> Passed:
    """Called and not there (过号); it is no missed appointment."""
    ctx.require(*WARD)
    return state.to(Passed)


def requeue(state: Passed, command: Requeue, ctx: By) -> CheckedIn:
    """Back into the queue, some places behind the number being served."""
    ctx.require(*WARD, "terminal")
    number, until = (
        command.serving + ctx.policy.requeue,
        _called_until(state, ctx.policy),
    )
    return state.to(CheckedIn, queue_number=number, called_until=until)


def finish(state: InConsult, command: Finish, ctx: Context) -> Completed:
    """Seen; the visit enters the record."""
    ctx.require(*WARD)
    return state.to(Completed, finished_at=ctx.now)


def _called_until(state: Confirmed | Passed, policy: BookingPolicy) -> datetime:
    return end_of(day_of(state.booking.slot.starts_at)) + policy.uncalled_for
