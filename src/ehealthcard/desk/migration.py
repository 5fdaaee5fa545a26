"""Moving every card to new tokenization keys (标记化密钥迁移).

The ring first gets a new generation (``rotate_tokens``): from then on new cards are
made with it, and old card IDs are still found. The migration then gives each card its
new ID beside the old one, in small transactions and in order, so that it can stop
anywhere and go on later. Only when it is done are the old IDs forgotten.
"""

import attrs

from ehealthcard.ports import CardRow

from .office import Office

BOOKMARK = "token-migration"
FORGETTING = "token-forgetting"
FIRST = ""


@attrs.frozen
class Progress:
    """How far the migration has come."""

    moved: int
    """How many cards this call has given their new ID."""

    done: bool
    """Whether every card has one."""


@attrs.frozen
class TokenMigration:
    """Gives cards their IDs under the newest keys."""

    office: Office

    def step(self, limit: int) -> Progress:
        """Move at most *limit* cards; call again until it is done."""
        newest, *older = self.office.tokenizers
        if not older:
            return Progress(0, done=True)
        old = older[-1].keys.generation
        storage = self.office.storage

        def move() -> Progress:
            after = storage.bookmark(BOOKMARK) or FIRST
            rows = storage.cards_after(after, generation=old, limit=limit)
            moved = sum(self._move(row, newest.keys.generation) for row in rows)
            if rows:
                storage.set_bookmark(BOOKMARK, rows[-1].card_id)
            return Progress(moved, done=len(rows) < limit)

        return self.office.atomically(move)

    def finish(self, limit: int) -> Progress:
        """Forget at most *limit* old card IDs; call again until it is done.

        Old codes and printed cards stop working with this. A card without a person,
        such as a temporary one, has no other ID and keeps its own.
        """
        storage = self.office.storage
        newest, *older = self.office.tokenizers
        if not older:
            return Progress(0, done=True)
        old = older[-1].keys.generation

        def drop() -> Progress:
            storage.set_bookmark(BOOKMARK, None)
            after = storage.bookmark(FORGETTING) or FIRST
            rows = storage.cards_after(after, generation=old, limit=limit)
            dropped = sum(self._drop(row, newest.keys.generation) for row in rows)
            done = len(rows) < limit
            place = None if done else rows[-1].card_id
            storage.set_bookmark(FORGETTING, place)
            return Progress(dropped, done=done)

        return self.office.atomically(drop)

    def _drop(self, row: CardRow, generation: str) -> int:
        if not self._has(row, generation):
            return 0
        self.office.storage.drop_card(row.card_id)
        return 1

    def _has(self, row: CardRow, generation: str) -> bool:
        """Whether the card has an ID under the newest keys."""
        rows = self.office.storage.cards_of(row.subject)
        return any(r.generation == generation for r in rows)

    def _move(self, row: CardRow, generation: str) -> int:
        """Give one card its new ID, if it has none; return 1 if it had none."""
        storage, tokenizer = self.office.storage, self.office.tokenizers[0]
        if self._has(row, generation):
            return 0
        person = self.office.vault.person(row.subject)
        if person is None:
            return 0
        document = person.document
        index = tokenizer.master_index(document).hex().upper()
        moved = attrs.evolve(
            row, card_id=tokenizer.card_id(document), generation=generation
        )
        storage.add_card(moved)
        changed = person.model_copy(update={"master_index": index})
        self.office.vault.put_person(row.subject, changed)
        return 1
