"""What every look into the registers of residents must do.

Inherit, provide ``registry``, a ``known`` and an ``unknown`` card ID, and pytest does
the rest.
"""

import pytest

from ehealthcard.identity import CardId
from ehealthcard.ports import ResidenceReading, ResidenceRegistry


class ResidenceContract:
    """Everything that senior cards ask of the registers."""

    @pytest.fixture
    def registry(self) -> ResidenceRegistry:
        """Return the adapter."""
        raise pytest.UsageError("Provide a registry fixture.")

    @pytest.fixture
    def known(self) -> CardId:
        """Return the card ID of somebody who is in the registers."""
        raise pytest.UsageError("Provide a known fixture.")

    @pytest.fixture
    def unknown(self) -> CardId:
        """Return the card ID of somebody who is not."""
        raise pytest.UsageError("Provide an unknown fixture.")

    def test_who_is_known_has_a_reading_and_the_same_each_time(
        self, registry: ResidenceRegistry, known: CardId
    ) -> None:
        """Asking changes nothing."""
        one, two = registry.reading(known), registry.reading(known)

        assert isinstance(one, ResidenceReading)
        assert one == two

    def test_who_is_unknown_is_none_and_no_error(
        self, registry: ResidenceRegistry, unknown: CardId
    ) -> None:
        """A look that finds nothing leaves it to the office."""
        assert registry.reading(unknown) is None
