"""A listener for HL7 v2 over MLLP whose ADT and ORU messages move a desk's cases."""

from .directory import DocumentDirectory, PatientDirectory
from .inbound import AdtDesk
from .listener import Caps, Handler, MllpListener, Verdict
from .meaning import Meanings
from .once import Once
from .reports import ReportDesk
from .simulated import SimulatedHis

__all__ = [
    "AdtDesk",
    "Caps",
    "DocumentDirectory",
    "Handler",
    "Meanings",
    "MllpListener",
    "Once",
    "PatientDirectory",
    "ReportDesk",
    "SimulatedHis",
    "Verdict",
]
