"""Where the records of the day are written down."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Final

import attrs

from ehealthcard.identity import SubjectId
from ehealthcard.ports import UseRecord

MIDNIGHT: Final = datetime(2026, 5, 12, tzinfo=timezone(timedelta(hours=8))).astimezone(
    UTC
)
"""When the day begins, in Chinese time."""


@attrs.frozen
class Spot:
    """Which device it was, or who, and where."""

    name: str
    org: str | None = None
    place: str | None = None
    channel: str = "9900"


@attrs.define
class Book:
    """Makes records; each has a name of its own."""

    _written: int = 0

    def write(
        self,
        second: float,
        tier: str,
        subject: SubjectId | None,
        outcome: str,
        spot: Spot,
        *,
        step: str = "000000",
    ) -> UseRecord:
        """Return a record of what happened *second* seconds after midnight."""
        self._written += 1
        at = MIDNIGHT + timedelta(microseconds=round(second * 1_000_000))
        stamp = (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
        return UseRecord(
            id=f"{stamp:014x}{self._written:08x}",
            subject=subject,
            outcome=outcome,
            tier=tier,
            at=at,
            terminal=spot.name,
            org=spot.org,
            place=spot.place,
            channel=spot.channel,
            step=step,
        )
