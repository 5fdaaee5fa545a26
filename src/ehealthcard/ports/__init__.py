"""What the SDK needs from the outside, as small protocols."""

from .cards import CardRow, CardStore, SubjectRow
from .cases import CaseStore, Due, Entry, Receipt
from .clock import Clock
from .codes import CodeStore, IssuedText, UseRecord
from .inquiry import Holder, Inquiry
from .outside import (
    Accepted,
    Answer,
    Message,
    OutboxStore,
    Port,
    Rejected,
    Standing,
    Unclear,
)
from .payments import Charge, PaymentGateway, Price, Refund
from .payments import Inquiry as PaymentInquiry
from .scheduling import (
    Fees,
    Scheduling,
    Slot,
    SlotAct,
    SlotOffer,
    SlotStanding,
    VisitKind,
    Yuan,
)
from .sources import (
    Ports,
    RealNameVerifier,
    RiskReading,
    RiskSource,
    SecondFactor,
    SecondFactorVerifier,
)
from .storage import Storage

__all__ = [
    "Accepted",
    "Answer",
    "CardRow",
    "CardStore",
    "CaseStore",
    "Charge",
    "Clock",
    "CodeStore",
    "Due",
    "Entry",
    "Fees",
    "Holder",
    "Inquiry",
    "IssuedText",
    "Message",
    "OutboxStore",
    "PaymentGateway",
    "PaymentInquiry",
    "Port",
    "Ports",
    "Price",
    "RealNameVerifier",
    "Receipt",
    "Refund",
    "Rejected",
    "RiskReading",
    "RiskSource",
    "Scheduling",
    "SecondFactor",
    "SecondFactorVerifier",
    "Slot",
    "SlotAct",
    "SlotOffer",
    "SlotStanding",
    "Standing",
    "Storage",
    "SubjectRow",
    "Unclear",
    "UseRecord",
    "VisitKind",
    "Yuan",
]
