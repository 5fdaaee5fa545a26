"""Attempts in memory."""

from datetime import datetime

from .tables import Tables, serialised


@serialised
class MemoryAttempts:
    """See :class:`ehealthcard.ports.AttemptStore`."""

    _t: Tables

    def count_attempt(
        self, name: bytes, /, *, at: datetime, until: datetime, most: int
    ) -> datetime | None:
        """See :class:`ehealthcard.ports.AttemptStore`."""
        counted = self._t.attempts.get(name, ())
        if len(counted) >= most and counted[-most] > at:
            return counted[-most]
        self._t.attempts.put(name, (*counted, until)[-most:])
        return None

    def forget_attempts(self, before: datetime, /) -> int:
        """See :class:`ehealthcard.ports.AttemptStore`."""
        forgotten = 0
        for name, counted in list(self._t.attempts.items()):
            left = tuple(until for until in counted if until >= before)
            forgotten += len(counted) - len(left)
            if left:
                self._t.attempts.put(name, left)
            else:
                self._t.attempts.drop(name)
        return forgotten
