"""How long use-card records are kept (用卡记录留存期限)."""

from datetime import datetime

from ehealthcard.errors import InvalidInputError
from ehealthcard.rules.calendar import add_months, day_of, start_of

SHORTEST = 6
"""Months: network logs are kept for at least six (Cybersecurity Law art. 21)."""


def kept_since(now: datetime, months: int) -> datetime:
    """Return the moment before which records are deleted.

    Whole days count, by the Chinese calendar: the day that lies *months* months back is
    still kept (Civil Code art. 201 and 202).

    Raises:
        InvalidInputError: Fewer months than the law allows.

    """
    if months < SHORTEST:
        raise InvalidInputError(model="Retention", fields="months")
    return start_of(add_months(day_of(now), -months))
