"""FHIR servers as HISs (R4 and R5), for the extra ``fhir``.

:class:`FhirClient` speaks to the server; the adapters are ports of ours over it. The
models are thin, in R4's shape, and open to what a server adds.
"""

from .answers import Found
from .billing import FhirBilling
from .bills import (
    FhirCoverage,
    FhirInvoice,
    FhirMoney,
    InvoiceLine,
    PriceComponent,
    bill_in,
    invoice_for,
)
from .client import FhirClient
from .datatypes import (
    Attachment,
    CodeableConcept,
    Coding,
    Extension,
    FhirType,
    HumanName,
    Identifier,
    Json,
    Meta,
    Period,
    Quantity,
    Reference,
    search_token,
)
from .encounters import FhirEncounters
from .exports import (
    audit_event_for,
    communication_for,
    consent_for,
    coverage_for,
    document_for,
    task_for,
)
from .governance import (
    AuditAgent,
    AuditEntity,
    AuditSource,
    FhirAuditEvent,
    FhirCommunication,
    FhirConsent,
    Payload,
    Provision,
)
from .images import FhirImagingStudy, image_in, study_for
from .patients import FhirPatients
from .questionnaires import answers_for, interview_for
from .releases import Release, encounter_from, written_for
from .resources import (
    DocumentContent,
    FhirAnswer,
    FhirAppointment,
    FhirDiagnosticReport,
    FhirDocumentReference,
    FhirEncounter,
    FhirObservation,
    FhirPatient,
    FhirQuestion,
    FhirQuestionnaireResponse,
    FhirServiceRequest,
    FhirSlot,
    FhirTask,
    Identified,
    Participant,
    PatientLink,
    ReferenceRange,
    Resource,
)
from .results import FhirResults, report_for
from .scheduling import FhirScheduling
from .slots import slot_for

__all__ = [
    "Attachment",
    "AuditAgent",
    "AuditEntity",
    "AuditSource",
    "CodeableConcept",
    "Coding",
    "DocumentContent",
    "Extension",
    "FhirAnswer",
    "FhirAppointment",
    "FhirAuditEvent",
    "FhirBilling",
    "FhirClient",
    "FhirCommunication",
    "FhirConsent",
    "FhirCoverage",
    "FhirDiagnosticReport",
    "FhirDocumentReference",
    "FhirEncounter",
    "FhirEncounters",
    "FhirImagingStudy",
    "FhirInvoice",
    "FhirMoney",
    "FhirObservation",
    "FhirPatient",
    "FhirPatients",
    "FhirQuestion",
    "FhirQuestionnaireResponse",
    "FhirResults",
    "FhirScheduling",
    "FhirServiceRequest",
    "FhirSlot",
    "FhirTask",
    "FhirType",
    "Found",
    "HumanName",
    "Identified",
    "Identifier",
    "InvoiceLine",
    "Json",
    "Meta",
    "Participant",
    "PatientLink",
    "Payload",
    "Period",
    "PriceComponent",
    "Provision",
    "Quantity",
    "Reference",
    "ReferenceRange",
    "Release",
    "Resource",
    "answers_for",
    "audit_event_for",
    "bill_in",
    "communication_for",
    "consent_for",
    "coverage_for",
    "document_for",
    "encounter_from",
    "image_in",
    "interview_for",
    "invoice_for",
    "report_for",
    "search_token",
    "slot_for",
    "study_for",
    "task_for",
    "written_for",
]
