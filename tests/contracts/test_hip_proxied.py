"""The hospital platform's client and npm's soap server, on a line that misbehaves."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from ehealthcard.adapters.hip import HipCards, HipClient, HipPatientIndex
from ehealthcard.identity import CardId, SubjectId
from ehealthcard.ports import Accepted, Answer, PatientNumber, Rejected, Unclear
from ehealthcard.testing import PatientIndexContract
from tests.peers import node_modules, node_peer
from tests.proxies import FAULTS, Fault, Misbehaviour, misbehaving, storm

WSDL = Path(__file__).parents[1] / "vectors" / "hip" / "hip.wsdl"
SUBJECT, STRANGER = SubjectId("5" * 32), SubjectId("6" * 32)
NUMBERS = (PatientNumber("H1", "P1"), PatientNumber("H1", "P2"))
ARRIVED = ("loses-answers", "cuts-answers")


@pytest.fixture(scope="module")
def platform() -> Iterator[str]:
    with node_peer("hip-server.cjs", node_modules("soap", "1"), str(WSDL)) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def line(platform: str) -> Iterator[Misbehaviour]:
    with misbehaving(f"{platform}/HIPService") as behaviour:
        yield behaviour


@pytest.fixture
def client(line: Misbehaviour) -> Iterator[HipClient]:
    with httpx.Client() as http:
        yield HipClient(line.base, http, sender="EHC", receiver="HIP", seconds=5)


@pytest.fixture
def card() -> CardId:
    return CardId(uuid4().hex.upper() * 2)


class TestHipPatientIndexThroughTheProxy(PatientIndexContract):
    """Each message is doubled on its way."""

    @pytest.fixture
    def patient_index(
        self, client: HipClient, line: Misbehaviour, card: CardId
    ) -> HipPatientIndex:
        line.faults = ["duplicates"] * 100
        for number in NUMBERS:
            key = uuid4().hex
            assert Accepted() == HipCards(client).add(card, number.number, key=key)
        other = CardId("F" * 64)
        return HipPatientIndex(
            client, "H1", lambda s: (card,) if s == SUBJECT else (other,)
        )

    @pytest.fixture
    def knows(self) -> tuple[SubjectId, tuple[PatientNumber, ...]]:
        return SUBJECT, NUMBERS

    @pytest.fixture
    def stranger(self) -> SubjectId:
        return STRANGER


def patients(platform: str, card: CardId) -> list[PatientNumber]:
    """Return what the platform has of a card, asked over a good line."""
    with httpx.Client() as http:
        url = f"{platform}/HIPService"
        client = HipClient(url, http, sender="EHC", receiver="HIP")
        return list(HipPatientIndex(client, "H1", lambda _: (card,)).numbers(SUBJECT))


def arrivals(platform: str, key: str) -> int:
    log = httpx.get(f"{platform}/log").json()
    return sum(entry["id"] == key for entry in log)


@pytest.mark.parametrize("fault", FAULTS)
def test_an_act_that_is_unclear_is_asked_about_and_not_repeated_blindly(
    client: HipClient, line: Misbehaviour, platform: str, card: CardId, fault: Fault
) -> None:
    line.faults, cards, key = [fault], HipCards(client), uuid4().hex
    client.seconds = 0.5 if fault == "delays" else 5

    first = cards.add(card, "P1", key=key)
    client.seconds = 5
    if fault == "duplicates":
        assert Accepted() == first
    else:
        assert Unclear() == first
        assert Unclear() == cards.add(card, "P1", key=key)
        assert ["POST /HIPService"] == line.seen
        known = cards.query(card, "P1", key=key)
        done = fault in ARRIVED
        assert known == (Accepted() if done else Rejected(code="HIP_NOT_FOUND"))
        if not done:
            assert Accepted() == cards.add(card, "P1", key=key)
    line.arrive()

    assert [PatientNumber("H1", "P1")] == patients(platform, card)
    assert arrivals(platform, key) == (2 if fault in ("duplicates", "strays") else 1)


def until_done(cards: HipCards, card: CardId, patient: str, key: str) -> Answer:
    """Bind a card as an outbox does: ask after what is unclear, then say it again."""
    answer: Answer = Unclear()
    for _ in range(30):
        answer = cards.add(card, patient, key=key)
        for _ in range(30):
            if not isinstance(answer, Unclear):
                break
            answer = cards.query(card, patient, key=key)
        if isinstance(answer, Accepted):
            break
    return answer


@pytest.mark.parametrize("seed", [1, 2])
def test_in_a_storm_every_card_is_bound_once(
    client: HipClient, line: Misbehaviour, platform: str, seed: int
) -> None:
    line.faults, cards = storm(seed, 16), HipCards(client)
    client.seconds = 0.5
    bound = {f"P{n}": CardId(uuid4().hex.upper() * 2) for n in range(8)}

    answers = [until_done(cards, c, p, uuid4().hex) for p, c in bound.items()]
    line.arrive()

    assert [Accepted()] * 8 == answers
    for patient, card in bound.items():
        assert [PatientNumber("H1", patient)] == patients(platform, card)
