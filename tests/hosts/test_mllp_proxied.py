"""A stay that is led over a line that misbehaves ends as it does over a good one."""

from collections.abc import Iterator

import pytest

from ehealthcard import Suite
from ehealthcard.adapters.hl7 import Hl7Message, MllpClient
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.hosts.mllp import MllpListener
from ehealthcard.ports import Accepted, Answer, Unclear
from ehealthcard.services.companion_pass import RevokedWithStay
from ehealthcard.services.inpatient_certificate import Discharged
from tests.integration.conftest import build
from tests.integration.test_inpatients import Hospital
from tests.proxies import FAULTS, Fault, misbehaving_mllp, storm

from .test_mllp import Ward, visit

BEDS = [("W-4", "3"), ("W-3", "9"), ("W-4", "5"), ("W-5", "1"), ("W-3", "7")]
CALM: list[Fault | None] = []


@pytest.fixture
def ward() -> Iterator[Ward]:
    storage = MemoryStorage()
    made = Ward(Hospital(build(storage, Suite.INTL)))
    made.know(1, 2)
    yield made
    storage.close()


def until_clear(his: MllpClient, message: Hl7Message) -> Answer:
    for _ in range(30):
        answer = his.send(message)
        if not isinstance(answer, Unclear):
            return answer
    return Unclear()


@pytest.mark.parametrize(
    "faults",
    [CALM, *([fault] * 3 for fault in FAULTS), storm(1, 16), storm(2, 16)],
    ids=["healthy", *FAULTS, "storm-1", "storm-2"],
)
def test_nothing_is_doubled_and_nothing_is_lost(
    ward: Ward, faults: list[Fault | None]
) -> None:
    stay, beside = ward.hospital.admit(), ward.hospital.accompany(2)
    moves = [ward.message("A02", 1, visit(*bed)) for bed in BEDS]
    out = ward.message("A03", 1, visit(*BEDS[-1]))
    with (
        MllpListener(ward.adt_desk) as listener,
        misbehaving_mllp(listener.address[1]) as line,
        MllpClient("127.0.0.1", line.port, timeout=0.5) as his,
    ):
        line.faults = list(faults)
        for move in moves:
            assert isinstance(until_clear(his, move), Accepted)
        moved = ward.hospital.state(stay)
        assert isinstance(until_clear(his, out), Accepted)
        line.arrive()

    assert (len(BEDS), *BEDS[-1]) == (moved.move, moved.ward, moved.bed)
    ended = ward.hospital.state(stay)
    assert isinstance(ended, Discharged)
    assert isinstance(ward.hospital.state(beside), RevokedWithStay)
