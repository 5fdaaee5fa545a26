"""A FHIR server as the owner of slots (号源)."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta

import attrs

from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import (
    FhirConflictError,
    FhirRefusedError,
    FhirUnclearError,
    OutsideUnavailableError,
)
from ehealthcard.ports import (
    Accepted,
    Answer,
    Rejected,
    Slot,
    SlotAct,
    SlotOffer,
    SlotStanding,
    Unclear,
)
from ehealthcard.rules.calendar import day_of

from .answers import NAME
from .client import FhirClient
from .datatypes import Identifier, Json, Reference
from .resources import FhirAppointment, Participant
from .slots import (
    holder_of,
    left_as,
    number_of,
    offer_from,
    released_by,
    standing_of,
)
from .systems import BOOKING, CARD, DEPARTMENT, ORDER

ROUNDS = 8
"""How often a slot that keeps changing is read anew."""

NOT_HELD = Rejected(code="SLOT_NOT_HELD")
UNKNOWN = Rejected(code="SLOT_UNKNOWN")
SPENT = Rejected(code="KEY_RELEASED")
_HINDRANCE = {
    SlotStanding.BOOKED: "SLOT_TAKEN",
    SlotStanding.TICKETED: "SLOT_TAKEN",
    SlotStanding.VOID: "SLOT_TAKEN",
    SlotStanding.SUSPENDED: "SLOT_SUSPENDED",
}


class _StirringError(Exception):
    """A slot changed too often to be written."""


@attrs.frozen
class FhirScheduling:
    """See :class:`ehealthcard.ports.Scheduling`.

    The slot is the truth: it is taken by one conditional write (``If-Match``) that puts
    the booking's key on it. The appointment under the same key is the record of it, and
    where it is cancelled, the sign that the key is spent. An acquire writes the slot
    and then looks at the appointment, a release writes the appointment and then looks
    at the slot, so that of the two one always sees the other. A release also changes
    the version of a free slot, so that a write that is still on its way fails.

    Not built: ``ORDER_UNPAID``, which FHIR's resources do not tell; the order is
    written on the appointment. Fees, doctor, level and session are extensions of the
    SDK's own: where a server lacks them they are empty, and the session is the slot's
    Schedule.

    Args:
        client: The server; it must keep to versions, or nothing is changed on it.
        org: Code of the institution whose slots they are.
        org_name: What patients know it by.
        department_system: Of the departments' codes, in ``Slot.specialty``.
        card_system: Under which the appointment names its holder.

    """

    client: FhirClient
    org: str
    org_name: str | None = None
    department_system: str = DEPARTMENT
    card_system: str = CARD

    def slots(
        self, *, org: str, department: str, first: date, last: date
    ) -> list[SlotOffer]:
        """See :class:`ehealthcard.ports.Scheduling`."""
        if org != self.org:
            return []
        found = self.client.search(
            "Slot",
            [
                ("specialty", f"{self.department_system}|{department}"),
                ("start", f"ge{_midnight(first)}"),
                ("start", f"lt{_midnight(last + timedelta(days=1))}"),
                ("_sort", "start"),
            ],
        )
        offers = [self._offer(raw) for raw in found.resources]
        meant = [o for o in offers if _is_meant(o.slot, department, first, last)]
        return sorted(meant, key=lambda offer: offer.slot.starts_at)

    def slot(self, slot_id: str, /) -> SlotOffer | None:
        """See :class:`ehealthcard.ports.Scheduling`."""
        raw = self._read(slot_id)
        return self._offer(raw) if raw else None

    def try_acquire(self, act: SlotAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Scheduling`."""
        if self._read(act.slot) is None:
            return UNKNOWN
        if self._is_spent(act.key):
            return _settled(lambda: self._given_back(act))
        return _settled(lambda: self._take(act))

    def confirm(self, act: SlotAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Scheduling`."""
        return _settled(lambda: self._confirm(act))

    def release(self, act: SlotAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Scheduling`."""
        return _settled(lambda: self._release(act))

    def query(self, act: SlotAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Scheduling`.

        What an acquire left half done is done: the appointment is written.
        """
        raw = self._read(act.slot)
        if raw is None or holder_of(raw) != act.key:
            return NOT_HELD
        told = _settled(lambda: _after(lambda: self._recorded(act, raw)))
        return NOT_HELD if told == SPENT else told

    def _take(self, act: SlotAct) -> Answer:
        raw = self._written(act, _taken)
        if raw is None:
            return UNKNOWN
        if holder_of(raw) != act.key:
            return Rejected(code=_HINDRANCE[standing_of(raw)])
        return _after(lambda: self._recorded(act, raw))

    def _recorded(self, act: SlotAct, raw: Json) -> Answer:
        booked = _appointment(act, raw, "booked", self.card_system)
        try:
            self.client.create(booked, system=BOOKING, value=act.key)
        except FhirConflictError:
            raise
        except FhirRefusedError as refused:
            self._written(act, _freed)
            return Rejected(code=refused.code)
        if self._is_spent(act.key):
            return self._given_back(act)
        return _held(raw)

    def _given_back(self, act: SlotAct) -> Answer:
        self._written(act, _freed)
        return SPENT

    def _confirm(self, act: SlotAct) -> Answer:
        raw = self._written(act, _ticketed)
        return _held(raw) if raw and holder_of(raw) == act.key else NOT_HELD

    def _release(self, act: SlotAct) -> Answer:
        raw = self._read(act.slot)
        if raw is None:
            return Accepted()
        return _after(lambda: self._cancelled(act, raw))

    def _cancelled(self, act: SlotAct, raw: Json) -> Answer:
        gone = _appointment(act, raw, "cancelled", self.card_system)
        self.client.require_versions()
        self.client.create(gone, system=BOOKING, value=act.key)
        self._cancel(act.key)
        self._written(act, _freed)
        return Accepted()

    def _cancel(self, key: str) -> None:
        for _ in range(ROUNDS):
            known = self._appointments(key)
            alive = [a for a in known if a.get("status") != "cancelled"]
            if not alive:
                return
            with suppress(FhirConflictError):
                self.client.replace({**alive[0], "status": "cancelled"})
        raise _StirringError

    def _written(
        self, act: SlotAct, change: Callable[[Json, str], Json | None]
    ) -> Json | None:
        """Return the slot after *change*, or as it is where there is none to make."""
        for _ in range(ROUNDS):
            raw = self._read(act.slot)
            changed = change(raw, act.key) if raw else None
            if changed is None:
                return raw
            try:
                return self.client.replace(changed)
            except FhirConflictError:
                continue
        raise _StirringError

    def _read(self, slot_id: str) -> Json | None:
        named = NAME.fullmatch(slot_id)
        return self.client.read("Slot", slot_id) if named else None

    def _offer(self, raw: Json) -> SlotOffer:
        return offer_from(
            raw,
            org=self.org,
            org_name=self.org_name,
            departments=self.department_system,
        )

    def _appointments(self, key: str) -> tuple[Json, ...]:
        return self.client.by_identifier("Appointment", BOOKING, key)

    def _is_spent(self, key: str) -> bool:
        return any(a.get("status") == "cancelled" for a in self._appointments(key))


def _settled(act: Callable[[], Answer]) -> Answer:
    try:
        return act()
    except (FhirUnclearError, _StirringError):
        return Unclear()
    except FhirRefusedError as refused:
        return Rejected(code=refused.code)


def _after(act: Callable[[], Answer]) -> Answer:
    """Do what follows a change: it is not undone because the server went away."""
    try:
        return act()
    except (OutsideUnavailableError, FhirConflictError):
        return Unclear()


def _taken(raw: Json, key: str) -> Json | None:
    free = standing_of(raw) is SlotStanding.FREE
    return left_as(raw, SlotStanding.BOOKED, key=key) if free else None


def _ticketed(raw: Json, key: str) -> Json | None:
    held = holder_of(raw) == key and standing_of(raw) is SlotStanding.BOOKED
    return left_as(raw, SlotStanding.TICKETED, key=key) if held else None


def _freed(raw: Json, key: str) -> Json | None:
    standing = standing_of(raw)
    if holder_of(raw) == key:
        void = standing is SlotStanding.TICKETED
        left = SlotStanding.VOID if void else SlotStanding.FREE
        return left_as(raw, left, key=None, released=key)
    if standing is SlotStanding.FREE and released_by(raw) != key:
        return left_as(raw, standing, key=None, released=key)
    return None


def _is_meant(slot: Slot, department: str, first: date, last: date) -> bool:
    """Whether the server has heeded all that was asked; it need not."""
    return slot.department == department and first <= day_of(slot.starts_at) <= last


def _held(raw: Json) -> Accepted:
    return Accepted(data={"number": number_of(raw)})


def _appointment(act: SlotAct, raw: Json, status: str, system: str) -> FhirAppointment:
    holder = Identifier(system=system, value=act.card)
    order = Identifier(system=ORDER, value=act.order)
    rests_on = Reference(type="ServiceRequest", identifier=order)
    return FhirAppointment(
        identifier=(Identifier(system=BOOKING, value=act.key),),
        status=status,
        based_on=(rests_on,) if act.order else None,
        start=raw["start"],
        end=raw["end"],
        slot=(Reference(reference=f"Slot/{act.slot}"),),
        participant=(Participant(actor=Reference(type="Patient", identifier=holder)),),
    )


def _midnight(day: date) -> str:
    return datetime.combine(day, time(), SHANGHAI).isoformat()
