"""The FHIR contracts on a server that answers otherwise, in the ways FHIR allows."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from ehealthcard.adapters.fhir import (
    FhirClient,
    FhirPatient,
    FhirPatients,
    Identifier,
    PatientLink,
    Reference,
)
from ehealthcard.adapters.fhir.slots import moment_of
from ehealthcard.adapters.fhir.systems import CARD, RESIDENT_ID
from ehealthcard.errors import (
    FhirAnswerError,
    FhirConflictError,
    FhirRefusedError,
    FhirUnclearError,
    OutsideUnavailableError,
)
from ehealthcard.identity import SubjectId
from ehealthcard.ports import PatientNumber
from tests.contracts import (
    test_fhir_billing,
    test_fhir_encounters,
    test_fhir_results,
    test_fhir_scheduling,
)
from tests.contracts.test_fhir_client import numbered, odd
from tests.fhir_peer import medplum
from tests.variations import varied


@pytest.fixture(scope="module")
def other() -> Iterator[str]:
    with varied(medplum()) as base:
        yield base


@pytest.fixture
def client(other: str) -> Iterator[FhirClient]:
    with FhirClient(other, time_out=timedelta(seconds=60)) as client:
        yield client


class TestSlotsThere(test_fhir_scheduling.TestFhirScheduling):
    """Slots, taken and given back."""


class TestVisitsThere(test_fhir_encounters.TestFhirEncounters):
    """Visits and records."""


class TestBillsThere(test_fhir_billing.TestFhirBilling):
    """Bills, paid and taken back."""


class TestReportsThere(test_fhir_results.TestFhirResults):
    """Printed sheets."""


def test_a_number_is_created_once_and_written_over_its_version(
    client: FhirClient,
) -> None:
    for _ in range(3):  # each way of answering
        value = uuid4().hex
        one, two = (
            client.create(numbered(value), system=RESIDENT_ID, value=value)
            for _ in range(2)
        )
        assert (one["id"], value) == (two["id"], two["identifier"][0]["value"])

        after = client.replace({**two, "active": True})
        assert after["active"] is True
        assert after["meta"]["versionId"] != two["meta"]["versionId"]
        with pytest.raises(FhirConflictError):
            client.replace({**two, "active": False})


def test_a_server_without_conditional_creation_is_asked_first(other: str) -> None:
    with FhirClient(other, conditional_create=False) as client:
        value = uuid4().hex
        one, two = (
            client.create(numbered(value), system=RESIDENT_ID, value=value)
            for _ in range(2)
        )
    assert one["id"] == two["id"]


def test_a_patch_tells_what_it_has_left(client: FhirClient) -> None:
    value = uuid4().hex
    raw = client.create(numbered(value), system=RESIDENT_ID, value=value)
    step = {"op": "add", "path": "/active", "value": True}

    assert all(
        client.patch("Patient", raw["id"], [step])["active"] is True for _ in range(3)
    )


def test_links_of_patients_may_be_whole_addresses(client: FhirClient) -> None:
    subject, system = SubjectId(uuid4().hex), f"urn:test:{uuid4()}"
    kept = FhirPatient(identifier=(Identifier(system=system, value="old-1"),))
    old = client.create(kept, system=system, value="old-1")
    other = Reference(reference=f"Patient/{old['id']}")
    index = FhirPatients(client, {system: "H1"}, card_system=system + CARD)
    link = PatientLink(other=other, type="replaces")
    index.register(subject, FhirPatient(link=(link,)))

    assert (PatientNumber("H1", "old-1"),) == index.numbers(subject)


def test_a_reference_to_another_server_is_not_followed(client: FhirClient) -> None:
    assert "1" == client.named("Patient/1", "Patient")
    assert "1" == client.named(f"{client.base}/Patient/1/_history/2", "Patient")
    for there in ("http://elsewhere/fhir/Patient/1", "Group/1", "urn:uuid:1", "", None):
        assert client.named(there, "Patient") is None


def test_a_refusal_without_a_why_is_a_refusal(client: FhirClient) -> None:
    wrong = FhirPatient(name=(), birth_date="2026-13-45")
    with pytest.raises(FhirRefusedError) as refused:
        client.create(wrong, system=RESIDENT_ID, value=uuid4().hex)
    assert "no OperationOutcome" == str(refused.value.facts["issues"])


def test_somebody_else_is_not_taken_for_who_was_asked_for() -> None:
    anybody = {"resourceType": "Patient", "id": "1"}
    entry = [{"resource": anybody}]
    page = {"resourceType": "Bundle", "type": "searchset", "entry": entry}
    with odd((200, page)) as (client, _):
        assert () == client.by_identifier("Patient", RESIDENT_ID, "9")
    with odd((200, anybody)) as (client, _), pytest.raises(FhirAnswerError):
        client.create(numbered("9"), system=RESIDENT_ID, value="9")


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (425, OutsideUnavailableError),
        (408, FhirUnclearError),
        (520, FhirUnclearError),
        (501, FhirRefusedError),
    ],
)
def test_what_gateways_say_about_a_change(status: int, error: type[Exception]) -> None:
    empty = {"resourceType": "Bundle"}
    with odd((status, b"?"), (200, empty)) as (client, _), pytest.raises(error):
        client.create(numbered("1"), system=RESIDENT_ID, value="1")


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("2026", "2026-01-01T00:00:00+08:00"),
        ("2026-03", "2026-03-01T00:00:00+08:00"),
        ("2026-03-02", "2026-03-02T00:00:00+08:00"),
        ("2026-03-02T01:02:03.123Z", "2026-03-02T01:02:03.123000+00:00"),
    ],
)
def test_a_time_may_be_as_exact_as_it_is_known(told: str, meant: str) -> None:
    assert meant == moment_of(told).isoformat()
