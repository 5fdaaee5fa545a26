"""Where vendors' templates have the facts of a visit, an order, a form and a slot."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import httpx
import pytest

from ehealthcard.adapters.hip import (
    APPOINTED,
    LAYOUTS,
    ORDERED,
    ORDERS_FOUND,
    STANDARD,
    TRANSFERRED,
    Acknowledgement,
    Header,
    HipClient,
    HipInpatients,
    HipLine,
    HipService,
    Row,
    read_call,
    read_message,
    write_acknowledgement,
    write_message,
    write_reply,
)
from ehealthcard.adapters.hip.messages import root_of
from ehealthcard.adapters.hip.payloads import FOUND
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.hosts.hip import TAKEN, HipReceiver, SimulatedPlatform
from ehealthcard.ports import Accepted, PlacementAct

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
HEADER = Header("m-1", AT, "EHC", "HIP")
STAY = PlacementAct(
    key="p-1",
    certificate="c1",
    card="c1",
    admission="H1:Z-1",
    org="H1",
    ward="W-3",
    bed="12",
    move=0,
    at=AT,
)


@pytest.fixture
def hospital() -> SimulatedHospital:
    return SimulatedHospital("H1", seed=7)


@pytest.fixture
def client(hospital: SimulatedHospital) -> Iterator[HipClient]:
    receiver = HipReceiver(SimulatedPlatform(hospital), layouts=TAKEN)

    def answer(request: httpx.Request) -> httpx.Response:
        status, envelope = receiver.receive(request.content)
        return httpx.Response(status, content=envelope)

    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        yield HipClient("http://hip", http, sender="EHC", receiver="HIP")


def test_a_move_between_departments_says_where_to_and_where_from() -> None:
    row: Row = {"admission": "Z1", "starts": AT, "ward": "W-3", "from_ward": "W-2"}
    written = TRANSFERRED.write(row)

    assert written.startswith('<controlActProcess classCode="STC" moodCode="APT">')
    to, _, from_ = written.partition('<location2 typeCode="LOC">')
    assert '<location1 typeCode="DST"><time xsi:type="IVL_TS"><low value=' in to
    assert 'root="2.16.156.10011.1.27" extension="W-3"' in to
    assert 'root="2.16.156.10011.1.27" extension="W-2"' in from_
    payload = write_message("R", HEADER, written)
    assert [row] == TRANSFERRED.read(read_message(payload)[1])


def test_an_appointment_is_the_intention_to_come_to_a_slot() -> None:
    written = APPOINTED.write({"appointment": "b1", "slot": "S-1", "status": "1"})

    assert '<item root="2.16.156.10011.2.5.1.29" extension="b1"/>' in written
    assert 'codeSystem="2.16.156.10011.2.5.1.30" code="1"' in written
    assert "<arrivedBy><transportationIntent" in written


def test_an_orders_term_is_one_element() -> None:
    written = ORDERED.write({"starts": AT, "ends": AT, "order": "Y-1", "text": "x"})

    term = 'validTimeLow="20260302090000" validTimeHigh="20260302090000"'
    assert f'<effectiveTime xsi:type="QSC_TS" {term}/>' in written
    assert '<id root="2.16.156.10011.1.28" extension="Y-1"/>' in written


def test_every_query_that_can_be_asked_has_an_answer_that_can_be_read() -> None:
    queries = {s for s in LAYOUTS if s.facts.is_query}

    assert queries == FOUND.keys()
    assert all(s.facts.answer for s in queries)


def test_orders_that_are_found_are_read_one_by_one() -> None:
    one = ORDERS_FOUND.write({"order": "Y-1", "status": "active"})
    inside = one[one.index("<component2>") : one.index("</placerGroup>")]
    two = one.replace(inside, inside + inside.replace("Y-1", "Y-2"))

    def answer(request: httpx.Request) -> httpx.Response:
        name, root = read_message(read_call(request.content, STANDARD).message)
        assert root_of(root) == "QUMT_IN020030UV01"
        done = Acknowledgement(accepted=True, of=name)
        told = write_acknowledgement(HEADER, done, two, root="QUMT_IN020040UV01")
        return httpx.Response(200, content=write_reply(told, STANDARD))

    roots = {HipService.ORDER_QUERY: "QUMT_IN020030UV01"}
    dialect: Any = attrs.evolve(STANDARD, roots=roots)
    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        client = HipClient(
            "http://hip", http, sender="E", receiver="H", dialect=dialect
        )
        found = client.find(HipService.ORDER_QUERY, {"patient": "P1"}, key="q-1")

    assert ["Y-1", "Y-2"] == [row["order"] for row in found]


@pytest.mark.parametrize("transfers", [False, True])
def test_where_a_patient_is_can_be_asked(
    client: HipClient, hospital: SimulatedHospital, *, transfers: bool
) -> None:
    line = HipLine(client, lambda card: card)
    wards = HipInpatients(line, hospital.inpatients, transfers)
    moved = STAY.model_copy(
        update={"key": "p-2", "bed": "13", "move": 1, "at": AT + timedelta(hours=1)}
    )
    assert [Accepted(), Accepted()] == [wards.place(STAY), wards.place(moved)]

    wanted: Row = {"query": "q", "admission": "Z-1", "patient": "c1"}
    found = client.find(HipService.INPATIENT_QUERY, wanted, key="q-1")

    expected = {"admission": "Z-1", "ward": "W-3", "bed": "13", "patient": "c1"}
    assert expected.items() <= found[0].items()
    stranger: Row = {"query": "q", "admission": "Z-1", "patient": "c2"}
    assert [] == client.find(HipService.INPATIENT_QUERY, stranger, key="q-2")
