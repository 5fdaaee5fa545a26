"""Codes fetched ahead, for phones with poor reception (预取码池)."""

from collections.abc import Iterable
from datetime import datetime

import attrs


@attrs.frozen
class PooledCode:
    """One code of a pool and how long it is good."""

    text: str = attrs.field(repr=False)
    expires_at: datetime


@attrs.define
class CodePool:
    """A phone's stock of signed codes, each shown once.

    The phone asks for more when :attr:`is_low`, while it still has some to show.
    """

    low_water: int = 3
    _codes: list[PooledCode] = attrs.field(factory=list[PooledCode], repr=False)

    def fill(self, codes: Iterable[PooledCode]) -> None:
        """Put *codes* in; those that end first are shown first."""
        self._codes = sorted([*self._codes, *codes], key=lambda c: c.expires_at)

    def take(self, now: datetime) -> PooledCode | None:
        """Return a code that is still good and forget it; ``None`` if there is none."""
        self._drop(now)
        return self._codes.pop(0) if self._codes else None

    def is_low(self, now: datetime) -> bool:
        """Whether it is time to ask for more."""
        self._drop(now)
        return len(self._codes) <= self.low_water

    def __len__(self) -> int:
        return len(self._codes)

    def _drop(self, now: datetime) -> None:
        self._codes = [c for c in self._codes if c.expires_at >= now]
