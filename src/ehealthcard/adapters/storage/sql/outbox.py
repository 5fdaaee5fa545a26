"""Messages in SQL."""

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from ehealthcard.identity import SubjectId
from ehealthcard.ports import Message

from .database import Database, Row
from .moments import from_micros, to_micros
from .schema import OUTBOX

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
_MESSAGE = select(OUTBOX).where(OUTBOX.c.id == bindparam("id"))
_KEEP = (
    update(OUTBOX)
    .where(OUTBOX.c.id == bindparam("which"))
    .values(
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
)


class SqlOutbox:
    """See :class:`ehealthcard.ports.OutboxStore`."""

    _db: Database

    def pending(self, *, at: datetime, limit: int) -> list[Message]:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        states = {"pending": "pending", "sent": "sent"}
        values = {**states, "at": to_micros(at), "most": limit}
        return [_message(row) for row in self._db.rows(_PENDING, values)]

    def message(self, message_id: str, /) -> Message | None:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        row = self._db.row(_MESSAGE, {"id": message_id})
        return _message(row) if row else None

    def keep(self, message: Message, /) -> None:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        values = {
            "which": message.id,
            "not_before": to_micros(message.not_before),
            "standing": message.standing,
            "attempts": message.attempts,
            "note": message.note or None,
        }
        self._db.run(_KEEP, values)

    def settle(self, message_id: str, /) -> None:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        self._db.run(_SETTLE, {"id": message_id})

    def dead_letters(self) -> list[Message]:
        """See :class:`ehealthcard.ports.OutboxStore`."""
        return [_message(row) for row in self._db.rows(_DEAD, {"dead": "dead"})]

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
        }
        self._db.run(_ADD, values)


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
    )
