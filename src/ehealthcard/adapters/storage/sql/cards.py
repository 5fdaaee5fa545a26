"""Cards and subjects in SQL."""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, insert, select, update

from ehealthcard.identity import CardId, SubjectId
from ehealthcard.ports import CardRow, SubjectRow, Tombstone

from .database import Database, Look, Row
from .moments import from_micros, to_micros
from .schema import CARDS, HEADS, SUBJECTS, TOMBSTONES

_ADD_SUBJECT = insert(SUBJECTS)
_CHANGE_SUBJECT = (
    update(SUBJECTS)
    .where(SUBJECTS.c.subject == bindparam("whose"))
    .values(
        wrapped_key=bindparam("wrapped_key"),
        generation=bindparam("generation"),
        person=bindparam("person"),
        schema_version=bindparam("schema_version"),
    )
)
_SUBJECT = select(SUBJECTS).where(SUBJECTS.c.subject == bindparam("subject"))
_SUBJECTS_AFTER = (
    select(SUBJECTS)
    .where(SUBJECTS.c.subject > bindparam("subject"))
    .order_by(SUBJECTS.c.subject)
    .limit(bindparam("most"))
)
_DROP_SUBJECT = delete(SUBJECTS).where(SUBJECTS.c.subject == bindparam("subject"))
_BURY = insert(TOMBSTONES)
_TOMBSTONE = select(TOMBSTONES).where(TOMBSTONES.c.subject == bindparam("subject"))
_ADD_CARD = insert(CARDS)
_CARDS = select(
    CARDS.c.card_id, CARDS.c.subject, CARDS.c.case_id, CARDS.c.generation, HEADS.c.state
).join_from(CARDS, HEADS, HEADS.c.case_id == CARDS.c.case_id)
_CARD = _CARDS.where(CARDS.c.card_id == bindparam("card_id"))
_CARDS_OF = _CARDS.where(CARDS.c.subject == bindparam("subject"))
_CARDS_AFTER = (
    _CARDS.where(
        CARDS.c.card_id > bindparam("card_id"),
        CARDS.c.generation == bindparam("generation"),
    )
    .order_by(CARDS.c.card_id)
    .limit(bindparam("most"))
)
_CARDS_IN = (
    select(CARDS.c.card_id)
    .join_from(HEADS, CARDS, HEADS.c.case_id == CARDS.c.case_id)
    .where(
        HEADS.c.workflow == bindparam("workflow"), HEADS.c.state == bindparam("state")
    )
)
_DROP_CARD = delete(CARDS).where(CARDS.c.card_id == bindparam("card_id"))

SUBJECT = "subject"
"""What a subject is remembered as, within a transaction."""


class SqlCards:
    """See :class:`ehealthcard.ports.CardStore`."""

    _db: Database

    def put_subject(self, row: SubjectRow, /) -> None:
        """See :class:`ehealthcard.ports.CardStore`."""
        values = {"whose": row.subject, **_said_of(row)}
        self._db.forget((SUBJECT, row.subject))
        if not self._db.run(_CHANGE_SUBJECT, values):
            self.add_subject(row)

    def add_subject(self, row: SubjectRow, /) -> None:
        """See :class:`ehealthcard.ports.CardStore`."""
        self._db.later(_ADD_SUBJECT, {"subject": row.subject, **_said_of(row)})
        self._db.remember({(SUBJECT, row.subject): row})

    def subject(self, subject: SubjectId, /) -> SubjectRow | None:
        """See :class:`ehealthcard.ports.CardStore`."""
        values = {"subject": subject}
        look = Look((SUBJECT, subject), _SUBJECT, values, to_subject)
        return self._db.remembered(look)

    def subjects_after(
        self, subject: SubjectId, /, *, limit: int
    ) -> Sequence[SubjectRow]:
        """See :class:`ehealthcard.ports.CardStore`."""
        values = {"subject": subject, "most": limit}
        return [to_subject(row) for row in self._db.rows(_SUBJECTS_AFTER, values)]

    def bury(self, stone: Tombstone, /) -> None:
        """See :class:`ehealthcard.ports.CardStore`."""
        self._db.forget((SUBJECT, stone.subject))
        self._db.run(_DROP_SUBJECT, {"subject": stone.subject})
        values = {
            "subject": stone.subject,
            "at": to_micros(stone.at),
            "actor": stone.by,
            "reason": stone.reason,
        }
        self._db.run(_BURY, values)

    def tombstone(self, subject: SubjectId, /) -> Tombstone | None:
        """See :class:`ehealthcard.ports.CardStore`."""
        row = self._db.row(_TOMBSTONE, {"subject": subject})
        if row is None:
            return None
        return Tombstone(SubjectId(row[0]), from_micros(row[1]), row[2], row[3])

    def add_card(self, row: CardRow, /) -> None:
        """See :class:`ehealthcard.ports.CardStore`."""
        values = {
            "card_id": row.card_id,
            "subject": row.subject,
            "case_id": row.case,
            "generation": row.generation,
        }
        self._db.later(_ADD_CARD, values)

    def card(self, card_id: CardId, /) -> CardRow | None:
        """See :class:`ehealthcard.ports.CardStore`."""
        row = self._db.row(_CARD, {"card_id": card_id})
        return _card(row) if row else None

    def cards_of(self, subject: SubjectId, /) -> Sequence[CardRow]:
        """See :class:`ehealthcard.ports.CardStore`."""
        found = map(_card, self._db.rows(_CARDS_OF, {"subject": subject}))
        return sorted(found, key=lambda row: int(row.generation))

    def cards_after(
        self, card_id: str, /, *, generation: str, limit: int
    ) -> Sequence[CardRow]:
        """See :class:`ehealthcard.ports.CardStore`."""
        values = {"card_id": card_id, "generation": generation, "most": limit}
        return [_card(row) for row in self._db.rows(_CARDS_AFTER, values)]

    def cards_in(self, statuses: Sequence[str], /) -> Sequence[CardId]:
        """See :class:`ehealthcard.ports.CardStore`."""
        return [
            CardId(row[0])
            for state in statuses
            for row in self._db.rows(_CARDS_IN, {"state": state, "workflow": "card"})
        ]

    def drop_card(self, card_id: CardId, /) -> None:
        """See :class:`ehealthcard.ports.CardStore`."""
        self._db.run(_DROP_CARD, {"card_id": card_id})


def _said_of(row: SubjectRow) -> dict[str, object]:
    """Return what is kept of a subject."""
    return {
        "wrapped_key": row.wrapped_key,
        "generation": row.generation,
        "person": row.person or None,
        "schema_version": row.schema_version,
    }


def to_subject(row: Row) -> SubjectRow:
    """Return the subject in *row*, the columns in their order."""
    subject, wrapped, generation, person, version = row
    return SubjectRow(
        SubjectId(subject), bytes(wrapped), generation, bytes(person or b""), version
    )


def _card(row: Row) -> CardRow:
    return CardRow(CardId(row[0]), SubjectId(row[1]), row[2], row[3], row[4])
