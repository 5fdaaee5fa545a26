"""A HIS's slot pool (模拟号源)."""

from datetime import date, timedelta
from threading import Lock

import attrs

from ehealthcard.ports import (
    Accepted,
    Answer,
    Rejected,
    Slot,
    SlotAct,
    SlotOffer,
    SlotStanding,
)

from .faults import Faults
from .timetable import slot_named, slots_on

MOST_DAYS = 60


@attrs.define
class SimulatedScheduling:
    """See :class:`ehealthcard.ports.Scheduling`.

    Args:
        org: Code of the institution.
        seed: The same seed gives the same slots.

    """

    org: str
    seed: int = 1
    faults: Faults = attrs.field(factory=Faults)
    added: dict[str, Slot] = attrs.field(factory=dict[str, Slot])
    """Slots besides those of the timetable, such as examinations."""

    unpaid_orders: set[str] = attrs.field(factory=set[str])
    _standing: dict[str, SlotStanding] = attrs.field(
        factory=dict[str, SlotStanding], init=False
    )
    _holder: dict[str, str] = attrs.field(factory=dict[str, str], init=False)
    _released: set[str] = attrs.field(factory=set[str], init=False)
    _suspended: set[str] = attrs.field(factory=set[str], init=False)
    _lock: Lock = attrs.field(factory=Lock, init=False)

    def add(self, slot: Slot) -> None:
        """Put a slot of one's own into the pool."""
        self.added[slot.id] = slot

    def suspend(self, session: str) -> None:
        """Call a session off (停诊); the desk hears of it by a signal."""
        self._suspended.add(session)

    def held_under(self, key: str) -> str | None:
        """Return the slot that a booking has."""
        return next((s for s, holder in self._holder.items() if holder == key), None)

    def slots(
        self, *, org: str, department: str, first: date, last: date
    ) -> list[SlotOffer]:
        """See :class:`ehealthcard.ports.Scheduling`; at most 60 days at once."""
        return self.faults.read(lambda: self._slots(org, department, first, last))

    def slot(self, slot_id: str, /) -> SlotOffer | None:
        """See :class:`ehealthcard.ports.Scheduling`."""
        return self.faults.read(lambda: self._offer(self._named(slot_id)))

    def try_acquire(self, act: SlotAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Scheduling`."""
        return self.faults.act(lambda: self._acquire(act))

    def confirm(self, act: SlotAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Scheduling`."""
        return self.faults.act(lambda: self._confirm(act))

    def release(self, act: SlotAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Scheduling`."""
        return self.faults.act(lambda: self._release(act))

    def query(self, act: SlotAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Scheduling`."""
        return self.faults.act(lambda: self._query(act))

    def _slots(
        self, org: str, department: str, first: date, last: date
    ) -> list[SlotOffer]:
        days = range(min((last - first).days + 1, MOST_DAYS))
        made = [
            slot
            for n in days
            for slot in slots_on(
                first + timedelta(days=n), department, self.org, self.seed
            )
        ]
        offers = [self._offer(slot) for slot in made if org == self.org]
        return self.faults.shorten([o for o in offers if o])

    def _named(self, name: str) -> Slot | None:
        return self.added.get(name) or slot_named(name, self.org, self.seed)

    def _offer(self, slot: Slot | None) -> SlotOffer | None:
        if slot is None:
            return None
        standing = self._standing.get(slot.id, SlotStanding.FREE)
        if slot.session in self._suspended:
            standing = SlotStanding.SUSPENDED
        return SlotOffer(slot=slot, standing=standing)

    def _acquire(self, act: SlotAct) -> Answer:
        with self._lock:
            if self._holder.get(act.slot) != act.key:
                if code := self._hindrance(act):
                    return Rejected(code=code)
                self._holder[act.slot] = act.key
                self._standing[act.slot] = SlotStanding.BOOKED
            return self._number(act)

    def _hindrance(self, act: SlotAct) -> str | None:
        offer = self._offer(self._named(act.slot))
        if offer is None:
            return "SLOT_UNKNOWN"
        if act.key in self._released:
            return "KEY_RELEASED"
        if offer.standing is SlotStanding.SUSPENDED:
            return "SLOT_SUSPENDED"
        if offer.standing is not SlotStanding.FREE:
            return "SLOT_TAKEN"
        return "ORDER_UNPAID" if act.order in self.unpaid_orders else None

    def _confirm(self, act: SlotAct) -> Answer:
        with self._lock:
            if self._holder.get(act.slot) != act.key:
                return Rejected(code="SLOT_NOT_HELD")
            self._standing[act.slot] = SlotStanding.TICKETED
            return self._number(act)

    def _release(self, act: SlotAct) -> Answer:
        with self._lock:
            self._released.add(act.key)
            if self._holder.get(act.slot) == act.key:
                del self._holder[act.slot]
                ticketed = self._standing[act.slot] is SlotStanding.TICKETED
                left = SlotStanding.VOID if ticketed else SlotStanding.FREE
                self._standing[act.slot] = left
            return Accepted()

    def _query(self, act: SlotAct) -> Answer:
        with self._lock:
            if self._holder.get(act.slot) != act.key:
                return Rejected(code="SLOT_NOT_HELD")
            return self._number(act)

    @staticmethod
    def _number(act: SlotAct) -> Accepted:
        last = act.slot.rpartition("-")[2]
        return Accepted(data={"number": int(last) if last.isdecimal() else 1})
