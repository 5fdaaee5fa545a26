"""Where a holder's record may be."""

from ehealthcard.models import Day
from ehealthcard.rules.links import CardLink
from ehealthcard.rules.standing import BookingCounted, BookingStanding
from ehealthcard.workflow import State


class Clean(BookingStanding):
    """A block is over; nothing counts any more (正常)."""

    card: CardLink


class Counting(BookingCounted):
    """Something happened that may come to count (计次中)."""

    card: CardLink


class Blocked(BookingStanding):
    """Booking ahead is stopped (限制预约); care is not."""

    card: CardLink
    reason: str
    """``MISSED``, ``CANCELLED`` or ``REFUNDED``."""

    on: tuple[Day, ...]
    """The days that counted."""


class Cleared(BookingStanding):
    """An appeal was upheld (申诉成立)."""

    card: CardLink
    reason: str
    cleared_by: str


class Closed(State):
    """The holder has died."""
