"""A HIS whose inpatient system is told by ADT (入出转消息).

HL7 v2 chapter 3 (recalled): A01 admitted, A02 moved, A16 discharge ordered, A21 on
leave, A22 back, A03 gone, A11 the admission was none. ADT tells what has happened; it
cannot hold a bed so that one of two is refused, and knows no deposits and no gates.
"""

from collections.abc import Mapping

import attrs

from ehealthcard.adapters.owned import OwnedInpatients
from ehealthcard.ports import (
    Answer,
    DischargeAct,
    Inpatients,
    PlacementAct,
    StayNote,
)
from ehealthcard.rules.stays import StayEnd

from .composing import AdtEvent, Letter, Patient, Visit, adt
from .er7 import Hl7Message
from .line import Hl7Line

BACK = "inpatient-back"
DISPOSITIONS: Mapping[StayEnd, str] = {
    StayEnd.DISCHARGED: "01",
    StayEnd.TRANSFERRED: "02",
    StayEnd.DIED: "20",
}
"""PV1-36 (table 0112, as HL7 suggests; recalled); give the hospital's own."""


@attrs.frozen
class Hl7Inpatients(OwnedInpatients):
    """See :class:`ehealthcard.ports.Inpatients`: the rest of it is the owner's.

    Args:
        line: Where the HIS is told.
        owner: Who holds beds, gives deposits back and keeps the gate's list; without
            one that is done by hand (``CapabilityUnavailableError``).
        dispositions: What the HIS calls each end of a stay.

    """

    line: Hl7Line
    owner: Inpatients | None = None
    dispositions: Mapping[StayEnd, str] = attrs.field(default=DISPOSITIONS, repr=False)

    def place(self, act: PlacementAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Inpatients`: ADT A01, then A02."""
        event: AdtEvent = "A02" if act.move else "A01"
        visit = Visit(_number(act.admission), "I", act.ward, act.bed)
        return self.line.tell(
            act.card,
            f"place:{act.key}",
            lambda letter, patient: adt(letter, event, patient, visit),
            at=act.at,
        )

    def discharge(self, act: DischargeAct, /) -> Answer | None:
        """See :class:`ehealthcard.ports.Inpatients`: ADT A16."""
        visit = Visit(_number(act.admission), "I")
        return self.line.tell(
            act.card,
            f"discharge:{act.key}",
            lambda letter, patient: adt(letter, "A16", patient, visit),
            at=act.ordered_at,
        )

    def note(self, kind: str, note: StayNote, /) -> Answer:
        """See :class:`ehealthcard.ports.Inpatients`: ADT A21, A22, A03 or A11."""
        return self.line.tell(
            note.card,
            f"{kind}:{note.key}",
            lambda letter, patient: self._noted(letter, patient, kind, note),
            at=note.at,
        )

    def _noted(
        self, letter: Letter, patient: Patient, kind: str, note: StayNote
    ) -> Hl7Message:
        number, how = _number(note.admission), note.how
        if how is None:
            event: AdtEvent = "A22" if kind == BACK else "A21"
            return adt(letter, event, patient, Visit(number, "I"))
        if how is StayEnd.REVOKED:
            return adt(letter, "A11", patient, Visit(number, "I"))
        left = Visit(number, "I", disposition=self.dispositions[how])
        is_dead = patient.is_dead or how is StayEnd.DIED
        return adt(letter, "A03", attrs.evolve(patient, is_dead=is_dead), left)


def _number(admission: str) -> str:
    """Return PV1-19 of a stay, ``org:number``."""
    return admission.partition(":")[2] or admission
