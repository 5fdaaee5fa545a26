"""What a case is linked to, and what it alone may hold."""

import pytest

from ehealthcard.errors import ClaimTakenError
from ehealthcard.ports import Entry, Storage

from .rows import ME, an_event


class LinkContract:
    """Links and claims."""

    def test_a_claim_is_held_by_one_case_until_it_lets_go(
        self, storage: Storage
    ) -> None:
        """A bed, a slot, a seat."""
        bed = frozenset({"bed"})
        storage.append(Entry(an_event("c1"), claimed=bed))

        with pytest.raises(ClaimTakenError), storage.transaction():
            storage.append(Entry(an_event("c2"), claimed=bed))
        storage.append(Entry(an_event("c1", 2), released=bed))
        storage.append(Entry(an_event("c2"), claimed=bed))

        assert an_event("c2") == storage.last("c2")

    def test_who_lets_go_of_one_claim_for_a_taken_one_keeps_the_first(
        self, storage: Storage
    ) -> None:
        """Within a transaction too the error is that of the claim."""
        bed, other = frozenset({"bed:12"}), frozenset({"bed:13"})
        storage.append(Entry(an_event("c1"), claimed=bed))
        storage.append(Entry(an_event("c2"), claimed=other))
        moved = Entry(an_event("c2", version=2), claimed=bed, released=other)

        with pytest.raises(ClaimTakenError), storage.transaction():
            storage.append(moved)

        with pytest.raises(ClaimTakenError):
            storage.append(Entry(an_event("c3"), claimed=other))

    def test_cases_are_found_by_their_links(self, storage: Storage) -> None:
        """Oldest case first, newest event of each; links come and go."""
        link = ("admission", "a1")
        for case in ("c2", "c1", "c3"):
            storage.append(Entry(an_event(case), linked=frozenset({link})))
        storage.append(Entry(an_event("c1", 2)))
        storage.append(Entry(an_event("c3", 2), unlinked=frozenset({link})))

        assert [an_event("c1", 2), an_event("c2")] == list(storage.related(*link))
        assert storage.count_related(*link) == 2
        assert storage.count_related("admission", "a2") == 0
        assert storage.count_related("ward", "a1", or_kind="admission") == 2
        assert storage.count_related(*link, or_kind="ward") == 2

    def test_a_final_case_is_related_to_nothing(self, storage: Storage) -> None:
        """What is over, hears no signals."""
        links = frozenset({("card", ME), ("admission", "a1")})
        storage.append(Entry(an_event(), linked=links))
        storage.append(Entry(an_event(version=2), final=True))

        assert list(storage.related("card", ME)) == []
        assert storage.count_related("admission", "a1") == 0
