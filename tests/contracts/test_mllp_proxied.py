"""The MLLP client and strangers' servers, with a line between them that misbehaves."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from ehealthcard.adapters.hl7 import (
    Header,
    Hl7Message,
    Letter,
    MllpClient,
    Patient,
    PatientIdentifier,
    Side,
    Visit,
    acknowledgement_of,
    adt,
)
from ehealthcard.ports import Accepted, Answer, Rejected, Unclear
from tests.peers import MLLP_PEERS, mllp_peer
from tests.proxies import FAULTS, Fault, Misbehaviour, misbehaving_mllp, storm

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
PATIENT = Patient((PatientIdentifier("Z1", "H1", "MR"),), "张三")
HARMLESS = ("duplicates",)
"""What a client does not even notice."""

ARRIVES = ("duplicates", "loses-answers", "delays", "cuts-answers")


@pytest.fixture(scope="module", params=MLLP_PEERS)
def peer(request: pytest.FixtureRequest) -> Iterator[int]:
    with mllp_peer(request.param) as port:
        yield port


@pytest.fixture
def line(peer: int) -> Iterator[Misbehaviour]:
    with misbehaving_mllp(peer) as behaviour:
        yield behaviour


@pytest.fixture
def client(line: Misbehaviour) -> Iterator[MllpClient]:
    with MllpClient("127.0.0.1", line.port, timeout=5) as made:
        yield made


def patience(fault: Fault) -> float:
    """Return how long it pays to wait: only a delay has to be sat out."""
    return 1.0 if fault == "delays" else 5.0


def message(name: str) -> Hl7Message:
    letter = Letter(Header(Side("HIS", "H1"), Side("EHC", "H1")), name, AT)
    return adt(letter, "A01", PATIENT, Visit("V-1", "I", "W", "1"))


def taken(line: Misbehaviour) -> Counter[str]:
    """Return how often the stranger has said AA to each message."""
    said = [acknowledgement_of(Hl7Message.parse(a)) for a in line.answered]
    return Counter(s.control_id for s in said if s and s.is_accepting)


@pytest.mark.parametrize("fault", FAULTS)
def test_one_mishap_is_mended_by_the_same_message_again(
    client: MllpClient, line: Misbehaviour, fault: Fault
) -> None:
    line.faults, client.timeout = [fault], patience(fault)

    assert Accepted(data={"control_id": "M-1"}) == client.send(message("M-1"))
    assert isinstance(client.send(message("NO-2")), Rejected)
    assert Accepted(data={"control_id": "M-3"}) == client.send(message("M-3"))

    again = 1 if fault in HARMLESS else 2
    assert [*["MLLP M-1"] * again, "MLLP NO-2", "MLLP M-3"] == line.seen
    copies = 2 if fault in (*ARRIVES, "strays") else 1
    assert {"M-1": copies, "M-3": 1} == taken(line)


@pytest.mark.parametrize("fault", FAULTS)
def test_without_another_try_a_mishap_is_unclear(
    client: MllpClient, line: Misbehaviour, fault: Fault
) -> None:
    line.faults, client.timeout, client.resend = [fault], patience(fault), 0

    answer = client.send(message("M-1"))

    arrived = taken(line)["M-1"]
    assert isinstance(answer, Accepted if fault in HARMLESS else Unclear)
    assert (fault in ARRIVES) == bool(arrived)


def until_clear(client: MllpClient, name: str) -> Answer:
    for _ in range(30):
        answer = client.send(message(name))
        if not isinstance(answer, Unclear):
            return answer
    return Unclear()


@pytest.mark.parametrize("seed", [1, 2])
def test_in_a_storm_each_message_arrives_and_each_answer_is_its_own(
    client: MllpClient, line: Misbehaviour, seed: int
) -> None:
    line.faults, client.timeout = storm(seed, 16), 0.5
    names = [f"NO-{n}" if n % 3 == 2 else f"M-{n}" for n in range(12)]

    answers = [until_clear(client, name) for name in names]
    line.arrive()

    accepted = [name for name in names if name.startswith("M")]
    assert accepted == [
        a.data["control_id"] for a in answers if isinstance(a, Accepted)
    ]
    refused = [isinstance(answer, Rejected) for answer in answers]
    assert [name.startswith("NO") for name in names] == refused
    assert set(accepted) == set(taken(line))
    assert names == list(dict.fromkeys(seen.split()[1] for seen in line.seen))
