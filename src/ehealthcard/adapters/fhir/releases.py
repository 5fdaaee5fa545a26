"""Where FHIR's releases write the same thing differently (R4 and R5)."""

from typing import Literal

from .datatypes import CodeableConcept, Coding, FhirType, Json
from .images import as_concepts
from .resources import FhirEncounter, Resource

Release = Literal["R4", "R5"]

_R5_STATUS = {"finished": "completed", "arrived": "in-progress"}


def written_for(release: Release, resource: Resource) -> Json:
    """Return the JSON of *resource* as *release* writes it.

    Encounter, ServiceRequest, DiagnosticReport, QuestionnaireResponse, Coverage,
    Invoice, Consent, Communication and AuditEvent differ.
    """
    raw = resource.to_fhir()
    if release == "R5" and resource.kind in _R5:
        _R5[resource.kind](raw)
    return raw


def _encounter(raw: Json) -> None:
    raw["class"] = [{"coding": [raw["class"]]}]
    raw["status"] = _R5_STATUS.get(raw["status"], raw["status"])
    if "period" in raw:
        raw["actualPeriod"] = raw.pop("period")
    if "serviceType" in raw:
        raw["serviceType"] = [{"concept": raw["serviceType"]}]


def _consent(raw: Json) -> None:
    raw.pop("scope", None)
    if "policyRule" in raw:
        words = raw.pop("policyRule").get("text")
        raw["policyText"] = [{"display": words}]
    if "provision" in raw:
        raw["provision"] = [raw["provision"]]
    if "patient" in raw:
        raw["subject"] = raw.pop("patient")
    if "dateTime" in raw:
        raw["date"] = raw.pop("dateTime")[:10]


def _communication(raw: Json) -> None:
    for payload in raw.get("payload", ()):
        words = payload.pop("contentString")
        payload["contentCodeableConcept"] = {"text": words}


def _audit(raw: Json) -> None:
    kind, finer = raw.pop("type"), raw.pop("subtype", None)
    if finer:
        raw["category"] = [{"coding": [kind]}]
    raw["code"] = {"coding": finer or [kind]}
    if "outcome" in raw:
        raw["outcome"] = {"code": {"code": raw["outcome"]}}


def _order(raw: Json) -> None:
    if "code" in raw:
        raw["code"] = {"concept": raw["code"]}


def _answered(raw: Json) -> None:
    if "identifier" in raw:
        raw["identifier"] = [raw["identifier"]]


def _insured(raw: Json) -> None:
    raw["kind"] = "insurance"
    raw["insurer"], *_ = raw.pop("payor")
    if "subscriberId" in raw:
        raw["subscriberId"] = [{"value": raw["subscriberId"]}]


def _billed(raw: Json) -> None:
    if "date" in raw:
        raw["creation"] = raw.pop("date")


def _reported(raw: Json) -> None:
    if "imagingStudy" in raw:
        raw["study"] = raw.pop("imagingStudy")
    for part in raw.get("contained", ()):
        if part["resourceType"] == "ImagingStudy":
            as_concepts(part)


_R5 = {
    "DiagnosticReport": _reported,
    "Encounter": _encounter,
    "ServiceRequest": _order,
    "QuestionnaireResponse": _answered,
    "Coverage": _insured,
    "Invoice": _billed,
    "Consent": _consent,
    "Communication": _communication,
    "AuditEvent": _audit,
}


def encounter_from(raw: Json) -> FhirEncounter:
    """Return the visit that a server of either release sent.

    Raises:
        FhirAnswerError: It lacks what FHIR requires.

    """
    same = dict(raw)
    if isinstance(raw.get("class"), list):
        told = _Told.read({"kinds": raw["class"]}).kinds
        codings = [coding for kind in told for coding in kind.coding or ()]
        same["class"] = codings[0] if codings else Coding()
    if "actualPeriod" in raw:
        same["period"] = raw["actualPeriod"]
    if isinstance(raw.get("serviceType"), list):
        services = _Told.read({"services": raw["serviceType"]}).services
        concepts = [s.concept for s in services if s.concept]
        same["serviceType"] = concepts[0] if concepts else None
    return FhirEncounter.read(same)


class _Service(FhirType):
    concept: CodeableConcept | None = None


class _Told(FhirType):
    """What R5 lists and R4 does not."""

    kinds: tuple[CodeableConcept, ...] = ()
    services: tuple[_Service, ...] = ()
