"""Cases in SQL."""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, func, insert, select, true, update

from ehealthcard.errors import ClaimTakenError, VersionConflictError
from ehealthcard.monitor import chain_of
from ehealthcard.ports import Entry, Receipt
from ehealthcard.workflow import Event

from .audit import AUDIT_END, SqlAudit, end_of, to_entry
from .cards import SUBJECT, to_subject
from .database import Database, Look, Values
from .events import NEWEST, to_event, to_values
from .listing import SqlListing
from .moments import to_micros
from .outbox import SqlOutbox
from .schema import CLAIMS, EVENTS, HEADS, LINKS, RECEIPTS, SUBJECTS

_ADD_HEAD = insert(HEADS)
_MOVE_HEAD = (
    update(HEADS)
    .where(HEADS.c.case_id == bindparam("which"), HEADS.c.version == bindparam("from_"))
    .values(
        version=bindparam("version"),
        state=bindparam("state"),
        due_at=bindparam("due_at"),
    )
)
_ADD_EVENT = insert(EVENTS)
_ERASE = (
    update(EVENTS)
    .where(
        EVENTS.c.case_id == bindparam("which"), EVENTS.c.version < bindparam("before")
    )
    .values(data=None)
)
_ADD_LINK = insert(LINKS)
_DROP_LINK = delete(LINKS).where(
    LINKS.c.kind == bindparam("kind"),
    LINKS.c.link_to == bindparam("link_to"),
    LINKS.c.case_id == bindparam("case_id"),
)
_DROP_LINKS = delete(LINKS).where(LINKS.c.case_id == bindparam("case_id"))
_ADD_CLAIM = insert(CLAIMS)
_DROP_CLAIM = delete(CLAIMS).where(
    CLAIMS.c.name == bindparam("name"), CLAIMS.c.case_id == bindparam("case_id")
)
_ADD_RECEIPT = insert(RECEIPTS)
_RECEIPT = select(RECEIPTS).where(RECEIPTS.c.name == bindparam("name"))
_HISTORY = (
    select(EVENTS)
    .where(EVENTS.c.case_id == bindparam("case_id"))
    .order_by(EVENTS.c.version)
)
_LAST = (
    select(EVENTS)
    .where(EVENTS.c.case_id == bindparam("case_id"))
    .order_by(EVENTS.c.version.desc())
    .limit(1)
)
_NEWEST, _END = _LAST.subquery("newest"), AUDIT_END.subquery("chain_end")
_OPENING = select(_NEWEST, SUBJECTS, _END).select_from(
    _NEWEST.outerjoin(SUBJECTS, SUBJECTS.c.subject == _NEWEST.c.subject).outerjoin(
        _END, true()
    )
)
"""The newest event of a case, and what a command on it needs next: its owner's key and
the end of its audit chain."""

_AT_SUBJECT = len(EVENTS.columns)
_AT_END = _AT_SUBJECT + len(SUBJECTS.columns)
_LAST_OF, _SEEN = "last", "seen"
"""What the newest event of a case is remembered as, within a transaction: where the
case was looked for, or written, and where it was found among others."""

_EVENT = select(EVENTS).where(
    EVENTS.c.case_id == bindparam("case_id"), EVENTS.c.version == bindparam("version")
)
_LINKED = (LINKS.c.kind == bindparam("kind")) & (
    LINKS.c.link_to == bindparam("link_to")
)
_RELATED = (
    NEWEST.join(LINKS, LINKS.c.case_id == HEADS.c.case_id)
    .where(_LINKED)
    .order_by(HEADS.c.case_id)
)
_COUNT_RELATED = (
    select(func.count())
    .select_from(LINKS)
    .where(
        LINKS.c.kind.in_([bindparam("kind"), bindparam("or_kind")]),
        LINKS.c.link_to == bindparam("link_to"),
    )
)


