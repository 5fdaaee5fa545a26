"""How a pass ends."""

from ehealthcard.identity import CardStatus
from ehealthcard.rules.ward_tests import is_fresh
from ehealthcard.workflow import Context

from .checks import By, To, acting_of, not_fit, require_concerned, require_ward
from .commands import (
    ExclusionEnded,
    HolderGone,
    LiftExclusion,
    Replace,
    Revoke,
    StayOver,
    ValidityEnded,
    Withdraw,
)
from .model import MISUSES, Hindrance
from .rules import NO_SUCCESSOR
from .states import (
    Active,
    Applied,
    Excluded,
    Expired,
    PendingReplacement,
    PendingWard,
    Replaced,
    Revoked,
    RevokedWithStay,
    Suspended,
    Temporary,
)

Live = Applied | PendingWard | PendingReplacement | Temporary | Active | Suspended


def replace(
    state: Active | Temporary | Suspended, command: Replace, ctx: To
) -> Replaced:
    """The old pass goes first, and in the same moment the new one comes.

    The new companion has applied in the stead of this one, and the test is fresh.
    """
    require_ward(ctx, state.org)
    found = [s for s in ctx.facts.successors if s.pass_id == command.successor]
    if not found:
        raise NO_SUCCESSOR.broken()
    (new,) = found
    if not is_fresh(new.test, ctx.policy.test_within, ctx.now):
        raise not_fit("TEST")
    if new.card is not CardStatus.ACTIVE:
        raise not_fit("COMPANION_CARD")
    if isinstance(state, Suspended) and Hindrance.WARD_CLOSED in state.reasons:
        raise not_fit("WARD_CLOSED")
    return state.to(Replaced, successor=new.pass_id, replaced_at=ctx.now)


def revoke(state: Live, command: Revoke, ctx: By) -> Revoked | Excluded:
    """The ward takes it away; misuse keeps its holder out for a while."""
    require_ward(ctx, state.org)
    more = {
        "reason": command.reason.value,
        "revoked_by": ctx.actor.id,
        "revoked_at": ctx.now,
    }
    if command.reason in MISUSES:
        until = ctx.now + ctx.policy.excluded_for
        return state.to(Excluded, excluded_until=until, **more)
    return state.to(Revoked, **more)


def withdraw(state: Live, command: Withdraw, ctx: To) -> Revoked:
    """The companion gives it up, or the patient takes the consent back."""
    require_concerned(state.org, ctx)
    patients = ctx.actor.holder != ctx.subject and acting_of(state.org, ctx)
    return state.to(
        Revoked,
        reason="consent-withdrawn" if patients else "given-up",
        revoked_by=ctx.actor.id,
        revoked_at=ctx.now,
    )


def end_with_stay(
    state: Live | Expired, command: StayOver, ctx: Context
) -> RevokedWithStay:
    """No stay, no companion (出院时病区需回收陪护证)."""
    return state.to(RevokedWithStay, how=command.how, ended_at=ctx.now)


def lose_holder(state: Live | Expired, command: HolderGone, ctx: Context) -> Revoked:
    """The companion's card is gone, or the companion has died."""
    return state.to(
        Revoked, reason="holder-gone", revoked_by=ctx.actor.id, revoked_at=ctx.now
    )


def expire(
    state: Temporary | Active | Suspended, command: ValidityEnded, ctx: Context
) -> Expired:
    """It has run out."""
    return state.to(Expired, expired_at=ctx.now)


def end_exclusion(state: Excluded, command: ExclusionEnded, ctx: Context) -> Revoked:
    """The holder may apply again."""
    return state.to(Revoked)


def lift_exclusion(state: Excluded, command: LiftExclusion, ctx: Context) -> Revoked:
    """The head nurse lets the holder apply again earlier."""
    require_ward(ctx, state.org, "head-nurse", "doctor")
    return state.to(Revoked)
