"""From what the desk knows to FHIR's resources, for those who keep them (导出).

Pure functions: who may read a case decides the desk, before these are called. Names and
document numbers are not in them; the patient is the subject's number.
"""

from base64 import b64encode
from datetime import datetime
from typing import Any

from ehealthcard.identity import SubjectId
from ehealthcard.ports import MadeDocument
from ehealthcard.rules.insured import Coverage
from ehealthcard.services.foundation.consent import Given, Lapsed, Withdrawn
from ehealthcard.services.notification.states import (
    Deferred,
    Recalled,
    Sent,
    Suppressed,
    Told,
    Written,
)
from ehealthcard.services.notification.states import Expired as MessageExpired
from ehealthcard.workflow import Event, Workflow

from .bills import FhirCoverage
from .datatypes import (
    Attachment,
    CodeableConcept,
    Coding,
    Identifier,
    Period,
    Reference,
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
from .resources import DocumentContent, FhirDocumentReference, FhirTask
from .systems import (
    CARD,
    CASE,
    COMMAND,
    COVERAGE,
    DOCUMENT,
    INSURANCE_KIND,
    MESSAGE_KIND,
    PURPOSE,
    STAFF,
)

PRIVACY = CodeableConcept.of(
    "http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"
)
AUDIT_TYPE = Coding(
    system="http://terminology.hl7.org/CodeSystem/audit-event-type", code="rest"
)


def person(subject: str, *, system: str = CARD) -> Reference:
    """Return a reference to a patient by the subject's number."""
    number = Identifier(system=system, value=subject)
    return Reference(type="Patient", identifier=number)


def task_for(
    event: Event, workflow: Workflow[Any, Any], *, status: str | None = None
) -> FhirTask:
    """Return a case as a Task, as its last event left it.

    Its ``businessStatus`` is the state. A Task's own status knows less: a case that
    nothing leads out of is ``completed``, any other ``in-progress``; a service's
    cancelled or refused ones are told by *status*.
    """
    state = workflow.states[event.state]
    ended = state in workflow.finals
    name = Identifier(system=CASE, value=event.case)
    title = workflow.title
    return FhirTask(
        identifier=(name,),
        status=status or ("completed" if ended else "in-progress"),
        intent="order",
        code=CodeableConcept.of(CASE, event.workflow, title.zh),
        for_=person(event.subject),
        business_status=CodeableConcept(text=event.state),
        last_modified=event.at.isoformat(),
    )


def audit_event_for(event: Event, *, observer: str) -> FhirAuditEvent:
    """Return an event of a case as an AuditEvent: who did what to it, and when.

    The content of the state is not in it.

    Args:
        event: What was written down.
        observer: Code of the institution whose desk wrote it down.

    """
    desk = Identifier(system=STAFF, value=observer)
    who = Reference(identifier=Identifier(system=STAFF, value=event.actor))
    case = Identifier(system=CASE, value=event.case)
    return FhirAuditEvent(
        type=AUDIT_TYPE,
        subtype=(Coding(system=COMMAND, code=f"{event.workflow}.{event.command}"),),
        action="C" if event.version == 1 else "U",
        recorded=event.at.isoformat(),
        outcome="0",
        agent=(AuditAgent(who=who, requestor=True),),
        source=AuditSource(observer=Reference(type="Organization", identifier=desk)),
        entity=(
            AuditEntity(what=Reference(type="Task", identifier=case)),
            AuditEntity(what=person(event.subject)),
        ),
    )


def consent_for(case: str, state: Given | Withdrawn | Lapsed) -> FhirConsent:
    """Return what a holder consented to; R4 demands its scope."""
    purpose = state.purpose
    until = state.until if isinstance(state, Given) else None
    ended = state.withdrawn_at if isinstance(state, Withdrawn) else until
    period = Period(
        start=state.text.accepted_at.isoformat(),
        end=ended.isoformat() if ended else None,
    )
    aim = Coding(system=PURPOSE, code=purpose.value, display=purpose.zh)
    return FhirConsent(
        identifier=(Identifier(system=CASE, value=case),),
        status="active" if isinstance(state, Given) else "inactive",
        scope=PRIVACY,
        category=(CodeableConcept.of(PURPOSE, purpose.value, purpose.zh),),
        patient=person(state.card),
        date_time=state.text.accepted_at.isoformat(),
        policy_rule=CodeableConcept(text=f"同意书版本 {state.text.version}"),
        provision=Provision(period=period, purpose=(aim,)),
    )


def communication_for(case: str, state: Told) -> FhirCommunication:
    """Return a message to a resident (通知), with its text where there is one."""
    written = state if isinstance(state, Written) else None
    reason = state.reason if isinstance(state, Suppressed) else None
    sent = state.sent_at.isoformat() if isinstance(state, Sent) else None
    return FhirCommunication(
        identifier=(Identifier(system=CASE, value=case),),
        status=_sent(state),
        status_reason=CodeableConcept(text=reason) if reason else None,
        category=(CodeableConcept.of(MESSAGE_KIND, state.kind.value, state.kind.zh),),
        medium=(CodeableConcept(text=written.channel),) if written else None,
        subject=person(state.card),
        recipient=(person(written.recipient),) if written else None,
        sent=sent,
        payload=(Payload(content_string=written.text),) if written else None,
    )


def coverage_for(card: str, told: Coverage, *, is_covered: bool) -> FhirCoverage:
    """Return who insures a holder, as the insurance told when asked (1101)."""
    office = Identifier(system=COVERAGE, value=told.clr_optins or "unknown")
    return FhirCoverage(
        identifier=(Identifier(system=COVERAGE, value=f"{card}:{told.insutype}"),),
        status="active" if is_covered else "cancelled",
        type=CodeableConcept.of(INSURANCE_KIND, told.insutype),
        subscriber_id=told.psn_no,
        beneficiary=person(card),
        payor=(Reference(type="Organization", identifier=office, display="医保经办"),),
    )


def document_for(
    made: MadeDocument, *, number: str, subject: SubjectId, title: str, at: datetime
) -> FhirDocumentReference:
    """Return a file that was made for a holder, with its bytes (文档)."""
    content = Attachment(
        content_type=made.media_type,
        data=b64encode(made.data).decode(),
        title=title,
    )
    return FhirDocumentReference(
        identifier=(Identifier(system=DOCUMENT, value=number),),
        status="current",
        type=CodeableConcept(text=title),
        subject=person(subject),
        date=at.isoformat(),
        content=(DocumentContent(attachment=content),),
    )


def _sent(state: Told) -> str:
    match state:
        case Suppressed():
            return "not-done"
        case Deferred():
            return "on-hold"
        case Sent():
            return "completed"
        case Recalled() | MessageExpired():
            return "stopped"
        case _:
            return "in-progress"
