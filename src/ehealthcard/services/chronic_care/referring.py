"""What became of a referral (转诊结局)."""

from datetime import timedelta
from typing import TypeVar

from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.chronic.policy import ChronicPolicy
from ehealthcard.rules.chronic.standing import CLINICIANS, require_clinician
from ehealthcard.workflow import Context

from .commands import NoteOutcome
from .model import Outcome, ReferralMade
from .planning import opening, planned
from .rules import NO_REFERRAL
from .states import Due, Managed, Missed, Planned, Referred, UrgentlyReferred

By = Context[None, ChronicPolicy]
D = TypeVar("D", Due, Missed)
A = TypeVar("A", Referred, UrgentlyReferred)


def note_outcome(state: Referred, command: NoteOutcome, ctx: By) -> Planned | Referred:
    """Who came back is followed up on the day set; who stays, in two weeks again."""
    made = _answered(state, command.outcome, ctx)
    if command.outcome is Outcome.RETURNED:
        return planned(_with(state, made), ctx.now, ctx.policy)
    return _stay(state, made, ctx)


def note_urgent_outcome(
    state: UrgentlyReferred, command: NoteOutcome, ctx: By
) -> Planned | UrgentlyReferred:
    """The same for somebody in danger."""
    made = _answered(state, command.outcome, ctx)
    if command.outcome is Outcome.RETURNED:
        return planned(_with(state, made), ctx.now, ctx.policy)
    return _stay(state, made, ctx)


def note_late_outcome(state: D, command: NoteOutcome, ctx: By) -> D:
    """The follow-up is due already; it stays so."""
    made = _answered(state, command.outcome, ctx)
    return state.model_copy(update={"referral": made})


def _answered(state: Managed, outcome: Outcome, ctx: By) -> ReferralMade:
    require_clinician(ctx, state.org, CLINICIANS)
    made = state.referral
    if made is None or made.outcome is Outcome.RETURNED:
        raise NO_REFERRAL.broken()
    missed = made.not_seen + (outcome is Outcome.NOT_SEEN)
    return made.model_copy(update={"outcome": outcome, "not_seen": missed})


def _with(state: Managed, made: ReferralMade) -> Managed:
    return state.model_copy(update={"referral": made})


def _stay(state: A, made: ReferralMade, ctx: By) -> A:
    """Treated elsewhere: asked again in two weeks. Not gone: the day stays."""
    changes: dict[str, object] = {"referral": made}
    if made.outcome is Outcome.STAYING:
        pace = ctx.policy.pace
        due = day_of(ctx.now) + timedelta(days=pace.intensified_days)
        changes |= {"due_on": due, "opens_at": opening(due, ctx.now, pace)}
    return state.model_copy(update=changes)
