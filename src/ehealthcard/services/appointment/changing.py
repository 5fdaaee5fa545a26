"""How a slot is changed for another, by the holder or because of 停诊."""

from typing import TypeVar

from ehealthcard.ports import Slot
from ehealthcard.workflow import Context

from .booking import key_of
from .checks import (
    STAFF,
    By,
    To,
    is_in_time,
    preparation_of,
    require_bookable,
    require_comparable,
    require_free,
    require_own,
)
from .commands import (
    NoAnswer,
    Rebook,
    Reschedule,
    SessionStopped,
    SlotRefused,
    SlotTaken,
    SlotUnclear,
    Suspend,
)
from .model import Booking, Money
from .rules import MOVE_TOO_LATE, PAYMENT_OPEN, SCHEDULE_SILENT
from .states import (
    Cancelled,
    CheckedIn,
    Confirmed,
    ExpiredUnpaid,
    Held,
    Moving,
    Passed,
    Rebooking,
    Requested,
    Suspended,
    Unsure,
)

Late = TypeVar("Late", ExpiredUnpaid, Cancelled, Suspended, Confirmed)


def reschedule(state: Confirmed, command: Reschedule, ctx: To) -> Moving:
    """Ask for the new slot first, before the time to cancel is over (改约)."""
    require_own(state.booking, ctx)
    if state.waits:
        raise SCHEDULE_SILENT.broken()
    if not is_in_time(state.booking, ctx.now, ctx.policy):
        raise MOVE_TOO_LATE.broken()
    old, slot = state.booking, require_bookable(ctx)
    require_comparable(old.slot, slot)
    until = min(ctx.now + ctx.policy.hold, old.slot.starts_at)
    new = _instead(old, slot, ctx, asked=True)
    return state.to(Moving, new=new, until=until, asked=True)


def move(state: Moving, command: SlotTaken, ctx: By) -> Confirmed:
    """The new slot is there; then the old one goes back."""
    new = state.new.model_copy(update={"number": command.number})
    return state.to(
        Confirmed,
        session=new.slot.session,
        booking=new,
        grace_ends=new.slot.ends_at + ctx.policy.grace,
        version=state.version + 1,
        let_go=state.booking,
    )


def stay(state: Moving, command: SlotRefused, ctx: Context) -> Confirmed:
    """The new slot was not given; the old one stands."""
    return state.to(Confirmed, refusal=command.code)


def stop_moving(state: Moving, command: NoAnswer, ctx: Context) -> Confirmed:
    """No answer in time; the old one stands, and the new one is given back."""
    return state.to(Confirmed, let_go=state.new, refusal="NO_ANSWER", waits=True)


def suspend(
    state: Held | Confirmed | Moving | CheckedIn | Passed,
    command: Suspend | SessionStopped,
    ctx: By,
) -> Suspended:
    """The hospital calls the visit off (停诊); nothing counts against the holder."""
    reason = "SESSION_SUSPENDED"
    if isinstance(command, Suspend):
        ctx.require(*STAFF)
        reason = command.reason
    new = state.new if isinstance(state, Moving) else None
    ends = max(state.booking.slot.ends_at, ctx.now + ctx.policy.hold)
    moving = isinstance(state, Moving)
    waits = moving or (isinstance(state, Confirmed) and state.waits)
    return state.to(
        Suspended,
        reason=reason,
        ends_at=ends,
        let_go=new,
        waits=waits,
        asked=not isinstance(state, Held),
    )


def stop_request(
    state: Requested | Unsure, command: SessionStopped, ctx: Context
) -> ExpiredUnpaid:
    """The session was called off before the HIS answered."""
    failed = Money.FAILED if state.money is Money.ASKED else state.money
    return state.to(ExpiredUnpaid, reason="SESSION_SUSPENDED", money=failed)


def rebook(state: Suspended, command: Rebook, ctx: To) -> Rebooking:
    """Ask for a substitute of the same level; window and quota do not matter."""
    require_own(state.booking, ctx)
    if state.waits:
        raise SCHEDULE_SILENT.broken()
    if state.money in (Money.ASKED, Money.UNCLEAR, Money.FAILED):
        raise PAYMENT_OPEN.broken()
    old, slot = state.booking, require_free(ctx)
    require_comparable(old.slot, slot)
    until = ctx.now + ctx.policy.hold
    new = _instead(old, slot, ctx, asked=state.asked)
    return state.to(Rebooking, new=new, until=until)


def replace(state: Rebooking, command: SlotTaken, ctx: By) -> Confirmed:
    """The substitute is there."""
    new = state.new.model_copy(update={"number": command.number})
    return state.to(
        Confirmed,
        session=new.slot.session,
        booking=new,
        grace_ends=new.slot.ends_at + ctx.policy.grace,
        version=2,
        let_go=state.booking,
    )


def fail_to_replace(
    state: Rebooking, command: SlotRefused | NoAnswer, ctx: By
) -> Suspended:
    """The substitute was not given; another may be chosen, or the fee taken."""
    silent = isinstance(command, NoAnswer)
    return state.to(
        Suspended,
        ends_at=max(state.ends_at, ctx.now + ctx.policy.hold),
        let_go=state.new if silent else None,
        waits=silent,
    )


def hear_late(
    state: Late, command: SlotTaken | SlotRefused | SlotUnclear, ctx: Context
) -> Late:
    """What the HIS answers too late changes nothing: the slot was given back."""
    if isinstance(state, (Suspended, Confirmed)):
        return state.model_copy(update={"waits": False})
    return state


def _instead(old: Booking, slot: Slot, ctx: To, *, asked: bool) -> Booking:
    """Return the booking of a new slot.

    Whom the same department did not invite when it asked, the desk's walk invites: it
    sees whether somebody has done so by hand.
    """
    survey_hours, interview = preparation_of(slot, ctx)
    passed_over = asked and not old.interview and slot.department == old.slot.department
    changed = {
        "key": key_of(slot, ctx.subject, ctx.now),
        "slot": slot,
        "number": None,
        "survey_hours": survey_hours,
        "interview": interview and not passed_over,
    }
    return old.model_copy(update=changed)
