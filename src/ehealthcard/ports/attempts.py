"""Attempts in storage: how often something was tried lately (限流计数)."""

from datetime import datetime
from typing import Protocol


class AttemptStore(Protocol):
    """Attempts, each with the moment from which it no longer counts."""

    def count_attempt(
        self, name: bytes, /, *, at: datetime, until: datetime, most: int
    ) -> datetime | None:
        """Count one more attempt, or return the moment at which there is room again.

        There is room unless *most* of the attempts that were counted still count at
        *at*. Call it inside a transaction: of two outside of one, either may be told
        that the other was faster.

        Args:
            name: Who or what tries, as a digest of 32 bytes.
            at: Now.
            until: The moment from which this one no longer counts.
            most: How many may count at once; the same for the same *name*.

        Raises:
            VersionConflictError: Another attempt was faster; do it all again.

        """
        ...

    def forget_attempts(self, before: datetime, /) -> int:
        """Forget attempts that no longer counted before *before*; return how many."""
        ...
