"""The imperative shell: where pure decisions meet storage and the outside."""

from .accounts import Accounts, FamilyAccount, HandOver, HeldCard
from .appointing import AppointmentOffice
from .beds import BedManager
from .births import BirthOffice
from .case import Case, Happening
from .client_apps import BuildSeen, ClientApps
from .client_builds import ClientBuilds
from .clockwork import Clockwork
from .code_map import BoundCode, CodeMap
from .cross_reference import CrossReference, Identifier
from .crossing import CrossDomain
from .dead_letters import DeadLetters
from .desk import ServiceDesk, system_clock
from .due import DueCase, DuePage
from .duplicates import Duplicate
from .emergency import EmergencyLine
from .entrance import Entrance
from .family import FamilyVouchers
from .foreign_trust import ForeignTrust
from .gates import Gates, TakenBatch
from .health_records import HealthRecords, NewRecord
from .immediate import ImmediateDelivery
from .incidents import IncidentOffice
from .issuing import IssuerCounter
from .late import LatePolicy
from .merging import CardMerges
from .migration import Progress
from .moving_codes import move_codes
from .notifier import Notifier
from .office import FactSource
from .people import FoundPerson, People
from .real_name import RealNames
from .reconciliation import Reconciliation, ReconciliationReport
from .records import TakenFile, VisitRecords
from .relay import OutboxRelay
from .rights import PersonalCopy, PersonalData
from .risk_watch import RiskWatch
from .scanning import Proof, Scan, StaffPresence
from .showing import ShownCode
from .takeover import OldCard, PhysicalCard, Rejected, TakeoverReport
from .temporary import TemporaryCard
from .terminals import TerminalRegistry
from .use_keeping import UseKeeper
from .verifying import Shown
from .visitors import ForeignVisitor
from .ward_gate import WardGate

__all__ = [
    "Accounts",
    "AppointmentOffice",
    "BedManager",
    "BirthOffice",
    "BoundCode",
    "BuildSeen",
    "CardMerges",
    "Case",
    "ClientApps",
    "ClientBuilds",
    "Clockwork",
    "CodeMap",
    "CrossDomain",
    "CrossReference",
    "DeadLetters",
    "DueCase",
    "DuePage",
    "Duplicate",
    "EmergencyLine",
    "Entrance",
    "FactSource",
    "FamilyAccount",
    "FamilyVouchers",
    "ForeignTrust",
    "ForeignVisitor",
    "FoundPerson",
    "Gates",
    "HandOver",
    "Happening",
    "HealthRecords",
    "HeldCard",
    "Identifier",
    "ImmediateDelivery",
    "IncidentOffice",
    "IssuerCounter",
    "LatePolicy",
    "NewRecord",
    "Notifier",
    "OldCard",
    "OutboxRelay",
    "People",
    "PersonalCopy",
    "PersonalData",
    "PhysicalCard",
    "Progress",
    "Proof",
    "RealNames",
    "Reconciliation",
    "ReconciliationReport",
    "Rejected",
    "RiskWatch",
    "Scan",
    "ServiceDesk",
    "Shown",
    "ShownCode",
    "StaffPresence",
    "TakenBatch",
    "TakenFile",
    "TakeoverReport",
    "TemporaryCard",
    "TerminalRegistry",
    "UseKeeper",
    "VisitRecords",
    "WardGate",
    "move_codes",
    "system_clock",
]
