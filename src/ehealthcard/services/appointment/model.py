"""What the service speaks of."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.identity import CardStatus
from ehealthcard.models import Moment
from ehealthcard.ports import Inquiry, Slot, SlotOffer, wired
from ehealthcard.ports.access import is_he, stands_in
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.booking import BookingPolicy, blocked_by
from ehealthcard.rules.standing import (
    BookingCounted,
    BookingStanding,
    DeclarationStanding,
    SurveyAnswered,
    SurveySuspect,
)
from ehealthcard.workflow import CARD, Facts, Model, State

PENALTY = "booking-penalty"


class Money(Labelled):
    """What is known of the fee (费用状态)."""

    FREE = "free", "免费", "there is none"
    LATER = "later", "到院支付", "paid at the visit"
    ASKED = "asked", "待支付", "the holder was asked to pay"
    UNCLEAR = "unclear", "支付结果未知", "the outcome of the payment is unknown"
    PAID = "paid", "已支付", "paid"
    FAILED = "failed", "未支付", "not paid, and will not be"
    RETURNED = "returned", "已退款", "given back"
    STUCK = "stuck", "退款失败", "could not be given back; a person must"


class Examination(Model):
    """What an examination or treatment needs besides a slot (检查治疗预约附加信息)."""

    order: str = Field(min_length=1)
    """The order (申请单) that it rests on; the HIS says whether it is paid."""

    item: str = Field(min_length=1)
    """The item's code in the HIS (项目代码)."""

    body_part: str | None = None
    is_prepared: bool = False
    """Whether the holder confirmed the preparation, such as fasting (检查准备)."""

    consents_to_contrast: bool = False
    """Whether consent to contrast medium was given (增强造影知情同意)."""


class Booking(Model):
    """What was booked (预约)."""

    key: str
    """Names the booking towards the HIS."""

    charge: str
    """Names its payment; a change of slot keeps it."""

    slot: Slot
    examination: Examination | None = None
    referral: str | None = None
    """The referral (转诊单) that opens a slot kept for referrals."""

    booker: str | None = None
    """The subject of whoever booked for the holder (代预约人)."""

    channel: str
    """Where it was booked (用卡渠道)."""

    number: int | None = None
    """The number within the session (序号), from the HIS."""

    survey_hours: int | None = None
    """From how many hours before it on a survey is asked for; ``None``: none is."""

    interview: bool = False
    """Whether the holder is invited to an interview beforehand."""

    @property
    def fee(self) -> Decimal:
        """What it costs, in yuan."""
        return self.slot.fees.total

    @property
    def order(self) -> str | None:
        """The order that an examination or treatment rests on."""
        return self.examination.order if self.examination else None


COUNTED = ("Completed", "NoShow", "Uncalled", "CancelledLate", "Refunded")
"""Ends of a visit that a day's quota may go on counting; the state says whether."""


class Taken(Model):
    """Another booking of the holder."""

    department: str
    doctor: str | None
    starts_at: Moment
    ends_at: Moment


class OwnFacts(Facts):
    """What must be known of who acts on a booking."""

    stands_in: bool = False
    """Whether it may be in the holder's stead."""

    booked: bool = False
    """Whether who acts has booked it."""


def own_facts(ask: Inquiry) -> OwnFacts:
    """Look at guardian and grants."""
    return OwnFacts(
        stands_in=stands_in(ask, GrantScope.BOOKING), booked=_has_booked(ask)
    )


def _has_booked(ask: Inquiry) -> bool:
    booking = getattr(ask.state, "booking", None)
    return isinstance(booking, Booking) and is_he(ask, booking.booker)


class ArrivalFacts(OwnFacts):
    """What must be known of who checks in."""

    declared: bool = False
    """Whether a health declaration is in force."""

    surveyed: bool = False
    """Whether a survey is in force, and not suspect."""


