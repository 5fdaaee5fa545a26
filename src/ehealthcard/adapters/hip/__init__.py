"""A hospital platform after WS/T 846-2024 (医院信息平台, extra ``soap``).

One SOAP 1.2 operation, ``HIPMessageServer(action, message)``, carries HL7 V3 payloads.
Names, namespaces and style differ from vendor to vendor and are data (``DIALECTS``);
so is where each fact stands in a payload (``LAYOUTS``), and where that is known from.

Not built: messages of organisations, staff, terms and documents; merges; the queries of
slots, appointments and transfers; forms of pathology, blood and surgery;
examinations' appointments; WS-Security; attachments; conformance to the schemas of WS/T
846, which could not be read. The regional platform's appointments, referrals, contracts
and reminders (WS/T 790.15-790.18) could not be read either: a hospital declares what
its platform takes (:class:`DeclaredPlatform`, :func:`maps_of`).
"""

from .client import HipClient
from .declared import (
    DeclaredAnswer,
    DeclaredMessage,
    DeclaredPlace,
    DeclaredPlatform,
)
from .dialects import DHCC, DIALECTS, EVENT, S_CODES, STANDARD, TEMPURI, Dialect
from .envelope import (
    Call,
    Fault,
    read_call,
    read_reply,
    write_call,
    write_fault,
    write_reply,
)
from .index import HipCards, HipPatientIndex
from .layouts import Kind, Known, Layout, Place, Row
from .messages import (
    Acknowledgement,
    Header,
    read_acknowledgement,
    read_message,
    write_acknowledgement,
    write_message,
)
from .orders import (
    APPLICATIONS_WANTED,
    EXAMINATION_APPLIED,
    ORDER_STATUS,
    ORDERED,
    ORDERS_FOUND,
    ORDERS_WANTED,
    TEST_APPLIED,
)
from .outgoing import HipPort, MessageMap
from .payloads import (
    DISCHARGED,
    DISCHARGES_FOUND,
    ENCOUNTER,
    FOUND,
    LAYOUTS,
    PERSON,
    PERSON_FOUND,
    PERSON_WANTED,
    TRANSFERRED,
    VISITS_WANTED,
)
from .regional import KINDS, maps_of
from .services import HipService, Interaction
from .slots import APPOINTED, SCHEDULED
from .told import HipInpatients, HipLine, HipScheduling

__all__ = [
    "APPLICATIONS_WANTED",
    "APPOINTED",
    "DHCC",
    "DIALECTS",
    "DISCHARGED",
    "DISCHARGES_FOUND",
    "ENCOUNTER",
    "EVENT",
    "EXAMINATION_APPLIED",
    "FOUND",
    "KINDS",
    "LAYOUTS",
    "ORDERED",
    "ORDERS_FOUND",
    "ORDERS_WANTED",
    "ORDER_STATUS",
    "PERSON",
    "PERSON_FOUND",
    "PERSON_WANTED",
    "SCHEDULED",
    "STANDARD",
    "S_CODES",
    "TEMPURI",
    "TEST_APPLIED",
    "TRANSFERRED",
    "VISITS_WANTED",
    "Acknowledgement",
    "Call",
    "DeclaredAnswer",
    "DeclaredMessage",
    "DeclaredPlace",
    "DeclaredPlatform",
    "Dialect",
    "Fault",
    "Header",
    "HipCards",
    "HipClient",
    "HipInpatients",
    "HipLine",
    "HipPatientIndex",
    "HipPort",
    "HipScheduling",
    "HipService",
    "Interaction",
    "Kind",
    "Known",
    "Layout",
    "MessageMap",
    "Place",
    "Row",
    "maps_of",
    "read_acknowledgement",
    "read_call",
    "read_message",
    "read_reply",
    "write_acknowledgement",
    "write_call",
    "write_fault",
    "write_message",
    "write_reply",
]
