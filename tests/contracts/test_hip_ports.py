"""Ports of the outbox over a hospital platform: ours, and npm's soap server.

What the platform's services cannot answer is the owner's: the hospital, asked directly.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from ehealthcard.adapters.hip import (
    HipClient,
    HipInpatients,
    HipLine,
    HipScheduling,
)
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.errors import CapabilityUnavailableError, OutsideUnavailableError
from ehealthcard.hosts.hip import (
    TAKEN,
    HipReceiver,
    SimulatedPlatform,
    bearer_of,
    hip_app,
)
from ehealthcard.ports import (
    Accepted,
    PlacementAct,
    Rejected,
    SlotAct,
    StayNote,
    Unclear,
)
from ehealthcard.rules.stays import StayEnd

from .simulated import DAY, SlotsContract, WardsContract, hospital
from .test_hip import platform, sent

__all__ = ["hospital", "platform"]  # fixtures

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
TOKEN = "made up"  # of a server that lives for a test


def line(http: httpx.Client, url: str, **more: Any) -> HipLine:
    client = HipClient(url, http, sender="EHC", receiver="HIP", seconds=5)
    return HipLine(client, lambda card: None if card == "nobody" else card, **more)


@pytest.fixture
def wire(hospital: SimulatedHospital) -> Iterator[HipLine]:
    """Return a line to our own platform, envelope by envelope."""
    receiver = HipReceiver(SimulatedPlatform(hospital), layouts=TAKEN)

    def answer(request: httpx.Request) -> httpx.Response:
        status, envelope = receiver.receive(request.content)
        return httpx.Response(status, content=envelope)

    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        yield line(http, "http://hip.example.org/HIPService", repeats=True)


class TestHipScheduling(SlotsContract):
    @pytest.fixture
    def scheduling(self, wire: HipLine, hospital: SimulatedHospital) -> HipScheduling:
        return HipScheduling(wire, hospital.scheduling)


class TestHipInpatients(WardsContract):
    @pytest.fixture
    def inpatients(self, wire: HipLine, hospital: SimulatedHospital) -> HipInpatients:
        return HipInpatients(wire, hospital.inpatients)


SLOT = SlotAct(key="b1", slot="S-1", card="c1")


def placed(name: str = "p-1") -> PlacementAct:
    return PlacementAct(
        key=name,
        certificate="c1",
        card="c1",
        admission="H1:Z-1",
        org="H1",
        ward="W-3",
        bed="12",
        move=0,
        at=AT,
    )


def note(how: StayEnd | None) -> StayNote:
    return StayNote(
        key=f"n-{how}", card="c1", admission="H1:Z-1", org="H1", how=how, at=AT
    )


def test_a_stranger_takes_what_is_told(platform: str) -> None:
    with httpx.Client() as http:
        on = line(http, f"{platform}/HIPService")
        wards, slots = HipInpatients(on), HipScheduling(on)
        for answer in (
            wards.place(placed()),
            wards.note("inpatient-ended", note(StayEnd.DISCHARGED)),
            slots.confirm(SLOT),
            slots.release(SLOT),
        ):
            assert Accepted() == answer
    assert ["InPatientInfoAdd"] == sent(platform, "place:p-1")


def test_what_was_done_unheard_is_not_sent_twice_unless_that_is_known(
    platform: str,
) -> None:
    with httpx.Client() as http:
        once = HipLine(_hurried(http, platform), lambda card: card)
        again = HipLine(_hurried(http, platform), lambda card: card, repeats=True)
        for on, times in ((once, 1), (again, 2)):
            act = placed(f"silent-{times}")
            for _ in range(2):
                assert Unclear() == HipInpatients(on).place(act)
            assert times == len(sent(platform, f"place:silent-{times}"))


def _hurried(http: httpx.Client, platform: str) -> HipClient:
    url = f"{platform}/HIPService"
    return HipClient(url, http, sender="EHC", receiver="HIP", seconds=0.2)


def test_a_refusal_has_a_code_of_the_port(wire: HipLine) -> None:
    bed = placed().model_copy(update={"bed": "99"})
    assert Rejected(code="BED_UNKNOWN") == HipInpatients(wire).place(bed)
    named = HipLine(wire.client, wire.patients, codes={"BED_UNKNOWN": "BED_CLOSED"})
    other = bed.model_copy(update={"key": "p-2"})
    assert Rejected(code="BED_CLOSED") == HipInpatients(named).place(other)


def test_somebody_without_a_number_there_is_not_told_of(wire: HipLine) -> None:
    act = SLOT.model_copy(update={"card": "nobody"})
    assert Rejected(code="PATIENT_UNKNOWN") == HipScheduling(wire).release(act)


def test_what_did_not_arrive_says_so() -> None:
    def down(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("", request=request)

    with (
        httpx.Client(transport=httpx.MockTransport(down)) as http,
        pytest.raises(OutsideUnavailableError),
    ):
        HipScheduling(line(http, "http://hip")).release(SLOT)


def test_what_no_service_does_is_not_there_without_an_owner(wire: HipLine) -> None:
    slots, wards = HipScheduling(wire), HipInpatients(wire)
    absent: list[Callable[[], object]] = [
        lambda: slots.slot("S"),
        lambda: slots.slots(org="H1", department="03", first=DAY, last=DAY),
        lambda: slots.try_acquire(SLOT),
        lambda: slots.query(SLOT),
        lambda: wards.note("inpatient-leave", note(None)),
        lambda: wards.note("inpatient-ended", note(StayEnd.REVOKED)),
    ]
    for ask in absent:
        with pytest.raises(CapabilityUnavailableError):
            ask()


def test_the_platform_that_does_not_exist_is_served_like_any_other(
    hospital: SimulatedHospital,
) -> None:
    receiver = HipReceiver(SimulatedPlatform(hospital), layouts=TAKEN)
    assert hip_app(receiver, admits=bearer_of(TOKEN)).routes
