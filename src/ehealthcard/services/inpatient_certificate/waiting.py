"""How somebody waits for a bed, is offered one, and takes it or not."""

from typing import TypeVar

from ehealthcard.errors import CapabilityUnavailableError
from ehealthcard.rules.stays import in_rank
from ehealthcard.workflow import Context

from .checks import OFFICE, By, Rank, To, require_acting, require_here
from .commands import (
    Accept,
    BedHeld,
    BedRefused,
    Decline,
    KeepEnded,
    OfferBed,
    OfferEnded,
    Queue,
)
from .giving_up import given_up_by
from .rules import NOT_FIRST, WARD_MISSING
from .states import (
    Admitted,
    BedOffered,
    BedReserved,
    Cancelled,
    Deceased,
    Discharged,
    DischargePending,
    Forfeited,
    OnLeave,
    Registered,
    Revoked,
    Transferred,
    WaitingBed,
)

NO_HIS = CapabilityUnavailableError.code
"""There is no system that keeps beds; that two have one bed, the desk prevents."""

AnyLater = TypeVar(
    "AnyLater",
    WaitingBed,
    Forfeited,
    Cancelled,
    Admitted,
    OnLeave,
    DischargePending,
    Discharged,
    Transferred,
    Deceased,
    Revoked,
)
Holding = TypeVar("Holding", BedOffered, BedReserved)


def queue(state: Registered, command: Queue, ctx: By) -> WaitingBed:
    """No bed is free: the rank is by urgency, then by time."""
    require_here(ctx, state.org, *OFFICE)
    ward = command.ward or state.prescription.ward
    if not ward:
        raise WARD_MISSING.broken()
    line = f"{state.org}:{ward}"
    return state.to(WaitingBed, ward=ward, queue=line, since=ctx.now)


def offer(state: WaitingBed, command: OfferBed, ctx: Rank) -> BedOffered:
    """The first in rank is offered the bed, and told; another one for a reason."""
    require_here(ctx, state.org, *OFFICE)
    own = state.certificate
    ranked = in_rank((*ctx.facts.waiters, state.waiter))
    if ranked[0].certificate != own and not command.out_of_turn:
        raise NOT_FIRST.broken()
    return state.to(
        BedOffered,
        bed=command.bed,
        offered_at=ctx.now,
        until=ctx.now + ctx.policy.offer_for,
        instead_of=command.instead_of,
    )


def accept(state: BedOffered, command: Accept, ctx: To) -> BedReserved:
    """The bed is his."""
    require_acting(state.org, ctx)
    keep = ctx.policy.keep_for
    return state.to(BedReserved, keep_until=keep and ctx.now + keep)


def decline(state: BedOffered, command: Decline, ctx: To) -> WaitingBed:
    """He waits on with his old rank; the bed goes to the next."""
    require_acting(state.org, ctx)
    return state.to(
        WaitingBed,
        queue=f"{state.org}:{state.ward}",
        declined=(*state.declined, state.bed),
        given_up=given_up_by(state),
    )


def forfeit(state: BedOffered, command: OfferEnded, ctx: Context) -> Forfeited:
    """No answer in time: the bed is not kept (过时不予留床) and goes to the next."""
    return state.to(Forfeited, given_up=given_up_by(state))


def forfeit_reserved(state: BedReserved, command: KeepEnded, ctx: Context) -> Forfeited:
    """Nobody came in time: the bed is not kept and goes to the next."""
    return state.to(Forfeited, given_up=given_up_by(state))


def hear_held(state: Holding, command: BedHeld, ctx: Context) -> Holding:
    """The HIS keeps the bed."""
    return state


def lose_offered(
    state: BedOffered, command: BedRefused, ctx: Context
) -> BedOffered | WaitingBed:
    """The HIS has another one in that bed: he waits on with his old rank.

    Where no HIS keeps beds, the ward does so by hand (人工留床) and the offer stands.
    """
    return state if command.code == NO_HIS else _waits_on(state)


def lose_reserved(
    state: BedReserved, command: BedRefused, ctx: Context
) -> BedReserved | WaitingBed:
    """The same of a bed that he took."""
    return state if command.code == NO_HIS else _waits_on(state)


def _waits_on(state: BedOffered | BedReserved) -> WaitingBed:
    return state.to(WaitingBed, queue=f"{state.org}:{state.ward}")


def hear_late(state: AnyLater, command: BedHeld | BedRefused, ctx: Context) -> AnyLater:
    """What the HIS says too late of a bed changes nothing; it was given back."""
    return state
