"""Messages: a queue, and those that wait or are dead."""

import attrs

from ehealthcard.ports import Entry, Storage

from .rows import LATER, NOW, a_message, an_event


class OutboxContract:
    """Messages."""

    def test_the_outbox_is_a_queue(self, storage: Storage) -> None:
        """Oldest first; what is settled is gone; unknown names are no error."""
        late, early = a_message("m1", at=LATER), a_message("m2")
        storage.append(Entry(an_event(), outbox=(late, early)))

        assert [early, late] == storage.pending(at=LATER, limit=9)
        assert [early] == storage.pending(at=NOW, limit=9)
        storage.settle("m2")
        storage.settle("m9")
        assert [late] == storage.pending(at=LATER, limit=9)
        assert storage.message("m2") is None

    def test_a_message_waits_dies_and_is_found(self, storage: Storage) -> None:
        """Those that wait for a call-back or a person are not pending."""
        messages = tuple(a_message(f"m{n}") for n in range(4))
        storage.append(Entry(an_event(), outbox=messages))
        dead = attrs.evolve(messages[0], standing="dead", note="unreachable")
        waiting = attrs.evolve(messages[1], standing="waiting", attempts=2)
        sent = attrs.evolve(messages[2], standing="sent")
        for message in (dead, waiting, sent):
            storage.keep(message)

        assert [sent, messages[3]] == storage.pending(at=NOW, limit=9)
        assert [dead] == storage.dead_letters()
        assert waiting == storage.message("m1")
