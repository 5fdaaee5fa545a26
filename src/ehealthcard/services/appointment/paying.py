"""What becomes of money that comes, or goes back, later than the case moved."""

from typing import TypeVar

from ehealthcard.rules.calendar import day_of
from ehealthcard.workflow import Context

from .commands import Declined, Paid, PaymentLost, Returned, ReturnRefused
from .model import Money
from .states import (
    Cancelled,
    CancelledLate,
    ExpiredUnpaid,
    Held,
    Refunded,
    Suspended,
)

Open = TypeVar("Open", Held, ExpiredUnpaid, Cancelled, Suspended, Refunded)
Over = TypeVar("Over", ExpiredUnpaid, Cancelled, Suspended, Refunded)
Kept = TypeVar("Kept", Suspended, Refunded)
Back = TypeVar("Back", Cancelled, CancelledLate, Refunded)


def doubt_payment(state: Open, command: PaymentLost, ctx: Context) -> Open:
    """The outcome is unknown: it is looked up, and never charged again."""
    return state.model_copy(update={"money": Money.UNCLEAR})


def pay_too_late(
    state: ExpiredUnpaid | Cancelled, command: Paid, ctx: Context
) -> Refunded:
    """Money that comes after the slot went back is given back, never confirmed."""
    today = day_of(ctx.now)
    return state.to(Refunded, reason="PAID_TOO_LATE", on=today, money=Money.PAID)


def note_paid(state: Kept, command: Paid, ctx: Context) -> Kept:
    """Money for a called-off visit; it serves a substitute or goes back."""
    return state.model_copy(update={"money": Money.PAID})


def note_unpaid(state: Over, command: Declined, ctx: Context) -> Over:
    """No money came, as expected."""
    return state.model_copy(update={"money": Money.FAILED})


def note_returned(state: Back, command: Returned, ctx: Context) -> Back:
    """The fee is back where it came from (原路退回)."""
    return state.model_copy(update={"money": Money.RETURNED})


def note_stuck(state: Back, command: ReturnRefused, ctx: Context) -> Back:
    """The gateway would not give it back; a person must."""
    return state.model_copy(update={"money": Money.STUCK})


LATE_MONEY = (
    doubt_payment,
    pay_too_late,
    note_paid,
    note_unpaid,
    note_returned,
    note_stuck,
)
