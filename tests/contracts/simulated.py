"""A simulated hospital behind whatever speaks for it, as the contracts want it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from ehealthcard.adapters.simulator import SimulatedHospital, SimulatedInpatients
from ehealthcard.ports import Slot
from ehealthcard.testing import InpatientsContract, SchedulingContract

DAY = date(2026, 3, 3)
CLOSED = ("H1", "W-3", "99")
UNPAID = "H1:Z-9"


@pytest.fixture
def hospital() -> SimulatedHospital:
    """Return a hospital with a closed bed and a stay that is not paid for."""
    made = SimulatedHospital("H1", seed=7)
    made.inpatients.blocked.add(CLOSED)
    made.inpatients.unpaid.add(UNPAID)
    return made


def two_slots(hospital: SimulatedHospital) -> tuple[Slot, Slot]:
    """Return two free slots of one day."""
    offers = hospital.scheduling.slots(
        org="H1", department="03.01", first=DAY, last=DAY
    )
    return offers[0].slot, offers[1].slot


class SlotsContract(SchedulingContract):
    """The slots of that hospital; the port itself is the subclass's."""

    @pytest.fixture
    def slots(self, hospital: SimulatedHospital) -> tuple[Slot, Slot]:
        return two_slots(hospital)


class WardsContract(InpatientsContract):
    """The wards of that hospital; the port itself is the subclass's."""

    @pytest.fixture
    def wards(self, hospital: SimulatedHospital) -> SimulatedInpatients:
        """Return what stands behind the port."""
        return hospital.inpatients

    @pytest.fixture
    def beds(self) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
        return ("H1", "W-3", "12"), ("H1", "W-3", "13")

    @pytest.fixture
    def closed(self) -> tuple[str, str, str]:
        return CLOSED

    @pytest.fixture
    def unpaid(self) -> str:
        return UNPAID

    @pytest.fixture
    def returned(self, wards: SimulatedInpatients) -> Callable[[], Decimal]:
        kept = wards.deposits
        return lambda: sum((b.amount for b in kept.values()), Decimal("0.00"))

    @pytest.fixture
    def gate(self, wards: SimulatedInpatients) -> Callable[[], dict[str, str]]:
        return lambda: {e.pass_id: e.ward for e in wards.gate_list.values()}
