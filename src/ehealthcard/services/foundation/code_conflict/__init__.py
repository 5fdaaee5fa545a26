"""One code, two people (码归属冲突).

Who wants to bind a code that leads to somebody else opens one of these cases. A
reviewer takes it up: from then on the code leads nowhere, for the wrong patient is
worse than none. Then it is decided: it stays with the holder, goes to the claimant, or
is taken from both. Who claimed it does not review it. A claim alone changes nothing, so
that nobody can block another's code by claiming it.

The claim is the claimant's case, sealed with the claimant's key; of the holder it knows
the binding's name and no more. One binding has one open conflict at a time.

The guide does not describe it; it is this project's own machine for what many codes
need.

Whoever claims is told that the claim was made and how it ended, and the holder when the
code begins to rest and when it ends (``code-binding``); no message names the code. A
claim that nobody takes up, or a review that nobody ends, goes up to a superior, and up
again until somebody does. The terms are this project's own, inferred.
"""

from datetime import date, timedelta
from typing import TypeVar

from ehealthcard.models import only_added
from ehealthcard.rules.code_desk import CODE_DESK
from ehealthcard.rules.signals import CardCancelled
from ehealthcard.workflow import Context, Policy, Rule, Timeline, Title, Workflow

from .effects import (
    ConflictLate,
    awarded,
    contested,
    dropped,
    given_up,
    late,
    one_at_a_time,
    tell_claimed,
    tell_decided,
    tell_superior,
    upheld,
)
from .model import (
    ClaimantEnded,
    Claimed,
    Contest,
    Decide,
    Decided,
    DecidedForClaimant,
    DecidedForHolder,
    DecidedForNeither,
    Lapsed,
    RaiseClaim,
    ReviewLate,
    Ruling,
    TakeUp,
    UnderReview,
    Withdraw,
    Withdrawn,
)

__all__ = [
    "POLICIES",
    "REVIEWER",
    "REVIEWER_NOT_PARTY",
    "ClaimantEnded",
    "Claimed",
    "CodeConflict",
    "CodeConflictCommand",
    "ConflictLate",
    "ConflictPolicy",
    "Contest",
    "Decide",
    "Decided",
    "DecidedForClaimant",
    "DecidedForHolder",
    "DecidedForNeither",
    "Lapsed",
    "RaiseClaim",
    "ReviewLate",
    "Ruling",
    "TakeUp",
    "UnderReview",
    "Withdraw",
    "Withdrawn",
    "code_conflict",
]

REVIEWER = "code-reviewer"

REVIEWER_NOT_PARTY = Rule(
    "REVIEWER_NOT_PARTY",
    "Who made the claim, or gains by it, does not review it; somebody else must.",
    "申请人及利害关系人不得裁定，请由其他人员处理。",
)


class ConflictPolicy(Policy):
    """How soon a conflict must be looked into (核查时限); inferred."""

    take_up_within: timedelta = timedelta(days=1)
    """After the claim."""

    decide_within: timedelta = timedelta(days=5)
    """After it was taken up."""

    again_after: timedelta = timedelta(days=1)
    """Between one escalation and the next."""


POLICIES = Timeline(
    (ConflictPolicy(name="standard", effective_from=date(2022, 12, 1)),)
)


Of = Context[None, ConflictPolicy]
Waiting = TypeVar("Waiting", Claimed, UnderReview)


def raise_claim(state: None, command: RaiseClaim, ctx: Of) -> Claimed:
    """Somebody wants to bind what leads to another."""
    ctx.require(CODE_DESK)
    return Claimed(
        card=ctx.subject,
        **dict(command),
        claimed_by=ctx.actor.id,
        claimed_at=ctx.now,
        due_at=ctx.now + ctx.policy.take_up_within,
    )


def take_up(state: Claimed, command: TakeUp, ctx: Of) -> UnderReview:
    """A reviewer who is no party looks into it; the code rests."""
    _require_reviewer(state, ctx)
    due_at = ctx.now + ctx.policy.decide_within
    return state.to(
        UnderReview, reviewer=ctx.actor.id, taken_up_at=ctx.now, due_at=due_at
    )


def escalate(state: Waiting, command: ReviewLate, ctx: Of) -> Waiting:
    """Nobody acts in time: a superior hears of it, and again until somebody does."""
    due_at = ctx.now + ctx.policy.again_after
    more = {"due_at": due_at, "escalations": state.escalations + 1}
    return state.model_copy(update=more)


def decide(
    state: UnderReview, command: Decide, ctx: Of
) -> DecidedForHolder | DecidedForClaimant | DecidedForNeither:
    """The code stays, goes over, or is taken from both."""
    _require_reviewer(state, ctx)
    more = {
        "decided_by": ctx.actor.id,
        "decided_at": ctx.now,
        "reason": command.reason,
    }
    match command.ruling:
        case Ruling.HOLDER:
            return state.to(DecidedForHolder, **more)
        case Ruling.CLAIMANT:
            return state.to(DecidedForClaimant, **more)
        case Ruling.NEITHER:
            return state.to(DecidedForNeither, **more)


def withdraw(
    state: Claimed | UnderReview, command: Withdraw, ctx: Context
) -> Withdrawn:
    """The claimant, or who claimed for him, takes it back."""
    if ctx.actor.id != state.claimed_by and ctx.actor.holder != state.card:
        ctx.require(REVIEWER)
    return state.to(Withdrawn, withdrawn_by=ctx.actor.id, withdrawn_at=ctx.now)


def lapse(state: Claimed | UnderReview, command: ClaimantEnded, ctx: Context) -> Lapsed:
    """Who has no card any more claims nothing."""
    return state.to(Lapsed, lapsed_at=ctx.now)


def on_cancelled(signal: CardCancelled) -> ClaimantEnded:
    """The claimant's health card was cancelled."""
    return ClaimantEnded()


def _require_reviewer(state: Contest, ctx: Of) -> None:
    ctx.require(REVIEWER)
    if ctx.actor.id == state.claimed_by or ctx.actor.holder == state.card:
        raise REVIEWER_NOT_PARTY.broken()


CodeConflict = (
    Claimed
    | UnderReview
    | DecidedForHolder
    | DecidedForClaimant
    | DecidedForNeither
    | Withdrawn
    | Lapsed
)
CodeConflictCommand = (
    RaiseClaim | TakeUp | Decide | Withdraw | ClaimantEnded | ReviewLate
)

code_conflict: Workflow[CodeConflict, CodeConflictCommand] = Workflow(
    "code-conflict",
    Title("码归属冲突", "One code, two people"),
    transitions=(raise_claim, take_up, escalate, decide, withdraw, lapse),
    effects=(
        one_at_a_time,
        late,
        tell_superior,
        tell_claimed,
        tell_decided,
        contested,
        dropped,
        given_up,
        upheld,
        awarded,
    ),
    reactions=(on_cancelled,),
    policies=POLICIES,
    version=2,
    upcasters=(only_added,),  # by when it must be decided
)
