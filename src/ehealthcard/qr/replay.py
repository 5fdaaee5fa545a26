"""Remembering used codes in bounded memory (防重放)."""

import attrs


@attrs.define
class ReplayMemory:
    """Two buckets of time: what is remembered, is remembered for at least one span.

    A code is good for less than a span, so a code that has been forgotten has expired
    as well. Time is in seconds since 1970.
    """

    span: float
    """Longer than any code is accepted, leeway included."""

    _began: float = 0.0
    _new: set[bytes] = attrs.field(factory=set[bytes], repr=False)
    _old: set[bytes] = attrs.field(factory=set[bytes], repr=False)

    def seen(self, key: bytes, now: float) -> bool:
        """Return whether *key* was used, without noting it."""
        self._turn(now)
        return key in self._new or key in self._old

    def note(self, key: bytes, now: float) -> None:
        """Remember *key*."""
        self._turn(now)
        self._new.add(key)

    def __len__(self) -> int:
        return len(self._new) + len(self._old)

    def _turn(self, now: float) -> None:
        if now - self._began >= self.span:
            fresh = now - self._began < 2 * self.span
            self._old = self._new if fresh else set()
            self._new = set()
            self._began = now
