"""The audit trail: chains that grow at the end only."""

import pytest

from ehealthcard.errors import TransactionConflictError
from ehealthcard.ports import AuditEntry, Entry, Storage

from .rows import an_event


def an_entry(number: int = 1, *, chain: int = 7, version: int = 1) -> AuditEntry:
    """Return an entry as storage sees it."""
    hashes = {"content": b"\1" * 32, "hash": b"\2" * 32}
    return AuditEntry(chain, number, "c1", version, erases=False, **hashes)


class AuditContract:
    """The audit trail."""

    def test_the_trail_is_read_in_order_with_its_events(self, storage: Storage) -> None:
        """Page by page; each chain by itself."""
        for version in (1, 2, 3):
            entry = an_entry(version, version=version)
            storage.append(Entry(an_event(version=version), audit=entry))

        found = storage.audit_trail(7, after=1, limit=1)
        assert [(an_entry(2, version=2), an_event(version=2))] == list(found)
        assert 2 == len(storage.audit_trail(7, after=1, limit=9))
        assert an_entry(3, version=3) == storage.audit_head(7)
        assert storage.audit_head(8) is None
        assert [] == list(storage.audit_trail(8, after=0, limit=9))
        assert [7] == list(storage.audit_chains())

    def test_a_place_in_a_chain_is_taken_once(self, storage: Storage) -> None:
        """Whoever comes second does it all again, and nothing of it is written."""
        storage.append(Entry(an_event(), audit=an_entry()))

        with pytest.raises(TransactionConflictError), storage.transaction():
            storage.append(Entry(an_event("c2"), audit=an_entry()))
        assert storage.last("c2") is None
        assert storage.unaudited() is None

    def test_the_first_event_without_an_entry_is_named(self, storage: Storage) -> None:
        """By case, then by version; those that have one are passed over."""
        storage.append(Entry(an_event("c1"), audit=an_entry()))
        assert storage.unaudited() is None
        storage.append(Entry(an_event("c3")))
        storage.append(Entry(an_event("c2")))

        assert ("c2", 1) == storage.unaudited()

    def test_an_event_with_two_entries_is_named(self, storage: Storage) -> None:
        """One entry too many does not make up for one that is missing."""
        storage.append(Entry(an_event("c1"), audit=an_entry()))
        storage.append(Entry(an_event("c2"), audit=an_entry(2)))

        assert ("c1", 1) == storage.unaudited()
