"""The audit trail in SQL."""

from collections.abc import Sequence

from sqlalchemy import (
    Integer,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    union_all,
)

from ehealthcard.errors import (
    StoredDataError,
    TransactionConflictError,
)
from ehealthcard.ports import AuditEntry
from ehealthcard.workflow import Event

from .database import Database, Look, Row
from .events import to_event
from .schema import AUDIT, EVENTS

_ADD = insert(AUDIT)
AUDIT_END = (
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
_CHAINS = select(AUDIT.c.chain).distinct()
_BOTH = union_all(
    select(
        EVENTS.c.case_id,
        EVENTS.c.version,
        literal_column("0", Integer).label("entries"),
    ),
    select(
        AUDIT.c.case_id, AUDIT.c.version, literal_column("1", Integer).label("entries")
    ),
).subquery("both_sides")
_UNAUDITED = (
    select(_BOTH.c.case_id, _BOTH.c.version)
    .group_by(_BOTH.c.case_id, _BOTH.c.version)
    .having(func.sum(_BOTH.c.entries) != literal_column("1", Integer))
    .order_by(_BOTH.c.case_id, _BOTH.c.version)
    .limit(1)
)
"""One pass: an index over the entries' cases would cost every command something."""

_WIDTH = len(AUDIT.columns)


class SqlAudit:
    """See :class:`ehealthcard.ports.AuditStore`."""

    _db: Database

    def audit_head(self, chain: int, /) -> AuditEntry | None:
        """See :class:`ehealthcard.ports.AuditStore`."""
        look = Look(end_of(chain), AUDIT_END, {"chain": chain}, to_entry)
        entry = self._db.remembered(look)
        if entry and not entry.hash:
            raise StoredDataError
        return entry

    def audit_chains(self) -> Sequence[int]:
        """See :class:`ehealthcard.ports.AuditStore`."""
        return [row[0] for row in self._db.rows(_CHAINS)]

    def audit_trail(
        self, chain: int, /, *, after: int, limit: int
    ) -> Sequence[tuple[AuditEntry, Event | None]]:
        """See :class:`ehealthcard.ports.AuditStore`."""
        values = {"chain": chain, "after": after, "most": limit}
        return [_both(row) for row in self._db.rows(_TRAIL, values)]

    def unaudited(self) -> tuple[str, int] | None:
        """See :class:`ehealthcard.ports.AuditStore`."""
        row = self._db.row(_UNAUDITED)
        return (row[0], row[1]) if row else None

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
        self._db.later(_ADD, values, clash=TransactionConflictError)
        self._db.remember({end_of(entry.chain): entry})


def end_of(chain: int) -> tuple[str, str]:
    """Return what the last entry of a chain is remembered as."""
    return "audit-head", str(chain)


def _both(row: Row) -> tuple[AuditEntry, Event | None]:
    entry, rest = to_entry(row[:_WIDTH]), row[_WIDTH:]
    if rest[0] is None or not entry.hash:
        return entry, None
    event = _event(rest)
    return (entry, event) if event else (_unreadable(row), None)


def to_entry(row: Row) -> AuditEntry:
    """Return the entry in *row*; it has one spelling, so that no byte is free."""
    chain, number, case, version, content, erases, hashed = row
    digest, before = _hash(content), _hash(hashed)
    if not (
        isinstance(chain, int)
        and isinstance(number, int)
        and isinstance(version, int)
        and isinstance(erases, int)
        and isinstance(case, str)
        and erases in (0, 1)
        and digest
        and before
    ):
        return _unreadable(row)
    return AuditEntry(chain, number, case, version, digest, bool(erases), before)


def _unreadable(row: Row) -> AuditEntry:
    chain, number, case, version, *_ = row
    return AuditEntry(chain, number, case, version, b"", erases=False, hash=b"")


def _hash(text: object) -> bytes:
    """Return the 32 bytes that *text* spells in the one way, or none."""
    if not isinstance(text, str) or len(text) != 64:  # noqa: PLR2004  # 32 bytes
        return b""
    try:
        spelt = bytes.fromhex(text)
    except ValueError:
        return b""
    return spelt if spelt.hex() == text else b""


def _event(row: Row) -> Event | None:
    """Return the event in *row*, ``None`` if no event is stored like this.

    SQLite keeps a value of any type in any column.
    """
    case, version, workflow, subject, command, state, data, actor, at, *rest = row
    policy, cause, schema_version, behind = rest
    maybe = (policy, cause, behind)
    texts = (case, workflow, subject, command, state, actor)
    if not (
        all(isinstance(text, str) for text in texts)
        and all(text is None or isinstance(text, str) for text in maybe)
        and all(isinstance(n, int) for n in (version, at, schema_version))
        and (data is None or isinstance(data, bytes))
    ):
        return None
    try:
        return to_event(row)
    except OverflowError:
        return None
