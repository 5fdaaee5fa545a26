"""Cards and subjects in memory."""

from collections.abc import Sequence

import attrs

from ehealthcard.errors import VersionConflictError
from ehealthcard.identity import CardId, SubjectId
from ehealthcard.ports import CardRow, SubjectRow, Tombstone

from .tables import Tables, serialised


@serialised
class MemoryCards:
    """See :class:`ehealthcard.ports.CardStore`."""

    _t: Tables

    def put_subject(self, row: SubjectRow, /) -> None:
        """See :class:`ehealthcard.ports.CardStore`."""
        self._t.subjects.put(row.subject, row)

    def add_subject(self, row: SubjectRow, /) -> None:
        """See :class:`ehealthcard.ports.CardStore`."""
        if row.subject in self._t.subjects:
            raise VersionConflictError
        self._t.subjects.put(row.subject, row)

    def subject(self, subject: SubjectId, /) -> SubjectRow | None:
        """See :class:`ehealthcard.ports.CardStore`."""
        return self._t.subjects.get(subject)

    def subjects_after(
        self, subject: SubjectId, /, *, limit: int
    ) -> Sequence[SubjectRow]:
        """See :class:`ehealthcard.ports.CardStore`."""
        found = sorted(s for s in self._t.subjects if s > subject)
        return [self._t.subjects[s] for s in found[:limit]]

    def bury(self, stone: Tombstone, /) -> None:
        """See :class:`ehealthcard.ports.CardStore`."""
        self._t.subjects.drop(stone.subject)
        self._t.tombstones.put(stone.subject, stone)

    def tombstone(self, subject: SubjectId, /) -> Tombstone | None:
        """See :class:`ehealthcard.ports.CardStore`."""
        return self._t.tombstones.get(subject)

    def add_card(self, row: CardRow, /) -> None:
        """See :class:`ehealthcard.ports.CardStore`."""
        if row.card_id in self._t.cards:
            raise VersionConflictError
        self._t.cards.put(row.card_id, attrs.evolve(row, status=""))

    def card(self, card_id: CardId, /) -> CardRow | None:
        """See :class:`ehealthcard.ports.CardStore`."""
        row = self._t.cards.get(card_id)
        return row and attrs.evolve(row, status=self._status(row))

    def cards_of(self, subject: SubjectId, /) -> Sequence[CardRow]:
        """See :class:`ehealthcard.ports.CardStore`."""
        rows = (r for r in self._t.cards.values() if r.subject == subject)
        found = sorted(rows, key=lambda r: int(r.generation))
        return [attrs.evolve(r, status=self._status(r)) for r in found]

    def cards_after(
        self, card_id: str, /, *, generation: str, limit: int
    ) -> Sequence[CardRow]:
        """See :class:`ehealthcard.ports.CardStore`."""
        found = sorted(
            (r for r in self._t.cards.values() if r.generation == generation),
            key=lambda r: r.card_id,
        )
        return [r for r in found if r.card_id > card_id][:limit]

    def cards_in(self, statuses: Sequence[str], /) -> Sequence[CardId]:
        """See :class:`ehealthcard.ports.CardStore`."""
        return [i for i, r in self._t.cards.items() if self._status(r) in statuses]

    def drop_card(self, card_id: CardId, /) -> None:
        """See :class:`ehealthcard.ports.CardStore`."""
        self._t.cards.drop(card_id)

    def _status(self, row: CardRow) -> str:
        event = self._t.last(row.case)
        return event.state if event else ""
