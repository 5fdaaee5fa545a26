"""A listener for HL7 v2 over MLLP whose ADT events move a desk's cases."""

from .directory import DocumentDirectory, PatientDirectory
from .inbound import AdtDesk
from .listener import Caps, Handler, MllpListener, Verdict
from .meaning import Meanings

__all__ = [
    "AdtDesk",
    "Caps",
    "DocumentDirectory",
    "Handler",
    "Meanings",
    "MllpListener",
    "PatientDirectory",
    "Verdict",
]
