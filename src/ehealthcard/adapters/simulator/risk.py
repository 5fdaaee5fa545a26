"""A risk source that says what it is told (模拟健康风险源)."""

from collections.abc import Callable
from datetime import datetime

from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.identity import CardId
from ehealthcard.ports import RiskReading


class SimulatedRisk:
    """Everybody is green, but for those who are set otherwise.

    Args:
        clock: Who tells the time of a reading.

    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.colours: dict[CardId, str] = {}
        self.is_down = False
        self._clock = clock

    def reading(self, card_id: CardId, /) -> RiskReading:
        """See :class:`ehealthcard.ports.RiskSource`."""
        if self.is_down:
            raise OutsideUnavailableError
        colour = self.colours.get(card_id, "GREEN")
        return RiskReading(colour=colour, source="simulated", at=self._clock())
