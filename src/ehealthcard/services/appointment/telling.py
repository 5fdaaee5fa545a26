"""What each state brings about elsewhere: money, messages, other cases."""

from hashlib import sha256

from ehealthcard.ports import Charge, PaymentInquiry
from ehealthcard.ports import Refund as MoneyBack
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.messages import (
    MessageKind,
    MessageRecalled,
    MessageWanted,
    Variables,
)
from ehealthcard.rules.signals import (
    AppointmentDropped,
    AppointmentMissed,
    CardCancelled,
    PersonDied,
    SessionSuspended,
)
from ehealthcard.workflow import Ask, Order, Query, Tell

from .commands import (
    CardEnded,
    Declined,
    Died,
    Paid,
    PaymentLost,
    Returned,
    ReturnRefused,
    SessionStopped,
)
from .model import Booking, Money
from .states import (
    Cancelled,
    CancelledLate,
    Confirmed,
    ExpiredUnpaid,
    Held,
    NoShow,
    Refunded,
    Suspended,
)


def charge(state: Held) -> Ask[Paid, Declined, PaymentLost] | None:
    """Open one payment order for the fee."""
    if state.money is not Money.ASKED:
        return None
    key = state.booking.charge
    asked = Charge(key=key, amount=state.booking.fee, purpose="appointment")
    return Ask("payments", "charge", key, asked)


def inquire(
    state: Held | ExpiredUnpaid | Cancelled | Suspended | Refunded,
) -> Query[Paid, Declined] | None:
    """Ask what became of a payment whose outcome is unknown."""
    if state.money is not Money.UNCLEAR:
        return None
    key = state.booking.charge
    return Query("payments", "inquire", key, PaymentInquiry(charge=key))


def give_money_back(
    state: Cancelled | CancelledLate | Refunded,
) -> Order[Returned, ReturnRefused] | None:
    """The whole fee goes back the way it came (原路退款)."""
    if state.money is not Money.PAID:
        return None
    charge = state.booking.charge
    back = MoneyBack(key=f"{charge}:back", charge=charge, amount=state.booking.fee)
    return Order("payments", "refund", back.key, back)


def tell_confirmed(state: Confirmed) -> Tell:
    """The holder is told of the booking (挂号成功), and of each change of it."""
    booking = state.booking
    event = happening(booking, "booked")
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.REGISTRATION,
        event=event,
        variables=_visit(booking),
        expires_at=booking.slot.ends_at,
    )
    return Tell("notifier", "message", event, told)


def tell_suspended(state: Suspended) -> Tell:
    """The holder is told that the visit is off, and may choose another (停诊通知)."""
    booking = state.booking
    event = happening(booking, "suspended")
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.SUSPENSION,
        event=event,
        variables=_visit(booking),
        expires_at=state.ends_at,
    )
    return Tell("notifier", "message", event, told)


def unsay(state: Cancelled | CancelledLate | Refunded | Suspended) -> Tell:
    """What the holder was told of the visit is not so any more (撤回)."""
    event = happening(state.booking, "booked")
    return Tell("notifier", "recall", f"{event}:recall", MessageRecalled(event=event))


def happening(booking: Booking, what: str) -> str:
    """Return a name for what happened to a booking; it tells nobody whose it is."""
    return f"visit-{what}:{sha256(booking.key.encode()).hexdigest()[:32]}"


def _visit(booking: Booking) -> Variables:
    slot = booking.slot
    return Variables(
        org=slot.org_name or slot.org, day=day_of(slot.starts_at), at=slot.starts_at
    )


def missed(state: NoShow | CancelledLate) -> AppointmentMissed | None:
    """It counts against the holder, where the policy says so."""
    if not state.counts_as_missed:
        return None
    return AppointmentMissed(card=state.card, on=day_of(state.booking.slot.starts_at))


def dropped(state: Cancelled | CancelledLate | Refunded) -> AppointmentDropped | None:
    """What the holder gives up is counted; what the hospital calls off is not."""
    if isinstance(state, CancelledLate):
        if state.counts_as_missed:
            return None
    elif state.reason != "HOLDER":
        return None
    return AppointmentDropped(
        card=state.card, on=state.on, ticketed=isinstance(state, Refunded)
    )


def on_death(signal: PersonDied) -> Died:
    """Open bookings are cancelled."""
    return Died()


def on_card_cancelled(signal: CardCancelled) -> CardEnded:
    """A cancelled card keeps no booking."""
    return CardEnded()


def on_session_suspended(signal: SessionSuspended) -> SessionStopped:
    """Every booking of the session is called off."""
    return SessionStopped()


ELSEWHERE = (
    charge,
    inquire,
    give_money_back,
    tell_confirmed,
    tell_suspended,
    unsay,
    missed,
    dropped,
)
