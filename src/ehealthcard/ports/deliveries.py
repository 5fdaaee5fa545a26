"""Whoever knows who was born (分娩记录): the delivery room, or a region's system."""

from typing import Annotated, Protocol

from pydantic import Field

from ehealthcard.identity import CardId
from ehealthcard.models import PRIVATE, Model
from ehealthcard.rules.birth.newborn import Newborn, Place
from ehealthcard.rules.regions import Region


class DeliveryRecord(Model):
    """One delivery, with all of its children (分娩登记)."""

    org: str = Field(min_length=1)
    """Code of the institution."""

    org_name: str = Field(min_length=1, max_length=40)
    number: str = Field(min_length=1, max_length=64)
    """Its number there (分娩登记号)."""

    region: Region
    """The county of the institution, or of the home."""

    place: Place
    midwife: str = Field(min_length=1)
    """Staff number of who delivered (接生人员)."""

    mother: Annotated[str | None, PRIVATE] = None
    """The card ID that the woman was admitted with; ``None`` where it was none."""

    newborns: Annotated[tuple[Newborn, ...], PRIVATE] = Field(min_length=1)
    """All children, those that were born dead as well."""


class Deliveries(Protocol):
    """Delivery records, read while somebody waits."""

    def record(self, org: str, number: str, /) -> DeliveryRecord | None:
        """Return a delivery; ``None`` if there is no such one.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...

    def of_mother(self, card_id: CardId, /) -> tuple[DeliveryRecord, ...]:
        """Return the deliveries that are recorded under a card, oldest first.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...
