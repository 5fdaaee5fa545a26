"""What the SDK needs from the outside, as small protocols."""

from .audit import AuditEntry, AuditStore
from .cards import CardRow, CardStore, SubjectRow, Tombstone
from .cases import CaseStore, Due, Entry, Receipt
from .clock import Clock
from .codes import CodeStore, IssuedText, UseRecord
from .emergency import EmergencyCentre, EmergencyRecords
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
from .replay import Limiter, ReplayCache
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
    "NEVER",
    "Accepted",
    "Answer",
    "AuditEntry",
    "AuditStore",
    "CardRow",
    "CardStore",
    "CaseStore",
    "Clock",
    "CodeStore",
    "Due",
    "EmergencyCentre",
    "EmergencyRecords",
    "Entry",
    "Holder",
    "Inquiry",
    "IssuedText",
    "Limiter",
    "Message",
    "OutboxStore",
    "Port",
    "Ports",
    "RealNameVerifier",
    "Receipt",
    "Rejected",
    "ReplayCache",
    "RiskReading",
    "RiskSource",
    "SecondFactor",
    "SecondFactorVerifier",
    "Standing",
    "Storage",
    "SubjectRow",
    "Tombstone",
    "Unclear",
    "UseRecord",
]
