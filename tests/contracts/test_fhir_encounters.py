"""Visits, records and patients on a FHIR server."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import fhirkit
import pytest

from ehealthcard.adapters.fhir import (
    Attachment,
    CodeableConcept,
    Coding,
    DocumentContent,
    FhirAppointment,
    FhirClient,
    FhirDiagnosticReport,
    FhirDocumentReference,
    FhirEncounter,
    FhirEncounters,
    FhirPatient,
    FhirPatients,
    HumanName,
    Identifier,
    Meta,
    Participant,
    PatientLink,
    Period,
    Reference,
    Resource,
    encounter_from,
    written_for,
)
from ehealthcard.adapters.fhir.encounters import CONFIDENTIALITY, SECTION
from ehealthcard.adapters.fhir.systems import RESIDENT_ID
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.identity import SubjectId
from ehealthcard.ports import PatientNumber
from ehealthcard.rules.encounters import RecordKind, RecordsWanted, Setting
from ehealthcard.testing import EncountersContract
from tests.fhir_peer import medplum
from tests.proxies import Misbehaviour, misbehaving

ORG = "H1"
NUMBERS = "urn:test:h1:mrn"
DAY = date(2026, 2, 2)
AT = "2026-02-02T09:00:00+08:00"


@pytest.fixture
def client() -> Iterator[FhirClient]:
    with FhirClient(medplum(), time_out=timedelta(seconds=20)) as client:
        yield client


def put(client: FhirClient, resource: Resource) -> str:
    """Put a resource of its own onto the server; return its address there."""
    assert [] == fhirkit.validate(resource.to_fhir())
    raw = client.create(resource, system="urn:test", value=uuid4().hex)
    return f"{resource.kind}/{raw['id']}"


def patient_with_records(client: FhirClient, number: str) -> str:
    numbered = Identifier(system=NUMBERS, value=number)
    name = put(client, FhirPatient(identifier=(numbered,)))
    subject = Reference(reference=name)
    visit = put(client, visit_of(subject))
    report = FhirDiagnosticReport(
        status="final",
        category=(CodeableConcept.of(SECTION, "LAB"),),
        code=CodeableConcept(text="血常规"),
        subject=subject,
        encounter=Reference(reference=visit),
        effective_date_time=AT,
        conclusion="未见明显异常",
    )
    document = FhirDocumentReference(
        meta=Meta(security=(Coding(system=CONFIDENTIALITY, code="R"),)),
        status="current",
        type=CodeableConcept(text="门诊问诊"),
        subject=subject,
        date=AT,
        content=(DocumentContent(attachment=Attachment(title="病历")),),
    )
    booked = FhirAppointment(
        status="booked",
        start=AT,
        end="2026-02-02T09:10:00+08:00",
        participant=(Participant(actor=subject),),
    )
    for resource in (report, document, booked):
        put(client, resource)
    return number


def visit_of(subject: Reference) -> FhirEncounter:
    return FhirEncounter(
        status="finished",
        class_=Coding(code="IMP"),
        subject=subject,
        service_type=CodeableConcept(text="心内科"),
        period=Period(start=AT, end="2026-02-06T09:00:00+08:00"),
    )


class TestFhirEncounters(EncountersContract):
    org = ORG

    @pytest.fixture
    def encounters(self, client: FhirClient) -> FhirEncounters:
        return FhirEncounters(client, ORG, NUMBERS)

    @pytest.fixture
    def patients(self, client: FhirClient) -> tuple[str, str]:
        one, two = (patient_with_records(client, uuid4().hex) for _ in range(2))
        return one, two

    @pytest.fixture
    def days(self) -> tuple[date, date]:
        return DAY, DAY


@pytest.fixture
def line(client: FhirClient) -> Iterator[Misbehaviour]:
    with misbehaving(client.base) as line:
        yield line


class TestFhirEncountersThroughTheProxy(TestFhirEncounters):
    """Every other answer is lost."""

    @pytest.fixture
    def encounters(self, line: Misbehaviour) -> Iterator[FhirEncounters]:
        line.faults = ["drops", "duplicates", "breaks", "duplicates"] * 20
        with FhirClient(line.base, time_out=timedelta(seconds=20)) as shaky:
            yield FhirEncounters(shaky, ORG, NUMBERS)


def test_a_stay_and_its_records_are_told_with_their_labels(client: FhirClient) -> None:
    number = patient_with_records(client, uuid4().hex)
    wanted = RecordsWanted(
        card="c", patients=(number,), kinds=tuple(RecordKind), first=DAY, last=DAY
    )

    found = FhirEncounters(client, ORG, NUMBERS).records(wanted)

    (visit,) = found.visits
    told = {r.kind: (r.title, r.visit, r.restricted) for r in found.records}
    assert (Setting.INPATIENT, "心内科") == (visit.setting, visit.department)
    assert {
        RecordKind.LABORATORY: ("血常规", visit.id, False),
        RecordKind.CONSULTATION: ("门诊问诊", None, True),
        RecordKind.APPOINTMENT: ("预约记录", None, False),
    } == told


def test_both_releases_tell_of_the_same_visit() -> None:
    visit = visit_of(Reference(reference="Patient/1"))
    raw = {r: written_for(r, visit) for r in ("R4", "R5")}

    assert visit == encounter_from(raw["R4"])
    assert visit.period == encounter_from(raw["R5"]).period
    assert visit.class_ == encounter_from(raw["R5"]).class_
    assert visit.service_type == encounter_from(raw["R5"]).service_type
    assert "completed" == raw["R5"]["status"]


def newcomer(number: str) -> FhirPatient:
    return FhirPatient(
        identifier=(
            Identifier(system=RESIDENT_ID, value=f"no-{number}"),
            Identifier(system=NUMBERS, value=number),
            Identifier(system=NUMBERS, value=f"old-{number}", use="old"),
        ),
        name=(HumanName(text="测试"),),
        gender="unknown",
    )


def test_a_patient_is_registered_once_and_found_by_the_subject(
    client: FhirClient,
) -> None:
    index = FhirPatients(client, {NUMBERS: ORG})
    subject, number = SubjectId(uuid4().hex), uuid4().hex

    one, two = (index.register(subject, newcomer(number)) for _ in range(2))

    assert [] == fhirkit.validate(one.to_fhir())
    assert one == two
    assert (PatientNumber(ORG, number),) == index.numbers(subject)
    assert () == index.numbers(SubjectId(uuid4().hex))


def test_a_lost_answer_to_a_registration_makes_no_second_patient(
    client: FhirClient, line: Misbehaviour
) -> None:
    subject, number = SubjectId(uuid4().hex), uuid4().hex
    line.methods = ("POST",)
    line.faults = ["loses-answers", "duplicates"]
    with FhirClient(line.base) as shaky:
        index = FhirPatients(shaky, {NUMBERS: ORG})
        one, two = (index.register(subject, newcomer(number)) for _ in range(2))

    assert one.id == two.id
    assert 1 == len(client.by_identifier("Patient", NUMBERS, number))


def test_merged_numbers_are_all_the_subjects(client: FhirClient) -> None:
    index = FhirPatients(client, {NUMBERS: ORG})
    subject, kept, gone = SubjectId(uuid4().hex), uuid4().hex, uuid4().hex
    old = put(client, FhirPatient(identifier=(Identifier(system=NUMBERS, value=gone),)))
    link = PatientLink(other=Reference(reference=old), type="replaces")
    index.register(subject, newcomer(kept).model_copy(update={"link": (link,)}))

    assert {kept, gone} == {n.number for n in index.numbers(subject)}


def test_an_index_that_is_away_says_so() -> None:
    with FhirClient("http://127.0.0.1:9/fhir", time_out=timedelta(seconds=1)) as away:
        index = FhirPatients(away, {NUMBERS: ORG})
        with pytest.raises(OutsideUnavailableError):
            index.numbers(SubjectId("1" * 32))
        with pytest.raises(OutsideUnavailableError):
            index.register(SubjectId("1" * 32), FhirPatient())
