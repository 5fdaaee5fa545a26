"""What every owner of slots must do.

Inherit, provide ``scheduling`` and two free ``slots`` of it, and pytest does the rest.
A HIS that books for nobody but its own patients needs the ``card`` of one too. The keys
are new in each test, so that a HIS that keeps them may be asked again tomorrow.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest

from ehealthcard.ports import (
    Accepted,
    Rejected,
    Scheduling,
    Slot,
    SlotAct,
    SlotStanding,
)
from ehealthcard.rules.calendar import day_of

MANY = 100


class SchedulingContract:
    """Everything that appointments ask of the owner of the slots."""

    @pytest.fixture
    def scheduling(self) -> Scheduling:
        """Return the adapter."""
        raise pytest.UsageError("Provide a scheduling fixture.")

    @pytest.fixture
    def slots(self) -> tuple[Slot, Slot]:
        """Return two free slots."""
        raise pytest.UsageError("Provide a slots fixture.")

    @pytest.fixture
    def card(self) -> str:
        """Return a patient's card; one whom the HIS knows, if it asks for that."""
        return uuid4().hex

    def test_a_slot_is_found_by_name_and_in_its_department(
        self, scheduling: Scheduling, slots: tuple[Slot, Slot]
    ) -> None:
        """What the search shows is what the name means."""
        slot, day = slots[0], day_of(slots[0].starts_at)
        offer = scheduling.slot(slot.id)
        found = scheduling.slots(
            org=slot.org, department=slot.department, first=day, last=day
        )

        assert offer is not None
        assert (slot, SlotStanding.FREE) == (offer.slot, offer.standing)
        assert offer in found
        assert [o.slot.starts_at for o in found] == sorted(
            o.slot.starts_at for o in found
        )

    def test_an_unknown_slot_is_none_and_acquires_nothing(
        self, scheduling: Scheduling, card: str
    ) -> None:
        """A wrong name is an answer, never an error."""
        lost = SlotAct(key=uuid4().hex, slot="no-such-slot", card=card)

        assert scheduling.slot("no-such-slot") is None
        assert Rejected(code="SLOT_UNKNOWN") == scheduling.try_acquire(lost)

    def test_a_slot_is_acquired_once_under_one_key(
        self, scheduling: Scheduling, slots: tuple[Slot, Slot], card: str
    ) -> None:
        """The same key again is the same act; another one is refused."""
        act = _acts(card)
        first, other = act(slots[0], "a"), act(slots[0], "b")
        answer = scheduling.try_acquire(first)

        assert isinstance(answer, Accepted)
        assert answer == scheduling.try_acquire(first)
        assert Rejected(code="SLOT_TAKEN") == scheduling.try_acquire(other)
        assert SlotStanding.BOOKED is _standing(scheduling, slots[0])
        assert isinstance(scheduling.query(first), Accepted)
        assert Rejected(code="SLOT_NOT_HELD") == scheduling.query(other)

    def test_a_released_slot_is_free_and_its_key_is_spent(
        self, scheduling: Scheduling, slots: tuple[Slot, Slot], card: str
    ) -> None:
        """2→0; an acquire that arrives behind its release takes nothing."""
        act = _acts(card)
        first, other = act(slots[0], "a"), act(slots[0], "b")
        scheduling.try_acquire(first)

        for _ in range(2):
            assert isinstance(scheduling.release(first), Accepted)

        assert SlotStanding.FREE is _standing(scheduling, slots[0])
        assert Rejected(code="KEY_RELEASED") == scheduling.try_acquire(first)
        assert isinstance(scheduling.try_acquire(other), Accepted)
        assert isinstance(scheduling.release(first), Accepted)
        assert isinstance(scheduling.query(other), Accepted)

    def test_a_release_that_overtakes_its_acquire_wins(
        self, scheduling: Scheduling, slots: tuple[Slot, Slot], card: str
    ) -> None:
        """Messages come out of order; the slot is not left taken."""
        act = _acts(card)
        late = act(slots[0], "a")
        assert isinstance(scheduling.release(late), Accepted)

        assert Rejected(code="KEY_RELEASED") == scheduling.try_acquire(late)
        assert SlotStanding.FREE is _standing(scheduling, slots[0])

    def test_a_ticket_that_is_given_back_is_void(
        self, scheduling: Scheduling, slots: tuple[Slot, Slot], card: str
    ) -> None:
        """2→4→9: nobody gets the slot again."""
        act = _acts(card)
        mine, other = act(slots[1], "a"), act(slots[1], "b")
        assert Rejected(code="SLOT_NOT_HELD") == scheduling.confirm(mine)
        scheduling.try_acquire(mine)
        for _ in range(2):
            assert isinstance(scheduling.confirm(mine), Accepted)
        assert SlotStanding.TICKETED is _standing(scheduling, slots[1])

        scheduling.release(mine)

        assert SlotStanding.VOID is _standing(scheduling, slots[1])
        assert Rejected(code="SLOT_TAKEN") == scheduling.try_acquire(other)

    def test_of_a_hundred_at_once_one_is_accepted(
        self, scheduling: Scheduling, slots: tuple[Slot, Slot], card: str
    ) -> None:
        """Taking a slot is one conditional write."""
        act = _acts(card)
        gate = Barrier(MANY)

        def take(number: int) -> bool:
            gate.wait()
            answer = scheduling.try_acquire(act(slots[0], f"k{number}"))
            return isinstance(answer, Accepted)

        with ThreadPoolExecutor(MANY) as pool:
            assert 1 == sum(pool.map(take, range(MANY)))


def _acts(card: str) -> Callable[[Slot, str], SlotAct]:
    """Return what makes acts of one test: on a slot, under one of its own keys."""
    space = uuid4().hex

    def made(slot: Slot, key: str) -> SlotAct:
        return SlotAct(key=f"{space}-{key}", slot=slot.id, card=card)

    return made


def _standing(scheduling: Scheduling, slot: Slot) -> SlotStanding | None:
    offer = scheduling.slot(slot.id)
    return offer.standing if offer else None
