"""Where a holder's record may be."""

from ehealthcard.models import Day
from ehealthcard.rules.links import CardLink
from ehealthcard.rules.standing import BookingStanding
from ehealthcard.workflow import State


class Clean(BookingStanding):
    """A block is over; nothing counts any more (正常)."""

    card: CardLink


class Counting(BookingStanding):
    """Something happened that may come to count (计次中)."""

    card: CardLink
    missed: tuple[Day, ...] = ()
    """Days of the visits that were missed, within the period that counts."""

    cancelled: tuple[Day, ...] = ()
    """Days on which bookings were cancelled."""

    refunded: tuple[Day, ...] = ()
    """Days on which tickets were given back."""


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
