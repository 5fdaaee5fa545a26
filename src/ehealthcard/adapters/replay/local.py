"""Replay caches of one process, or of one database."""

from datetime import datetime, timedelta
from threading import Lock

from ehealthcard.errors import ReplayedCodeError
from ehealthcard.ports import Clock, CodeStore


class MemoryReplayCache:
    """A cache that the threads of one process share, and that ends with it.

    Args:
        clock: What time it is.

    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._ends: dict[bytes, datetime] = {}
        self._sweep_at = 1024

    def claim(self, key: bytes, /, *, keep: timedelta) -> None:
        """See :class:`ehealthcard.ports.ReplayCache`."""
        now = self._clock()
        with self._lock:
            if key in self._ends and now <= self._ends[key]:
                raise ReplayedCodeError
            self._ends[key] = now + keep
            if len(self._ends) > self._sweep_at:
                self._sweep(now)

    def _sweep(self, now: datetime) -> None:
        """Drop what has ended; the work is shared by as many claims as are left."""
        self._ends = {key: end for key, end in self._ends.items() if now <= end}
        self._sweep_at = max(1024, 2 * len(self._ends))


class StoredReplayCache:
    """The used codes of a storage, as a cache; ``forget_codes`` empties it.

    Args:
        storage: Where codes are claimed.
        clock: What time it is.

    """

    def __init__(self, storage: CodeStore, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def claim(self, key: bytes, /, *, keep: timedelta) -> None:
        """See :class:`ehealthcard.ports.ReplayCache`."""
        self._storage.claim_code(key, until=self._clock() + keep)
