"""Whoever knows where somebody lives (户籍与居住信息): the police or a platform."""

from typing import Annotated, Protocol

from pydantic import Field

from ehealthcard.identity import CardId
from ehealthcard.models import PRIVATE, Day, Model
from ehealthcard.rules.regions import Region


class ResidenceReading(Model):
    """What the registers say of a holder."""

    registered_in: Annotated[Region, PRIVATE]
    """Where the household register has him (户籍地), six digits of GB/T 2260."""

    living_in: Annotated[Region | None, PRIVATE] = None
    """Where he lives, if somewhere else, with a residence permit or a notice of it."""

    living_since: Annotated[Day | None, PRIVATE] = None
    photo: Annotated[str | None, Field(pattern="^[0-9a-f]{64}$")] = None
    """Hash of the photo in the register; the picture itself stays there."""


class ResidenceRegistry(Protocol):
    """The registers, read while somebody waits."""

    def reading(self, card_id: CardId, /) -> ResidenceReading | None:
        """Return what is known of the holder; ``None`` if nothing is.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...
