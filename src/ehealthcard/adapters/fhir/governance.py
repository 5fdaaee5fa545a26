"""Thin models of what tells how people were dealt with: messages, consents, audit."""

from typing import ClassVar, Literal

from pydantic import Field

from .datatypes import CodeableConcept, Coding, FhirType, Period, Reference
from .resources import Identified, Resource


class Payload(FhirType):
    """What a message says."""

    content_string: str = Field(repr=False)


class FhirCommunication(Identified):
    """A message that was sent (通知)."""

    kind: ClassVar[str] = "Communication"
    status: str
    status_reason: CodeableConcept | None = None
    category: tuple[CodeableConcept, ...] | None = None
    medium: tuple[CodeableConcept, ...] | None = None
    subject: Reference | None = None
    recipient: tuple[Reference, ...] | None = None
    sent: str | None = None
    payload: tuple[Payload, ...] | None = None


class Provision(FhirType):
    """For how long, and for what."""

    period: Period | None = None
    purpose: tuple[Coding, ...] | None = None


class FhirConsent(Identified):
    """What somebody agreed to (知情同意); R4's required scope is written for R4."""

    kind: ClassVar[str] = "Consent"
    status: str
    scope: CodeableConcept | None = None
    category: tuple[CodeableConcept, ...]
    patient: Reference | None = None
    date_time: str | None = None
    policy_rule: CodeableConcept | None = None
    provision: Provision | None = None


class AuditAgent(FhirType):
    """Who did it."""

    who: Reference | None = None
    requestor: bool


class AuditSource(FhirType):
    """What wrote it down."""

    observer: Reference


class AuditEntity(FhirType):
    """What it was done to."""

    what: Reference


class FhirAuditEvent(Resource):
    """An entry of the audit (审计), in R4's shape."""

    kind: ClassVar[str] = "AuditEvent"
    type: Coding
    subtype: tuple[Coding, ...] | None = None
    action: Literal["C", "R", "U", "D", "E"] | None = None
    recorded: str
    outcome: Literal["0", "4", "8", "12"] | None = None
    agent: tuple[AuditAgent, ...]
    source: AuditSource
    entity: tuple[AuditEntity, ...] | None = None
