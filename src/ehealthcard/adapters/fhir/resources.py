"""Thin models of the resources that the SDK writes and reads.

Each holds what the SDK has a use for, in R4's shape; all else a server keeps is left
alone. What R5 writes differently is turned round in ``releases``.
"""

from typing import ClassVar, Literal

from pydantic import AliasChoices, Field

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
)


class Resource(FhirType):
    """What all resources have."""

    kind: ClassVar[str]
    id: str | None = None
    meta: Meta | None = None
    extension: tuple[Extension, ...] | None = None

    def to_fhir(self) -> Json:
        """Return it as FHIR's JSON, with its type."""
        return {"resourceType": self.kind, **super().to_fhir()}

    def extended(self, name: str) -> Extension | None:
        """Return the extension at an address, if there is one."""
        return next((e for e in self.extension or () if e.url == name), None)


class Identified(Resource):
    """A resource that others know by a number."""

    identifier: tuple[Identifier, ...] | None = None

    def values(self, system: str) -> tuple[str, ...]:
        """Return its numbers of *system* that are in force."""
        return tuple(
            i.value
            for i in self.identifier or ()
            if i.system == system and i.value and i.use != "old"
        )


class PatientLink(FhirType):
    """Another record of the same person (重复建档)."""

    other: Reference
    type: Literal["replaced-by", "replaces", "refer", "seealso"]


class FhirPatient(Identified):
    """A person at the HIS (患者)."""

    kind: ClassVar[str] = "Patient"
    active: bool | None = None
    name: tuple[HumanName, ...] | None = None
    gender: Literal["male", "female", "other", "unknown"] | None = None
    birth_date: str | None = Field(default=None, repr=False)
    link: tuple[PatientLink, ...] | None = None


class FhirSlot(Identified):
    """One place in a timetable (号源)."""

    kind: ClassVar[str] = "Slot"
    service_category: tuple[CodeableConcept, ...] | None = None
    specialty: tuple[CodeableConcept, ...] | None = None
    schedule: Reference
    status: str
    start: str
    end: str
    comment: str | None = None


class Participant(FhirType):
    """Somebody or something that takes part in an appointment."""

    actor: Reference
    status: Literal["accepted", "declined", "tentative", "needs-action"] = "accepted"


class FhirAppointment(Identified):
    """A booking (预约)."""

    kind: ClassVar[str] = "Appointment"
    status: str
    based_on: tuple[Reference, ...] | None = None
    start: str | None = None
    end: str | None = None
    slot: tuple[Reference, ...] | None = None
    participant: tuple[Participant, ...]


class FhirEncounter(Identified):
    """A visit or stay (就诊)."""

    kind: ClassVar[str] = "Encounter"
    status: str
    class_: Coding = Field(alias="class")
    subject: Reference | None = None
    service_type: CodeableConcept | None = None
    period: Period | None = None


class FhirServiceRequest(Identified):
    """An order or a referral (申请单、转诊)."""

    kind: ClassVar[str] = "ServiceRequest"
    status: str
    intent: str
    code: CodeableConcept | None = None
    subject: Reference
    authored_on: str | None = None
    requester: Reference | None = None
    performer: tuple[Reference, ...] | None = None


class FhirBasic(Identified):
    """What no other resource is for."""

    kind: ClassVar[str] = "Basic"
    code: CodeableConcept


class FhirTask(Identified):
    """A case of a workflow (业务办理)."""

    kind: ClassVar[str] = "Task"
    status: str
    intent: str
    code: CodeableConcept | None = None
    focus: Reference | None = None
    for_: Reference | None = Field(
        default=None,
        validation_alias=AliasChoices("for", "for_"),
        serialization_alias="for",
    )
    business_status: CodeableConcept | None = None
    authored_on: str | None = None
    last_modified: str | None = None


class FhirAnswer(FhirType):
    """An answer to a question."""

    value_string: str | None = Field(default=None, repr=False)
    value_boolean: bool | None = Field(default=None, repr=False)
    value_integer: int | None = Field(default=None, repr=False)
    value_decimal: float | None = Field(default=None, repr=False)
    value_date: str | None = Field(default=None, repr=False)
    value_date_time: str | None = Field(default=None, repr=False)
    value_coding: Coding | None = Field(default=None, repr=False)
    value_quantity: Quantity | None = Field(default=None, repr=False)
    value_attachment: Attachment | None = Field(default=None, repr=False)


class FhirQuestion(FhirType):
    """A question and its answers."""

    link_id: str
    text: str | None = None
    answer: tuple[FhirAnswer, ...] | None = None


class FhirQuestionnaireResponse(Resource):
    """A declaration, survey or interview (申报、问卷、问诊)."""

    kind: ClassVar[str] = "QuestionnaireResponse"
    identifier: Identifier | None = None
    questionnaire: str | None = None
    status: str
    subject: Reference | None = None
    authored: str | None = None
    item: tuple[FhirQuestion, ...] | None = None


class ReferenceRange(FhirType):
    """What is normal (参考范围)."""

    text: str | None = None


class FhirObservation(Identified):
    """One result (检验项目结果)."""

    kind: ClassVar[str] = "Observation"
    status: str
    code: CodeableConcept
    subject: Reference | None = None
    effective_date_time: str | None = None
    value_quantity: Quantity | None = Field(default=None, repr=False)
    value_string: str | None = Field(default=None, repr=False)
    interpretation: tuple[CodeableConcept, ...] | None = Field(default=None, repr=False)
    method: CodeableConcept | None = None
    reference_range: tuple[ReferenceRange, ...] | None = None


class FhirDiagnosticReport(Identified):
    """A report (检验检查报告)."""

    kind: ClassVar[str] = "DiagnosticReport"
    contained: tuple[Json, ...] | None = Field(default=None, repr=False)
    based_on: tuple[Reference, ...] | None = None
    status: str
    category: tuple[CodeableConcept, ...] | None = None
    code: CodeableConcept
    subject: Reference | None = None
    encounter: Reference | None = None
    effective_date_time: str | None = None
    issued: str | None = None
    performer: tuple[Reference, ...] | None = None
    results_interpreter: tuple[Reference, ...] | None = None
    result: tuple[Reference, ...] | None = None
    imaging_study: tuple[Reference, ...] | None = Field(
        default=None,
        validation_alias=AliasChoices("imagingStudy", "study", "imaging_study"),
        serialization_alias="imagingStudy",
    )
    specimen: tuple[Reference, ...] | None = None
    conclusion: str | None = Field(default=None, repr=False)


class DocumentContent(FhirType):
    """One form of a document."""

    attachment: Attachment


class FhirDocumentReference(Identified):
    """A document (病历文书)."""

    kind: ClassVar[str] = "DocumentReference"
    status: str
    type: CodeableConcept | None = None
    category: tuple[CodeableConcept, ...] | None = None
    subject: Reference | None = None
    date: str | None = None
    description: str | None = Field(default=None, repr=False)
    content: tuple[DocumentContent, ...]
