"""Ports of the outbox over HL7 v2: a simulated hospital behind our listener, strangers.

What HL7 cannot answer is the owner's: the same hospital, asked directly.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from ehealthcard.adapters.hl7 import (
    Header,
    Hl7Billing,
    Hl7Inpatients,
    Hl7Line,
    Hl7Message,
    Hl7PatientIndex,
    Hl7Scheduling,
    MllpClient,
    Patient,
    PatientIdentifier,
    Side,
    control_id_of,
)
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.errors import (
    CapabilityUnavailableError,
    DefinitionError,
    OutsideUnavailableError,
)
from ehealthcard.hosts.mllp import MllpListener, SimulatedHis, Verdict
from ehealthcard.identity import SubjectId
from ehealthcard.ports import (
    Accepted,
    BedAct,
    DepositBack,
    DischargeAct,
    GateEntry,
    HisBill,
    ItemsAct,
    PatientNumber,
    PlacementAct,
    RefundPosting,
    Rejected,
    SettlementPosting,
    SlotAct,
    StayNote,
    Unclear,
)
from ehealthcard.rules.bills import Bill, BillItem
from ehealthcard.rules.splitting import all_cash
from ehealthcard.rules.stays import StayEnd
from ehealthcard.testing import (
    BillingContract,
    PatientIndexContract,
)
from tests.peers import mllp_peer
from tests.proxies import misbehaving_mllp

from .simulated import DAY, SlotsContract, WardsContract, hospital
from .test_mllp import Server, ack, peer

__all__ = ["hospital", "peer"]  # fixtures

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
HEADER = Header(Side("EHC", "H1"), Side("HIS", "H1"))
SUBJECT, STRANGER = SubjectId("5" * 32), SubjectId("6" * 32)
CARD = PatientIdentifier("C-1", "EHC", "HC")
NUMBERS = (PatientNumber("H1", "P1"), PatientNumber("H2", "P2"))


def patient(card: str) -> Patient | None:
    if card == "nobody":
        return None
    return Patient((PatientIdentifier(card, "H1", "MR"),))


def line(port: int, *, timeout: float = 5, **more: Any) -> Hl7Line:
    resend = 1 if more.get("repeats", True) else 0
    client = MllpClient("127.0.0.1", port, timeout=timeout, resend=resend)
    return Hl7Line(client, HEADER, patient, clock=lambda: AT, **more)


@pytest.fixture
def wire(hospital: SimulatedHospital) -> Iterator[Hl7Line]:
    known = (
        CARD,
        PatientIdentifier("P1", "H-ONE", "MR"),
        PatientIdentifier("P2", "H-TWO", "MR"),
        PatientIdentifier("X9", "ELSEWHERE", "MR"),
    )
    with MllpListener(SimulatedHis(hospital, [known])) as listener:
        made = line(listener.address[1])
        with made.client:
            yield made


class ThroughAFaultyLine:
    """The same over a line on which every other message goes wrong."""

    @pytest.fixture(params=["drops", "loses-answers", "duplicates", "cuts-answers"])
    def wire(
        self, hospital: SimulatedHospital, request: pytest.FixtureRequest
    ) -> Iterator[Hl7Line]:
        with (
            MllpListener(SimulatedHis(hospital)) as listener,
            misbehaving_mllp(listener.address[1]) as proxy,
        ):
            proxy.faults = [request.param, None] * 100
            made = line(proxy.port)
            with made.client:
                yield made


class TestHl7Scheduling(SlotsContract):
    @pytest.fixture
    def scheduling(self, wire: Hl7Line, hospital: SimulatedHospital) -> Hl7Scheduling:
        return Hl7Scheduling(wire, hospital.scheduling)


class TestHl7SchedulingThroughAFaultyLine(ThroughAFaultyLine, TestHl7Scheduling):
    """Nothing doubled, nothing lost."""


def bill(name: str) -> Bill:
    items = tuple(BillItem(id=f"{name}-{n}", amount=Decimal(n)) for n in (10, 20))
    return Bill(id=name, org="H1", version=1, encounter=f"V-{name}", items=items)


class TestHl7Billing(BillingContract):
    @pytest.fixture
    def billing(self, wire: Hl7Line, hospital: SimulatedHospital) -> Hl7Billing:
        return Hl7Billing(wire, hospital.billing)

    @pytest.fixture
    def unpaid(self, hospital: SimulatedHospital) -> HisBill:
        return HisBill(card="c1", bill=hospital.billing.add("c1", bill("B1")))

    @pytest.fixture
    def dispensed(self, hospital: SimulatedHospital) -> HisBill:
        made = hospital.billing.add("c1", bill("B2"))
        hospital.billing.execute(made, "B2-10")
        return HisBill(card="c1", bill=made)


class TestHl7BillingThroughAFaultyLine(ThroughAFaultyLine, TestHl7Billing):
    """Nothing doubled, nothing lost."""


class TestHl7Inpatients(WardsContract):
    @pytest.fixture
    def inpatients(self, wire: Hl7Line, hospital: SimulatedHospital) -> Hl7Inpatients:
        return Hl7Inpatients(wire, hospital.inpatients)


class TestHl7InpatientsThroughAFaultyLine(ThroughAFaultyLine, TestHl7Inpatients):
    """Nothing doubled, nothing lost."""


class IndexContract(PatientIndexContract):
    @pytest.fixture
    def knows(self) -> tuple[SubjectId, tuple[PatientNumber, ...]]:
        return SUBJECT, NUMBERS

    @pytest.fixture
    def stranger(self) -> SubjectId:
        return STRANGER


@contextmanager
def index(port: int, query: Any = "pix") -> Generator[Hl7PatientIndex]:
    known = {SUBJECT: CARD, STRANGER: PatientIdentifier("C-2", "EHC", "HC")}
    domains = {"H-ONE": "H1", "H-TWO": "H2"}
    with MllpClient("127.0.0.1", port, timeout=5) as client:
        yield Hl7PatientIndex(client, HEADER, known.get, domains, query)


class TestHl7PatientIndex(IndexContract):
    @pytest.fixture(params=["pix", "pdq"])
    def patient_index(
        self, wire: Hl7Line, request: pytest.FixtureRequest
    ) -> Iterator[Hl7PatientIndex]:
        with index(wire.client.port, request.param) as made:
            yield made


@pytest.fixture(scope="module")
def asked_peer() -> Iterator[int]:
    with mllp_peer("hl7apy") as port:
        yield port


class TestHl7PatientIndexOfAStranger(IndexContract):
    """hl7apy reads the question and makes the answer."""

    @pytest.fixture
    def patient_index(self, asked_peer: int) -> Iterator[Hl7PatientIndex]:
        with index(asked_peer) as made:
            yield made


PLACED = PlacementAct(
    key="c1:place:0",
    certificate="c1",
    card="c1",
    admission="H1:Z-1",
    org="H1",
    ward="W-3",
    bed="12",
    move=0,
    at=AT,
)
SLOT = SlotAct(key="b1", slot="S-1", card="c1")


def acts(on: Hl7Line) -> dict[str, Callable[[], object]]:
    """Return everything that is told, once each."""
    wards, money, slots = Hl7Inpatients(on), Hl7Billing(on), Hl7Scheduling(on)
    made = bill("B1")
    away, ended = _note(None), {how: _note(how) for how in StayEnd}
    posting = SettlementPosting(
        key="p1", card="c1", bill=made, split=all_cash(made.total), settled_at=AT
    )
    back = RefundPosting(key="r1", card="c1", org="H1", bill="B1")
    discharge = DischargeAct(
        key="d1", card="c1", admission="H1:Z-1", org="H1", ordered_at=AT
    )
    moved = PLACED.model_copy(update={"key": "c1:place:1", "move": 1})
    return {
        "A01": lambda: wards.place(PLACED),
        "A02": lambda: wards.place(moved),
        "A16": lambda: wards.discharge(discharge),
        "A21": lambda: wards.note("inpatient-leave", away),
        "A22": lambda: wards.note("inpatient-back", away),
        **{
            str(how): partial(wards.note, "inpatient-ended", note)
            for how, note in ended.items()
        },
        "post": lambda: money.post(posting),
        "back": lambda: money.refunded(back),
        "S14": lambda: slots.confirm(SLOT),
        "S15": lambda: slots.release(SLOT),
    }


def _note(how: StayEnd | None) -> StayNote:
    key = f"c1:{how or 'leave'}"
    return StayNote(key=key, card="c1", admission="H1:Z-1", org="H1", how=how, at=AT)


def test_strangers_take_what_is_told(peer: tuple[str, int]) -> None:
    on = line(peer[1])
    with on.client:
        for name, act in acts(on).items():
            assert Accepted() == act(), name


def test_each_act_is_the_event_that_the_standard_has_for_it() -> None:
    got: list[str] = []

    def take(message: Hl7Message) -> Verdict:
        got.append(message.event)
        return Verdict()

    with MllpListener(take) as listener:
        on = line(listener.address[1])
        with on.client:
            for act in acts(on).values():
                act()
    assert [
        *("A01", "A02", "A16", "A21", "A22", "A03", "A03", "A03", "A11"),
        *("P03", "P03", "S14", "S15"),
    ] == got


def test_an_unknown_outcome_is_asked_by_the_same_message() -> None:
    """The line breaks twice; the third time the HIS answers, as it did before."""
    name = control_id_of("slot-release:b1")
    with Server(None, None, ack("AA", name)) as server:
        on = line(server.port)
        with on.client:
            assert Unclear() == Hl7Scheduling(on).release(SLOT)
            assert Accepted() == Hl7Scheduling(on).release(SLOT)
        server.over.set()
    assert 3 == len(server.got)
    assert 1 == len(set(server.got))


def test_what_the_his_would_do_twice_is_not_sent_again() -> None:
    with Server(None) as server:
        slots = Hl7Scheduling(line(server.port, repeats=False))
        assert Unclear() == slots.release(SLOT)
        assert Unclear() == slots.release(SLOT)
        assert 1 == len(server.got)


def test_a_line_and_its_client_agree_on_repetitions() -> None:
    with pytest.raises(DefinitionError):
        Hl7Line(MllpClient("127.0.0.1", 1), HEADER, patient, repeats=False)


def test_a_refusal_has_a_code_of_the_port() -> None:
    with MllpListener(lambda _: Verdict("AE", "204")) as listener:
        on = line(listener.address[1], codes={"204": "BED_UNKNOWN"})
        with on.client:
            assert Rejected(code="BED_UNKNOWN") == Hl7Inpatients(on).place(PLACED)
        plain = line(listener.address[1])
        with plain.client:
            assert Rejected(code="204") == Hl7Scheduling(plain).release(SLOT)


def test_somebody_without_a_number_there_is_not_told_of() -> None:
    act = SLOT.model_copy(update={"card": "nobody"})

    answer = Hl7Scheduling(line(1)).release(act)

    assert Rejected(code="PATIENT_UNKNOWN") == answer


def test_what_did_not_arrive_says_so() -> None:
    with pytest.raises(OutsideUnavailableError):
        Hl7Scheduling(line(1, timeout=1)).release(SLOT)


def test_what_hl7_cannot_do_is_not_there_without_an_owner() -> None:
    on = line(1)
    slots, money, wards = Hl7Scheduling(on), Hl7Billing(on), Hl7Inpatients(on)
    items = ItemsAct(
        key="k", card="c", org="H1", bill="B", items=("i",), reason="REFUND"
    )
    bed = BedAct(key="k", certificate="c", card="c", org="H1", ward="W", bed="1")
    back = DepositBack(key="k", card="c", org="H1", amount=Decimal(1), receipts=())
    gate = GateEntry(
        key="k", pass_id="p", card="c", admission="H1:Z", org="H1", ward="W"
    )
    absent: list[Callable[[], object]] = [
        lambda: slots.slot("S"),
        lambda: slots.slots(org="H1", department="03", first=DAY, last=DAY),
        lambda: slots.try_acquire(SLOT),
        lambda: slots.query(SLOT),
        lambda: money.bill("H1", "B"),
        lambda: money.unpaid("c"),
        lambda: money.withdraw(items),
        lambda: money.release(items),
        lambda: wards.hold(bed),
        lambda: wards.release(bed),
        lambda: wards.give_back(back),
        lambda: wards.gate(gate),
    ]
    for ask in absent:
        with pytest.raises(CapabilityUnavailableError):
            ask()


def test_an_index_that_is_silent_or_refuses_is_no_answer() -> None:
    with (
        Server(None, None) as server,
        index(server.port) as silent,
        pytest.raises(OutsideUnavailableError),
    ):
        silent.numbers(SUBJECT)
    with (
        MllpListener(lambda _: Verdict("AE", "207")) as listener,
        index(listener.address[1]) as refusing,
        pytest.raises(OutsideUnavailableError),
    ):
        refusing.numbers(SUBJECT)


def test_an_index_that_does_not_know_the_key_has_no_number() -> None:
    with (
        MllpListener(lambda _: Verdict("AE", "204")) as listener,
        index(listener.address[1]) as asked,
    ):
        assert () == asked.numbers(SUBJECT)
        assert () == asked.numbers(SubjectId("7" * 32))