def arrival_facts(ask: Inquiry) -> ArrivalFacts:
    """Look for a declaration and a survey, too."""
    declared = ask.related(CARD, ask.subject, "health-declaration")
    surveys = tuple(ask.related(CARD, ask.subject, "epi-survey"))
    return ArrivalFacts(
        stands_in=stands_in(ask, GrantScope.BOOKING),
        booked=_has_booked(ask),
        declared=any(isinstance(s, DeclarationStanding) for s in declared),
        surveyed=any(
            isinstance(s, SurveyAnswered) and ask.now <= s.holds_until for s in surveys
        )
        and not any(isinstance(s, SurveySuspect) for s in surveys),
    )


class BookingFacts(OwnFacts):
    """What must be known to book."""

    status: CardStatus | None
    age: int | None
    offer: SlotOffer | None
    """What the HIS says of the slot; ``None``: it knows none of this name."""

    is_silent: bool = False
    """Whether the HIS could not be asked."""

    has_questions: bool = False
    """Whether the hospital has a question bank for interviews."""

    blocked_until: Moment | None = None
    taken: tuple[Taken, ...] = ()
    over: tuple[Taken, ...] = ()
    """Visits that are over, and used up or lost their slot; quotas count them."""


def booking_facts(ask: Inquiry) -> BookingFacts:
    """Look at the holder, the record of missed appointments, and the slot."""
    holder = ask.holder()
    offer, is_silent = _offer(ask)
    return BookingFacts(
        stands_in=stands_in(ask, GrantScope.BOOKING),
        booked=_has_booked(ask),
        status=holder and holder.status,
        age=holder and holder.age,
        offer=offer,
        is_silent=is_silent,
        has_questions=ask.ports.questions is not None,
        blocked_until=_blocked_until(ask),
        taken=tuple(_taken(ask)),
        over=tuple(_over(ask)),
    )


def _blocked_until(ask: Inquiry) -> datetime | None:
    """Return until when the holder's records block, each and all together."""
    found = [
        state
        for state in ask.related(CARD, ask.subject, PENALTY)
        if isinstance(state, BookingStanding)
    ]
    blocks = [state.blocked_until for state in found if state.blocked_until]
    counted = [state for state in found if isinstance(state, BookingCounted)]
    policy = ask.policy_of(PENALTY) if len(counted) > 1 else None
    if isinstance(policy, BookingPolicy) and (until := blocked_by(policy, counted)):
        blocks.append(until)
    return max(blocks, default=None)


def _offer(ask: Inquiry) -> tuple[SlotOffer | None, bool]:
    name, scheduling = getattr(ask.command, "slot", None), ask.ports.scheduling
    if not isinstance(name, str):
        return None, True
    schedule = wired(scheduling, "scheduling")
    try:
        return schedule.slot(name), False
    except OutsideUnavailableError:
        return None, True


def _taken(ask: Inquiry) -> list[Taken]:
    """Return the holder's other bookings that stand."""
    own = booking_of(ask.state)
    found = [booking_of(s) for s in ask.related(CARD, ask.subject, "appointment")]
    return [_seen(b) for b in found if b and not (own and own.key == b.key)]


def _over(ask: Inquiry) -> Iterator[Taken]:
    """Yield the visits that are over and count all the same."""
    for state in ask.over("appointment", COUNTED):
        booking = getattr(state, "booking", None)
        if isinstance(booking, Booking) and getattr(state, "counts", False):
            yield _seen(booking)


def _seen(booking: Booking) -> Taken:
    slot = booking.slot
    return Taken(
        department=slot.department,
        doctor=slot.doctor,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
    )


def booking_of(state: State | None) -> Booking | None:
    """Return the booking that *state* keeps a slot for, if it does."""
    booking = getattr(state, "booking", None)
    stands = getattr(state, "stands", False)
    return booking if stands and isinstance(booking, Booking) else None


def overlaps(one: Slot, starts_at: datetime, ends_at: datetime) -> bool:
    """Return whether two time slices have a moment in common."""
    return one.starts_at < ends_at and starts_at < one.ends_at
