"""Attempts in SQL: a ring of numbered rows for each name.

The attempt of one number is a row that only one can write; whether there is room says
the row that came so many numbers before it.
"""

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select

from .database import Database
from .moments import from_micros, to_micros
from .schema import ATTEMPTS

_OF = ATTEMPTS.c.name == bindparam("which")
_LAST = select(ATTEMPTS.c.number).where(_OF).order_by(ATTEMPTS.c.number.desc()).limit(1)
_AT = select(ATTEMPTS.c.until).where(_OF, ATTEMPTS.c.number == bindparam("place"))
_COUNT = insert(ATTEMPTS)
_DROP = delete(ATTEMPTS).where(_OF, ATTEMPTS.c.number <= bindparam("place"))
_FORGET = delete(ATTEMPTS).where(ATTEMPTS.c.until < bindparam("before"))


class SqlAttempts:
    """See :class:`ehealthcard.ports.AttemptStore`."""

    _db: Database

    def count_attempt(
        self, name: bytes, /, *, at: datetime, until: datetime, most: int
    ) -> datetime | None:
        """See :class:`ehealthcard.ports.AttemptStore`."""
        which = {"which": name.hex()}
        last = self._db.row(_LAST, which)
        number = int(last[0]) + 1 if last else 1
        place = {**which, "place": number - most}
        oldest = self._db.row(_AT, place)
        if oldest is not None and oldest[0] > to_micros(at):
            return from_micros(oldest[0])
        row = {"name": name.hex(), "number": number, "until": to_micros(until)}
        self._db.run(_COUNT, row)
        if oldest is not None:
            self._db.run(_DROP, place)
        return None

    def forget_attempts(self, before: datetime, /) -> int:
        """See :class:`ehealthcard.ports.AttemptStore`."""
        return self._db.run(_FORGET, {"before": to_micros(before)})
