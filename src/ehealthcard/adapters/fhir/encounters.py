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

from .client import FhirClient
from .datatypes import CodeableConcept, Json, Meta
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
        visits = [v for name in names for v in self._visits(name, names, wanted)]
        records = [
            record
            for name in names
            for record in self._records(name, names, wanted)
            if record.kind in wanted.kinds
        ]
        return RecordsFound(
            visits=tuple(visits),
            records=tuple(records),
            total=len(visits) + len(records),
        )

    def _names(self, wanted: RecordsWanted) -> Names:
        """Return the patients' addresses there, with the number each was asked by."""
        system = self.patient_system if wanted.patients else self.card_system
        numbers = wanted.patients or (wanted.card,)
        return {
            f"Patient/{raw['id']}": number
            for number in numbers
            for raw in self.client.by_identifier("Patient", system, number)
        }

    def _visits(
        self, name: str, names: Names, wanted: RecordsWanted
    ) -> Iterator[Visit]:
        days = [
            ("date", f"ge{_midnight(wanted.first)}"),
            ("date", f"lt{_midnight(wanted.last + timedelta(days=1))}"),
        ]
        for raw in self._all("Encounter", [("subject", name), *days]):
            if visit := self._visit(raw, names):
                yield visit

    def _visit(self, raw: Json, names: Names) -> Visit | None:
        read = encounter_from(raw)
        if read.period is None or read.period.start is None:
            return None  # planned: nobody was there
        ended = read.period.end
        stay = read.class_.code in STAYS
        return Visit(
            **self._entry(raw, read.subject and read.subject.reference, names),
            setting=Setting.INPATIENT if stay else Setting.OUTPATIENT,
            department=_words(read.service_type),
            started_at=moment_of(read.period.start),
            ended_at=moment_of(ended) if ended else None,
        )

    def _records(
        self, name: str, names: Names, wanted: RecordsWanted
    ) -> Iterator[Record]:
        kinds = set(wanted.kinds)
        if kinds - {RecordKind.APPOINTMENT}:
            for raw in self._all("DiagnosticReport", [("subject", name)]):
                yield self._report(raw, names)
            for raw in self._all("DocumentReference", [("subject", name)]):
                yield self._document(raw, names)
        if RecordKind.APPOINTMENT in kinds:
            for raw in self._all("Appointment", [("actor", name)]):
                yield self._appointment(raw, name, names)

    def _report(self, raw: Json, names: Names) -> Record:
        read = FhirDiagnosticReport.read(raw)
        sections = [c.code_in(SECTION) for c in read.category or ()]
        made = RecordKind.LABORATORY if "LAB" in sections else RecordKind.EXAMINATION
        return Record(
            **self._entry(raw, read.subject and read.subject.reference, names),
            kind=_kind(read.category, made),
            visit=read.encounter and read.encounter.reference,
            at=_first(read.effective_date_time, read.issued, raw),
            title=_words(read.code),
            text=read.conclusion or "",
        )

    def _document(self, raw: Json, names: Names) -> Record:
        read = FhirDocumentReference.read(raw)
        return Record(
            **self._entry(raw, read.subject and read.subject.reference, names),
            kind=_kind(read.category, RecordKind.CONSULTATION),
            at=_first(read.date, None, raw),
            title=_words(read.type),
            text=read.description or "",
        )

    def _appointment(self, raw: Json, name: str, names: Names) -> Record:
        read = FhirAppointment.read(raw)
        actors = [p.actor.reference for p in read.participant]
        return Record(
            **self._entry(raw, name if name in actors else None, names),
            kind=RecordKind.APPOINTMENT,
            at=_first(read.start, None, raw),
            title=RecordKind.APPOINTMENT.zh,
        )

    def _entry(self, raw: Json, subject: str | None, names: Names) -> Json:
        labels = Meta.read(raw.get("meta", {})).security or ()
        guarding = [x for x in labels if x.system == CONFIDENTIALITY]
        other = [x for x in labels if x.system != CONFIDENTIALITY]
        return {
            "id": f"{raw['resourceType']}/{raw['id']}",
            "org": self.org,
            "patient": names.get(subject or "", subject or "?"),
            "restricted": any(x.code in GUARDED for x in guarding),
            "sensitive": bool(other),
        }

    def _all(self, kind: str, params: list[tuple[str, str]]) -> tuple[Json, ...]:
        found = self.client.search(kind, params).resources
        return tuple(raw for raw in found if raw.get("status") != "entered-in-error")


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
