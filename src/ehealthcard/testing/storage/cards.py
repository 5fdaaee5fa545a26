"""Cards and subjects: found, replaced, owned by one, walked through, forgotten."""

import attrs
import pytest

from ehealthcard.errors import VersionConflictError
from ehealthcard.identity import CardId, SubjectId
from ehealthcard.ports import Entry, Storage, SubjectRow, Tombstone

from .rows import ME, NOW, YOU, a_card, an_event


class CardContract:
    """Cards and subjects."""

    def test_a_subject_is_found_again(self, storage: Storage) -> None:
        """Sealed bytes come back as they went in, empty ones too."""
        known = SubjectRow(ME, b"\x00wrapped", "1", b"\xffperson")
        unknown = SubjectRow(YOU, b"\x01", "1", b"")
        storage.put_subject(known)
        storage.put_subject(unknown)

        assert known == storage.subject(ME)
        assert unknown == storage.subject(YOU)
        assert storage.subject(SubjectId("3" * 32)) is None

    def test_a_new_subject_is_nobody_who_is_there(self, storage: Storage) -> None:
        """Nobody's key is written over by a subject that should be new."""
        first = SubjectRow(ME, b"a", "1", b"b")
        storage.add_subject(first)

        with pytest.raises(VersionConflictError), storage.transaction():
            storage.add_subject(attrs.evolve(first, wrapped_key=b"c"))
        assert storage.subject(ME) == first

    def test_a_subject_is_replaced(self, storage: Storage) -> None:
        """The newest row counts."""
        storage.put_subject(SubjectRow(ME, b"a", "1", b"b"))
        storage.put_subject(SubjectRow(ME, b"c", "2", b"d"))

        assert SubjectRow(ME, b"c", "2", b"d") == storage.subject(ME)

    def test_subjects_are_walked_through_in_order(self, storage: Storage) -> None:
        """A page at a time, behind the last one of the page before."""
        for subject in (YOU, ME):
            storage.put_subject(SubjectRow(subject, b"a", "1", b"b"))

        page = storage.subjects_after(SubjectId(""), limit=1)
        assert [ME] == [row.subject for row in page]
        page = storage.subjects_after(ME, limit=9)
        assert [YOU] == [row.subject for row in page]

    def test_a_buried_subject_leaves_a_tombstone(self, storage: Storage) -> None:
        """Its key is gone for good."""
        storage.put_subject(SubjectRow(ME, b"a", "1", b"b"))
        stone = Tombstone(ME, NOW, "officer-1", "on request")
        storage.bury(stone)

        assert storage.subject(ME) is None
        assert stone == storage.tombstone(ME)
        assert storage.tombstone(YOU) is None

    def test_a_card_shows_the_status_of_its_case(self, storage: Storage) -> None:
        """The lifecycle's present state is the card's status."""
        row = a_card()
        storage.append(Entry(an_event(row.case, state="Active", workflow="card")))
        storage.add_card(row)

        assert attrs.evolve(row, status="Active") == storage.card(row.card_id)
        assert storage.card(CardId("F" * 64)) is None
        storage.append(Entry(an_event(row.case, 2, state="Suspended", workflow="card")))
        assert attrs.evolve(row, status="Suspended") == storage.card(row.card_id)
        assert [row.card_id] == list(storage.cards_in(("Suspended", "Cancelled")))
        assert list(storage.cards_in(("Active",))) == []

    def test_a_card_id_belongs_to_one_subject(self, storage: Storage) -> None:
        """A second owner is refused."""
        storage.append(Entry(an_event(a_card().case)))
        storage.add_card(a_card())

        with pytest.raises(VersionConflictError), storage.transaction():
            storage.add_card(a_card(subject=YOU))

    def test_cards_are_walked_through_in_order(self, storage: Storage) -> None:
        """A migration can stop and go on."""
        storage.append(Entry(an_event(a_card().case)))
        for number, generation in ((3, "1"), (1, "1"), (2, "1"), (4, "2")):
            storage.add_card(a_card(number, generation=generation))

        first = storage.cards_after("", generation="1", limit=2)
        rest = storage.cards_after(first[-1].card_id, generation="1", limit=2)

        assert [1, 2, 3] == [int(r.card_id, 16) for r in (*first, *rest)]
        assert ["1", "1", "1", "2"] == [r.generation for r in storage.cards_of(ME)]

    def test_a_card_id_can_be_forgotten(self, storage: Storage) -> None:
        """The subject stays."""
        storage.append(Entry(an_event(a_card().case)))
        storage.add_card(a_card())
        storage.drop_card(a_card().card_id)

        assert storage.card(a_card().card_id) is None
