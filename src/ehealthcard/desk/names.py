"""New names, from the operating system's random source."""

import secrets
from datetime import datetime
from itertools import count as counting

from ehealthcard.identity import SubjectId

_COUNT = counting()


def new_subject() -> SubjectId:
    """Return a random 128-bit name."""
    return SubjectId(secrets.token_hex(16))


def new_case(now: datetime) -> str:
    """Return a name that rises with time: microseconds, a count, 56 random bits.

    The count keeps the order of names that one process makes at the same moment.
    """
    count = next(_COUNT) & 0xFFFF
    return f"{int(now.timestamp() * 1_000_000):014x}{count:04x}{secrets.token_hex(7)}"


def new_nonce() -> bytes:
    """Return 8 random bytes for a code."""
    return secrets.token_bytes(8)
