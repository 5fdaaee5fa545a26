"""Slots and bookings as the appointment tests use them."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from ehealthcard.codesets import SHANGHAI
from ehealthcard.identity import CardStatus
from ehealthcard.ports import Fees, Slot, SlotOffer, SlotStanding, VisitKind
from ehealthcard.services.appointment import Booking, BookingFacts
from ehealthcard.testing.workflow import SUBJECT

START = datetime(2022, 12, 10, 9, tzinfo=SHANGHAI)
END = START + timedelta(minutes=30)
DAY = timedelta(days=1)
SLOT = Slot(
    id="s1",
    org="H1",
    kind=VisitKind.REGISTRATION,
    department="03.01",
    doctor="d1",
    title="主治医师",
    is_expert=False,
    session="h1",
    period="1",
    starts_at=START,
    ends_at=END,
    fees=Fees(registration=Decimal("10.00")),
)


def slot(**more: Any) -> Slot:
    return SLOT.model_copy(update=more)


OTHER = slot(id="s2", starts_at=END, ends_at=END + timedelta(minutes=30), session="h2")
BOOKING = Booking(key="k1", charge="k1", slot=SLOT, channel="9900", number=4)


def facts(wanted: Slot = SLOT, **more: Any) -> BookingFacts:
    known: dict[str, Any] = {
        "status": CardStatus.ACTIVE,
        "age": 40,
        "offer": SlotOffer(slot=wanted, standing=SlotStanding.FREE),
    }
    return BookingFacts(**known | more)


WHOSE: dict[str, Any] = {"card": SUBJECT, "session": "h1", "booking": BOOKING}
