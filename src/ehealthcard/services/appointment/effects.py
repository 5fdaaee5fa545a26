"""What each state brings about at the HIS, and in time."""

from ehealthcard.ports import SlotAct
from ehealthcard.workflow import Ask, Claim, Order, Query, Tell, Until

from .commands import (
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

HIS = "scheduling"


def hold_ends(state: Held) -> Until[HoldEnded]:
    """A hold ends by itself."""
    return Until(state.until, HoldEnded())


def answer_is_due(state: Requested | Unsure | Moving | Rebooking) -> Until[NoAnswer]:
    """Nobody waits for the HIS longer than a hold lasts."""
    return Until(state.until, NoAnswer())


def grace_ends(state: Confirmed) -> Until[GraceEnded]:
    """A slot that nobody came for is missed once it and its grace are over."""
    return Until(state.grace_ends, GraceEnded())


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
    return Ask(HIS, "acquire", state.booking.key, _act(state.booking, state.card))


def look_up(state: Unsure) -> Query[SlotTaken, SlotRefused]:
    """Ask the HIS whether it gave the slot."""
    return Query(HIS, "query", state.booking.key, _act(state.booking, state.card))


def acquire_new(state: Moving | Rebooking) -> Order[SlotTaken, SlotRefused]:
    """Take the new slot in the HIS; it knows the key."""
    return Order(HIS, "acquire", state.new.key, _act(state.new, state.card))


def ticket(state: CheckedIn) -> Tell:
    """The ticket is given out in the HIS (取号, 2→4)."""
    return Tell(HIS, "confirm", state.booking.key, _act(state.booking, state.card))


def release(
    state: ExpiredUnpaid | Cancelled | CancelledLate | Suspended | Refunded,
) -> Tell:
    """The slot goes back: 2→0, or 4→9 where a ticket was given out."""
    return Tell(HIS, "release", state.booking.key, _act(state.booking, state.card))


def release_other(state: Confirmed | Cancelled | Suspended) -> Tell | None:
    """The slot that a change left behind goes back."""
    if state.let_go is None:
        return None
    return Tell(HIS, "release", state.let_go.key, _act(state.let_go, state.card))


def _act(booking: Booking, card: str) -> SlotAct:
    order = booking.examination.order if booking.examination else None
    return SlotAct(key=booking.key, slot=booking.slot.id, card=card, order=order)


def _name(booking: Booking) -> str:
    return f"slot:{booking.slot.org}:{booking.slot.id}"