class SqlCases(SqlListing, SqlOutbox, SqlAudit):
    """See :class:`ehealthcard.ports.CaseStore`."""

    _db: Database

    def append(self, entry: Entry, /) -> None:
        """See :class:`ehealthcard.ports.CaseStore`."""
        event, case = entry.event, entry.event.case
        self._move(entry)
        if entry.erase:
            self._db.later(_ERASE, {"which": case, "before": event.version})
        self._relate(entry)
        if entry.receipt:
            values = {
                "name": entry.receipt.key,
                "fingerprint": entry.receipt.fingerprint,
                "case_id": case,
                "version": event.version,
            }
            self._db.later(_ADD_RECEIPT, values)
        for message in entry.outbox:
            self._send(message)

    def _move(self, entry: Entry) -> None:
        event = entry.event
        now = {
            "version": event.version,
            "state": event.state,
            "due_at": to_micros(entry.due) if entry.due else None,
        }
        if event.version == 1:
            first = {"workflow": event.workflow, "subject": event.subject}
            self._db.later(_ADD_HEAD, {"case_id": event.case, **first, **now})
        else:
            self._move_head(event, now)
        self._db.later(_ADD_EVENT, to_values(event))
        self._db.remember({(_LAST_OF, event.case): event})
        if entry.audit:
            self._audit(entry.audit)

    def _move_head(self, event: Event, now: Values) -> None:
        """Move it on; if it is known to be where it should be, this can wait."""
        values = {"which": event.case, "from_": event.version - 1, **now}
        seen: Event | None = self._db.known((_LAST_OF, event.case))
        seen = seen or self._db.known((_SEEN, event.case))
        if seen and seen.version == event.version - 1:
            self._db.later(_MOVE_HEAD, values)
        elif not self._db.run(_MOVE_HEAD, values):
            raise VersionConflictError

    def _relate(self, entry: Entry) -> None:
        case = {"case_id": entry.event.case}
        if entry.final:
            self._db.later(_DROP_LINKS, case)
        else:
            for kind, value in entry.unlinked:
                self._db.later(_DROP_LINK, {"kind": kind, "link_to": value, **case})
            for kind, value in entry.linked:
                self._db.later(_ADD_LINK, {"kind": kind, "link_to": value, **case})
        for name in entry.released:
            self._db.later(_DROP_CLAIM, {"name": name, **case})
        for name in entry.claimed:
            values = {"name": name, **case}
            self._db.later(_ADD_CLAIM, values, clash=ClaimTakenError)

    def last(self, case: str, /) -> Event | None:
        """See :class:`ehealthcard.ports.CaseStore`."""
        if self._db.lacks((_LAST_OF, case)):
            return self._opened(case)
        look = Look((_LAST_OF, case), _LAST, {"case_id": case}, to_event)
        return self._db.remembered(look)

    def _opened(self, case: str) -> Event | None:
        """Look for a case, with what a command on it needs next."""
        chain = chain_of(case)
        row = self._db.row(_OPENING, {"case_id": case, "chain": chain})
        if row is None:
            self._db.remember({(_LAST_OF, case): None})
            return None
        event = to_event(row[:_AT_SUBJECT])
        owner, end = row[_AT_SUBJECT:_AT_END], row[_AT_END:]
        self._db.remember(
            {
                (_LAST_OF, case): event,
                (SUBJECT, event.subject): to_subject(owner) if owner[0] else None,
                end_of(chain): None if end[0] is None else to_entry(end),
            }
        )
        return event

    def history(self, case: str, /) -> Sequence[Event]:
        """See :class:`ehealthcard.ports.CaseStore`."""
        return [to_event(row) for row in self._db.rows(_HISTORY, {"case_id": case})]

    def related(self, kind: str, value: str, /) -> Sequence[Event]:
        """See :class:`ehealthcard.ports.CaseStore`."""
        rows = self._db.rows(_RELATED, {"kind": kind, "link_to": value})
        found = [to_event(row) for row in rows]
        self._db.remember({(_SEEN, event.case): event for event in found})
        return found

    def count_related(
        self, kind: str, value: str, /, *, or_kind: str | None = None
    ) -> int:
        """See :class:`ehealthcard.ports.CaseStore`."""
        values = {"kind": kind, "or_kind": or_kind or kind, "link_to": value}
        row = self._db.row(_COUNT_RELATED, values)
        return int(row[0]) if row else 0

    def receipt(self, key: str, /) -> tuple[Receipt, Event] | None:
        """See :class:`ehealthcard.ports.CaseStore`."""
        kept = self._db.row(_RECEIPT, {"name": key})
        if kept is None:
            return None
        row = self._db.row(_EVENT, {"case_id": kept[2], "version": kept[3]})
        return (Receipt(key, kept[1]), to_event(row)) if row else None
