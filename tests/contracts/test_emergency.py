import pytest

from ehealthcard.adapters.simulator import SimulatedCentre
from ehealthcard.ports import EmergencyCentre
from ehealthcard.rules.emergency import EmergencyDataSet
from ehealthcard.testing import EmergencyCentreContract


class TestSimulatedCentre(EmergencyCentreContract):
    @pytest.fixture
    def centre(self) -> EmergencyCentre:
        return SimulatedCentre(("3301",))

    def arrived(self, centre: EmergencyCentre) -> dict[str, EmergencyDataSet]:
        assert isinstance(centre, SimulatedCentre)
        return centre.received
