"""What waits, as whoever watches over the desk is told."""

from datetime import timedelta

import attrs

from ehealthcard.ports import Backlog, Entry, Storage

from .rows import LATER, NOW, a_message, an_event


class BacklogContract:
    """The backlog."""

    def test_nothing_waits_in_an_empty_storage(self, storage: Storage) -> None:
        """No count, no moment."""
        found = attrs.evolve(storage.backlog(), schema=None)

        assert Backlog(None, 0, None, 0, None) == found

    def test_what_waits_is_counted_and_dated(self, storage: Storage) -> None:
        """Dead letters apart; the first moment that is due counts."""
        messages = tuple(
            a_message(f"m{n}", at=NOW + timedelta(minutes=n)) for n in range(4)
        )
        storage.append(Entry(an_event(), outbox=messages, due=LATER))
        storage.append(Entry(an_event("c2"), due=NOW))
        storage.keep(attrs.evolve(messages[0], standing="dead"), by=None)
        storage.keep(attrs.evolve(messages[1], standing="waiting"), by=None)
        storage.settle("m3")

        found = attrs.evolve(storage.backlog(), schema=None)
        assert Backlog(None, 2, messages[1].made_at, 1, NOW) == found
