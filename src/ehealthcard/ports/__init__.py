"""What the SDK needs from the outside, as small protocols."""

from ehealthcard.rules.visits import VisitKind

from .attempts import AttemptStore
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
from .bindings import BindingRow, BindingStore
from .capabilities import ASKED, KNOWN, TOLD, Capabilities, Capability, wired
from .cards import CardRow, CardStore, SubjectRow, Tombstone
from .cases import CaseStore, Due, Entry, Receipt
from .clock import Clock
from .code_issuers import CodeHolder, CodeIssuer, IssuerReading
from .codes import (
    CodeStore,
    IssuedText,
    UseAct,
    UseCount,
    UseRecord,
    late_tier,
    look_tier,
)
from .courier import Address, Courier, Parcel
from .deliveries import Deliveries, DeliveryRecord
from .demographics import Demographics, DemographicSearch, PersonMatch
from .documents import Documents, MadeDocument
from .emergency import EmergencyCentre, EmergencyRecords
from .encounters import Encounters, Institution, PatientIndex, PatientNumber
from .guidance import GuidanceAdvisor, GuidanceDesk
from .imaging import ImagedPatient, ScheduledExamination, Station, Worklist
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
from .issuers import (
    CodeQuestion,
    ForeignIdentity,
    ForeignRefusal,
    IssuerAnswer,
    IssuerGateway,
    NationalIndex,
)
from .outside import (
    BY_HAND,
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
from .platform import (
    CardApplication,
    CardHolder,
    CardPlatform,
    CodeCheck,
    CodeWish,
    Parent,
    PlatformCard,
    PlatformCode,
    PlatformPerson,
    UseReport,
)
from .questions import AllergyRecords, QuestionBank
from .real_name import (
    ASKED_CHECKS,
    Outcome,
    RealNameQuestion,
    RealNameReading,
    RealNameVerifier,
)
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
    Yuan,
)
from .sources import (
    Ports,
    RiskReading,
    RiskSource,
    SecondFactor,
    SecondFactorVerifier,
)
from .storage import Storage
from .telemetry import SILENT, Telemetry

__all__ = [
    "ASKED",
    "ASKED_CHECKS",
    "BY_HAND",
    "KNOWN",
    "NEVER",
    "SILENT",
    "TOLD",
    "Accepted",
    "Address",
    "AllergyRecords",
    "Answer",
    "AttemptStore",
    "AuditEntry",
    "AuditStore",
    "Backlog",
    "BacklogStore",
    "BedAct",
    "BillStanding",
    "Billing",
    "BindingRow",
    "BindingStore",
    "Capabilities",
    "Capability",
    "CardApplication",
    "CardHolder",
    "CardPlatform",
    "CardRow",
    "CardStore",
    "CaseStore",
    "Charge",
    "Clock",
    "CodeCheck",
    "CodeHolder",
    "CodeIssuer",
    "CodeQuestion",
    "CodeStore",
    "CodeWish",
    "Courier",
    "Deliveries",
    "DeliveryRecord",
    "DemographicSearch",
    "Demographics",
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
    "ForeignIdentity",
    "ForeignRefusal",
    "GateEntry",
    "GuidanceAdvisor",
    "GuidanceDesk",
    "HisBill",
    "Holder",
    "ImagedPatient",
    "Inpatients",
    "Inquiry",
    "Institution",
    "InsuranceGateway",
    "Insured",
    "InsuredBill",
    "IssuedText",
    "IssuerAnswer",
    "IssuerGateway",
    "IssuerReading",
    "ItemsAct",
    "Limiter",
    "MadeDocument",
    "Message",
    "MessageId",
    "NationalIndex",
    "OutboxStore",
    "Outcome",
    "Parcel",
    "Parent",
    "PatientIndex",
    "PatientNumber",
    "PaymentGateway",
    "PaymentInquiry",
    "PersonMatch",
    "PlacementAct",
    "PlatformCard",
    "PlatformCode",
    "PlatformPerson",
    "Port",
    "Ports",
    "Price",
    "QuestionBank",
    "RealNameQuestion",
    "RealNameReading",
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
    "ScheduledExamination",
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
    "Station",
    "StayNote",
    "Storage",
    "SubjectRow",
    "Telemetry",
    "Tombstone",
    "Unclear",
    "UseAct",
    "UseCount",
    "UseRecord",
    "UseReport",
    "VisitKind",
    "Worklist",
    "Yuan",
    "late_tier",
    "look_tier",
    "wired",
]
