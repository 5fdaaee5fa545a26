"""A HIS's inpatient system (模拟住院系统)."""

from collections.abc import Callable
from threading import Lock

import attrs

from ehealthcard.ports import (
    Accepted,
    Answer,
    BedAct,
    DepositBack,
    DischargeAct,
    GateEntry,
    PlacementAct,
    Rejected,
    StayNote,
)

from .faults import Faults

Place = tuple[str, str, str]
"""Hospital, ward and bed."""


@attrs.define
class SimulatedInpatients:
    """See :class:`ehealthcard.ports.Inpatients`.

    Args:
        faults: How it fails.
        blocked: Beds that it gives to nobody.
        unpaid: Stays whose bill it does not close.
        waits: Whether bills are closed later, by call-back.

    """

    faults: Faults = attrs.field(factory=Faults)
    blocked: set[Place] = attrs.field(factory=set[Place])
    unpaid: set[str] = attrs.field(factory=set[str])
    waits: bool = False
    beds: dict[Place, str] = attrs.field(factory=dict[Place, str], init=False)
    """Who has which bed, by certificate."""

    discharges: dict[str, DischargeAct] = attrs.field(
        factory=dict[str, DischargeAct], init=False
    )
    notes: dict[str, tuple[str, StayNote]] = attrs.field(
        factory=dict[str, tuple[str, StayNote]], init=False
    )
    deposits: dict[str, DepositBack] = attrs.field(
        factory=dict[str, DepositBack], init=False
    )
    gate_list: dict[str, GateEntry] = attrs.field(
        factory=dict[str, GateEntry], init=False
    )
    """Companions who may come in, by pass."""

    _stays: dict[str, str] = attrs.field(factory=dict[str, str], init=False)
    """Whose certificate opened a stay."""

    _known: dict[str, Answer] = attrs.field(factory=dict[str, Answer], init=False)
    _lock: Lock = attrs.field(factory=Lock, init=False)

    def hold(self, act: BedAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Inpatients`."""
        place = (act.org, act.ward, act.bed)
        return self._once(
            act.key, lambda: self._take(place, act.certificate, act.instead_of)
        )

    def release(self, act: BedAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Inpatients`."""
        return self.faults.act(lambda: self._release(act))

    def place(self, act: PlacementAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Inpatients`."""
        return self._once(act.key, lambda: self._place(act))

    def discharge(self, act: DischargeAct, /) -> Answer | None:
        """See :class:`ehealthcard.ports.Inpatients`."""
        answer = self.faults.act(lambda: self._discharge(act))
        return None if self.waits and answer == Accepted() else answer

    def note(self, kind: str, note: StayNote, /) -> Answer:
        """See :class:`ehealthcard.ports.Inpatients`."""
        return self.faults.act(lambda: self._note(kind, note))

    def give_back(self, back: DepositBack, /) -> Answer:
        """See :class:`ehealthcard.ports.Inpatients`."""

        def keep() -> Answer:
            self.deposits.setdefault(back.key, back)
            return Accepted()

        return self.faults.act(keep)

    def gate(self, entry: GateEntry, /) -> Answer:
        """See :class:`ehealthcard.ports.Inpatients`."""

        def write() -> Answer:
            if entry.until is None:
                self.gate_list.pop(entry.pass_id, None)
            else:
                self.gate_list[entry.pass_id] = entry
            return Accepted()

        return self._once(entry.key, write)

    def _once(self, key: str, do: Callable[[], Answer]) -> Answer:
        def act() -> Answer:
            with self._lock:
                if key not in self._known:
                    self._known[key] = do()
                return self._known[key]

        return self.faults.act(act)

    def _take(self, place: Place, certificate: str, instead_of: str | None) -> Answer:
        if place in self.blocked:
            return Rejected(code="BED_UNKNOWN")
        if self.beds.get(place) not in (None, certificate, instead_of):
            return Rejected(code="BED_TAKEN")
        self.beds[place] = certificate
        return Accepted()

    def _place(self, act: PlacementAct) -> Answer:
        place = (act.org, act.ward, act.bed)
        answer = self._take(place, act.certificate, None)
        if answer == Accepted():
            self._stays[act.admission] = act.certificate
            self._leave(act.certificate, but=place)
        return answer

    def _release(self, act: BedAct) -> Answer:
        place = (act.org, act.ward, act.bed)
        with self._lock:
            if self.beds.get(place) == act.certificate:
                del self.beds[place]
        return Accepted()

    def _leave(self, certificate: str, *, but: Place | None = None) -> None:
        for place, holder in list(self.beds.items()):
            if holder == certificate and place != but:
                del self.beds[place]

    def _discharge(self, act: DischargeAct) -> Answer:
        self.discharges.setdefault(act.key, act)
        if act.admission in self.unpaid:
            return Rejected(code="UNPAID")
        return Accepted()

    def _note(self, kind: str, note: StayNote) -> Answer:
        with self._lock:
            self.notes.setdefault(note.key, (kind, note))
            if note.how is not None and note.admission in self._stays:
                self._leave(self._stays.pop(note.admission))
        return Accepted()
