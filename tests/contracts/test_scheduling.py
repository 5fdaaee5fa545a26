import pytest

from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.ports import Accepted, Rejected, SlotAct, Unclear

from .simulated import DAY, SlotsContract, two_slots


class TestSimulatedScheduling(SlotsContract):
    @pytest.fixture
    def hospital(self) -> SimulatedHospital:
        return SimulatedHospital("H1", seed=7)

    @pytest.fixture
    def scheduling(self, hospital: SimulatedHospital) -> object:
        return hospital.scheduling


def test_the_same_seed_gives_the_same_hospital() -> None:
    assert two_slots(SimulatedHospital("H1")) == two_slots(SimulatedHospital("H1"))


def test_what_is_down_does_nothing_and_says_so() -> None:
    hospital = SimulatedHospital("H1")
    slot, _ = two_slots(hospital)
    act = SlotAct(key="k", slot=slot.id, card="c")
    hospital.scheduling.faults.is_down = True
    for ask in (
        lambda: hospital.scheduling.try_acquire(act),
        lambda: hospital.scheduling.slot(slot.id),
    ):
        with pytest.raises(OutsideUnavailableError):
            ask()

    hospital.scheduling.faults.is_down = False

    assert Rejected(code="SLOT_NOT_HELD") == hospital.scheduling.query(act)


@pytest.mark.parametrize("switch", ["is_slow", "loses_replies"])
def test_a_lost_reply_is_unclear_and_the_act_is_done(switch: str) -> None:
    hospital = SimulatedHospital("H1")
    slot, _ = two_slots(hospital)
    act = SlotAct(key="k", slot=slot.id, card="c")
    setattr(hospital.scheduling.faults, switch, True)
    assert Unclear() == hospital.scheduling.try_acquire(act)

    setattr(hospital.scheduling.faults, switch, False)

    assert isinstance(hospital.scheduling.query(act), Accepted)


def test_half_an_answer_lacks_its_second_half() -> None:
    hospital = SimulatedHospital("H1")
    whole = hospital.scheduling.slots(org="H1", department="07", first=DAY, last=DAY)
    hospital.scheduling.faults.halves = True
    half = hospital.scheduling.slots(org="H1", department="07", first=DAY, last=DAY)
    act = SlotAct(key="k", slot=whole[0].slot.id, card="c")

    assert half == whole[: len(whole) // 2]
    assert Accepted() == hospital.scheduling.try_acquire(act)


def test_a_repeated_act_has_the_effect_of_one() -> None:
    hospital = SimulatedHospital("H1")
    slot, _ = two_slots(hospital)
    hospital.scheduling.faults.repeats = True
    act = SlotAct(key="k", slot=slot.id, card="c")

    assert isinstance(hospital.scheduling.try_acquire(act), Accepted)
    assert isinstance(hospital.scheduling.release(act), Accepted)
