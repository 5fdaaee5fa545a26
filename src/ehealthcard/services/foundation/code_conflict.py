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
from typing import Annotated, Any, TypeVar

from pydantic import Field

from ehealthcard.codes import Assurance
from ehealthcard.codesets import Labelled
from ehealthcard.models import PRIVATE, Model, Moment, only_added
from ehealthcard.rules.code_desk import CODE_DESK, Name, Value
from ehealthcard.rules.links import CardLink, CodeConflictLink
from ehealthcard.rules.messages import MessageKind, MessageWanted
from ehealthcard.rules.signals import (
    CardCancelled,
    CodeAwarded,
    CodeClaimDropped,
    CodeClaimUpheld,
    CodeContested,
)
from ehealthcard.workflow import (
    Claim,
    Command,
    Context,
    Notice,
    Policy,
    Rule,
    State,
    Tell,
    Timeline,
    Title,
    Until,
    Workflow,
)

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


class ConflictLate(Model):
    """What a superior is told of a conflict that nobody decides (核查超时)."""

    conflict: str
    claimed_at: Moment
    reviewer: str | None
    """``None`` where nobody has taken it up."""

    escalations: int


class Ruling(Labelled):
    """How a conflict was decided (裁定)."""

    HOLDER = "holder", "归原持有人", "the code stays with its holder"
    CLAIMANT = "claimant", "归申请人", "the code goes to who claimed it"
    NEITHER = "neither", "均不予绑定", "the code is taken from both"


class Contest(State):
    """What is known of every conflict."""

    card: CardLink
    """Who claims the code."""

    name: CodeConflictLink
    """The conflict's own name."""

    binding: str
    """The name of the binding that stands in the way."""

    kind: Name
    issuer: Name
    value: Value
    assurance: Assurance
    valid_until: Moment | None
    claimed_by: str
    claimed_at: Moment
    due_at: Moment | None = None
    """When a superior hears of it unless somebody acts."""

    escalations: int = 0


class Claimed(Contest):
    """Somebody claims a code that leads to another (已提出)."""


class UnderReview(Contest):
    """A reviewer looks into it; the code leads nowhere (核查中)."""

    reviewer: str
    taken_up_at: Moment


class Decided(Contest):
    """What every decision has."""

    decided_by: str
    decided_at: Moment
    reason: Annotated[str, PRIVATE]


class DecidedForHolder(Decided):
    """The code stays where it was (归原持有人)."""


class DecidedForClaimant(Decided):
    """The code goes to who claimed it (归申请人)."""


class DecidedForNeither(Decided):
    """The code leads to nobody (均不予绑定)."""


class Withdrawn(Contest):
    """The claim was taken back (已撤回)."""

    withdrawn_by: str
    withdrawn_at: Moment
    taken_up_at: Moment | None = None


class Lapsed(Contest):
    """The claimant's card was cancelled (已失效)."""

    lapsed_at: Moment
    taken_up_at: Moment | None = None


class RaiseClaim(Command):
    """Claim a code that leads to another (提出冲突); the desk does it."""

    name: Name
    binding: Name
    kind: Name
    issuer: Name
    value: Value
    assurance: Assurance
    valid_until: Moment | None = None


class TakeUp(Command):
    """Begin to look into it (受理)."""


class Decide(Command):
    """Say whose the code is (裁定)."""

    ruling: Ruling
    reason: Annotated[str, PRIVATE, Field(min_length=1, max_length=500)]


class Withdraw(Command):
    """Take the claim back (撤回)."""


class ClaimantEnded(Notice):
    """The claimant's card was cancelled."""


class ReviewLate(Notice):
    """Nobody has taken it up, or decided it, in time."""


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


def one_at_a_time(state: Claimed | UnderReview) -> Claim:
    """A binding has one open conflict."""
    return Claim(f"code-conflict:{state.binding}")


def late(state: Claimed | UnderReview) -> Until[ReviewLate] | None:
    """A conflict is looked into within its term."""
    return Until(state.due_at, ReviewLate()) if state.due_at else None


def tell_superior(state: Claimed | UnderReview) -> Tell | None:
    """A superior is told that nobody decides (升级)."""
    if not state.escalations:
        return None
    said = ConflictLate(
        conflict=state.name,
        claimed_at=state.claimed_at,
        reviewer=state.reviewer if isinstance(state, UnderReview) else None,
        escalations=state.escalations,
    )
    key = f"{state.name}:late:{state.escalations}"
    return Tell("monitor", "code-conflict-late", key, said)


def tell_claimed(state: Claimed) -> Tell:
    """Who claims it hears that the claim was made, should somebody else have."""
    told = MessageWanted(**_told(state, "claimed"))
    return Tell("notifier", "message", told.event, told)


def tell_decided(
    state: DecidedForHolder | DecidedForClaimant | DecidedForNeither,
) -> Tell:
    """Who claimed it hears that it was decided."""
    told = MessageWanted(**_told(state, "decided"))
    return Tell("notifier", "message", told.event, told)


def contested(state: UnderReview) -> CodeContested:
    """The binding in the way rests."""
    return CodeContested(binding=state.binding, conflict=state.name)


def dropped(state: DecidedForHolder) -> CodeClaimDropped:
    """The binding holds again."""
    return CodeClaimDropped(conflict=state.name)


def given_up(state: Withdrawn | Lapsed) -> CodeClaimDropped | None:
    """The binding holds again, if it rested."""
    return CodeClaimDropped(conflict=state.name) if state.taken_up_at else None


def upheld(state: DecidedForClaimant | DecidedForNeither) -> CodeClaimUpheld:
    """The binding in the way ends."""
    return CodeClaimUpheld(conflict=state.name)


def awarded(state: DecidedForClaimant) -> CodeAwarded:
    """The claimant's binding begins, under the conflict's name."""
    return CodeAwarded(
        card=state.card,
        name=state.name,
        kind=state.kind,
        issuer=state.issuer,
        value=state.value,
        assurance=state.assurance,
        valid_until=state.valid_until,
    )


def on_cancelled(signal: CardCancelled) -> ClaimantEnded:
    """The claimant's health card was cancelled."""
    return ClaimantEnded()


def _told(state: Contest, what: str) -> dict[str, Any]:
    event = f"{state.name[:48]}:{what}"
    return {"card": state.card, "kind": MessageKind.SAFETY, "event": event}


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
