"""How a record is cancelled and brought back (注销与恢复)."""

from ehealthcard.rules.access import AccessFacts
from ehealthcard.rules.calendar import add_months, day_of, end_of
from ehealthcard.rules.chronic.standing import VISIT_IN_FUTURE
from ehealthcard.rules.health_records.codes import CancelReason
from ehealthcard.rules.health_records.standing import KEEPERS, require_keeper
from ehealthcard.workflow import Context

from .building import require_voice
from .commands import Cancel, HolderDied, OwnerDied, Restore, TermPassed
from .model import RecordPolicy
from .rules import OWN_REQUEST_ONLY, REASON_DETAILS
from .states import Active, Archived, Cancelled, Filed, Merged, Moving

TOLD = (CancelReason.LOST, CancelReason.OTHER)
"""Reasons that say nothing without a note."""


def cancel(
    state: Active | Moving, command: Cancel, ctx: Context[AccessFacts, RecordPolicy]
) -> Cancelled:
    """By the keeper, for a reason; the resident may say no to having one (自愿)."""
    if ctx.actor.roles.isdisjoint(KEEPERS):
        require_voice(ctx.actor, ctx.subject, ctx.facts)
        if command.reason is not CancelReason.REFUSED:
            raise OWN_REQUEST_ONLY.broken()
    else:
        require_keeper(ctx, state.org)
    if command.reason in TOLD and not command.note.strip():
        raise REASON_DETAILS.broken()
    if command.died_on is not None and command.died_on > day_of(ctx.now):
        raise VISIT_IN_FUTURE.broken()
    return _cancelled(state, command, ctx)


def die(
    state: Active | Moving,
    command: HolderDied | OwnerDied,
    ctx: Context[None, RecordPolicy],
) -> Cancelled:
    """It ends with its holder, whichever of the holder's cards says so."""
    return _cancelled(state, Cancel(reason=CancelReason.DIED), ctx)


def pass_on(state: Merged, command: HolderDied, ctx: Context) -> Merged:
    """A merged record stays as it is, and the one that goes on hears of the death."""
    died = {"died_at": state.died_at or ctx.now}
    return state.model_copy(update=died)


def restore(state: Cancelled, command: Restore, ctx: Context) -> Active:
    """The keeper undoes a cancellation; special records are opened anew by hand."""
    require_keeper(ctx, state.org)
    return state.to(Active)


def archive(state: Cancelled, command: TermPassed, ctx: Context) -> Archived:
    """Kept as long as an outpatient's record (MR-13); then its contents go."""
    return state.to(Archived)


def _cancelled(
    state: Filed, command: Cancel, ctx: Context[object, RecordPolicy]
) -> Cancelled:
    last = add_months(day_of(ctx.now), 12 * ctx.policy.keep_years)
    return state.to(
        Cancelled,
        reason=command.reason,
        note=command.note,
        died_on=command.died_on,
        cancelled_by=ctx.actor.id,
        cancelled_at=ctx.now,
        kept_until=end_of(last),
    )
