"""The imperative shell: where pure decisions meet storage and the outside."""

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
from .emergency import EmergencyLine
from .entrance import Entrance
from .family import FamilyVouchers
from .foreign_trust import ForeignTrust
from .health_records import HealthRecords, NewRecord
from .immediate import ImmediateDelivery
from .incidents import IncidentOffice
from .issuing import IssuerCounter
from .migration import Progress
from .moving_codes import move_codes
from .notifier import Notifier
from .office import FactSource
from .people import FoundPerson, People
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
from .visitors import ForeignVisitor
from .ward_gate import WardGate

__all__ = [
    "AppointmentOffice",
    "BedManager",
    "BirthOffice",
    "BoundCode",
    "BuildSeen",
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
    "EmergencyLine",
    "Entrance",
    "FactSource",
    "FamilyVouchers",
    "ForeignTrust",
    "ForeignVisitor",
    "FoundPerson",
    "Happening",
    "HealthRecords",
    "Identifier",
    "ImmediateDelivery",
    "IncidentOffice",
    "IssuerCounter",
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
    "Reconciliation",
    "ReconciliationReport",
    "Rejected",
    "RiskWatch",
    "Scan",
    "ServiceDesk",
    "ShownCode",
    "StaffPresence",
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
