"""A FHIR server's visits and records (就医记录)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import attrs

from ehealthcard.codesets import SHANGHAI
from ehealthcard.rules.encounters import (
    Record,
    RecordKind,
    RecordsFound,
    RecordsWanted,
    Setting,
    Visit,
)

from .answers import Found
from .client import FhirClient
from .datatypes import CodeableConcept, Json, Meta, Reference
from .releases import encounter_from
from .resources import FhirAppointment, FhirDiagnosticReport, FhirDocumentReference
from .slots import moment_of
from .systems import CARD, RECORD_KIND

CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
GUARDED = frozenset({"R", "V"})
"""Restricted, and very restricted."""

STAYS = frozenset({"IMP", "ACUTE", "NONAC"})
"""Classes of encounters that are stays (住院)."""

SECTION = "http://terminology.hl7.org/CodeSystem/v2-0074"
Names = dict[str, str]


@attrs.frozen
class FhirEncounters:
    """See :class:`ehealthcard.ports.Encounters`.

    Reports come from DiagnosticReport, consultations and check-ups from
    DocumentReference, appointments from Appointment. An entry's number is its address
    on the server. What is of a patient who was not asked for is told as of that one,
    so that the desk sees it; restricted and sensitive entries are known by their
    security labels, and a label that is not known makes an entry sensitive.

    Not built: the costs of a visit (Invoice, ChargeItem), the doctor, and the seal on
    a record, for which FHIR has no label.

    Args:
        client: The server.
        org: Code of the institution.
        patient_system: Of its patient numbers.
        card_system: Under which it keeps the subject, for where no number is known.

    """

    client: FhirClient
    org: str
    patient_system: str
    card_system: str = CARD

    def records(self, wanted: RecordsWanted, /) -> RecordsFound:
        """See :class:`ehealthcard.ports.Encounters`.

        Raises:
            OutsideUnavailableError: No answer in time.
            FhirError: The server refused, or answered what is no FHIR.

        """
        names = self._names(wanted)
        found = [f for name in names for f in self._searches(name, wanted)]
        entries = [
            e for f in found for raw in f.resources if (e := self._entry_of(raw, names))
        ]
        visits = tuple(e for e in entries if isinstance(e, Visit))
        records = tuple(
            e for e in entries if isinstance(e, Record) and e.kind in wanted.kinds
        )
        withheld = sum(f.total - len(f.resources) for f in found)
        total = len(visits) + len(records) + withheld
        return RecordsFound(visits=visits, records=records, total=total)

    def _names(self, wanted: RecordsWanted) -> Names:
        """Return the patients' addresses there, with the number each was asked by."""
        system = self.patient_system if wanted.patients else self.card_system
        numbers = wanted.patients or (wanted.card,)
        return {
            f"Patient/{raw['id']}": number
            for number in numbers
            for raw in self.client.by_identifier("Patient", system, number)
        }

    def _searches(self, name: str, wanted: RecordsWanted) -> Iterator[Found]:
        days = [
            ("date", f"ge{_midnight(wanted.first)}"),
            ("date", f"lt{_midnight(wanted.last + timedelta(days=1))}"),
        ]
        yield self.client.search("Encounter", [("subject", name), *days])
        kinds = set(wanted.kinds)
        if kinds - {RecordKind.APPOINTMENT}:
            yield self.client.search("DiagnosticReport", [("subject", name)])
            yield self.client.search("DocumentReference", [("subject", name)])
        if RecordKind.APPOINTMENT in kinds:
            yield self.client.search("Appointment", [("actor", name)])

    def _entry_of(self, raw: Json, names: Names) -> Visit | Record | None:
        if raw.get("status") == "entered-in-error":
            return None
        match raw["resourceType"]:
            case "Encounter":
                return self._visit(raw, names)
            case "DiagnosticReport":
                return self._report(raw, names)
            case "DocumentReference":
                return self._document(raw, names)
            case "Appointment":
                return self._appointment(raw, names)
            case _:
                return None  # an OperationOutcome, say

    def _visit(self, raw: Json, names: Names) -> Visit | None:
        read = encounter_from(raw)
        if read.period is None or read.period.start is None:
            return None  # planned: nobody was there
        ended = read.period.end
        stay = read.class_.code in STAYS
        return Visit(
            **self._entry(raw, read.subject, names),
            setting=Setting.INPATIENT if stay else Setting.OUTPATIENT,
            department=_words(read.service_type),
            started_at=moment_of(read.period.start),
            ended_at=moment_of(ended) if ended else None,
        )

    def _report(self, raw: Json, names: Names) -> Record:
        read = FhirDiagnosticReport.read(raw)
        sections = [c.code_in(SECTION) for c in read.category or ()]
        made = RecordKind.LABORATORY if "LAB" in sections else RecordKind.EXAMINATION
        return Record(
            **self._entry(raw, read.subject, names),
            kind=_kind(read.category, made),
            visit=self._address(read.encounter, "Encounter"),
            at=_first(read.effective_date_time, read.issued, raw),
            title=_words(read.code),
            text=read.conclusion or "",
        )

    def _document(self, raw: Json, names: Names) -> Record:
        read = FhirDocumentReference.read(raw)
        return Record(
            **self._entry(raw, read.subject, names),
            kind=_kind(read.category, RecordKind.CONSULTATION),
            at=_first(read.date, None, raw),
            title=_words(read.type),
            text=read.description or "",
        )

    def _appointment(self, raw: Json, names: Names) -> Record:
        read = FhirAppointment.read(raw)
        actors = [p.actor for p in read.participant]
        mine = next((a for a in actors if self._address(a, "Patient") in names), None)
        return Record(
            **self._entry(raw, mine, names),
            kind=RecordKind.APPOINTMENT,
            at=_first(read.start, None, raw),
            title=RecordKind.APPOINTMENT.zh,
        )

    def _entry(self, raw: Json, subject: Reference | None, names: Names) -> Json:
        whose = self._address(subject, "Patient") or "?"
        labels = Meta.read(raw.get("meta", {})).security or ()
        guarding = [x for x in labels if x.system == CONFIDENTIALITY]
        other = [x for x in labels if x.system != CONFIDENTIALITY]
        return {
            "id": f"{raw['resourceType']}/{raw['id']}",
            "org": self.org,
            "patient": names.get(whose, whose),
            "restricted": any(x.code in GUARDED for x in guarding),
            "sensitive": bool(other),
        }

    def _address(self, told: Reference | None, kind: str) -> str | None:
        """Return a reference to this server in its short form, others as they are."""
        if told is None or told.reference is None:
            return None
        name = self.client.named(told.reference, kind)
        return f"{kind}/{name}" if name else told.reference


def _kind(
    category: tuple[CodeableConcept, ...] | None, other: RecordKind
) -> RecordKind:
    codes = [c.code_in(RECORD_KIND) for c in category or ()]
    return next((kind for kind in RecordKind if kind.value in codes), other)


def _words(concept: CodeableConcept | None) -> str:
    if concept is None:
        return ""
    shown = [c.display or c.code or "" for c in concept.coding or ()]
    return concept.text or next(iter(shown), "")


def _first(one: str | None, two: str | None, raw: Json) -> datetime:
    updated = raw.get("meta", {}).get("lastUpdated")
    return moment_of(one or two or updated or "")


def _midnight(day: date) -> str:
    return datetime.combine(day, time(), SHANGHAI).isoformat()
