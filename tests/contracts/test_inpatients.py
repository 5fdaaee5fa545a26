import pytest

from ehealthcard.adapters.simulator import SimulatedInpatients

from .simulated import CLOSED, UNPAID, WardsContract


class TestSimulatedInpatients(WardsContract):
    @pytest.fixture
    def inpatients(self) -> SimulatedInpatients:
        return SimulatedInpatients(blocked={CLOSED}, unpaid={UNPAID})

    @pytest.fixture
    def wards(self, inpatients: SimulatedInpatients) -> SimulatedInpatients:
        return inpatients


class TestSimulatedInpatientsThatWait(TestSimulatedInpatients):
    @pytest.fixture
    def inpatients(self) -> SimulatedInpatients:
        return SimulatedInpatients(blocked={CLOSED}, unpaid={UNPAID}, waits=True)


REMEMBERS = SimulatedInpatients(blocked={CLOSED}, unpaid={UNPAID})


class TestInpatientsThatRemember(TestSimulatedInpatients):
    """The same beds are asked for, and the HIS still has the keys of the last run."""

    @pytest.fixture
    def inpatients(self) -> SimulatedInpatients:
        return REMEMBERS

    @pytest.fixture(params=["first", "again"], autouse=True)
    def run(self, request: pytest.FixtureRequest) -> str:
        return str(request.param)
