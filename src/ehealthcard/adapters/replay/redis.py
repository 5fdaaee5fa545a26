"""Redis as replay cache (extra ``redis``); never as the record.

Redis must not throw keys away (``maxmemory-policy noeviction``): a forgotten code could
be used again. Without ``appendonly yes`` a restart of Redis forgets all of them.
"""

from datetime import timedelta

from ehealthcard.errors import ReplayedCodeError, StorageUnavailableError
from ehealthcard.extras import needs

with needs("redis"):
    from redis import Redis
    from redis.exceptions import RedisError


SECONDS_TO_WAIT = 2.0
"""A person stands at the gate."""


def connect(url: str) -> Redis:
    """Return a client that gives up soon.

    Raises:
        StorageUnavailableError: The URL is none.

    """
    wait = SECONDS_TO_WAIT
    try:
        return Redis.from_url(  # pyright: ignore[reportUnknownMemberType]  # its options have no types
            url, socket_timeout=wait, socket_connect_timeout=wait
        )
    except ValueError as error:
        raise StorageUnavailableError from error


class RedisReplayCache:
    """A cache that any number of machines share.

    A claim whose answer was lost on the way is repeated and then refused: fail closed.

    Args:
        url: As redis-py writes it, such as ``redis://host:6379/0``.
        prefix: Begins the name of every key.

    Raises:
        StorageUnavailableError: The URL is none.

    """

    def __init__(self, url: str, *, prefix: str = "ehc:used:") -> None:
        self._redis = connect(url)
        self._prefix = prefix

    def claim(self, key: bytes, /, *, keep: timedelta) -> None:
        """See :class:`ehealthcard.ports.ReplayCache`."""
        milliseconds = max(1, -(-keep // timedelta(milliseconds=1)))
        try:
            name = self._prefix + key.hex()
            first = self._redis.set(name, b"1", nx=True, px=milliseconds)
        except RedisError as error:
            raise StorageUnavailableError from error
        if not first:
            raise ReplayedCodeError

    def close(self) -> None:
        """Let go of connections."""
        self._redis.close()
