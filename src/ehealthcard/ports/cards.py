"""Cards and subjects in storage."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import attrs

from ehealthcard.identity import CardId, SubjectId


@attrs.frozen(slots=False)
class SubjectRow:
    """A subject: its wrapped data key, and the person sealed with it."""

    subject: SubjectId
    wrapped_key: bytes = attrs.field(repr=False)
    generation: str
    """Which generation of the ring's data keys wraps it."""

    person: bytes = attrs.field(repr=False)
    """Sealed; empty for a subject whose person is unknown."""

    schema_version: int = 1
    """Which version of the software's person it is."""


@attrs.frozen
class CardRow:
    """What ties a card ID to a subject; erasing it makes the subject anonymous."""

    card_id: CardId = attrs.field(repr=False)
    subject: SubjectId
    case: str
    """The case of the card's lifecycle."""

    generation: str
    """Which generation of tokenization keys made the card ID."""

    status: str = ""
    """The lifecycle's present state; filled in when read, ignored when written."""


@attrs.frozen
class Tombstone:
    """What stays of a subject that was erased (删除记录)."""

    subject: SubjectId
    at: datetime
    by: str
    """Who erased it: an actor's id."""

    reason: str


class CardStore(Protocol):
    """Cards and subjects.

    Inside a transaction a store may say that something is there already as late as
    where the transaction ends.
    """

    def add_subject(self, row: SubjectRow, /) -> None:
        """Store the *row* of a new subject.

        Raises:
            VersionConflictError: The subject is there already.

        """
        ...

    def put_subject(self, row: SubjectRow, /) -> None:
        """Store *row*, replacing the subject's former one."""
        ...

    def subject(self, subject: SubjectId, /) -> SubjectRow | None:
        """Return the row of *subject*."""
        ...

    def subjects_after(
        self, subject: SubjectId, /, *, limit: int
    ) -> Sequence[SubjectRow]:
        """Return rows in order of the subject, behind *subject*."""
        ...

    def bury(self, stone: Tombstone, /) -> None:
        """Destroy the row of a subject and put *stone* in its place."""
        ...

    def tombstone(self, subject: SubjectId, /) -> Tombstone | None:
        """Return what stays of an erased *subject*."""
        ...

    def add_card(self, row: CardRow, /) -> None:
        """Store *row*.

        Raises:
            VersionConflictError: The card ID is there already.

        """
        ...

    def card(self, card_id: CardId, /) -> CardRow | None:
        """Return the row of *card_id* with the card's present status."""
        ...

    def cards_of(self, subject: SubjectId, /) -> Sequence[CardRow]:
        """Return the card IDs of *subject*, newest generation of keys last."""
        ...

    def cards_after(
        self, card_id: str, /, *, generation: str, limit: int
    ) -> Sequence[CardRow]:
        """Return rows of one *generation* in order of card ID, after *card_id*."""
        ...

    def cards_in(self, statuses: Sequence[str], /) -> Sequence[CardId]:
        """Return every card ID whose card has one of *statuses*."""
        ...

    def drop_card(self, card_id: CardId, /) -> None:
        """Forget *card_id*; its subject and events stay."""
        ...
