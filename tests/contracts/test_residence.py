"""The simulated registers of residents."""

import pytest

from ehealthcard.adapters.simulator import SimulatedResidence
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.identity import CardId
from ehealthcard.ports import ResidenceReading
from ehealthcard.testing import ResidenceContract

KNOWN, UNKNOWN = CardId("A" * 64), CardId("B" * 64)


class TestSimulatedResidence(ResidenceContract):
    @pytest.fixture
    def registry(self) -> SimulatedResidence:
        registry = SimulatedResidence()
        registry.register(KNOWN, ResidenceReading(registered_in="370102"))
        return registry

    @pytest.fixture
    def known(self) -> CardId:
        return KNOWN

    @pytest.fixture
    def unknown(self) -> CardId:
        return UNKNOWN


@pytest.mark.parametrize("switch", ["is_down", "is_slow"])
def test_silent_registers_say_nothing(switch: str) -> None:
    registry = SimulatedResidence()
    setattr(registry.faults, switch, True)

    with pytest.raises(OutsideUnavailableError):
        registry.reading(KNOWN)
