"""New names, from the operating system's random source."""

import secrets
from datetime import datetime
from itertools import count
from threading import Lock

from ehealthcard.identity import SubjectId


class _Rising:
    """Numbers that rise with the clock, and go on rising when it is set back."""

    def __init__(self) -> None:
        self._last, self._lock = 0, Lock()

    def next(self, at_least: int) -> int:
        """Return the next number; no two calls get the same."""
        with self._lock:
            self._last = max(self._last + 1, at_least)
            return self._last


_RISING = _Rising()
_USES = count()


def new_subject() -> SubjectId:
    """Return a random 128-bit name."""
    return SubjectId(secrets.token_hex(16))


def new_case(now: datetime) -> str:
    """Return a name that rises with time: microseconds, then 72 random bits.

    One process never makes a name that sorts before an earlier one of its own, even
    if the clock is set back. Names of several processes are in order as far as their
    clocks agree.
    """
    number = _RISING.next(int(now.timestamp() * 1_000_000))
    return f"{number:014x}{secrets.token_hex(9)}"


def new_use(at: datetime) -> str:
    """Return a name for a use-card record that says when it was made.

    Microseconds, then a number that parts those of one moment, then 48 random bits. It
    follows the clock even where that was set back.
    """
    number = next(_USES) & 0xFFFFFF
    return f"{int(at.timestamp() * 1_000_000):014x}{number:06x}{secrets.token_hex(6)}"


def new_request() -> str:
    """Return a random name for a question to somebody outside."""
    return secrets.token_hex(16)


def new_nonce() -> bytes:
    """Return 8 random bytes for a code."""
    return secrets.token_bytes(8)
