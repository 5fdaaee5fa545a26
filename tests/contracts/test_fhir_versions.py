"""A FHIR server that ignores ``If-Match`` is found out before anything is changed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier, Event
from typing import Any

import fhirkit
import httpx
import pytest

from ehealthcard.adapters.fhir import FhirBilling, FhirClient, FhirScheduling, Json
from ehealthcard.adapters.fhir.probing import NAME
from ehealthcard.adapters.fhir.systems import BOOKING, PROBE
from ehealthcard.errors import (
    FhirVersionsIgnoredError,
    FhirVersionsUnknownError,
    OutsideUnavailableError,
)
from ehealthcard.ports import Accepted, HisBill, Rejected, Slot, SlotAct
from ehealthcard.testing.billing import BillActs
from tests.fhir_peer import medplum
from tests.proxies import Fault, misbehaving
from tests.variations import varied

from .test_fhir_billing import kept as kept_bill
from .test_fhir_client import odd
from .test_fhir_scheduling import act_on, kept

IGNORED = Rejected(code="FHIR_VERSIONS_IGNORED")
LONG = timedelta(seconds=20)


@pytest.fixture
def client() -> Iterator[FhirClient]:
    with FhirClient(medplum(), time_out=LONG) as client:
        yield client


@pytest.fixture
def slots(client: FhirClient) -> tuple[Slot, Slot]:
    return kept(client)


@pytest.fixture
def bill(client: FhirClient) -> HisBill:
    return kept_bill(client)


@contextmanager
def through(*ignores: str, **said: Any) -> Iterator[FhirClient]:
    """Lend a client of the same server, which ignores some things."""
    with (
        varied(medplum(), ignores=ignores) as base,
        FhirClient(base, time_out=LONG, **said) as client,
    ):
        yield client


def acts(scheduling: FhirScheduling, act: SlotAct) -> list[Any]:
    return [scheduling.try_acquire(act), scheduling.release(act)]


def probes(client: FhirClient) -> tuple[Json, ...]:
    return client.by_identifier("Basic", PROBE, NAME)


def test_a_server_that_ignores_versions_has_no_slot_taken(
    client: FhirClient, slots: tuple[Slot, Slot]
) -> None:
    before, act = client.read("Slot", slots[0].id), act_on(slots[0])
    with through("if-match") as careless:
        found = acts(FhirScheduling(careless, "H1"), act)

    assert [IGNORED, IGNORED] == found
    assert before == client.read("Slot", slots[0].id)
    assert () == client.by_identifier("Appointment", BOOKING, act.key)


def test_nor_a_bill_paid(client: FhirClient, bill: HisBill) -> None:
    with through("if-match") as careless:
        billing = FhirBilling(careless, "H1")
        before = billing.bill("H1", bill.bill.id)
        assert IGNORED == billing.post(BillActs().posting(bill, "p1"))
        assert before == billing.bill("H1", bill.bill.id)


def test_what_the_hospital_says_is_believed(slots: tuple[Slot, Slot]) -> None:
    with through("if-match", heeds_versions=True) as careless:
        first = FhirScheduling(careless, "H1").try_acquire(act_on(slots[0]))
    with (
        misbehaving(medplum()) as line,
        FhirClient(line.base, time_out=LONG, heeds_versions=False) as careful,
    ):
        second = FhirScheduling(careful, "H1").try_acquire(act_on(slots[1]))

    assert (Accepted(data={"number": 1}), IGNORED) == (first, second)
    assert {"GET"} == {one.partition(" ")[0] for one in line.seen}


def test_a_server_that_heeds_them_is_asked_once(slots: tuple[Slot, Slot]) -> None:
    with misbehaving(medplum()) as line, FhirClient(line.base, time_out=LONG) as client:
        scheduling = FhirScheduling(client, "H1")
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: client.require_versions(), range(8)))
        found = len([s for s in line.seen if "/Basic" in s])
        acts(scheduling, act_on(slots[0]))

        assert found == len([s for s in line.seen if "/Basic" in s])
        assert 2 == len([s for s in line.seen if s.startswith("PUT") and "Basic" in s])
        (own,) = probes(client)
        assert [] == fhirkit.validate(own)


def test_of_many_processes_that_ask_at_once_each_finds_it_out() -> None:
    def ask(_: int) -> None:
        with FhirClient(medplum(), time_out=LONG) as client:
            client.require_versions()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ask, range(4)))


def test_a_server_that_will_not_have_it_is_unknown_until_somebody_says(
    client: FhirClient, slots: tuple[Slot, Slot]
) -> None:
    before = client.read("Slot", slots[0].id)
    with through("Basic") as closed:
        answer = FhirScheduling(closed, "H1").try_acquire(act_on(slots[0]))
        with pytest.raises(FhirVersionsUnknownError, match="HTTP 404"):
            closed.require_versions()
    assert Rejected(code="FHIR_VERSIONS_UNKNOWN") == answer
    assert before == client.read("Slot", slots[0].id)

    with through("Basic", heeds_versions=True) as closed:
        answer = FhirScheduling(closed, "H1").try_acquire(act_on(slots[0]))
    assert Accepted(data={"number": 1}) == answer


@pytest.mark.parametrize("fault", ["drops", "loses-answers", "breaks"])
def test_what_is_not_heard_is_asked_anew_and_nothing_is_changed(
    client: FhirClient, slots: tuple[Slot, Slot], fault: Fault
) -> None:
    before, act = client.read("Slot", slots[0].id), act_on(slots[0])
    client.require_versions()  # its resource is there
    for faults in ([fault], [None, fault]):
        with (
            misbehaving(client.base) as line,
            FhirClient(line.base, time_out=timedelta(seconds=2)) as shaky,
        ):
            line.methods, line.faults = ("PUT",), [*faults]
            scheduling = FhirScheduling(shaky, "H1")
            with pytest.raises(OutsideUnavailableError):
                scheduling.try_acquire(act)
            assert before == client.read("Slot", slots[0].id)
            shaky.require_versions()

    assert Accepted(data={"number": 1}) == FhirScheduling(client, "H1").try_acquire(act)


def test_a_server_without_versions_does_not_heed_them() -> None:
    own = {"resourceType": "Basic", "id": "1", "code": {"text": NAME}}
    named = {**own, "identifier": [{"system": PROBE, "value": NAME}]}
    page = {
        "resourceType": "Bundle",
        "type": "searchset",
        "entry": [{"resource": named}],
    }
    with (
        odd((200, page), (200, named)) as (client, _),
        pytest.raises(FhirVersionsIgnoredError),
    ):
        client.require_versions()


def test_what_is_no_fhir_leaves_it_unknown() -> None:
    with (
        odd((200, b"?")) as (client, _),
        pytest.raises(FhirVersionsUnknownError, match="no JSON"),
    ):
        client.require_versions()


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_runs_out_between_two_writes_is_no_yes(status: int) -> None:
    own = {"resourceType": "Basic", "id": "1", "code": {"text": NAME}}
    named = {**own, "identifier": [{"system": PROBE, "value": NAME}]}
    first = {**named, "meta": {"versionId": "1"}}
    page = {
        "resourceType": "Bundle",
        "type": "searchset",
        "entry": [{"resource": first}],
    }
    second = {**named, "meta": {"versionId": "2"}}
    told = [(200, page), (200, first), (200, second), (status, {"issue": []})]
    answers = iter([httpx.Response(code, json=body) for code, body in told])
    line = httpx.MockTransport(lambda _: next(answers))
    with (
        FhirClient("https://his", transport=line) as client,
        pytest.raises(FhirVersionsUnknownError, match=f"HTTP {status}") as caught,
    ):
        client.require_versions()
    assert "没有问题代码" in caught.value.chinese


def test_many_who_wait_for_a_silent_server_wait_once() -> None:
    asked, slow, together = list[str](), Event(), Barrier(8)

    def silent(request: httpx.Request) -> httpx.Response:
        asked.append(request.method)
        slow.wait(0.2)
        raise httpx.ReadTimeout("silent", request=request)

    def ask(client: FhirClient) -> None:
        together.wait()
        with pytest.raises(OutsideUnavailableError):
            client.require_versions()

    line = httpx.MockTransport(silent)
    with FhirClient("https://his", tries=2, transport=line) as client:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(ask, [client] * 8))
        assert ["GET", "GET"] == asked
        with pytest.raises(OutsideUnavailableError):
            client.require_versions()
        assert 4 == len(asked)
