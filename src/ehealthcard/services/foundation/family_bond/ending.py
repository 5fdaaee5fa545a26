"""How a bond grows, is handed over and ends (变化、移交与终止)."""

from typing import Any

from ehealthcard.rules.family import EndReason, ProofKind
from ehealthcard.workflow import AnyContext, Context

from .checking import BondContext, at_window, decides, require_window
from .commands import (
    CarerGone,
    Dismiss,
    DismissalGround,
    HolderGone,
    Provide,
    Revoke,
    TakeOver,
    TermPassed,
    TurnedEighteen,
    TurnedFourteen,
)
from .model import FamilyPolicy
from .sentences import GUARDIAN_STAYS, HOLDER_NOT_SEEN, NOT_CONCERNED
from .states import (
    Asked,
    Caring,
    DelegateAsked,
    Ended,
    GuardianAsked,
    Guarding,
    GuardingAdult,
    GuardingChild,
    GuardingYouth,
    HandedOver,
    HandingOver,
    Holding,
    Vacant,
)

WITH_ORDER = frozenset({DismissalGround.COURT, DismissalGround.RECOVERED})


def revoke(
    state: GuardianAsked | DelegateAsked | Caring, command: Revoke, ctx: BondContext
) -> Ended:
    """The holder, his guardian or the carer ends it in one step, or a window does."""
    who = ctx.actor.holder
    carer = ctx.facts.answering or state.carer
    mine = who is not None and who in (carer, ctx.subject)
    if not (mine or decides(ctx) or at_window(ctx)):
        raise NOT_CONCERNED.broken()
    reason = EndReason.REVOKED
    if isinstance(state, Asked) and who != carer:
        reason = EndReason.REFUSED
    return _ended(state, reason, ctx)


def dismiss(state: Guarding, command: Dismiss, ctx: BondContext) -> Ended | Vacant:
    """A window ends a guardianship; nobody who needs a guardian is left unnoticed."""
    require_window(ctx)
    recovered = command.ground is DismissalGround.RECOVERED
    if ctx.facts.guardians or (recovered and isinstance(state, GuardingAdult)):
        return _ended(state, EndReason.DISMISSED, ctx)
    unproved = state.proof is ProofKind.STATED
    mistaken = unproved and command.ground is DismissalGround.MISTAKE
    ordered = command.ground in WITH_ORDER and command.reference
    if not (mistaken or ordered):
        raise GUARDIAN_STAYS.broken()
    return _vacant(state, EndReason.DISMISSED, ctx)


def grow(state: GuardingChild, command: TurnedFourteen, ctx: Context) -> GuardingYouth:
    """From the 14th birthday on the ward consents himself (PIPL art. 31)."""
    return state.to(GuardingYouth)


def come_of_age(
    state: GuardingYouth,
    command: TurnedEighteen,
    ctx: Context[None, FamilyPolicy],
) -> HandingOver:
    """The 18th birthday ends the guardianship (民法典 art. 17); the card is his."""
    return state.to(HandingOver, until=ctx.now + ctx.policy.hand_over_within)


def take_over(state: HandingOver, command: TakeOver, ctx: Context) -> HandedOver:
    """The holder takes his card over, on his phone or before a window."""
    if ctx.actor.holder != ctx.subject:
        require_window(ctx)
        if not command.holder_seen:
            raise HOLDER_NOT_SEEN.broken()
    return state.to(
        HandedOver, former=state.carer, taken_by=ctx.actor.id, taken_at=ctx.now
    )


def lapse(
    state: GuardianAsked | DelegateAsked | Caring | HandingOver,
    command: TermPassed,
    ctx: Context,
) -> Ended:
    """Its last moment is over."""
    reason = EndReason.TERM
    if isinstance(state, Asked):
        reason = EndReason.NOT_ANSWERED
    elif isinstance(state, HandingOver):
        reason = EndReason.NOT_TAKEN
    return _ended(state, reason, ctx)


def outlast(state: GuardingAdult, command: TermPassed, ctx: Context) -> Vacant:
    """The order's term is over; somebody asks whether there is another."""
    return _vacant(state, EndReason.TERM, ctx)


def lose_guardian(state: Guarding, command: CarerGone, ctx: Context) -> Vacant:
    """The guardian is gone; that the ward has none is noticed."""
    return _vacant(state, _gone(command), ctx)


def lose_carer(
    state: GuardianAsked | DelegateAsked | Caring | HandingOver,
    command: CarerGone,
    ctx: Context,
) -> Ended:
    """Whoever cared is gone; the card stays with its holder."""
    return _ended(state, _gone(command), ctx)


def provide(state: Vacant, command: Provide, ctx: Context) -> Ended:
    """A window has seen to a guardian, or there is another one."""
    require_window(ctx)
    return _closed(state, EndReason.PROVIDED, ctx)


def outgrow(state: Vacant, command: TurnedEighteen, ctx: Context) -> Ended:
    """Of age: no guardian is needed."""
    return _closed(state, EndReason.OF_AGE, ctx)


def lose_holder(state: Holding, command: HolderGone, ctx: Context) -> Ended:
    """It ends with the holder's card and with his life."""
    return _ended(state, command.reason, ctx)


def leave_vacant(state: Vacant, command: HolderGone, ctx: Context) -> Ended:
    """The same where there was no guardian."""
    return _closed(state, command.reason, ctx)


def _gone(command: CarerGone) -> EndReason:
    return EndReason.CARER_DIED if command.died else EndReason.CARER_GONE


def _ended(state: Holding, reason: EndReason, ctx: AnyContext) -> Ended:
    more: dict[str, Any] = {"reason": reason, "ended_by": ctx.actor.id}
    return state.to(Ended, former=state.carer, ended_at=ctx.now, **more)


def _closed(state: Vacant, reason: EndReason, ctx: AnyContext) -> Ended:
    return state.to(Ended, reason=reason, ended_by=ctx.actor.id, ended_at=ctx.now)


def _vacant(state: Guarding, reason: EndReason, ctx: AnyContext) -> Vacant:
    until = None if isinstance(state, GuardingAdult) else state.minor_until
    return state.to(
        Vacant,
        former=state.carer,
        reason=reason,
        vacant_since=ctx.now,
        minor_until=until,
    )
