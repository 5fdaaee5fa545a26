"""The imperative shell: where pure decisions meet storage and the outside."""

from .appointing import AppointmentOffice
from .beds import BedManager
from .case import Case, Happening
from .clockwork import Clockwork
from .dead_letters import DeadLetters
from .desk import ServiceDesk, system_clock
from .emergency import EmergencyLine
from .entrance import Entrance
from .immediate import ImmediateDelivery
from .migration import Progress
from .notifier import Notifier
from .office import FactSource
from .reconciliation import Reconciliation, ReconciliationReport
from .records import TakenFile, VisitRecords
from .relay import OutboxRelay
from .risk_watch import RiskWatch
from .scanning import Proof, Scan, StaffPresence
from .showing import ShownCode
from .takeover import OldCard, PhysicalCard, Rejected, TakeoverReport
from .temporary import TemporaryCard
from .use_keeping import UseKeeper
from .ward_gate import WardGate

__all__ = [
    "AppointmentOffice",
    "BedManager",
    "Case",
    "Clockwork",
    "DeadLetters",
    "EmergencyLine",
    "Entrance",
    "FactSource",
    "Happening",
    "ImmediateDelivery",
    "Notifier",
    "OldCard",
    "OutboxRelay",
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
    "UseKeeper",
    "VisitRecords",
    "WardGate",
    "system_clock",
]
