"""How often something may happen (限流), counted by the library ``limits``.

The extra ``redis`` brings it. It counts each attempt in a moving window: at no moment
have more than the allowed lain within the span. The moments are those of the machine
that asks, so machines that share a count need time service.
"""

from datetime import timedelta
from math import ceil
from time import time

from ehealthcard.errors import RateLimitedError, StorageUnavailableError
from ehealthcard.extras import needs

with needs("redis"):
    from limits import RateLimitItemPerSecond
    from limits.errors import StorageError
    from limits.storage import MemoryStorage, RedisStorage
    from limits.strategies import MovingWindowRateLimiter

from .redis import connect


class MovingLimiter:
    """At most so many attempts in any span; :meth:`in_memory` or :meth:`in_redis`.

    Args:
        counts: Where the library ``limits`` keeps its counts.
        most: How many attempts.
        span: In which time; whole seconds.

    """

    def __init__(
        self, counts: MemoryStorage | RedisStorage, *, most: int, span: timedelta
    ) -> None:
        self._window = MovingWindowRateLimiter(counts)
        self._allowed = RateLimitItemPerSecond(most, int(span.total_seconds()))

    @classmethod
    def in_memory(cls, *, most: int, span: timedelta) -> "MovingLimiter":
        """Return one for the threads of this process."""
        return cls(MemoryStorage(), most=most, span=span)

    @classmethod
    def in_redis(
        cls, url: str, *, most: int, span: timedelta, prefix: str = "ehc:limit"
    ) -> "MovingLimiter":
        """Return one for any number of machines.

        Raises:
            StorageUnavailableError: Redis does not answer.

        """
        pool = connect(url).connection_pool
        try:
            counts = RedisStorage(
                "redis://", pool, key_prefix=prefix, wrap_exceptions=True
            )
        except StorageError as error:
            raise StorageUnavailableError from error
        return cls(counts, most=most, span=span)

    def admit(self, name: str, /) -> None:
        """See :class:`ehealthcard.ports.Limiter`."""
        try:
            if self._window.hit(self._allowed, name):
                return
            free_at = self._window.get_window_stats(self._allowed, name).reset_time
        except StorageError as error:
            raise StorageUnavailableError from error
        raise RateLimitedError(retry_after=max(1, ceil(free_at - time())))
