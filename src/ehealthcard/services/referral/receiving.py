"""How the receiving side answers, and how the patient comes."""

from datetime import datetime, timedelta
from typing import TypeVar

from ehealthcard.rules.calendar import day_of, end_of
from ehealthcard.workflow import Context

from .asking import reason_of, slot_of
from .checks import (
    DOOR,
    OFFICE,
    By,
    To,
    require_at,
    require_patient,
    require_scan,
    require_slot,
)
from .commands import (
    Accept,
    AnswerPassed,
    Arrive,
    CardEnded,
    DeclineTarget,
    HolderDied,
    Refuse,
    SlotBooked,
    TakeInEmergency,
    ValidityPassed,
)
from .commands import Cancel as CallOff
from .commands import SlotRefused as SlotLost
from .model import Arrangement, Reservation, Wish, number_of
from .rules import (
    ARRANGEMENT_REQUIRED,
    CAPACITY_FULL,
    EMERGENCY_NOT_REFUSED,
    REFERRAL_ARRIVAL_EARLY,
)
from .states import (
    Accepted,
    BackAccepted,
    BackIssued,
    Cancelled,
    Closed,
    Completed,
    Escalated,
    Expired,
    InCare,
    Issued,
    NoShow,
    Refused,
    Sent,
    Withdrawn,
)

Placed = TypeVar("Placed", Sent, Escalated, Accepted)
Late = TypeVar(
    "Late",
    Issued,
    Refused,
    InCare,
    NoShow,
    Cancelled,
    Withdrawn,
    Expired,
    Completed,
    BackIssued,
    BackAccepted,
    Closed,
)


def accept(state: Sent | Escalated, command: Accept, ctx: To) -> Accepted:
    """The receiving side takes the patient, if it has a place; an emergency always."""
    target, offer = state.form.target, command.arrangement
    require_at(ctx, target.org, *OFFICE)
    places = ctx.policy.places_of(target)
    full = places is not None and ctx.facts.expected >= places
    if full and not state.is_emergency:
        raise CAPACITY_FULL.broken()
    require_slot(offer.slot, target, ctx)
    timed = offer.at or offer.slot or offer.bed or state.slot
    if not timed and not state.is_emergency:
        raise ARRANGEMENT_REQUIRED.broken()
    slot, left = state.slot, state.left
    if offer.slot is not None and (slot is None or slot.slot != offer.slot):
        left = slot or left
        slot = Reservation(
            key=f"{state.number}:{state.attempt}:{offer.slot}",
            slot=offer.slot,
            by=ctx.actor.id,
            org=target.org,
        )
    return state.to(
        Accepted,
        slot=slot,
        left=left,
        arrangement=offer,
        accepted_by=ctx.actor.id,
        accepted_at=ctx.now,
        valid_until=_valid_until(offer, ctx),
    )


def refuse(state: Sent | Escalated, command: Refuse, ctx: By) -> Refused:
    """The receiving side does not take the patient and says why; not an emergency."""
    require_at(ctx, state.form.target.org, *OFFICE)
    if state.is_emergency:
        raise EMERGENCY_NOT_REFUSED.broken()
    return _refused(state, command.reason, ctx, by_patient=False)


def decline_target(
    state: Issued | Sent | Escalated | Accepted, command: DeclineTarget, ctx: To
) -> Refused:
    """The patient does not want to go there; another target may be chosen."""
    require_patient(ctx, state.origin)
    return _refused(state, command.reason, ctx, by_patient=True)


def escalate(state: Sent, command: AnswerPassed, ctx: Context) -> Escalated:
    """Nobody answered: 30 minutes in an emergency, else 2 working days (inferred)."""
    return state.to(Escalated)


def arrive(state: Accepted, command: Arrive, ctx: To) -> InCare:
    """The patient is there, within the time to come (7 days, inferred)."""
    return _in_care(state, command, ctx)


def arrive_unasked(
    state: Issued | Sent | Escalated, command: Arrive, ctx: To
) -> InCare:
    """An emergency does not wait for an answer."""
    if not state.is_emergency:
        raise REFERRAL_ARRIVAL_EARLY.broken()
    return _in_care(state, command, ctx)


