"""What many doors share for a while: used codes, and how often something was tried."""

from datetime import timedelta
from typing import Protocol


class ReplayCache(Protocol):
    """Remembers used codes for a while (防重放缓存); never the record of anything."""

    def claim(self, key: bytes, /, *, keep: timedelta) -> None:
        """Remember that a code was used, for at least *keep*.

        Of any number of callers at the same moment one gets through.

        Raises:
            ReplayedCodeError: It was used before.
            StorageUnavailableError: Nobody knows; do not accept the code.

        """
        ...


class Limiter(Protocol):
    """Lets something happen so often in any span of time (限流), and no more."""

    def admit(self, name: str, /) -> None:
        """Count one more attempt of *name*; a refused one does not count.

        Args:
            name: Who or what tries. It is stored as it is: no identity in it.

        Raises:
            RateLimitedError: It has to wait; the error says how long.
            StorageUnavailableError: Nobody knows; do not let it happen.

        """
        ...
