from datetime import datetime

import pytest

from ehealthcard.adapters.simulator import SimulatedRisk
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.identity import CardId
from ehealthcard.testing import RiskContract
from ehealthcard.testing.storage.rows import NOW

LEVELS = {CardId("A" * 64): "GREEN", CardId("B" * 64): "RED"}


class TestSimulatedRisk(RiskContract):
    @pytest.fixture
    def risk(self) -> SimulatedRisk:
        made = SimulatedRisk(lambda: NOW)
        made.colours.update(LEVELS)
        return made

    @pytest.fixture
    def now(self) -> datetime:
        return NOW

    @pytest.fixture
    def levels(self) -> dict[CardId, str]:
        return LEVELS


def test_a_source_that_is_down_says_so() -> None:
    source = SimulatedRisk(lambda: NOW)
    source.is_down = True
    with pytest.raises(OutsideUnavailableError):
        source.reading(CardId("A" * 64))
