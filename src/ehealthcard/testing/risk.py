"""What every source of health-risk levels must do (健康风险源契约).

Inherit, provide the fixtures, and pytest does the rest.
"""

from datetime import datetime, timedelta

import pytest

from ehealthcard.identity import CardId
from ehealthcard.ports import RiskSource


class RiskContract:
    """Everything that an entrance asks of a risk source."""

    @pytest.fixture
    def risk(self) -> RiskSource:
        """Return the adapter."""
        raise pytest.UsageError("Provide a risk fixture.")

    @pytest.fixture
    def now(self) -> datetime:
        """Return the time by the source's clock."""
        raise pytest.UsageError("Provide a now fixture.")

    @pytest.fixture
    def levels(self) -> dict[CardId, str]:
        """Return cards that the source knows, with the colour it is to say."""
        raise pytest.UsageError("Provide a levels fixture.")

    def test_each_card_has_its_own_level(
        self, risk: RiskSource, levels: dict[CardId, str]
    ) -> None:
        """The source's word for it, whichever that is."""
        assert levels == {card: risk.reading(card).colour for card in levels}

    def test_a_reading_says_from_where_and_when_it_is(
        self, risk: RiskSource, levels: dict[CardId, str], now: datetime
    ) -> None:
        """It is kept with the admission that rests on it."""
        for card in levels:
            found = risk.reading(card)
            assert found.source
            assert found.at.tzinfo is not None
            assert found.at <= now + timedelta(minutes=1)

    def test_asking_changes_nothing(
        self, risk: RiskSource, levels: dict[CardId, str]
    ) -> None:
        """A gate asks as often as somebody stands before it."""
        for card in levels:
            assert risk.reading(card).colour == risk.reading(card).colour