def take_in(state: None, command: TakeInEmergency, ctx: To) -> InCare:
    """An emergency comes without a form, which follows within 24 hours (inferred)."""
    org = ctx.actor.org or "-"
    require_at(ctx, org, *DOOR)
    require_scan(command.scan, ctx)
    wish = Wish(
        condition=command.condition,
        consent=None,
        declarant=None,
        written_by=ctx.actor.id,
        at=ctx.now,
    )
    return InCare(
        card=ctx.subject,
        number=number_of(ctx.subject, command.origin, ctx.now),
        origin=command.origin,
        wish=wish,
        form=None,
        org=org,
        arrived_at=ctx.now,
        received_by=ctx.actor.id,
        scan=command.scan,
        form_by=ctx.now + ctx.policy.form_within,
    )


def miss(state: Accepted, command: ValidityPassed, ctx: Context) -> NoShow:
    """Nobody came by the last moment."""
    return state.to(NoShow, left=slot_of(state))


def call_off(
    state: Sent | Escalated | Accepted,
    command: CallOff | HolderDied | CardEnded,
    ctx: Context,
) -> Cancelled:
    """One of the two sides calls it off; the receiving one never an emergency."""
    receiver = state.form.target.org
    if isinstance(command, CallOff):
        ctx.require(*OFFICE)
        if ctx.actor.org == receiver and state.is_emergency:
            raise EMERGENCY_NOT_REFUSED.broken()
        if ctx.actor.org != receiver:
            require_at(ctx, state.origin, *OFFICE)
    return state.to(
        Cancelled,
        reason=reason_of(command),
        by=ctx.actor.id,
        cancelled_at=ctx.now,
        left=slot_of(state),
        org=receiver,
    )


def note_booked(state: Placed, command: SlotBooked, ctx: Context) -> Placed:
    """The appointment on the reserved slot is there."""
    return _noted(state, command.answers, appointment=command.appointment)


def note_lost(state: Placed, command: SlotLost, ctx: Context) -> Placed:
    """The slot was not to be had; the referral stands without it."""
    return _noted(state, command.answers, refusal=command.code)


def hear_late(state: Late, command: SlotBooked | SlotLost, ctx: Context) -> Late:
    """An answer that nobody waits for any more; the slot is given back anyway."""
    return state


def _noted(state: Placed, answers: str, **what: str) -> Placed:
    slot = state.slot
    if slot is None or slot.key != answers:
        return state
    return state.model_copy(update={"slot": slot.model_copy(update=what)})


def _in_care(
    state: Issued | Sent | Escalated | Accepted, command: Arrive, ctx: To
) -> InCare:
    org = state.form.target.org
    require_at(ctx, org, *DOOR)
    require_scan(command.scan, ctx)
    kept = isinstance(state, Accepted)
    return state.to(
        InCare,
        org=org,
        arrived_at=ctx.now,
        received_by=ctx.actor.id,
        scan=command.scan,
        left=state.left if kept else slot_of(state),
    )


def _refused(
    state: Issued | Sent | Escalated | Accepted,
    reason: str,
    ctx: To | By,
    *,
    by_patient: bool,
) -> Refused:
    expires = day_of(ctx.now) + timedelta(days=ctx.policy.form_days)
    return state.to(
        Refused,
        reason=reason,
        by=ctx.actor.id,
        by_patient=by_patient,
        refused_at=ctx.now,
        expires_at=end_of(expires),
        left=slot_of(state),
    )


def _valid_until(offer: Arrangement, ctx: To) -> datetime:
    """Return the end of the last day to come; the day of acceptance is not counted."""
    last = day_of(ctx.now) + timedelta(days=ctx.policy.valid_days)
    times = [offer.at] if offer.at else []
    if offer.slot and ctx.facts.offer:
        times.append(ctx.facts.offer.slot.ends_at)
    return end_of(max([last, *map(day_of, times)]))
