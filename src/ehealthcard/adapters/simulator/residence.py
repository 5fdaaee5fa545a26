"""Registers of households and residents (模拟户籍与居住信息)."""

import attrs

from ehealthcard.identity import CardId
from ehealthcard.ports import ResidenceReading

from .faults import Faults


@attrs.define
class SimulatedResidence:
    """See :class:`ehealthcard.ports.ResidenceRegistry`: knows whom it is told of."""

    faults: Faults = attrs.field(factory=Faults)
    people: dict[CardId, ResidenceReading] = attrs.field(
        factory=dict[CardId, ResidenceReading], init=False
    )

    def register(self, card_id: CardId, reading: ResidenceReading) -> None:
        """Enter somebody; a second entry replaces the first."""
        self.people[card_id] = reading

    def reading(self, card_id: CardId, /) -> ResidenceReading | None:
        """See :class:`ehealthcard.ports.ResidenceRegistry`."""
        return self.faults.read(lambda: self.people.get(card_id))
