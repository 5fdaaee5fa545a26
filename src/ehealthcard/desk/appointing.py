"""slot chosen -> appointment (导诊转预约)."""

import attrs

from ehealthcard.codesets import Channel
from ehealthcard.errors import (
    CardError,
    InvalidInputError,
    OutsideUnavailableError,
    WorkflowError,
)
from ehealthcard.identity import SubjectId
from ehealthcard.ports import Accepted, Answer, Message, Rejected
from ehealthcard.services.appointment import Request, appointment
from ehealthcard.services.appointment.rules import SCHEDULE_SILENT
from ehealthcard.services.guidance_session import BookingWanted
from ehealthcard.workflow import Actor

from .desk import ServiceDesk
from .referring import ReferralBooking


@attrs.frozen
class AppointmentOffice:
    """The destination ``appointments``: opens appointments that other services want.

    Services do not know one another; the relay brings it here:
    ``OutboxRelay(desk, {"appointments": AppointmentOffice(desk), ...})``. All rules of
    booking hold, for the person who chose the slot.
    """

    desk: ServiceDesk

    def deliver(self, message: Message, /) -> Answer:
        """Open an appointment; the same message again finds the one that is there.

        Raises:
            OutsideUnavailableError: The schedule gave no answer; it is tried again.
            StorageError: It could not be written; the same.

        """
        if message.kind == "referral-slot":
            return ReferralBooking(self.desk).book(message)
        if message.kind == "referral-slot-left":
            return ReferralBooking(self.desk).leave(message)
        try:
            wanted = BookingWanted.from_json(message.payload)
        except InvalidInputError as error:
            return Rejected(code=error.code)
        card = self.desk.office.card_of(SubjectId(wanted.card))
        if card is None:
            return Rejected(code="CARD_NOT_FOUND")
        who = Actor(
            wanted.actor,
            {"appointment-office"},
            org=wanted.org,
            holder=SubjectId(wanted.holder) if wanted.holder else None,
            channel=Channel(wanted.channel),
        )
        asked = Request(slot=wanted.slot)
        try:
            case = self.desk.start(appointment, card, asked, by=who, key=message.key)
        except (WorkflowError, CardError) as error:
            if error.code == SCHEDULE_SILENT.code:
                raise OutsideUnavailableError from None
            return Rejected(code=error.code)
        return Accepted(data={"appointment": case.id})
