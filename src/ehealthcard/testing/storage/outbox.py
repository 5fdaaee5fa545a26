"""Messages: a queue, and those that wait or are dead."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import attrs

from ehealthcard.ports import BY_HAND, NEVER, Entry, Message, Storage

from .rows import LATER, NOW, a_message, an_event

SOON = NOW + timedelta(minutes=5)


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
            assert storage.keep(message, by=None)

        assert [sent, messages[3]] == storage.pending(at=NOW, limit=9)
        assert [dead] == storage.dead_letters()
        assert waiting == storage.message("m1")

    def test_a_message_is_lent_to_one_relay_until_its_lease_ends(
        self, storage: Storage
    ) -> None:
        """Who has it may change it; who had it may not."""
        storage.append(Entry(an_event(), outbox=(a_message("m1"),)))

        (lent,) = self._lend(storage, "one")
        assert ("one", SOON) == (lent.leased_by, lent.leased_until)
        assert lent == storage.message("m1")
        assert [] == self._lend(storage, "two")
        (again,) = self._lend(storage, "two", at=SOON)
        assert "two" == again.leased_by
        assert not storage.keep(attrs.evolve(lent, attempts=9), by="one")
        assert not storage.keep(attrs.evolve(lent, attempts=9), by=None)
        freed = attrs.evolve(again, leased_by=None, leased_until=None, attempts=1)
        assert storage.keep(freed, by="two")
        assert freed == storage.message("m1")

    def test_of_each_case_only_the_first_is_lent(self, storage: Storage) -> None:
        """A message that is tried again later holds back what comes after it."""
        first = a_message("m-9", number=9, at=SOON)
        second, other = a_message("m-10", number=10), a_message("x", case="c2")
        storage.append(Entry(an_event(), outbox=(first, second)))
        storage.append(Entry(an_event("c2"), outbox=(other,)))

        assert ["x"] == [m.id for m in self._lend(storage, "one")]
        storage.settle("x")
        assert ["m-9"] == [m.id for m in self._lend(storage, "one", at=SOON)]
        storage.settle("m-9")
        assert ["m-10"] == [m.id for m in self._lend(storage, "one")]

    def test_what_waits_holds_back_nothing_and_what_is_dead_its_destination(
        self, storage: Storage
    ) -> None:
        """A call-back may take days; a dead letter waits for a person."""
        messages = (
            attrs.evolve(a_message("m1", number=1), standing="dead", not_before=NEVER),
            attrs.evolve(
                a_message("m2", number=2, at=SOON, to="pay"), standing="waiting"
            ),
            a_message("m4", number=3, to="pay"),
            a_message("m3", number=4),
        )
        storage.append(Entry(an_event(), outbox=messages))

        assert ["m4"] == [m.id for m in self._lend(storage, "one")]
        lent = self._lend(storage, "two", at=SOON, without=("his",))
        assert ["m2", "m4"] == sorted(m.id for m in lent)
        storage.settle("m1")
        storage.settle("m4")
        assert ["m3"] == [m.id for m in self._lend(storage, "one", at=NOW)]

    def test_what_staff_do_by_hand_holds_back_nothing(self, storage: Storage) -> None:
        """It is a task for a person, not a message that may still go."""
        messages = (
            attrs.evolve(
                a_message("m1", number=1),
                standing="dead",
                note=BY_HAND,
                not_before=NEVER,
            ),
            a_message("m2", number=2),
        )
        storage.append(Entry(an_event(), outbox=messages))

        assert ["m2"] == [m.id for m in self._lend(storage, "one")]
        assert ["m1"] == [m.id for m in storage.dead_letters()]

    def test_destinations_may_be_left_alone(self, storage: Storage) -> None:
        """A relay passes over what is known to be down."""
        messages = (a_message("m1"), a_message("m2", to="pay", case="c2"))
        storage.append(Entry(an_event(), outbox=messages))

        assert [] == self._lend(storage, "one", without=("his", "pay"))
        assert ["m2"] == [m.id for m in self._lend(storage, "one", without=("his",))]

    def test_one_message_is_lent_by_its_name(self, storage: Storage) -> None:
        """To one at a time, when its time has come, and not before an earlier one."""
        messages = (
            a_message("m1", number=1),
            a_message("m2", number=2),
            a_message("m3", number=3, to="pay"),
            a_message("m4", number=4, to="bank", at=SOON),
        )
        storage.append(Entry(an_event(), outbox=messages))

        def borrow(name: str, by: str, at: datetime = NOW) -> bool:
            until = at + timedelta(minutes=5)
            found = storage.borrow(name, by=by, at=at, until=until)
            assert found is None or found == storage.message(name)
            return found is not None

        assert borrow("m1", "one")
        assert not borrow("m1", "two")
        assert not borrow("m2", "two")
        assert borrow("m3", "two")
        assert not borrow("m4", "two")
        assert not borrow("m5", "two")
        assert ["m1"] == [m.id for m in self._lend(storage, "x", at=SOON)]
        assert not borrow("m1", "one", SOON)
        storage.settle("m1")
        assert borrow("m2", "two", SOON)
        marked = storage.message("m3")
        assert marked is not None
        assert storage.keep(attrs.evolve(marked, standing="sent"), by="two")
        assert not borrow("m3", "one", SOON)

    def _lend(
        self,
        storage: Storage,
        by: str,
        *,
        at: datetime = NOW,
        without: Sequence[str] = (),
    ) -> list[Message]:
        until = SOON if at < SOON else SOON + timedelta(minutes=5)
        with storage.transaction():
            return storage.lend(by=by, at=at, until=until, limit=9, without=without)
