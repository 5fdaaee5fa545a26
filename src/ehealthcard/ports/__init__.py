"""What the SDK needs from the outside, as small protocols."""

from .cards import CardRow, CardStore, SubjectRow
from .cases import CaseStore, Due, Entry, Receipt
from .clock import Clock
from .codes import CodeStore, IssuedText, UseRecord
from .emergency import EmergencyCentre, EmergencyRecords
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
    "Clock",
    "CodeStore",
    "Due",
    "EmergencyCentre",
    "EmergencyRecords",
    "Entry",
    "Holder",
    "Inquiry",
    "IssuedText",
    "Message",
    "OutboxStore",
    "Port",
    "Ports",
    "RealNameVerifier",
    "Receipt",
    "Rejected",
    "RiskReading",
    "RiskSource",
    "SecondFactor",
    "SecondFactorVerifier",
    "Standing",
    "Storage",
    "SubjectRow",
    "Unclear",
    "UseRecord",
]
