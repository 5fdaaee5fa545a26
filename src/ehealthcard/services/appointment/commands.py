"""What is asked, and what happens."""

from pydantic import Field

from ehealthcard.workflow import Command, Notice

from .model import Examination


class Request(Command):
    """Book a slot (预约)."""

    slot: str = Field(min_length=1)
    examination: Examination | None = None
    referral: str | None = None
    pay_later: bool = False


class Confirm(Command):
    """Confirm what needs no payment now (确认)."""


class Cancel(Command):
    """Give the booking up (取消预约)."""


class Reschedule(Command):
    """Take another slot (改约)."""

    slot: str = Field(min_length=1)


class Prepare(Command):
    """Ask for what the hospital did not ask for at booking (补充诊前要求)."""

    survey_hours: int | None = Field(default=None, ge=1)
    """From how many hours before the visit on a survey is asked for, if at all."""

    interview: bool = False
    """Whether the holder is invited to the interview."""


class Suspend(Command):
    """Call this visit off on the hospital's side (停诊)."""

    reason: str = Field(min_length=1)


class Rebook(Command):
    """Take a slot in the stead of the one that was called off (停诊改约)."""

    slot: str = Field(min_length=1)


class Refund(Command):
    """Give the ticket back, or take the fee of a called-off visit (退号)."""


class CheckIn(Command):
    """Arrive and take the ticket (取号、报到)."""

    queue_number: int | None = Field(default=None, ge=1)
    """The place in the queue; otherwise the number within the session."""


class Call(Command):
    """Call the holder in (叫号)."""


class PassBy(Command):
    """The holder was called and did not come (过号)."""


class Requeue(Command):
    """Back into the queue, some places down (过号重排)."""

    serving: int = Field(ge=0)
    """The number that is being served."""


class Finish(Command):
    """The visit is over (就诊完成)."""


class SlotTaken(Notice):
    """The HIS gave the slot."""

    number: int | None = None


class SlotRefused(Notice):
    """The HIS did not give the slot."""

    code: str


class SlotUnclear(Notice):
    """Nobody knows whether the HIS gave the slot."""


class NoAnswer(Notice):
    """The HIS did not answer in time."""


class Paid(Notice):
    """The fee came."""

    reference: str | None = None


class Declined(Notice):
    """The fee did not come, and will not."""

    code: str


class PaymentLost(Notice):
    """Nobody knows whether the fee came."""


class Returned(Notice):
    """The fee is back."""

    reference: str | None = None


class ReturnRefused(Notice):
    """The gateway would not give the fee back."""

    code: str


class HoldEnded(Notice):
    """The time to pay is over."""


class GraceEnded(Notice):
    """The time to come is over."""


class DayEnded(Notice):
    """The day of the visit is over."""


class SuspensionEnded(Notice):
    """The time of the called-off visit is over."""


class SessionStopped(Notice):
    """The whole session was called off (停诊)."""


class Died(Notice):
    """The holder has died."""


class CardEnded(Notice):
    """The holder's card was cancelled."""
