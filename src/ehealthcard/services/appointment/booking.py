"""How a slot is asked for and held."""

from datetime import datetime

from ehealthcard.ports import Slot
from ehealthcard.workflow import Context

from .checks import (
    By,
    Own,
    To,
    money_of,
    preparation_of,
    require_bookable,
    require_complete,
    require_own,
)
from .commands import (
    Confirm,
    Declined,
    HoldEnded,
    NoAnswer,
    Paid,
    Request,
    SlotRefused,
    SlotTaken,
    SlotUnclear,
)
from .model import Booking, Money
from .rules import FEE_UNPAID
from .states import (
    Confirmed,
    ExpiredUnpaid,
    Held,
    Refused,
    Requested,
    Unsure,
)


def request(state: None, command: Request, ctx: To) -> Requested:
    """Ask for a free slot, within window, hours, quota and age of the policy."""
    slot = require_bookable(ctx)
    require_complete(command, slot)
    key = key_of(slot, ctx.subject, ctx.now)
    survey_hours, interview = preparation_of(slot, ctx)
    booking = Booking(
        key=key,
        charge=key,
        slot=slot,
        examination=command.examination,
        referral=command.referral,
        booker=None if ctx.actor.holder == ctx.subject else ctx.actor.holder,
        channel=ctx.actor.channel.value,
        survey_hours=survey_hours,
        interview=interview,
    )
    return Requested(
        card=ctx.subject,
        session=slot.session,
        booking=booking,
        money=money_of(command, slot, ctx),
        until=ctx.now + ctx.policy.hold,
    )


def take(state: Requested | Unsure, command: SlotTaken, ctx: By) -> Held:
    """The HIS gave the slot; it is held while the holder pays (锁号)."""
    booking = state.booking.model_copy(update={"number": command.number})
    until = min(ctx.now + ctx.policy.hold, booking.slot.ends_at)
    return state.to(Held, booking=booking, until=until)


def refuse(state: Requested | Unsure, command: SlotRefused, ctx: Context) -> Refused:
    """The HIS did not give the slot."""
    return state.to(Refused, code=command.code)


def doubt_slot(state: Requested, command: SlotUnclear, ctx: Context) -> Unsure:
    """No clear answer: ask the HIS what became of it, never take twice."""
    return state.to(Unsure)


def give_up(
    state: Requested | Unsure, command: NoAnswer, ctx: Context
) -> ExpiredUnpaid:
    """No answer in time; what the HIS may have kept goes back."""
    return state.to(ExpiredUnpaid, reason="NO_ANSWER", money=_unasked(state.money))


def pay(state: Held, command: Paid, ctx: By) -> Confirmed:
    """The fee is paid (挂号成功)."""
    return _confirmed(state, Money.PAID, ctx)


def confirm(state: Held, command: Confirm, ctx: Own) -> Confirmed:
    """Nothing has to be paid now (挂号成功)."""
    require_own(state.booking, ctx)
    if state.money not in (Money.FREE, Money.LATER):
        raise FEE_UNPAID.broken()
    return _confirmed(state, state.money, ctx)


def expire(state: Held, command: HoldEnded, ctx: Context) -> ExpiredUnpaid:
    """Not paid or confirmed in time; money that comes later is given back."""
    return state.to(ExpiredUnpaid, reason="HOLD_ENDED")


def decline(state: Held, command: Declined, ctx: Context) -> ExpiredUnpaid:
    """The payment was declined; the slot goes back."""
    return state.to(ExpiredUnpaid, reason=command.code, money=Money.FAILED)


def key_of(slot: Slot, card: str, now: datetime) -> str:
    """Return a name for one booking; the same slot booked anew has another."""
    return f"{slot.org}:{slot.id}:{card}:{now.timestamp():.6f}"


def _unasked(money: Money) -> Money:
    """Before the slot is held nobody was charged."""
    return Money.FAILED if money is Money.ASKED else money


def _confirmed(state: Held, money: Money, ctx: By | Own) -> Confirmed:
    ends = state.booking.slot.ends_at + ctx.policy.grace
    return state.to(Confirmed, money=money, grace_ends=ends)
