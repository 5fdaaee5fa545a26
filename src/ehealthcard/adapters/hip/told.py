"""Ports of the outbox over a platform's services (平台服务作为消息端口).

A service tells what has happened: no service of WS/T 846 that is known here takes a
slot or holds a bed so that one of two is refused. That is an owner's, who can be asked.
Names of places are those of the layouts, with where each is known from; the codes of an
appointment's status (门诊预约状态代码) are assumed, and are given by the integrator.
"""

from collections.abc import Callable, Mapping

import attrs

from ehealthcard.adapters.owned import OwnedInpatients, OwnedScheduling
from ehealthcard.ports import (
    Answer,
    DischargeAct,
    Inpatients,
    PlacementAct,
    Rejected,
    Scheduling,
    SlotAct,
    StayNote,
)
from ehealthcard.rules.stays import StayEnd

from .client import HipClient
from .layouts import Row
from .services import HipService

PATIENT_UNKNOWN = Rejected(code="PATIENT_UNKNOWN")
STATUSES = {"confirm": "completed", "release": "cancelled"}
DISPOSITIONS: Mapping[StayEnd, str] = {
    StayEnd.DISCHARGED: "1",
    StayEnd.TRANSFERRED: "2",
    StayEnd.DIED: "5",
}
"""离院方式 (CV06.00.226, recalled)."""

INPATIENT = "3"
"""患者类型."""


@attrs.frozen
class HipLine:
    """Tells a platform acts, each under a message id of its own.

    Args:
        client: The platform.
        patients: A subject's number there; ``None`` for somebody that it does not know.
        repeats: Whether the platform knows an act again by the message's id. Where it
            does not, an unclear act stays unclear until ``client.settle`` is told.
        codes: A code of the port for each code of a refusal.

    """

    client: HipClient
    patients: Callable[[str], str | None] = attrs.field(repr=False)
    repeats: bool = attrs.field(default=False, kw_only=True)
    codes: Mapping[str, str] = attrs.field(factory=dict[str, str], kw_only=True)

    def tell(self, service: HipService, card: str, row: Row, act: str) -> Answer:
        """Tell an act, and return what became of it.

        Raises:
            OutsideUnavailableError: It certainly did not arrive.

        """
        patient = self.patients(card)
        if patient is None:
            return PATIENT_UNKNOWN
        if self.repeats:
            self.client.settle(act)
        whole: Row = {**row, "patient": patient}
        answer = self.client.tell(service, whole, key=act)
        if isinstance(answer, Rejected):
            return Rejected(code=self.codes.get(answer.code, answer.code))
        return answer


@attrs.frozen
class HipScheduling(OwnedScheduling):
    """See :class:`ehealthcard.ports.Scheduling`: the rest of it is the owner's.

    Args:
        line: Where the platform is told (门诊预约状态信息更新服务).
        owner: Who lists slots, takes them and says whether they are held; without one,
            booking is unavailable here (``CapabilityUnavailableError``).
        statuses: What the platform calls a ticket and a cancellation.

    """

    line: HipLine
    owner: Scheduling | None = None
    statuses: Mapping[str, str] = attrs.field(default=STATUSES, repr=False)

    def confirm(self, act: SlotAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Scheduling`."""
        return self._told("confirm", act)

    def release(self, act: SlotAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Scheduling`."""
        return self._told("release", act)

    def _told(self, what: str, act: SlotAct) -> Answer:
        row: Row = {
            "appointment": act.key,
            "status": self.statuses[what],
            "slot": act.slot,
        }
        service = HipService.APPOINTMENT_UPDATE
        return self.line.tell(service, act.card, row, f"slot-{what}:{act.key}")


@attrs.frozen
class HipInpatients(OwnedInpatients):
    """See :class:`ehealthcard.ports.Inpatients`: the rest of it is the owner's.

    Told are admissions and moves (住院就诊信息) and the ends of stays (出院登记). An
    ordered discharge, a leave and a revoked stay have no service that is known here.

    Args:
        line: Where the platform is told.
        owner: Who does what has no service; without one that is done by hand
            (``CapabilityUnavailableError``).
        transfers: Whether a move is told as 住院转科信息 instead.
        dispositions: What the platform calls each end of a stay.

    """

    line: HipLine
    owner: Inpatients | None = None
    transfers: bool = False
    dispositions: Mapping[StayEnd, str] = attrs.field(default=DISPOSITIONS, repr=False)

    def place(self, act: PlacementAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Inpatients`."""
        row: Row = {
            "admission": _number(act.admission),
            "starts": act.at,
            "ward": act.ward,
            "bed": act.bed,
        }
        if act.move and self.transfers:
            service = HipService.TRANSFER_ADD
        else:
            row |= {"setting": INPATIENT, "org": act.org}
            update, add = HipService.INPATIENT_UPDATE, HipService.INPATIENT_ADD
            service = update if act.move else add
        return self.line.tell(service, act.card, row, f"place:{act.key}")

    def note(self, kind: str, note: StayNote, /) -> Answer:
        """See :class:`ehealthcard.ports.Inpatients`.

        Raises:
            CapabilityUnavailableError: A leave or a revoked stay, and no owner.

        """
        said = self.dispositions.get(note.how) if note.how else None
        if said is None:
            return self._asked.note(kind, note)
        row: Row = {
            "admission": _number(note.admission),
            "setting": INPATIENT,
            "ends": note.at,
            "disposition": said,
            "org": note.org,
        }
        service = HipService.DISCHARGE_ADD
        return self.line.tell(service, note.card, row, f"{kind}:{note.key}")

    def discharge(self, act: DischargeAct, /) -> Answer | None:
        """See :class:`ehealthcard.ports.Inpatients`.

        Raises:
            CapabilityUnavailableError: There is no owner.

        """
        return self._asked.discharge(act)


def _number(admission: str) -> str:
    """Return 住院号 of a stay, ``org:number``."""
    return admission.partition(":")[2] or admission
