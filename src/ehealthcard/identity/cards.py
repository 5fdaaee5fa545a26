"""Cards (电子健康卡)."""

from enum import Enum

import attrs

from .ids import CardId, SubjectId


class CardStatus(Enum):
    """Where a card is in its life; the value is the name of the lifecycle state."""

    APPLIED = "Applied"
    VERIFIED = "Verified"
    ACTIVE = "Active"
    SUSPENDED = "Suspended"
    MERGED = "Merged"
    TEMPORARY = "Temporary"
    CANCELLED = "Cancelled"
    ERASED = "Erased"


@attrs.frozen
class Card:
    """An electronic health card: a card ID, and under which name it is kept."""

    id: CardId = attrs.field(repr=False)
    subject: SubjectId
    status: CardStatus
    case: str = attrs.field(repr=False)
    """The case of its lifecycle."""
