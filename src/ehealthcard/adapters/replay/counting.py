"""How often something may happen (限流), counted in a storage."""

from datetime import timedelta
from hashlib import sha256
from math import ceil
from random import SystemRandom
from time import sleep

from ehealthcard.errors import (
    RateLimitedError,
    StorageUnavailableError,
    TransactionConflictError,
    VersionConflictError,
)
from ehealthcard.ports import Clock, Storage

TRIES = 50
LONGEST_PAUSE = 0.02
"""Seconds between two tries, of which a random part is waited."""


class StoredLimiter:
    """At most so many attempts in any span, for all processes of one storage.

    An attempt is counted in a transaction of its own, before what it is an attempt of:
    one that fails later has counted. Names are stored as digests, and each limit counts
    apart, so several may share a storage. :class:`.Clockwork` forgets what is over.

    Args:
        storage: Where attempts are counted.
        clock: What time it is; processes that share a count need time service.
        most: How many attempts.
        span: In which time; a day or less, as older attempts may be forgotten.

    """

    def __init__(
        self, storage: Storage, clock: Clock, *, most: int, span: timedelta
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._most = most
        self._span = span

    def admit(self, name: str, /) -> None:
        """See :class:`ehealthcard.ports.Limiter`."""
        limit = f"{self._most}/{self._span.total_seconds()}/{name}"
        digest = sha256(limit.encode()).digest()
        for _ in range(TRIES):
            try:
                wait = self._count(digest)
            except (TransactionConflictError, VersionConflictError):
                sleep(SystemRandom().uniform(0, LONGEST_PAUSE))
                continue
            if wait is None:
                return
            raise RateLimitedError(retry_after=max(1, ceil(wait.total_seconds())))
        raise StorageUnavailableError

    def _count(self, digest: bytes) -> timedelta | None:
        """Count one more; return how long to wait if there is no room."""
        now = self._clock()
        with self._storage.transaction():
            free_at = self._storage.count_attempt(
                digest, at=now, until=now + self._span, most=self._most
            )
        return free_at - now if free_at else None
