"""How a doctor looks and decides; the doctor's judgement is final."""

from typing import TypeVar

from ehealthcard.rules.access import (
    ACCESS_NOT_GRANTED,
    STEP_UP_REQUIRED,
    GrantScope,
    Grounds,
    accessed,
    is_strong,
    resident_grounds,
)
from ehealthcard.workflow import AnyContext, Context

from .commands import Doubt, Recognise, Reorder, View
from .facts import CareFacts, OfferFacts
from .model import Obstacle, RecognitionPolicy, Why
from .obstacles import obstacle_of
from .offering import codes_of, part_of
from .rules import (
    AMENDED,
    CASE_APPLIES,
    EXPLANATION_REQUIRED,
    NO_ENCOUNTER,
    NOT_RECOGNISABLE,
    NOT_SHOWN_HERE,
    REASON_NOT_HERE,
    REASON_REQUIRED,
    RECOGNISABLE,
    VIEW_FIRST,
)
from .states import Offered, Recognised, Reordered, Shown, Viewed, Withdrawn

DOCTOR = "doctor"
Care = Context[CareFacts, RecognitionPolicy]
S = TypeVar("S", bound=Shown)


def view(state: Offered | Viewed, command: View, ctx: Care) -> Viewed:
    """A doctor who treats the patient now, at the institution it is shown to."""
    require_receiver(ctx, state)
    if ctx.facts.treated is False:
        raise NO_ENCOUNTER.broken()
    if state.sensitive and not is_strong(ctx.actor):
        raise STEP_UP_REQUIRED.broken()
    access = accessed(
        ctx.actor,
        Grounds.CLINICIAN,
        ctx.now,
        action="view",
        what=state.report,
        of=state.org_name,
    )
    views = state.views if isinstance(state, Viewed) else 0
    return _newest(state, ctx.facts).to(
        Viewed, encounter=command.encounter, last_access=access, views=views + 1
    )


def recognise(state: Viewed, command: Recognise, ctx: Care) -> Recognised:
    """Mark, list and age allow it, none of the six cases applies, the doctor agrees."""
    _require_looked(state, ctx)
    report = ctx.facts.report
    if report is not None and report.version != state.version:
        raise AMENDED.broken()
    if command.applying:
        raise CASE_APPLIES.broken()
    obstacle = obstacle_of(state, ctx.policy, ctx.now)
    if obstacle is not None:
        raise NOT_RECOGNISABLE.broken(obstacle=obstacle)
    return state.to(
        Recognised,
        order=command.order,
        saved=command.saved,
        recognised_by=ctx.actor.id,
        recognised_at=ctx.now,
    )


def reorder(
    state: Viewed, command: Reorder, ctx: Context[None, RecognitionPolicy]
) -> Reordered:
    """Examined again: for one of the six cases, a local one, or an obstacle."""
    require_receiver(ctx, state)
    why = command.why
    if why is None:
        raise REASON_REQUIRED.broken()
    if why is not Why.EMERGENCY:
        _require_looked(state, ctx)
    if why not in ctx.policy.reasons():
        raise REASON_NOT_HERE.broken()
    obstacle = obstacle_of(state, ctx.policy, ctx.now)
    if why is Why.NOT_RECOGNISABLE and obstacle is None:
        raise RECOGNISABLE.broken()
    if why is not Why.EMERGENCY and command.explanation is None:
        raise EXPLANATION_REQUIRED.broken()
    return _reordered(state, command, why, obstacle, ctx)


def reorder_unseen(
    state: Offered, command: Reorder, ctx: Context[None, RecognitionPolicy]
) -> Reordered:
    """In an emergency nobody looks for old results first."""
    require_receiver(ctx, state)
    if command.why is None:
        raise REASON_REQUIRED.broken()
    if command.why is not Why.EMERGENCY:
        raise VIEW_FIRST.broken()
    return _reordered(state, command, Why.EMERGENCY, None, ctx)


def doubt(
    state: Recognised, command: Doubt, ctx: Context[OfferFacts, RecognitionPolicy]
) -> Withdrawn:
    """A doctor there, or the patient, doubts it later: it counts no more."""
    facts, scope = ctx.facts.access, GrantScope.REPORTS
    grounds = resident_grounds(ctx.actor, ctx.subject, facts, scope, ctx.now)
    if grounds is None:
        if DOCTOR not in ctx.actor.roles and ctx.actor.holder is not None:
            raise ACCESS_NOT_GRANTED.broken()
        require_receiver(ctx, state)
    return state.to(
        Withdrawn,
        reason=command.reason,
        withdrawn_by=ctx.actor.id,
        withdrawn_at=ctx.now,
    )


def require_receiver(ctx: AnyContext, state: Shown) -> None:
    """Refuse all but doctors of the institution that it is shown to."""
    ctx.require(DOCTOR)
    if ctx.actor.org != state.receiver:
        raise NOT_SHOWN_HERE.broken()


def _require_looked(state: Viewed, ctx: AnyContext) -> None:
    """Refuse a doctor who has not looked himself."""
    require_receiver(ctx, state)
    if ctx.actor.id != state.last_access.by:
        raise VIEW_FIRST.broken()


def _newest(state: S, facts: CareFacts) -> S:
    """Return it with what an amended report says now."""
    report = facts.report
    if report is None or report.version == state.version:
        return state
    kept = tuple(c for c in state.codes if c in codes_of(report.result))
    result = part_of(report.result, kept)
    more = {
        "version": report.version,
        "made_at": report.made_at,
        "sha256": report.sha256,
        "codes": codes_of(result),
        "result": result,
    }
    return state.model_copy(update=more)


def _reordered(
    state: Shown,
    command: Reorder,
    why: Why,
    obstacle: Obstacle | None,
    ctx: AnyContext,
) -> Reordered:
    return state.to(
        Reordered,
        why=why,
        obstacle=obstacle,
        explanation=command.explanation,
        order=command.order,
        reordered_by=ctx.actor.id,
        reordered_at=ctx.now,
    )
