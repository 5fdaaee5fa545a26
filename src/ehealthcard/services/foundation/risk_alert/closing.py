"""Mended, verified by another person, closed; or back again."""

from ehealthcard.workflow import Context

from .commands import Merge, RejectVerification, Resolve, Verify
from .detecting import With, again
from .disposing import require_owner
from .rules import ANALYST, ANOTHER_PERSON, MONITOR, NOTICE_MISSING, OFFICER
from .states import Closed, Incident, InDisposal, Resolved


def resolve(state: InDisposal | Incident, command: Resolve, ctx: Context) -> Resolved:
    """The owner names cause and evidence; a breach must have its notices first."""
    require_owner(state, ctx)
    breach = state.breach if isinstance(state, Incident) else None
    if breach is not None and not breach.is_told:
        raise NOTICE_MISSING.broken()
    return state.to(
        Resolved,
        **dict(command),
        breach=breach,
        was_contained=state.contained,
        resolved_by=ctx.actor.id,
        resolved_at=ctx.now,
    )


def verify(state: Resolved, command: Verify, ctx: Context) -> Closed:
    """Another person has tested: the loop is closed."""
    _require_another(state, ctx)
    if state.breach is not None and not state.breach.is_told:
        raise NOTICE_MISSING.broken()
    return state.to(Closed, verified_by=ctx.actor.id, closed_at=ctx.now)


def reject(
    state: Resolved, command: RejectVerification, ctx: With
) -> InDisposal | Incident:
    """Another person has tested: it is not mended."""
    _require_another(state, ctx)
    return _reopened(state, ctx)


def recur(state: Resolved, command: Merge, ctx: With) -> InDisposal | Incident:
    """It was found again: it is not mended."""
    ctx.require(MONITOR)
    changed = again(state, command, ctx.policy.most_records)
    return _reopened(state.model_copy(update=changed), ctx)


def _reopened(state: Resolved, ctx: With) -> InDisposal | Incident:
    ends = ctx.now + ctx.policy.within(state.level)
    more = {"handle_by": ends, "reopened": state.reopened + 1}
    if state.breach is None:
        return state.to(InDisposal, **more)
    return state.to(Incident, **more)


def _require_another(state: Resolved, ctx: Context | With) -> None:
    ctx.require(ANALYST, OFFICER)
    if ctx.actor.id in (state.owner, state.resolved_by):
        raise ANOTHER_PERSON.broken()
