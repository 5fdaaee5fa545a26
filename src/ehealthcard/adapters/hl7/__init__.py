"""HL7 v2 over MLLP: frames, messages, and a client (HL7 v2 接口).

No library is needed. The listener that lets inbound events move cases is in
:mod:`ehealthcard.hosts.mllp`.
"""

from .charges import Hl7Billing
from .charsets import GB18030, UTF_8
from .client import MllpClient, Reply
from .composing import (
    Booking,
    Charge,
    Finding,
    Identifiers,
    Letter,
    Patient,
    PatientIdentifier,
    Visit,
    adt,
    dft,
    identifiers_of,
    oru,
    pdq_query,
    pix_query,
    ref,
    siu,
)
from .er7 import Delimiters, Hl7Message, Segment, message_of
from .findings import Reported, reports_of
from .framing import Frame, FrameReader, Overlong, Rubbish, framed
from .headers import (
    Acknowledgement,
    Header,
    Side,
    acknowledgement_of,
    answer_to,
    control_id_of,
    stamp,
)
from .index import Hl7PatientIndex
from .line import Hl7Line
from .slots import Hl7Scheduling
from .wards import Hl7Inpatients

__all__ = [
    "GB18030",
    "UTF_8",
    "Acknowledgement",
    "Booking",
    "Charge",
    "Delimiters",
    "Finding",
    "Frame",
    "FrameReader",
    "Header",
    "Hl7Billing",
    "Hl7Inpatients",
    "Hl7Line",
    "Hl7Message",
    "Hl7PatientIndex",
    "Hl7Scheduling",
    "Identifiers",
    "Letter",
    "MllpClient",
    "Overlong",
    "Patient",
    "PatientIdentifier",
    "Reply",
    "Reported",
    "Rubbish",
    "Segment",
    "Side",
    "Visit",
    "acknowledgement_of",
    "adt",
    "answer_to",
    "control_id_of",
    "dft",
    "framed",
    "identifiers_of",
    "message_of",
    "oru",
    "pdq_query",
    "pix_query",
    "ref",
    "reports_of",
    "siu",
    "stamp",
]
