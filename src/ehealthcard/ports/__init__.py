"""What the SDK needs from the outside, as small protocols."""

from .audit import AuditEntry, AuditStore
from .backlog import Backlog, BacklogStore
from .cards import CardRow, CardStore, SubjectRow, Tombstone
from .cases import CaseStore, Due, Entry, Receipt
from .clock import Clock
from .codes import CodeStore, IssuedText, UseRecord
from .emergency import EmergencyCentre, EmergencyRecords
from .guidance import GuidanceAdvisor, GuidanceDesk
from .inquiry import Holder, Inquiry
from .outside import (
    NEVER,
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
from .replay import Limiter, ReplayCache
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
from .telemetry import SILENT, Telemetry

__all__ = [
    "NEVER",
    "SILENT",
    "Accepted",
    "Answer",
    "AuditEntry",
    "AuditStore",
    "Backlog",
    "BacklogStore",
    "CardRow",
    "CardStore",
    "CaseStore",
    "Charge",
    "Clock",
    "CodeStore",
    "Due",
    "EmergencyCentre",
    "EmergencyRecords",
    "Entry",
    "Fees",
    "GuidanceAdvisor",
    "GuidanceDesk",
    "Holder",
    "Inquiry",
    "IssuedText",
    "Limiter",
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
    "ReplayCache",
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
    "Telemetry",
    "Tombstone",
    "Unclear",
    "UseRecord",
    "VisitKind",
    "Yuan",
]
