"""The audit trail in SQL."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, insert, select

from ehealthcard.errors import TransactionConflictError, VersionConflictError
from ehealthcard.ports import AuditEntry
from ehealthcard.workflow import Event

from .database import Database, Row
from .events import to_event
from .schema import AUDIT, EVENTS

_ADD = insert(AUDIT)
_HEAD = (
    select(AUDIT)
    .where(AUDIT.c.chain == bindparam("chain"))
    .order_by(AUDIT.c.number.desc())
    .limit(1)
)
_TRAIL = (
    select(AUDIT, EVENTS)
    .join_from(
        AUDIT,
        EVENTS,
        (EVENTS.c.case_id == AUDIT.c.case_id) & (EVENTS.c.version == AUDIT.c.version),
        isouter=True,
    )
    .where(AUDIT.c.chain == bindparam("chain"), AUDIT.c.number > bindparam("after"))
    .order_by(AUDIT.c.number)
    .limit(bindparam("most"))
)
_COUNT = select(func.count()).select_from(EVENTS)
_WIDTH = len(AUDIT.columns)


class SqlAudit:
    """See :class:`ehealthcard.ports.AuditStore`."""

    _db: Database

    def audit_head(self, chain: int, /) -> AuditEntry | None:
        """See :class:`ehealthcard.ports.AuditStore`."""
        row = self._db.row(_HEAD, {"chain": chain})
        return _entry(row) if row else None

    def audit_trail(
        self, chain: int, /, *, after: int, limit: int
    ) -> Sequence[tuple[AuditEntry, Event | None]]:
        """See :class:`ehealthcard.ports.AuditStore`."""
        values = {"chain": chain, "after": after, "most": limit}
        return [
            (
                _entry(row[:_WIDTH]),
                None if row[_WIDTH] is None else to_event(row[_WIDTH:]),
            )
            for row in self._db.rows(_TRAIL, values)
        ]

    def count_events(self) -> int:
        """See :class:`ehealthcard.ports.AuditStore`."""
        row = self._db.row(_COUNT)
        return int(row[0]) if row else 0

    def _audit(self, entry: AuditEntry) -> None:
        """Write an entry; whoever was faster on this chain makes us begin again."""
        values = {
            "chain": entry.chain,
            "number": entry.number,
            "case_id": entry.case,
            "version": entry.version,
            "content": entry.content.hex(),
            "erases": int(entry.erases),
            "hash": entry.hash.hex(),
        }
        try:
            self._db.run(_ADD, values)
        except VersionConflictError:
            raise TransactionConflictError from None


def _entry(row: Row) -> AuditEntry:
    chain, number, case, version, content, erases, hashed = row
    return AuditEntry(
        chain,
        number,
        case,
        version,
        bytes.fromhex(content),
        bool(erases),
        bytes.fromhex(hashed),
    )
