"""The imperative shell: where pure decisions meet storage and the outside."""

from .appointing import AppointmentOffice
from .beds import BedManager
from .case import Case, Happening
from .clockwork import Clockwork
from .crossing import CrossDomain
from .dead_letters import DeadLetters
from .desk import ServiceDesk, system_clock
from .emergency import EmergencyLine
from .entrance import Entrance
from .foreign_trust import ForeignTrust
from .immediate import ImmediateDelivery
from .issuing import IssuerCounter
from .migration import Progress
from .notifier import Notifier
from .office import FactSource
from .reconciliation import Reconciliation, ReconciliationReport
from .records import TakenFile, VisitRecords
from .relay import OutboxRelay
from .scanning import Proof, Scan, StaffPresence
from .showing import ShownCode
from .takeover import OldCard, PhysicalCard, Rejected, TakeoverReport
from .temporary import TemporaryCard
from .visitors import ForeignVisitor
from .ward_gate import WardGate

__all__ = [
    "AppointmentOffice",
    "BedManager",
    "Case",
    "Clockwork",
    "CrossDomain",
    "DeadLetters",
    "EmergencyLine",
    "Entrance",
    "FactSource",
    "ForeignTrust",
    "ForeignVisitor",
    "Happening",
    "ImmediateDelivery",
    "IssuerCounter",
    "Notifier",
    "OldCard",
    "OutboxRelay",
    "PhysicalCard",
    "Progress",
    "Proof",
    "Reconciliation",
    "ReconciliationReport",
    "Rejected",
    "Scan",
    "ServiceDesk",
    "ShownCode",
    "StaffPresence",
    "TakenFile",
    "TakeoverReport",
    "TemporaryCard",
    "VisitRecords",
    "WardGate",
    "system_clock",
]
