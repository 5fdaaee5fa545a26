"""A HIS that speaks HL7 v2 and does not exist: a simulated hospital behind it.

A handler for :class:`MllpListener`, to try adapters and examples without a hospital
(模拟医院的 HL7 接口).
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

import attrs

from ehealthcard.adapters.hl7 import (
    Hl7Message,
    Identifiers,
    PatientIdentifier,
    Segment,
    identifiers_of,
)
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.ports import (
    Accepted,
    Answer,
    DischargeAct,
    PlacementAct,
    RefundPosting,
    Rejected,
    SettlementPosting,
    SlotAct,
    StayNote,
    Unclear,
)
from ehealthcard.rules.bills import Bill, BillItem
from ehealthcard.rules.splitting import all_cash
from ehealthcard.rules.stays import StayEnd

from .listener import Verdict

UNSUPPORTED = Verdict("AR", "200", "This message is not taken here.")
ENDS = {"01": StayEnd.DISCHARGED, "02": StayEnd.TRANSFERRED, "20": StayEnd.DIED}
AWAY = {"A21": "inpatient-leave", "A22": "inpatient-back"}


@attrs.frozen
class SimulatedHis:
    """Answers SIU, DFT, ADT and QBP as a HIS would.

    Args:
        hospital: The hospital.
        numbers: For queries: all numbers of each patient. Who is registered by A04 is
            given one more, with the hospital as its authority.

    """

    hospital: SimulatedHospital
    numbers: list[Identifiers] = attrs.field(factory=list[Identifiers], repr=False)

    def __call__(self, message: Hl7Message, /) -> Verdict:
        """Carry *message* out."""
        kinds: Mapping[str, Callable[[Hl7Message], Verdict]] = {
            "SIU": lambda m: _verdict(self._slot(m)),
            "DFT": lambda m: _verdict(self._money(m)),
            "ADT": lambda m: _verdict(self._stay(m)),
            "QBP": self._query,
        }
        act = kinds.get(message.header.text(9))
        return act(message) if act else UNSUPPORTED

    def _slot(self, message: Hl7Message) -> Answer | None:
        number = message.first("SCH").text(1)
        slot, card = message.first("AIS").text(3), message.first("PID").text(3)
        act = SlotAct(key=number, slot=slot, card=card)
        if message.event == "S15":
            return self.hospital.scheduling.release(act)
        return self.hospital.scheduling.confirm(act)

    def _money(self, message: Hl7Message) -> Answer | None:
        lines = list(message.every("FT1"))
        name, billing = lines[0].text(3), self.hospital.billing
        found = billing.bill(self.hospital.org, name)
        if found is None:
            return Rejected(code="BILL_UNKNOWN")
        if lines[0].text(6) == "CD":
            back = billing.withdrawn(self.hospital.org, name)
            rest = found.bill.without(back)
            return billing.refunded(
                RefundPosting(
                    key=message.control_id,
                    card=found.card,
                    org=self.hospital.org,
                    bill=name,
                    remaining=rest,
                    split=all_cash(rest.total) if rest else None,
                )
            )
        items = tuple(
            BillItem(id=line.text(2), amount=Decimal(line.text(11))) for line in lines
        )
        paid = Bill(
            id=name,
            org=self.hospital.org,
            version=found.bill.version,
            encounter=found.bill.encounter,
            items=items,
        )
        return billing.post(
            SettlementPosting(
                key=message.control_id,
                card=found.card,
                bill=paid,
                split=all_cash(paid.total),
                settled_at=self.hospital.clock(),
            )
        )

    def _stay(self, message: Hl7Message) -> Answer | None:
        visit, ward = message.first("PV1"), self.hospital.inpatients
        key, number, org = message.control_id, visit.text(19), self.hospital.org
        card, now = message.first("PID").text(3), self.hospital.clock()
        admission = f"{org}:{number}"
        if message.event in ("A01", "A02"):
            return ward.place(
                PlacementAct(
                    key=key,
                    certificate=number,
                    card=card,
                    admission=admission,
                    org=org,
                    ward=visit.text(3),
                    bed=visit.text(3, 3),
                    move=int(message.event == "A02"),
                    at=now,
                )
            )
        if message.event == "A04":
            return self._register(identifiers_of(message.first("PID")))
        if message.event == "A16":
            return ward.discharge(
                DischargeAct(
                    key=key, card=card, admission=admission, org=org, ordered_at=now
                )
            )
        left = {"A03": ENDS.get(visit.text(36)), "A11": StayEnd.REVOKED}
        if message.event not in {*left, *AWAY}:
            return Rejected(code="201")
        how = left.get(message.event)
        kind = AWAY.get(message.event, "inpatient-ended")
        note = StayNote(
            key=key, card=card, admission=admission, org=org, how=how, at=now
        )
        return ward.note(kind, note)

    def _register(self, told: Identifiers) -> Answer:
        if not any(set(told) <= set(known) for known in self.numbers):
            name = f"P{len(self.numbers) + 1:06d}"
            given = PatientIdentifier(name, self.hospital.org, "MR")
            self.numbers.append((*told, given))
        return Accepted()

    def _query(self, message: Hl7Message) -> Verdict:
        asked = message.first("QPD")
        by_name = message.event == "Q22"
        wanted = _pdq(asked) if by_name else next(iter(identifiers_of(asked)), None)
        mine = [all_ for all_ in self.numbers if wanted and _has(all_, wanted)]
        tag, name = asked.text(2), asked.text(1)
        status = "OK" if mine else "NF"
        more = [
            Segment.of("QAK", {1: tag, 2: status, 3: (name,)}),
            asked,
            *(
                Segment.of("PID", {1: "1", 3: tuple(i.components for i in all_)})
                for all_ in mine
            ),
        ]
        kind = ("RSP", "K22", "RSP_K21") if by_name else ("RSP", "K23", "RSP_K23")
        return Verdict(kind=kind, segments=tuple(more))


def _verdict(answer: Answer | None) -> Verdict:
    if isinstance(answer, Rejected):
        return Verdict("AE", answer.code)
    if isinstance(answer, Unclear):
        raise OutsideUnavailableError
    return Verdict()


def _pdq(asked: Segment) -> PatientIdentifier:
    said = {one[0]: one[1] for one in asked.repetitions(3) if len(one) > 1}
    return PatientIdentifier(said.get("@PID.3.1", ""), said.get("@PID.3.4", ""))


def _has(numbers: Identifiers, wanted: PatientIdentifier) -> bool:
    return any(
        (one.number, one.authority) == (wanted.number, wanted.authority)
        for one in numbers
    )
