"""Messages in SQL."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import attrs
from sqlalchemy import (
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from ehealthcard.identity import SubjectId
from ehealthcard.ports import BY_HAND, Message

from .database import Database, Row
from .moments import from_micros, to_micros
from .schema import OUTBOX

_MICROSECOND = timedelta(microseconds=1)
_ADD = insert(OUTBOX)
_PENDING = (
    select(OUTBOX)
    .where(
        OUTBOX.c.standing.in_([bindparam("pending"), bindparam("sent")]),
        OUTBOX.c.not_before <= bindparam("at"),
    )
    .order_by(OUTBOX.c.made_at, OUTBOX.c.id)
    .limit(bindparam("most"))
)
_EARLIER = OUTBOX.alias("earlier")
_HELD_BACK = exists().where(
    _EARLIER.c.case_id == OUTBOX.c.case_id,
    _EARLIER.c.place < OUTBOX.c.place,
    or_(
        _EARLIER.c.standing.in_([bindparam("pending"), bindparam("sent")]),
        (_EARLIER.c.standing == bindparam("dead"))
        & (_EARLIER.c.send_to == OUTBOX.c.send_to)
        & (func.coalesce(_EARLIER.c.note, "-") != BY_HAND),
    ),
)
_LEND = (
    update(OUTBOX)
    .where(OUTBOX.c.id == bindparam("which"))
    .values(leased_by=bindparam("by"), leased_until=bindparam("until"))
)
_BORROW = (
    update(OUTBOX)
    .where(
        OUTBOX.c.id == bindparam("which"),
        OUTBOX.c.standing == bindparam("pending"),
        OUTBOX.c.not_before <= bindparam("at"),
        OUTBOX.c.leased_until <= bindparam("at"),
    )
    .values(leased_by=bindparam("by"), leased_until=bindparam("until"))
)
_GOES_FIRST = (
    select(_EARLIER.c.id)
    .where(
        _EARLIER.c.case_id == bindparam("case"),
        _EARLIER.c.send_to == bindparam("to"),
        _EARLIER.c.place < bindparam("place"),
        _EARLIER.c.standing != bindparam("waiting"),
    )
    .limit(1)
)
_MESSAGE = select(OUTBOX).where(OUTBOX.c.id == bindparam("id"))
_KEEP = (
    update(OUTBOX)
    .where(
        OUTBOX.c.id == bindparam("which"),
        or_(
            OUTBOX.c.leased_by == bindparam("holder"),
            OUTBOX.c.leased_by.is_(None) & (bindparam("free") == 1),
        ),
    )
    .values(
        leased_by=bindparam("leased_by"),
        leased_until=bindparam("leased_until"),
        not_before=bindparam("not_before"),
        standing=bindparam("standing"),
        attempts=bindparam("attempts"),
        note=bindparam("note"),
    )
)
_SETTLE = delete(OUTBOX).where(OUTBOX.c.id == bindparam("id"))
_DEAD = (
    select(OUTBOX)
    .where(OUTBOX.c.standing == bindparam("dead"))
    .order_by(OUTBOX.c.made_at, OUTBOX.c.id)
    .limit(bindparam("most"))
)
_STANDINGS = {"pending": "pending", "sent": "sent", "dead": "dead"}
_NOBODY = "-"
"""No relay is called so; an empty string is NULL in some databases."""


_DUE = select(OUTBOX).where(
    OUTBOX.c.not_before <= bindparam("at"),
    OUTBOX.c.leased_until <= bindparam("at"),
    OUTBOX.c.standing != bindparam("dead"),
    ~_HELD_BACK,
)
_READY, _READY_TO = (
    found.order_by(OUTBOX.c.not_before, OUTBOX.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    for found in (_DUE, _DUE.where(OUTBOX.c.send_to == bindparam("to")))
)
_NEXT_DESTINATION = select(func.min(OUTBOX.c.send_to)).where(
    OUTBOX.c.send_to > bindparam("after")
)
_BEFORE_ALL = " "
"""Comes before every destination; an empty string is NULL in some databases."""


class SqlOutbox:
    """See :class:`ehealthcard.ports.OutboxStore`."""

    _db: Database

    def pending(self, *, at: datetime, limit: int) -> list[Message]:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        states = {"pending": "pending", "sent": "sent"}
        values = {**states, "at": to_micros(at), "most": limit}
        return [_message(row) for row in self._db.rows(_PENDING, values)]

    def lend(
        self,
        *,
        by: str,
        at: datetime,
        until: datetime,
        limit: int,
        without: Sequence[str] = (),
    ) -> list[Message]:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        found = self._due(at, limit, without)
        lent = [
            attrs.evolve(_message(row), leased_by=by, leased_until=until)
            for row in found
        ]
        for message in lent:
            lease = {"which": message.id, "by": by, "until": to_micros(until)}
            self._db.run(_LEND, lease)
        return lent

    def _due(self, at: datetime, limit: int, without: Sequence[str]) -> Sequence[Row]:
        """Return the first messages that may be lent.

        Where some destinations rest, each of the others is asked by itself: what waits
        for those that rest may be a million, and is not looked through.
        """
        values = {**_STANDINGS, "at": to_micros(at), "most": limit}
        if not without:
            return self._db.rows(_READY, values)
        found = [
            row
            for to in self._destinations()
            if to not in without
            for row in self._db.rows(_READY_TO, {**values, "to": to})
        ]
        return sorted(found, key=lambda row: (row[11], row[0]))[:limit]

    def _destinations(self) -> Iterator[str]:
        """Yield whom messages are for, each by one step in the index."""
        last = _BEFORE_ALL
        while (row := self._db.row(_NEXT_DESTINATION, {"after": last})) and row[0]:
            last = row[0]
            yield last

    def borrow(
        self, message_id: str, /, *, by: str, at: datetime, until: datetime
    ) -> Message | None:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        found = self.message(message_id)
        if found is None or self._db.row(
            _GOES_FIRST,
            {
                "case": found.case,
                "to": found.to,
                "place": found.number,
                "waiting": "waiting",
            },
        ):
            return None
        lease = {"which": message_id, "by": by, "until": to_micros(until)}
        # The conditional update is what two cannot both win.
        won = self._db.run(
            _BORROW, {**lease, "pending": "pending", "at": to_micros(at)}
        )
        return attrs.evolve(found, leased_by=by, leased_until=until) if won else None

    def message(self, message_id: str, /) -> Message | None:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        row = self._db.row(_MESSAGE, {"id": message_id})
        return _message(row) if row else None

    def keep(self, message: Message, /, *, by: str | None) -> bool:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        values = {
            "which": message.id,
            "holder": by or _NOBODY,
            "free": int(by is None),
            "leased_by": message.leased_by,
            "leased_until": _end(message),
            "not_before": to_micros(message.not_before),
            "standing": message.standing,
            "attempts": message.attempts,
            "note": message.note or None,
        }
        return bool(self._db.run(_KEEP, values))

    def settle(self, message_id: str, /) -> None:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        self._db.run(_SETTLE, {"id": message_id})

    def dead_letters(self, *, limit: int = 1000) -> list[Message]:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        rows = self._db.rows(_DEAD, {"dead": "dead", "most": limit})
        return [_message(row) for row in rows]

    def _send(self, message: Message) -> None:
        values = {
            "id": message.id,
            "workflow": message.workflow,
            "case_id": message.case,
            "subject": message.subject,
            "effect": message.effect,
            "manner": message.manner,
            "send_to": message.to,
            "kind": message.kind,
            "act": message.key,
            "payload": message.payload,
            "made_at": to_micros(message.made_at),
            "not_before": to_micros(message.not_before),
            "standing": message.standing,
            "attempts": message.attempts,
            "note": message.note or None,
            "place": message.number,
            "answer_within": message.answer_within // _MICROSECOND,
            "leased_by": message.leased_by,
            "leased_until": _end(message),
            "schema_version": message.schema_version,
        }
        self._db.later(_ADD, values)


def _end(message: Message) -> int:
    return to_micros(message.leased_until) if message.leased_until else 0


def _message(row: Row) -> Message:
    return Message(
        id=row[0],
        workflow=row[1],
        case=row[2],
        subject=SubjectId(row[3]),
        effect=row[4],
        manner=row[5],
        to=row[6],
        kind=row[7],
        key=row[8],
        payload=bytes(row[9]),
        made_at=from_micros(row[10]),
        not_before=from_micros(row[11]),
        standing=row[12],
        attempts=row[13],
        note=row[14] or "",
        number=row[15],
        answer_within=row[16] * _MICROSECOND,
        leased_by=row[17],
        leased_until=from_micros(row[18]) if row[18] else None,
        schema_version=row[19],
    )
