"""Where an appointment may be."""

from typing import ClassVar

from ehealthcard.models import Day, Moment
from ehealthcard.rules.links import CardLink, SessionLink
from ehealthcard.rules.visits import Visit, VisitStage, VisitStanding

from .model import Booking, Money


class Booked(VisitStanding):
    """What is known of every appointment."""

    stage: ClassVar[VisitStage] = VisitStage.ENDED
    """How far the visit has come, for services that prepare it."""

    stands: ClassVar[bool] = False
    """Whether the holder has, or is about to have, the slot."""

    card: CardLink
    session: SessionLink
    booking: Booking
    money: Money

    @property
    def counts(self) -> bool:
        """Whether a day's quota counts it although it is over.

        It does where the slot was used or lost: the text of no hospital says so, but
        one a day is not one at a time.
        """
        return False

    @property
    def visit(self) -> Visit:
        """What other services may know of it."""
        booking, slot = self.booking, self.booking.slot
        return Visit(
            appointment=booking.charge,
            org=slot.org,
            department=slot.department,
            doctor=slot.doctor,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            examination=booking.examination.item if booking.examination else None,
            booker=booking.booker,
        )

    def institutions(self) -> tuple[str, ...]:
        """Return whose slot it is."""
        return (self.booking.slot.org,)


class Standing(Booked):
    """One that keeps its slot."""

    stage: ClassVar[VisitStage] = VisitStage.ASKED
    stands: ClassVar[bool] = True


class Requested(Standing):
    """The HIS is asked for the slot (已申请)."""

    until: Moment


class Unsure(Standing):
    """Nobody knows whether the HIS gave it (结果未知)."""

    until: Moment


class Refused(Booked):
    """The HIS did not give it (未成功)."""

    code: str


class Held(Standing):
    """Kept while the holder pays (待支付)."""

    until: Moment


class Confirmed(Standing):
    """Booked (已预约，挂号成功)."""

    stage: ClassVar[VisitStage] = VisitStage.BOOKED
    grace_ends: Moment
    version: int = 1
    """Rises with every change of slot."""

    asked: bool = False
    """Whether the holder was asked before to prepare this visit."""

    let_go: Booking | None = None
    """The slot that it no longer needs: the one before, or one it did not get."""

    refusal: str | None = None
    """Why the last change of slot did not come about."""

    waits: bool = False
    """Whether the HIS still owes an answer to that change."""

    survey_added: bool = False
    """Whether the survey was asked for after the booking (补要求)."""

    interview_added: bool = False
    """Whether the interview was."""

    @property
    def has_moved(self) -> bool:
        """Whether it has just taken another slot in the stead of an old one."""
        return self.let_go is not None and self.refusal is None


class Moving(Standing):
    """The new slot is asked for; the old one is kept (改约中)."""

    stage: ClassVar[VisitStage] = VisitStage.BOOKED
    new: Booking
    until: Moment
    grace_ends: Moment
    version: int
    asked: bool = True


class ExpiredUnpaid(Booked):
    """Not paid in time, or no answer from the HIS; the slot went back (超时未支付)."""

    reason: str
    """``HOLD_ENDED``, ``NO_ANSWER``, or the gateway's code."""


class Cancelled(Booked):
    """Cancelled in time, or without the holder's doing (已取消)."""

    reason: str
    """``HOLDER``, ``LET_GO``, ``DIED`` or ``CARD_CANCELLED``."""

    on: Day
    let_go: Booking | None = None


class CancelledLate(Booked):
    """Cancelled behind the time for it (逾期取消)."""

    on: Day
    counts_as_missed: bool

    @property
    def counts(self) -> bool:
        """It was called off too late for another to have it."""
        return True


class Suspended(Booked):
    """The hospital called the session off (停诊); it never counts."""

    stage: ClassVar[VisitStage] = VisitStage.SUSPENDED
    reason: str
    ends_at: Moment
    asked: bool = True
    """Whether it was confirmed before, and the holder asked to prepare it."""

    let_go: Booking | None = None
    waits: bool = False
    """Whether the HIS still owes an answer to a change of slot."""


class Rebooking(Standing):
    """A slot in the stead of one that was called off is asked for (停诊改约中)."""

    stage: ClassVar[VisitStage] = VisitStage.SUSPENDED
    new: Booking
    reason: str
    ends_at: Moment
    asked: bool = True
    until: Moment


class Refunded(Booked):
    """Given up for the fee (已退号)."""

    reason: str
    """``HOLDER``, ``SESSION_SUSPENDED`` or ``PAID_TOO_LATE``."""

    on: Day

    @property
    def counts(self) -> bool:
        """The slot of a ticket that is given back is void (4→9)."""
        return self.reason == "HOLDER"


class CheckedIn(Standing):
    """There, with a ticket (已取号、已报到)."""

    stage: ClassVar[VisitStage] = VisitStage.ARRIVED
    queue_number: int
    checked_in_at: Moment
    called_until: Moment | None = None
    """Until when the holder is waited for; ``None``: to the end of the day."""


class Passed(Standing):
    """Called and not there (过号)."""

    stage: ClassVar[VisitStage] = VisitStage.ARRIVED
    queue_number: int
    checked_in_at: Moment
    called_until: Moment | None = None
    """Until when the holder is waited for; ``None``: to the end of the day."""


class InConsult(Standing):
    """With the doctor (就诊中)."""

    stage: ClassVar[VisitStage] = VisitStage.CONSULTING
    called_at: Moment


class Completed(Booked):
    """Seen (已就诊)."""

    finished_at: Moment

    @property
    def counts(self) -> bool:
        """The slot was used."""
        return True


class Uncalled(Booked):
    """Checked in, and never called on that day (已报到未叫号)."""

    on: Day
    checked_in_at: Moment

    @property
    def counts(self) -> bool:
        """The ticket was given out."""
        return True


class NoShow(Booked):
    """Neither cancelled nor seen (爽约)."""

    on: Day
    counts_as_missed: bool = True
    """Whether it counts against the holder."""

    @property
    def counts(self) -> bool:
        """The slot was lost."""
        return True
