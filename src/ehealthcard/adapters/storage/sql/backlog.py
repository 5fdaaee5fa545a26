"""What waits, in SQL."""

from sqlalchemy import bindparam, func, select

from ehealthcard.ports import Backlog

from .database import Database
from .moments import from_micros
from .revision import STAMP
from .schema import HEADS, OUTBOX

_REVISION = select(STAMP.c.version_num)
_UNDELIVERED = select(func.count(), func.min(OUTBOX.c.made_at)).where(
    OUTBOX.c.standing.in_([bindparam(s, s) for s in ("pending", "sent", "waiting")])
)
_DEAD = select(func.count()).where(OUTBOX.c.standing == "dead")
_NEXT_DUE = select(func.min(HEADS.c.due_at))


class SqlBacklog:
    """See :class:`ehealthcard.ports.BacklogStore`."""

    _db: Database

    def backlog(self) -> Backlog:
        """See :class:`ehealthcard.ports.BacklogStore`."""
        revision, waiting = self._db.row(_REVISION), self._db.row(_UNDELIVERED)
        dead, due = self._db.row(_DEAD), self._db.row(_NEXT_DUE)
        count, oldest = waiting or (0, None)
        first = due[0] if due else None
        return Backlog(
            schema=revision[0] if revision else None,
            undelivered=count,
            oldest_undelivered=None if oldest is None else from_micros(oldest),
            dead=dead[0] if dead else 0,
            next_due=None if first is None else from_micros(first),
        )
