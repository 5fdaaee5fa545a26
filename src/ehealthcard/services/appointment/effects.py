"""What each state brings about at the HIS, and in time."""

from datetime import datetime

from ehealthcard.ports import SlotAct
from ehealthcard.rules.calendar import day_of, end_of
from ehealthcard.workflow import Ask, Claim, Order, Query, Tell, Until

from .commands import (
    DayEnded,
    GraceEnded,
    HoldEnded,
    NoAnswer,
    SlotRefused,
    SlotTaken,
    SlotUnclear,
    SuspensionEnded,
)
from .model import Booking
from .states import (
    Cancelled,
    CancelledLate,
    CheckedIn,
    Confirmed,
    ExpiredUnpaid,
    Held,
    InConsult,
    Moving,
    Passed,
    Rebooking,
    Refunded,
    Requested,
    Suspended,
    Unsure,
)


def hold_ends(state: Held) -> Until[HoldEnded]:
    """A hold ends by itself."""
    return Until(state.until, HoldEnded())


def answer_is_due(state: Requested | Unsure | Moving | Rebooking) -> Until[NoAnswer]:
    """Nobody waits for the HIS longer than a hold lasts."""
    return Until(state.until, NoAnswer())


def grace_ends(state: Confirmed) -> Until[GraceEnded]:
    """A slot that nobody came for is missed once it and its grace are over."""
    return Until(state.grace_ends, GraceEnded())


def queue_ends(state: CheckedIn) -> Until[DayEnded]:
    """Who checked in is called on that day, or as long behind it as the policy says."""
    return Until(_waited_for(state), DayEnded())


def day_ends(state: Passed) -> Until[DayEnded]:
    """Who missed the call is waited for as long as who is in the queue."""
    return Until(_waited_for(state), DayEnded())


def suspension_ends(state: Suspended) -> Until[SuspensionEnded]:
    """A substitute is offered until the called-off visit would have ended."""
    return Until(state.ends_at, SuspensionEnded())


def own_slot(
    state: Requested
    | Unsure
    | Held
    | Confirmed
    | Moving
    | CheckedIn
    | Passed
    | InConsult,
) -> Claim:
    """One slot, one booking."""
    return Claim(_name(state.booking))


def new_slot(state: Moving | Rebooking) -> Claim:
    """The new slot is taken before the old one goes."""
    return Claim(_name(state.new))


def acquire(state: Requested) -> Ask[SlotTaken, SlotRefused, SlotUnclear]:
    """Take the slot in the HIS (号源 0→2)."""
    made = state.booking
    act = SlotAct(key=made.key, slot=made.slot.id, card=state.card, order=made.order)
    return Ask("scheduling", "acquire", made.key, act)


def look_up(state: Unsure) -> Query[SlotTaken, SlotRefused]:
    """Ask the HIS whether it gave the slot."""
    made = state.booking
    act = SlotAct(key=made.key, slot=made.slot.id, card=state.card, order=made.order)
    return Query("scheduling", "query", made.key, act)


def acquire_new(state: Moving | Rebooking) -> Order[SlotTaken, SlotRefused]:
    """Take the new slot in the HIS; it knows the key."""
    made = state.new
    act = SlotAct(key=made.key, slot=made.slot.id, card=state.card, order=made.order)
    return Order("scheduling", "acquire", made.key, act)


def ticket(state: CheckedIn) -> Tell:
    """The ticket is given out in the HIS (取号, 2→4)."""
    made = state.booking
    act = SlotAct(key=made.key, slot=made.slot.id, card=state.card, order=made.order)
    return Tell("scheduling", "confirm", made.key, act)


def release(
    state: ExpiredUnpaid | Cancelled | CancelledLate | Suspended | Refunded,
) -> Tell:
    """The slot goes back: 2→0, or 4→9 where a ticket was given out."""
    made = state.booking
    act = SlotAct(key=made.key, slot=made.slot.id, card=state.card, order=made.order)
    return Tell("scheduling", "release", made.key, act)


def release_other(state: Confirmed | Cancelled | Suspended) -> Tell | None:
    """The slot that a change left behind goes back."""
    if state.let_go is None:
        return None
    made = state.let_go
    act = SlotAct(key=made.key, slot=made.slot.id, card=state.card, order=made.order)
    return Tell("scheduling", "release", made.key, act)


def _waited_for(state: CheckedIn | Passed) -> datetime:
    return state.called_until or end_of(day_of(state.booking.slot.starts_at))


def _name(booking: Booking) -> str:
    return f"slot:{booking.slot.org}:{booking.slot.id}"


AT_THE_HIS = (
    hold_ends,
    answer_is_due,
    grace_ends,
    queue_ends,
    day_ends,
    suspension_ends,
    own_slot,
    new_slot,
    acquire,
    look_up,
    acquire_new,
    ticket,
    release,
    release_other,
)
