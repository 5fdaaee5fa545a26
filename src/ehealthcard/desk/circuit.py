"""A destination that is down is left alone for a while (熔断)."""

from datetime import datetime, timedelta
from threading import Lock

import attrs

TRIES = 3
"""Failures in a row that open the circuit."""

FIRST_REST, LONGEST_REST = timedelta(seconds=10), timedelta(minutes=5)


@attrs.define
class _Destination:
    failures: int = 0
    closed_until: datetime | None = None


@attrs.define
class Circuits:
    """Which destinations to leave alone.

    After three failures in a row a destination rests, at first for ten seconds, then
    for twice as long each time, and at once for as long as it asked to be left alone,
    five minutes at most; what comes after the rest is a probe. The time is given by the
    caller, which is why no library serves.
    """

    _known: dict[str, _Destination] = attrs.field(
        factory=dict[str, _Destination], init=False
    )
    _lock: Lock = attrs.field(factory=Lock, init=False)

    def resting(self, now: datetime) -> list[str]:
        """Return the destinations that are to be left alone now."""
        with self._lock:
            return sorted(to for to in self._known if self._rests(to, now))

    def is_open(self, to: str, now: datetime) -> bool:
        """Whether *to* is to be left alone now."""
        with self._lock:
            return self._rests(to, now)

    def failed(self, to: str, now: datetime, told: timedelta = timedelta()) -> None:
        """Note that *to* did not answer, or wants to be left alone for *told*."""
        with self._lock:
            known = self._known.setdefault(to, _Destination())
            known.failures += 1
            beyond = known.failures - TRIES
            rest = FIRST_REST * 2 ** min(beyond, 10) if beyond >= 0 else timedelta()
            if longer := max(rest, told):
                known.closed_until = now + min(longer, LONGEST_REST)

    def answered(self, to: str) -> None:
        """Note that *to* answered, whatever it said."""
        with self._lock:
            self._known.pop(to, None)

    def _rests(self, to: str, now: datetime) -> bool:
        known = self._known.get(to)
        until = known.closed_until if known else None
        return until is not None and now < until
