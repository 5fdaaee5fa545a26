"""A FHIR server's slots, healthy and behind a line that drops, delays and doubles."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import fhirkit
import pytest

from ehealthcard.adapters.fhir import FhirClient, FhirScheduling, slot_for
from ehealthcard.adapters.fhir.systems import BOOKING
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.ports import (
    Accepted,
    Answer,
    Rejected,
    Slot,
    SlotAct,
    SlotStanding,
    Unclear,
)
from ehealthcard.testing import SchedulingContract
from tests.contracts.simulated import DAY, two_slots
from tests.fhir_peer import medplum
from tests.proxies import Fault, Misbehaviour, misbehaving

CHANGES = ("PUT", "POST")


def kept(client: FhirClient) -> tuple[Slot, Slot]:
    """Put two slots of a department of their own onto the server."""
    department = f"03.{uuid4().hex[:8]}"
    first, second = (
        slot.model_copy(update={"department": department, "org_name": None})
        for slot in two_slots(SimulatedHospital("H1", seed=7))
    )
    return put(client, first, 1), put(client, second, 2)


def put(client: FhirClient, slot: Slot, number: int) -> Slot:
    resource = slot_for(slot, number=number)
    assert [] == fhirkit.validate(resource.to_fhir())
    raw = client.create(resource, system="urn:test", value=uuid4().hex)
    return slot.model_copy(update={"id": raw["id"]})


@pytest.fixture
def client() -> Iterator[FhirClient]:
    with FhirClient(medplum(), time_out=timedelta(seconds=20)) as client:
        yield client


@pytest.fixture
def slots(client: FhirClient) -> tuple[Slot, Slot]:
    return kept(client)


class TestFhirScheduling(SchedulingContract):
    @pytest.fixture
    def slots(self, client: FhirClient) -> tuple[Slot, Slot]:
        return kept(client)

    @pytest.fixture
    def scheduling(self, client: FhirClient) -> FhirScheduling:
        return FhirScheduling(client, "H1")


@pytest.fixture
def line(client: FhirClient) -> Iterator[Misbehaviour]:
    with misbehaving(client.base) as line:
        line.methods = CHANGES
        yield line


@pytest.fixture
def shaky(line: Misbehaviour) -> Iterator[FhirScheduling]:
    with FhirClient(
        line.base, time_out=timedelta(seconds=1), heeds_versions=True
    ) as client:
        yield FhirScheduling(client, "H1")


class TestFhirSchedulingThroughTheProxy(TestFhirScheduling):
    """Each change is doubled on its way."""

    @pytest.fixture
    def scheduling(self, line: Misbehaviour) -> Iterator[FhirScheduling]:
        line.faults = ["duplicates"] * 500
        with FhirClient(line.base, time_out=timedelta(seconds=20)) as client:
            yield FhirScheduling(client, "H1")


def act_on(slot: Slot) -> SlotAct:
    return SlotAct(key=uuid4().hex, slot=slot.id, card="c" * 32)


def until_clear(answer: Answer, again: object) -> Answer:
    for _ in range(9):
        if not isinstance(answer, Unclear):
            return answer
        assert callable(again)
        answer = again()
    return answer


@pytest.mark.parametrize("fault", ["drops", "loses-answers", "delays", "breaks"])
@pytest.mark.parametrize("method", CHANGES)
def test_what_is_unclear_is_asked_again_and_done_once(
    shaky: FhirScheduling,
    line: Misbehaviour,
    slots: tuple[Slot, Slot],
    fault: Fault,
    method: str,
) -> None:
    act = act_on(slots[0])
    line.methods = (method,)  # the slot's write, or the appointment's
    line.faults = [fault]
    answer = shaky.try_acquire(act)

    again = until_clear(answer, lambda: shaky.try_acquire(act))

    known = shaky.client.by_identifier("Appointment", BOOKING, act.key)
    assert Accepted(data={"number": 1}) == again == shaky.query(act)
    assert 1 == len(known)
    assert Rejected(code="SLOT_TAKEN") == shaky.try_acquire(act_on(slots[0]))


def test_a_late_write_takes_nothing_behind_its_release(
    client: FhirClient, slots: tuple[Slot, Slot]
) -> None:
    scheduling, act = FhirScheduling(client, "H1"), act_on(slots[0])
    stale = client.read("Slot", slots[0].id)
    assert stale is not None
    scheduling.release(act)
    now = client.read("Slot", slots[0].id)

    assert now is not None
    assert stale["meta"]["versionId"] != now["meta"]["versionId"]


@pytest.mark.parametrize("fault", ["drops", "loses-answers", "breaks"])
def test_a_release_whose_answer_is_lost_is_repeated(
    shaky: FhirScheduling, line: Misbehaviour, slots: tuple[Slot, Slot], fault: Fault
) -> None:
    act = act_on(slots[0])
    shaky.try_acquire(act)
    line.faults = [fault, fault]

    answer = until_clear(shaky.release(act), lambda: shaky.release(act))

    offer = shaky.slot(slots[0].id)
    assert Accepted() == answer
    assert offer is not None
    assert SlotStanding.FREE is offer.standing
    assert Rejected(code="KEY_RELEASED") == shaky.try_acquire(act)


def test_reads_are_repeated_and_then_given_up(
    shaky: FhirScheduling, line: Misbehaviour, slots: tuple[Slot, Slot]
) -> None:
    line.methods = ("GET",)
    line.faults = ["drops", "breaks"]
    offer = shaky.slot(slots[0].id)
    assert offer is not None
    assert slots[0] == offer.slot

    line.faults = ["drops", "breaks", "drops"]
    with pytest.raises(OutsideUnavailableError):
        shaky.try_acquire(act_on(slots[0]))


def test_what_is_written_on_a_slot_and_an_appointment_is_fhir(
    client: FhirClient, slots: tuple[Slot, Slot]
) -> None:
    act = act_on(slots[1]).model_copy(update={"order": "O-1"})
    scheduling = FhirScheduling(client, "H1")
    assert Accepted(data={"number": 2}) == scheduling.try_acquire(act)
    scheduling.confirm(act)

    booked = client.by_identifier("Appointment", BOOKING, act.key)

    held = client.read("Slot", slots[1].id)
    assert held is not None
    assert ["booked"] == [b["status"] for b in booked]
    assert [] == [i for raw in (*booked, held) for i in fhirkit.validate(raw)]


def test_what_the_server_keeps_besides_stays(
    client: FhirClient, slots: tuple[Slot, Slot]
) -> None:
    raw = client.read("Slot", slots[0].id)
    assert raw is not None
    client.replace({**raw, "comment": "带好既往病历", "overbooked": True})

    FhirScheduling(client, "H1").try_acquire(act_on(slots[0]))

    after = client.read("Slot", slots[0].id)
    assert after is not None
    assert ("带好既往病历", True) == (after["comment"], after["overbooked"])


def test_a_suspended_slot_is_told_by_its_status(
    client: FhirClient, slots: tuple[Slot, Slot]
) -> None:
    raw = client.read("Slot", slots[0].id)
    assert raw is not None
    client.replace({**raw, "status": "busy-unavailable"})
    scheduling = FhirScheduling(client, "H1")

    assert Rejected(code="SLOT_SUSPENDED") == scheduling.try_acquire(act_on(slots[0]))


def test_a_name_that_is_no_fhir_name_is_unknown_and_asks_for_nothing(
    client: FhirClient,
) -> None:
    assert FhirScheduling(client, "H1").slot("../Patient/1?x") is None
    assert (
        FhirScheduling(client, "H1").slots(
            org="H2", department="1", first=DAY, last=DAY
        )
        == []
    )
