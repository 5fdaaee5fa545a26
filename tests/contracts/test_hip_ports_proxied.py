"""The hospital platform's ports and our own platform, on a line that misbehaves."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import httpx
import pytest

from ehealthcard.adapters.hip import HipClient, HipInpatients, HipLine, HipScheduling
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.hosts.hip import (
    TAKEN,
    HipReceiver,
    SimulatedPlatform,
    bearer_of,
    hip_app,
)
from ehealthcard.ports import (
    Accepted,
    Answer,
    PlacementAct,
    Slot,
    SlotAct,
    SlotStanding,
    StayNote,
    Unclear,
)
from ehealthcard.rules.stays import StayEnd
from tests.hosts.test_hip import TOKEN, served
from tests.proxies import FAULTS, Fault, Misbehaviour, misbehaving, storm

from .simulated import SlotsContract, WardsContract, hospital, two_slots

__all__ = ["hospital"]  # a fixture

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def platform(hospital: SimulatedHospital) -> SimulatedPlatform:
    return SimulatedPlatform(hospital)


@pytest.fixture
def behaviour(platform: SimulatedPlatform) -> Iterator[Misbehaviour]:
    app = hip_app(HipReceiver(platform, layouts=TAKEN), admits=bearer_of(TOKEN))
    with served(app) as url, misbehaving(url) as line:
        yield line


@pytest.fixture
def line(behaviour: Misbehaviour) -> Iterator[HipLine]:
    with httpx.Client(headers={"Authorization": f"Bearer {TOKEN}"}) as http:
        client = HipClient(behaviour.base, http, sender="E", receiver="H", seconds=5)
        yield HipLine(client, lambda card: card, repeats=True)


@pytest.fixture
def two(hospital: SimulatedHospital) -> tuple[Slot, Slot]:
    return two_slots(hospital)


class TestHipSchedulingThroughTheProxy(SlotsContract):
    """Each message is doubled on its way."""

    @pytest.fixture
    def scheduling(
        self, line: HipLine, behaviour: Misbehaviour, hospital: SimulatedHospital
    ) -> HipScheduling:
        behaviour.faults = ["duplicates"] * 500
        return HipScheduling(line, hospital.scheduling)


class TestHipInpatientsThroughTheProxy(WardsContract):
    """Each message is doubled on its way."""

    @pytest.fixture
    def inpatients(
        self, line: HipLine, behaviour: Misbehaviour, hospital: SimulatedHospital
    ) -> HipInpatients:
        behaviour.faults = ["duplicates"] * 500
        return HipInpatients(line, hospital.inpatients)


def until_clear(act: Callable[[], Answer | None]) -> Answer | None:
    """Repeat an act as an outbox does."""
    for _ in range(30):
        try:
            answer = act()
        except OutsideUnavailableError:
            continue
        if not isinstance(answer, Unclear):
            return answer
    return Unclear()


def placed(number: int, bed: str) -> PlacementAct:
    return PlacementAct(
        key=f"p-{number}",
        certificate=f"c{number}",
        card=f"c{number}",
        admission=f"H1:Z-{number}",
        org="H1",
        ward="W-3",
        bed=bed,
        move=0,
        at=AT,
    )


def gone(number: int) -> StayNote:
    return StayNote(
        key=f"n-{number}",
        card=f"c{number}",
        admission=f"H1:Z-{number}",
        org="H1",
        how=StayEnd.DISCHARGED,
        at=AT,
    )


@pytest.mark.parametrize(
    "faults",
    [*([fault] * 2 for fault in FAULTS), storm(1, 10), storm(2, 10)],
    ids=[*FAULTS, "storm-1", "storm-2"],
)
def test_every_act_has_the_effect_of_once(
    line: HipLine,
    behaviour: Misbehaviour,
    platform: SimulatedPlatform,
    two: tuple[Slot, Slot],
    faults: list[Fault | None],
) -> None:
    hospital, kept = platform.hospital, two[0]
    slots = HipScheduling(line, hospital.scheduling)
    wards = HipInpatients(line, hospital.inpatients)
    acts = [SlotAct(key=s.id, slot=s.id, card="c") for s in two]
    for act in acts:
        assert isinstance(slots.try_acquire(act), Accepted)
    line.client.seconds = 0.5
    behaviour.faults = list(faults)

    doings: list[Callable[[], Answer | None]] = [
        lambda: slots.confirm(acts[0]),
        lambda: slots.release(acts[1]),
        lambda: wards.place(placed(1, "11")),
        lambda: wards.place(placed(2, "12")),
        lambda: wards.note("inpatient-ended", gone(1)),
    ]
    answers = [until_clear(act) for act in doings]
    behaviour.arrive()

    assert [True] * 5 == [isinstance(answer, Accepted) for answer in answers]
    standing = [hospital.scheduling.slot(s.id) for s in two]
    ticketed, free = SlotStanding.TICKETED, SlotStanding.FREE
    assert [ticketed, free] == [o.standing for o in standing if o]
    assert kept.id == hospital.scheduling.held_under(kept.id)
    assert {"Z-1": "11", "Z-2": "12"} == {
        n: s["bed"] for n, s in platform.stays.items()
    }
    assert "1" == platform.stays["Z-1"]["disposition"]
    assert "disposition" not in platform.stays["Z-2"]
