"""What an ADT event does to an inpatient certificate (入出转与住院证)."""

from typing import Any

import attrs

from ehealthcard.adapters.hl7 import Hl7Message
from ehealthcard.desk import Case, ServiceDesk
from ehealthcard.errors import MalformedHl7Error, Phrase, UnknownHl7KeyError
from ehealthcard.identity import Card, SubjectId
from ehealthcard.services.inpatient_certificate import (
    Admit,
    AdmitEmergency,
    Discharged,
    DischargePending,
    InpatientCertificate,
    InpatientCertificateCommand,
    OrderDischarge,
    Relocate,
    Revoke,
    Settle,
    Transfer,
    WithdrawDischarge,
    inpatient_certificate,
)
from ehealthcard.services.inpatient_certificate.states import Gone, Staying
from ehealthcard.workflow import Actor

from .meaning import Meanings

Stay = Case[InpatientCertificate]


@attrs.frozen
class Stays:
    """Moves the stay that one message is about, if this desk knows it."""

    desk: ServiceDesk
    by: Actor
    meanings: Meanings
    message: Hl7Message
    name: str
    """The message's own name; commands carry it as their key."""

    card: Card | None

    def move(self) -> None:
        """Carry out what the event says.

        Raises:
            UnknownHl7KeyError: The visit is another patient's, or is over for good.
            RuleViolationError: A rule of the service forbids it.

        """
        acts = {
            "A01": self._admit,
            "A02": self._relocate,
            "A03": self._discharge,
            "A11": self._cancel_admission,
            "A13": self._cancel_discharge,
        }
        act = acts.get(self.message.event)
        if act is not None:
            act()

    def subject(self) -> SubjectId | None:
        """Return whose stay it is."""
        stay = self._stay()
        return stay.subject if stay else None

    def _admit(self) -> None:
        number, stay = self._number, self._stay()
        waiting = None if stay or not number else self._certificate()
        if waiting is None:
            return
        ward, bed = self._place
        if self.message.first("PV1").text(4) in self.meanings.emergency:
            self._do(waiting, AdmitEmergency(number=number, ward=ward, bed=bed))
        else:
            self._do(waiting, Admit(number=number, ward=ward, bed=bed))

    def _relocate(self) -> None:
        stay = self._stay()
        if stay is None:
            return
        ward, bed = self._place
        state: Any = stay.state
        if (state.ward, state.bed) != (ward, bed):
            self._do(stay, Relocate(ward=ward, bed=bed))

    def _discharge(self) -> None:
        stay = self._stay()
        if stay is None:
            return
        visit = self.message.first("PV1")
        if visit.text(36) in self.meanings.transferred:
            destination = visit.text(37)
            if not destination:
                raise MalformedHl7Error(
                    what=Phrase("PV1-37 does not say where to", "PV1-37 未说明去向")
                )
            self._do(stay, Transfer(destination=destination))
            return
        if not isinstance(stay.state, DischargePending):
            stay = self._do(stay, OrderDischarge())
        if not isinstance(stay.state, Discharged):
            self._do(stay, Settle())

    def _cancel_admission(self) -> None:
        stay = self._stay()
        if stay is None:
            return
        reason = self.meanings.revoked.get(self.message.first("EVN").text(4))
        if reason is None:
            raise MalformedHl7Error(
                what=Phrase(
                    "EVN-4 does not say why it is called off", "EVN-4 未说明取消原因"
                )
            )
        self._do(stay, Revoke(reason=reason))

    def _cancel_discharge(self) -> None:
        stay = self._stay()
        if stay is None:
            self._require_not_over()
        elif isinstance(stay.state, DischargePending):
            self._do(stay, WithdrawDischarge())

    def _do(self, stay: Stay, command: InpatientCertificateCommand) -> Stay:
        key = f"{self.name}|{type(command).__name__}"
        return self.desk.execute(
            inpatient_certificate, stay, command, by=self.by, key=key, on_newest=True
        )

    @property
    def _number(self) -> str:
        """PV1-19 (住院号)."""
        return self.message.first("PV1").text(19)

    @property
    def _admission(self) -> str:
        return f"{self.by.org}:{self._number}"

    @property
    def _place(self) -> tuple[str, str]:
        """PV1-3: ward and bed."""
        visit = self.message.first("PV1")
        ward, bed = visit.text(3, 1), visit.text(3, 3)
        if not ward or not bed:
            raise MalformedHl7Error(
                what=Phrase("PV1-3 lacks ward or bed", "PV1-3 缺少病区或床位")
            )
        return ward, bed

    def _stay(self) -> Stay | None:
        """Return the stay that goes on under this number."""
        if not self._number:
            return None
        for event in self.desk.storage.related("admission", self._admission):
            if event.workflow == inpatient_certificate.name:
                stay = self._case(event.case)
                whose = self.desk.office.survivor(stay.subject)
                if self.card and whose != self.desk.office.survivor(self.card.subject):
                    raise UnknownHl7KeyError(
                        what=Phrase(
                            "PV1-19 is another patient's", "PV1-19 属于其他患者"
                        )
                    )
                return stay
        return None

    def _certificate(self) -> Stay | None:
        """Return the certificate of this hospital that waits for the stay."""
        if self.card is None:
            return None
        found = [
            self._case(event.case)
            for event in self.desk.office.open_cases(self.card.subject)
            if event.workflow == inpatient_certificate.name
        ]
        waiting = [
            case
            for case in found
            if case.state.is_live
            and not isinstance(case.state, Staying)
            and case.state.org == self.by.org
        ]
        if len(waiting) > 1:
            raise UnknownHl7KeyError(
                what=Phrase(
                    "several certificates wait for a stay", "有多张住院证待入院"
                )
            )
        return waiting[0] if waiting else None

    def _require_not_over(self) -> None:
        """Refuse to open again what is over."""
        if self.card is None:
            return
        w = inpatient_certificate
        for case in self.desk.cases(w, self.card, by=self.by):
            state = case.state
            if isinstance(state, Gone) and state.admission == self._admission:
                raise UnknownHl7KeyError(
                    what=Phrase(
                        "the stay is over and cannot be reopened",
                        "住院已结束，不能重新打开",
                    )
                )

    def _case(self, case_id: str) -> Stay:
        return self.desk.case(inpatient_certificate, case_id, by=self.by)
