"""Whoever carries papers to people (邮寄), destination ``courier``.

A parcel may be handed over again under the same key; it is one parcel and keeps its
tracking number (运单号), which the answer holds as ``tracking``. Whether it arrived is
told to the desk by whoever hears of it: ``NoteDelivered`` or ``NoteReturned``.
"""

from typing import Annotated, Protocol

from pydantic import Field

from ehealthcard.models import PRIVATE, Model

from .outside import Answer


class Address(Model):
    """Where a parcel goes (收件信息)."""

    recipient: Annotated[str, PRIVATE, Field(min_length=1, max_length=60)]
    phone: Annotated[str, PRIVATE, Field(min_length=5, max_length=20)]
    place: Annotated[str, PRIVATE, Field(min_length=5, max_length=200)]


class Parcel(Model):
    """A certificate on its way."""

    key: str = Field(min_length=1)
    sender: str
    """Code of the institution that hands it over."""

    to: Annotated[Address, PRIVATE]


class Courier(Protocol):
    """A carrier."""

    def send(self, parcel: Parcel, /) -> Answer:
        """Take a parcel; ``Accepted`` holds ``tracking``.

        Raises:
            OutsideUnavailableError: It certainly was not told.

        """
        ...
