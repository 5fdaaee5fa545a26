"""What the SDK needs from the outside, as small protocols."""

from .audit import AuditEntry, AuditStore
from .backlog import Backlog, BacklogStore
from .billing import (
    Billing,
    BillStanding,
    FinanceTask,
    HisBill,
    ItemsAct,
    RefundPosting,
    SettlementPosting,
)
from .cards import CardRow, CardStore, SubjectRow, Tombstone
from .cases import CaseStore, Due, Entry, Receipt
from .clock import Clock
from .codes import CodeStore, IssuedText, UseAct, UseCount, UseRecord
from .documents import Documents, MadeDocument
from .emergency import EmergencyCentre, EmergencyRecords
from .encounters import Encounters, Institution, PatientIndex, PatientNumber
from .guidance import GuidanceAdvisor, GuidanceDesk
from .inpatients import (
    BedAct,
    DepositBack,
    DischargeAct,
    GateEntry,
    Inpatients,
    PlacementAct,
    StayNote,
)
from .inquiry import Holder, Inquiry
from .insurance import (
    DetailInquiry,
    Flush,
    InsuranceGateway,
    Insured,
    InsuredBill,
    MessageId,
    Reversal,
    Revocation,
    SettlementInquiry,
)
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
from .questions import AllergyRecords, QuestionBank
from .replay import Limiter, ReplayCache
from .residence import ResidenceReading, ResidenceRegistry
from .results import Results
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
    "AllergyRecords",
    "Answer",
    "AuditEntry",
    "AuditStore",
    "Backlog",
    "BacklogStore",
    "BedAct",
    "BillStanding",
    "Billing",
    "CardRow",
    "CardStore",
    "CaseStore",
    "Charge",
    "Clock",
    "CodeStore",
    "DepositBack",
    "DetailInquiry",
    "DischargeAct",
    "Documents",
    "Due",
    "EmergencyCentre",
    "EmergencyRecords",
    "Encounters",
    "Entry",
    "Fees",
    "FinanceTask",
    "Flush",
    "GateEntry",
    "GuidanceAdvisor",
    "GuidanceDesk",
    "HisBill",
    "Holder",
    "Inpatients",
    "Inquiry",
    "Institution",
    "InsuranceGateway",
    "Insured",
    "InsuredBill",
    "IssuedText",
    "ItemsAct",
    "Limiter",
    "MadeDocument",
    "Message",
    "MessageId",
    "OutboxStore",
    "PatientIndex",
    "PatientNumber",
    "PaymentGateway",
    "PaymentInquiry",
    "PlacementAct",
    "Port",
    "Ports",
    "Price",
    "QuestionBank",
    "RealNameVerifier",
    "Receipt",
    "Refund",
    "RefundPosting",
    "Rejected",
    "ReplayCache",
    "ResidenceReading",
    "ResidenceRegistry",
    "Results",
    "Reversal",
    "Revocation",
    "RiskReading",
    "RiskSource",
    "Scheduling",
    "SecondFactor",
    "SecondFactorVerifier",
    "SettlementInquiry",
    "SettlementPosting",
    "Slot",
    "SlotAct",
    "SlotOffer",
    "SlotStanding",
    "Standing",
    "StayNote",
    "Storage",
    "SubjectRow",
    "Telemetry",
    "Tombstone",
    "Unclear",
    "UseAct",
    "UseCount",
    "UseRecord",
    "VisitKind",
    "Yuan",
]
