"""slot of a referral -> appointment (转诊转预约)."""

from collections.abc import Iterator
from typing import Any

import attrs

from ehealthcard.codesets import Channel
from ehealthcard.errors import (
    CardError,
    InvalidInputError,
    OutsideUnavailableError,
    WorkflowError,
)
from ehealthcard.identity import Card, SubjectId
from ehealthcard.ports import Accepted, Answer, Message, Rejected
from ehealthcard.services.appointment import (
    Cancel,
    Confirm,
    Confirmed,
    Held,
    Refund,
    Request,
    Requested,
    Suspend,
    Suspended,
    Unsure,
    appointment,
)
from ehealthcard.services.appointment.rules import CANCEL_TOO_LATE, SCHEDULE_SILENT
from ehealthcard.services.referral import SlotLeft, SlotWanted
from ehealthcard.workflow import Actor

from .case import Case
from .casework import Casework
from .desk import ServiceDesk

PAGE = 100


@attrs.frozen
class ReferralBooking:
    """Books slots for referred patients, and gives them back.

    The doctor who refers books, so nothing is charged now: the fee is paid at the
    visit. All other rules of booking hold. What the hospitals call off never counts
    against the patient.
    """

    desk: ServiceDesk

    def book(self, message: Message) -> Answer:
        """Open and confirm an appointment; the same message again finds it.

        Raises:
            OutsideUnavailableError: The HIS gave no answer yet; it is tried again.

        """
        try:
            wanted = SlotWanted.from_json(message.payload)
        except InvalidInputError as error:
            return Rejected(code=error.code)
        card = self.desk.office.card_of(SubjectId(wanted.card))
        if card is None:
            return Rejected(code="CARD_NOT_FOUND")
        who = _staff(wanted.actor, wanted.org)
        asked = Request(slot=wanted.slot, referral=wanted.referral, pay_later=True)
        try:
            case = self.desk.start(appointment, card, asked, by=who, key=message.key)
            return self._confirmed(case.id, who)
        except (WorkflowError, CardError) as error:
            if error.code == SCHEDULE_SILENT.code:
                raise OutsideUnavailableError from None
            return Rejected(code=error.code)

    def leave(self, message: Message) -> Answer:
        """Give a slot back; what is not held any more is left alone."""
        try:
            left = SlotLeft.from_json(message.payload)
        except InvalidInputError as error:
            return Rejected(code=error.code)
        card = self.desk.office.card_of(SubjectId(left.card))
        if card is None:
            return Rejected(code="CARD_NOT_FOUND")
        who = _staff("referral", None)
        try:
            for case in self._booked(card, left, who):
                self._let_go(case, who, by_patient=left.by_patient)
        except WorkflowError as error:
            if error.code != CANCEL_TOO_LATE.code:
                return Rejected(code=error.code)
        return Accepted()

    def _confirmed(self, case_id: str, who: Actor) -> Answer:
        case = Casework(self.desk.office).case(appointment, case_id)
        state = case.state
        if isinstance(state, (Requested, Unsure)):
            raise OutsideUnavailableError
        if isinstance(state, Held):
            self.desk.execute(appointment, case, Confirm(), by=who)
        elif not isinstance(state, Confirmed):
            code = getattr(state, "code", None) or getattr(state, "reason", None)
            return Rejected(code=code or "SLOT_NOT_HELD")
        return Accepted(data={"appointment": case.id})

    def _booked(self, card: Card, left: SlotLeft, who: Actor) -> Iterator[Case[Any]]:
        """Yield the patient's appointments of this referral on this slot."""
        before: str | None = None
        while True:
            page = self.desk.cases(appointment, card, by=who, before=before, limit=PAGE)
            for case in page:
                booking = case.state.booking
                is_it = (booking.referral, booking.slot.id) == (
                    left.referral,
                    left.slot,
                )
                if is_it and case.state.stands:
                    yield case
            if len(page) < PAGE:
                return
            before = page[-1].id

    def _let_go(self, case: Case[Any], who: Actor, *, by_patient: bool) -> None:
        state = case.state
        if by_patient or isinstance(state, (Requested, Unsure)):
            if isinstance(state, (Requested, Unsure, Held, Confirmed)):
                self.desk.execute(appointment, case, Cancel(), by=who)
        elif isinstance(state, (Held, Confirmed)):
            off = Suspend(reason="REFERRAL_ENDED")
            ended = self.desk.execute(appointment, case, off, by=who)
            if isinstance(ended.state, Suspended):
                self.desk.execute(appointment, ended, Refund(), by=who)


def _staff(name: str, org: str | None) -> Actor:
    return Actor(name, {"staff"}, org=org, channel=Channel.DOCTOR_DESK)
