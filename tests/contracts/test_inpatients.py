from collections.abc import Callable
from decimal import Decimal

import pytest

from ehealthcard.adapters.simulator import SimulatedInpatients
from ehealthcard.testing import InpatientsContract

CLOSED = ("H1", "W-3", "99")


class TestSimulatedInpatients(InpatientsContract):
    @pytest.fixture
    def inpatients(self) -> SimulatedInpatients:
        return SimulatedInpatients(blocked={CLOSED}, unpaid={"H1:Z-9"})

    @pytest.fixture
    def beds(self) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
        return ("H1", "W-3", "12"), ("H1", "W-3", "13")

    @pytest.fixture
    def closed(self) -> tuple[str, str, str]:
        return CLOSED

    @pytest.fixture
    def unpaid(self) -> str:
        return "H1:Z-9"

    @pytest.fixture
    def returned(self, inpatients: SimulatedInpatients) -> Callable[[], Decimal]:
        return lambda: sum(
            (b.amount for b in inpatients.deposits.values()), Decimal("0.00")
        )

    @pytest.fixture
    def gate(self, inpatients: SimulatedInpatients) -> Callable[[], dict[str, str]]:
        return lambda: {e.pass_id: e.ward for e in inpatients.gate_list.values()}


class TestSimulatedInpatientsThatWait(TestSimulatedInpatients):
    @pytest.fixture
    def inpatients(self) -> SimulatedInpatients:
        return SimulatedInpatients(blocked={CLOSED}, unpaid={"H1:Z-9"}, waits=True)


REMEMBERS = SimulatedInpatients(blocked={CLOSED}, unpaid={"H1:Z-9"})


class TestInpatientsThatRemember(TestSimulatedInpatients):
    """The same beds are asked for, and the HIS still has the keys of the last run."""

    @pytest.fixture
    def inpatients(self) -> SimulatedInpatients:
        return REMEMBERS

    @pytest.fixture(params=["first", "again"], autouse=True)
    def run(self, request: pytest.FixtureRequest) -> str:
        return str(request.param)
