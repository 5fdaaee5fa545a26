"""A hospital platform that does not exist, with a simulated hospital behind it.

To try adapters and examples without a platform (模拟医院信息平台).
"""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

import attrs

from ehealthcard.adapters.hip import (
    APPOINTED,
    DISCHARGED,
    ENCOUNTER,
    PERSON,
    PERSON_FOUND,
    PERSON_WANTED,
    TRANSFERRED,
    VISITS_WANTED,
    HipService,
    Layout,
    Row,
)
from ehealthcard.adapters.hip.told import STATUSES
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.errors import (
    CardNotFoundError,
    HipActionError,
    HipMessageError,
    Phrase,
)
from ehealthcard.ports import Answer, PlacementAct, Rejected, SlotAct, StayNote

from .events import ENDS

TAKEN: dict[HipService, Layout] = {
    HipService.CARD_ADD: PERSON,
    HipService.CARD_QUERY: PERSON_WANTED,
    HipService.PERSON_REGISTER: PERSON,
    HipService.INPATIENT_ADD: ENCOUNTER,
    HipService.INPATIENT_UPDATE: ENCOUNTER,
    HipService.INPATIENT_QUERY: VISITS_WANTED,
    HipService.TRANSFER_ADD: TRANSFERRED,
    HipService.DISCHARGE_ADD: DISCHARGED,
    HipService.APPOINTMENT_UPDATE: APPOINTED,
}
"""The layouts that a receiver reads for it."""


@attrs.frozen
class SimulatedPlatform:
    """Takes persons, encounter cards, appointments and stays as a platform would.

    Args:
        hospital: The hospital.

    """

    hospital: SimulatedHospital
    cards: dict[str, list[str]] = attrs.field(
        factory=dict[str, list[str]], init=False, repr=False
    )
    """Patients' numbers by card ID."""

    stays: dict[str, Row] = attrs.field(factory=dict[str, Row], init=False, repr=False)
    """Where patients are, by 住院号."""

    def clock(self) -> datetime:
        """Return the hospital's time."""
        return self.hospital.clock()

    def take(self, service: HipService, row: Row) -> str | None:
        """Carry out one message; return what a query found, as XML.

        Raises:
            HipActionError: It is not taken here.
            HipMessageError: It is refused; the code says why.
            CardNotFoundError: Nobody has the card.

        """
        acts: dict[HipService, Callable[[Row], Answer | None]] = {
            HipService.APPOINTMENT_UPDATE: self._appointed,
            HipService.INPATIENT_ADD: lambda r: self._placed(r, 0),
            HipService.INPATIENT_UPDATE: lambda r: self._placed(r, 1),
            HipService.TRANSFER_ADD: lambda r: self._placed(r, 1),
            HipService.DISCHARGE_ADD: self._ended,
        }
        if service in acts:
            _require(acts[service](row))
            self._remember(service, row)
        elif service is HipService.INPATIENT_QUERY:
            return self._staying(row)
        elif service is HipService.CARD_ADD:
            numbers = self.cards.setdefault(str(row["card"]), [])
            numbers.append(str(row["patient"]))
        elif service is HipService.CARD_QUERY:
            return self._found(str(row.get("card", "")))
        elif service is not HipService.PERSON_REGISTER:
            raise HipActionError
        return None

    def _found(self, card: str) -> str:
        if card not in self.cards:
            raise CardNotFoundError
        return PERSON_FOUND.write({"card": card, "patient": self.cards[card][-1]})

    def _remember(self, service: HipService, row: Row) -> None:
        if service is not HipService.APPOINTMENT_UPDATE:
            kept = self.stays.get(str(row["admission"]), {})
            self.stays[str(row["admission"])] = kept | row

    def _staying(self, row: Row) -> str:
        found = self.stays.get(str(row.get("admission")))
        if found is None or row.get("patient", found["patient"]) != found["patient"]:
            raise CardNotFoundError
        return ENCOUNTER.write(found)

    def _appointed(self, row: Row) -> Answer:
        scheduling, key = self.hospital.scheduling, str(row["appointment"])
        slot = str(row.get("slot") or scheduling.held_under(key) or "")
        act = SlotAct(key=key, slot=slot, card=str(row["patient"]))
        if row["status"] == STATUSES["release"]:
            return scheduling.release(act)
        return scheduling.confirm(act)

    def _placed(self, row: Row, move: int) -> Answer:
        number, org = str(row["admission"]), str(row.get("org", self.hospital.org))
        act = PlacementAct(
            key=_name(row),
            certificate=number,
            card=str(row["patient"]),
            admission=f"{org}:{number}",
            org=org,
            ward=str(row["ward"]),
            bed=str(row["bed"]),
            move=move,
            at=self.clock(),
        )
        return self.hospital.inpatients.place(act)

    def _ended(self, row: Row) -> Answer:
        org = str(row["org"])
        note = StayNote(
            key=_name(row),
            card=str(row["patient"]),
            admission=f"{org}:{row['admission']}",
            org=org,
            how=ENDS[str(row["disposition"])],
            at=self.clock(),
        )
        return self.hospital.inpatients.note("inpatient-ended", note)


def _name(row: Row) -> str:
    """Return a name of what is said: the same message is the same act."""
    said = "|".join(f"{name}={row[name]}" for name in sorted(row))
    return sha256(said.encode()).hexdigest()


def _require(answer: Answer | None) -> None:
    if isinstance(answer, Rejected):
        error = HipMessageError(reason=Phrase("refused by the hospital", "医院拒绝"))
        error.code = answer.code
        raise error
