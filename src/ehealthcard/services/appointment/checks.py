"""Whether a slot may be booked now, by this holder, under this policy."""

from datetime import datetime

from ehealthcard.codesets import SHANGHAI, Channel
from ehealthcard.ports import Slot, SlotStanding, VisitKind
from ehealthcard.rules.booking import BookingPolicy
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Context

from .commands import Request
from .model import ArrivalFacts, Booking, BookingFacts, Money, OwnFacts, overlaps
from .rules import (
    AGE_AT_WINDOW,
    BOOKING_BLOCKED,
    BOOKING_CLOSED,
    CONTRAST_CONSENT_REQUIRED,
    DOUBLE_BOOKED,
    NOT_COMPARABLE,
    ORDER_REQUIRED,
    OTHER_PERSON,
    OUTSIDE_WINDOW,
    PAY_NOW,
    PREPARATION_REQUIRED,
    QUOTA_REACHED,
    REFERRAL_REQUIRED,
    SCHEDULE_SILENT,
    SLOT_BEGUN,
    SLOT_TAKEN,
    SLOT_UNKNOWN,
)

To = Context[BookingFacts, BookingPolicy]
By = Context[None, BookingPolicy]
Own = Context[OwnFacts, BookingPolicy]
Arrival = Context[ArrivalFacts, BookingPolicy]
STAFF = ("staff", "registrar", "triage")
WARD = ("doctor", "nurse", *STAFF)
SEES_STAFF = (Channel.WINDOW, Channel.DOCTOR_DESK)


def require_bookable(ctx: To) -> Slot:
    """Return the slot asked for; refuse unless policy and facts allow it.

    A registration at the window for the same day is no booking ahead: block, hours and
    window of booking do not concern it.
    """
    slot = require_free(ctx)
    day, today = day_of(slot.starts_at), day_of(ctx.now)
    if not (ctx.actor.channel is Channel.WINDOW and day == today):
        _require_ahead(slot, ctx)
    _require_quota(slot, ctx)
    return slot


def require_free(ctx: To) -> Slot:
    """Return the slot asked for; refuse unless it is free and not begun."""
    facts = ctx.facts
    require_active(facts.status)
    if facts.is_silent:
        raise SCHEDULE_SILENT.broken()
    if facts.offer is None:
        raise SLOT_UNKNOWN.broken()
    if facts.offer.standing is not SlotStanding.FREE:
        raise SLOT_TAKEN.broken()
    slot = facts.offer.slot
    if ctx.now >= slot.starts_at:
        raise SLOT_BEGUN.broken()
    if any(overlaps(slot, t.starts_at, t.ends_at) for t in facts.taken):
        raise DOUBLE_BOOKED.broken()
    return slot


def _require_ahead(slot: Slot, ctx: To) -> None:
    policy, facts = ctx.policy, ctx.facts
    if facts.blocked_until and ctx.now <= facts.blocked_until:
        until = f"{facts.blocked_until.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        raise BOOKING_BLOCKED.broken(until=until)
    young = facts.age is None or facts.age < policy.online_from_age
    if young and policy.online_from_age and ctx.actor.channel not in SEES_STAFF:
        raise AGE_AT_WINDOW.broken(age=policy.online_from_age)
    if not policy.is_open(ctx.now):
        raise BOOKING_CLOSED.broken()
    if not policy.takes(day_of(slot.starts_at), day_of(ctx.now)):
        raise OUTSIDE_WINDOW.broken(first=policy.first_day, last=policy.last_day)


def _require_quota(slot: Slot, ctx: To) -> None:
    policy, day = ctx.policy, day_of(slot.starts_at)
    every = (*ctx.facts.taken, *ctx.facts.over)
    same = [t for t in every if day_of(t.starts_at) == day]
    here = [t for t in same if t.department == slot.department]
    with_doctor = [t for t in here if t.doctor == slot.doctor]
    departments = {t.department for t in same} | {slot.department}
    for number, most in (
        (len(here) + 1, policy.per_department),
        (len(with_doctor) + 1, policy.per_doctor),
        (len(departments), policy.departments_per_day),
    ):
        if most is not None and number > most:
            raise QUOTA_REACHED.broken()


def require_complete(command: Request, slot: Slot) -> None:
    """Refuse what lacks something that its kind of visit needs."""
    if slot.for_referral and not command.referral:
        raise REFERRAL_REQUIRED.broken()
    extra = command.examination
    if slot.kind is not VisitKind.REGISTRATION and extra is None:
        raise ORDER_REQUIRED.broken()
    if slot.needs_preparation and not (extra and extra.is_prepared):
        raise PREPARATION_REQUIRED.broken()
    if slot.uses_contrast and not (extra and extra.consents_to_contrast):
        raise CONTRAST_CONSENT_REQUIRED.broken()


def money_of(command: Request, slot: Slot, ctx: To) -> Money:
    """Return how the fee will be paid."""
    if not slot.fees.total:
        return Money.FREE
    if not command.pay_later:
        return Money.ASKED
    if ctx.policy.pay_later or not ctx.actor.roles.isdisjoint(STAFF):
        return Money.LATER
    raise PAY_NOW.broken()


def preparation_of(slot: Slot, ctx: To) -> tuple[int | None, bool]:
    """Return the hours from which on a survey is asked for; whether to interview."""
    asks = ctx.policy.prepares(slot.department, slot.kind)
    return asks.survey_hours, asks.interview and ctx.facts.has_questions


def require_comparable(old: Slot, new: Slot) -> None:
    """Refuse another kind, level or fee: the fee is not asked for again."""
    if (old.org, old.kind, old.title, old.is_expert, old.fees.total) != (
        new.org,
        new.kind,
        new.title,
        new.is_expert,
        new.fees.total,
    ):
        raise NOT_COMPARABLE.broken()


def require_own(
    booking: Booking,
    ctx: Own | Arrival | To,
) -> None:
    """Refuse who is neither the patient, nor who booked, nor acts in his stead."""
    if ctx.actor.holder in (None, ctx.subject, booking.booker):
        return
    if not (ctx.facts.booked or ctx.facts.stands_in):
        raise OTHER_PERSON.broken()


def is_in_time(booking: Booking, now: datetime, policy: BookingPolicy) -> bool:
    """Return whether the booking may still be cancelled without consequence."""
    slot = booking.slot
    return now < policy.cancel_before(slot.starts_at, is_expert=slot.is_expert)
