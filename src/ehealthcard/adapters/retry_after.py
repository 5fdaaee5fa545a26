"""What a busy HTTP server says about when to come back (``Retry-After``).

RFC 9110, 10.2.3: a number of seconds, or a date, which is read by the server's own
clock where it tells that. What is neither is overlooked.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import ceil

from ehealthcard.errors import OutsideBusyError, OutsideUnavailableError

BUSY, AWAY = 429, 503
_DIGITS = 10
"""Of so many seconds, those are read; it is longer than anybody waits."""


def turned_away(headers: Mapping[str, str]) -> OutsideUnavailableError:
    """Return the error of a request that a server did not take up."""
    seconds = retry_after(headers)
    if not seconds:
        return OutsideUnavailableError()
    return OutsideBusyError(retry_after=seconds)


def is_busy(status: int, headers: Mapping[str, str]) -> bool:
    """Whether a server says that it did nothing and will do it later.

    A 503 that does not say when may be a gateway's, which does not know what was done.
    """
    return status == BUSY or (status == AWAY and "Retry-After" in headers)


def retry_after(headers: Mapping[str, str]) -> int:
    """Return for how many whole seconds to stay away; none if that is not said."""
    told = headers.get("Retry-After", "").strip()
    if told.isascii() and told.isdigit():
        return int(told[:_DIGITS])
    until = _moment(told)
    if until is None:
        return 0
    now = _moment(headers.get("Date", "")) or datetime.now(UTC)
    return max(0, ceil((until - now).total_seconds()))


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
