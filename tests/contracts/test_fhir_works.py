"""The FHIR contracts on AWS's FHIR Works, which ignores conditions."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from ehealthcard.adapters.fhir import FhirBilling, FhirClient, FhirScheduling
from ehealthcard.adapters.fhir.systems import RESIDENT_ID
from ehealthcard.ports import BillStanding, HisBill, Rejected, Slot, SlotAct
from ehealthcard.testing.billing import BillActs
from tests.contracts import (
    test_fhir_billing,
    test_fhir_encounters,
    test_fhir_results,
    test_fhir_scheduling,
)
from tests.contracts.test_fhir_client import numbered
from tests.fhir_peer import medplum, medplum_modules
from tests.peers import node_modules, node_peer

pytestmark = pytest.mark.soak
WORKS = ("fhir-works-on-aws-routing", "6", "fhir-works-on-aws-interface@12")


@pytest.fixture(scope="module")
def works() -> Iterator[str]:
    medplum()  # its modules are there then
    modules = node_modules(*WORKS)
    with node_peer("fhir-works.cjs", modules, str(medplum_modules())) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def client(works: str) -> Iterator[FhirClient]:
    patient = timedelta(seconds=20)
    with FhirClient(
        works, time_out=patient, conditional_create=False, heeds_versions=True
    ) as client:
        yield client  # it is not so, but nobody else is there


class TestSlotsThere(test_fhir_scheduling.TestFhirScheduling):
    """Slots, taken one after another."""

    def test_of_a_hundred_at_once_one_is_accepted(  # type: ignore[override]
        self, works: str, slots: tuple[Slot, Slot]
    ) -> None:
        """It does not hold there, and the adapter finds that out."""
        act = SlotAct(key=uuid4().hex, slot=slots[0].id, card="c" * 32)
        patient = timedelta(seconds=20)
        with FhirClient(works, time_out=patient, conditional_create=False) as asked:
            answer = FhirScheduling(asked, "H1").try_acquire(act)
        assert Rejected(code="FHIR_VERSIONS_IGNORED") == answer


class TestVisitsThere(test_fhir_encounters.TestFhirEncounters):
    """Visits and records."""


class TestBillsThere(test_fhir_billing.TestFhirBilling):
    """Bills, paid and taken back, one after another."""

    def test_of_two_payments_at_once_one_is_posted(  # type: ignore[override]
        self, works: str, unpaid: HisBill, acts: BillActs
    ) -> None:
        """It does not hold there, and the adapter finds that out."""
        patient = timedelta(seconds=20)
        with FhirClient(works, time_out=patient, conditional_create=False) as asked:
            answer = FhirBilling(asked, "H1").post(acts.posting(unpaid, "p1"))
            found = FhirBilling(asked, "H1").bill(unpaid.bill.org, unpaid.bill.id)
        assert Rejected(code="FHIR_VERSIONS_IGNORED") == answer
        assert found is not None
        assert BillStanding.UNPAID is found.standing


class TestReportsThere(test_fhir_results.TestFhirResults):
    """Printed sheets."""


def test_a_number_is_created_once(client: FhirClient) -> None:
    value = uuid4().hex
    one, two = (
        client.create(numbered(value), system=RESIDENT_ID, value=value)
        for _ in range(2)
    )
    assert one["id"] == two["id"]
