"""How a session leads to an appointment, or ends."""

from ehealthcard.ports import SlotStanding
from ehealthcard.rules.holders import HolderGone
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Context

from .commands import (
    Acknowledge,
    AppointmentOpened,
    Book,
    BookingRefused,
    Dismiss,
    TimePassed,
    Withdraw,
)
from .facts import SlotFacts
from .model import GuidancePolicy
from .rules import BOOKING_OPEN, SCHEDULE_SILENT, SLOT_ELSEWHERE, SLOT_NOT_FREE
from .states import (
    Closed,
    Collecting,
    Converted,
    EmergencyAdvised,
    Expired,
    ManualGuide,
    Recommended,
    Withdrawn,
)
from .transitions import require_own


def book(
    state: Recommended, command: Book, ctx: Context[SlotFacts, GuidancePolicy]
) -> Converted:
    """Choose a free slot of a recommended department; the appointment follows."""
    require_own(state, ctx)
    facts = ctx.facts
    require_active(facts.status)
    if facts.is_silent:
        raise SCHEDULE_SILENT.broken()
    offer = facts.offer
    if (
        offer is None
        or offer.standing is not SlotStanding.FREE
        or ctx.now >= offer.slot.starts_at
    ):
        raise SLOT_NOT_FREE.broken()
    if offer.slot.department not in {r.choice.department for r in state.departments}:
        raise SLOT_ELSEWHERE.broken()
    return state.to(
        Converted,
        slot=command.slot,
        actor=ctx.actor.id,
        holder=ctx.actor.holder,
        actor_org=ctx.actor.org,
        channel=ctx.actor.channel.value,
        chosen_at=ctx.now,
    )


def note_appointment(
    state: Converted, command: AppointmentOpened, ctx: Context
) -> Converted:
    """The appointment is there; the session knows its case."""
    return state.model_copy(update={"appointment": command.appointment})


def return_to_choice(
    state: Converted, command: BookingRefused, ctx: Context[None, GuidancePolicy]
) -> Recommended:
    """The appointments said no; another slot may be chosen."""
    expires = state.recommended_at + ctx.policy.open_for
    return state.to(Recommended, refusal=command.code, expires_at=expires)


def dismiss(
    state: Collecting | Recommended | ManualGuide, command: Dismiss, ctx: Context
) -> Closed:
    """The patient, or the guide desk that has helped, leaves it at that."""
    require_own(state, ctx)
    return state.to(Closed, reason="DISMISSED", by=ctx.actor.id, closed_at=ctx.now)


def acknowledge(state: EmergencyAdvised, command: Acknowledge, ctx: Context) -> Closed:
    """Somebody has seen the advice; who and when is kept."""
    require_own(state, ctx)
    return state.to(Closed, reason="ACKNOWLEDGED", by=ctx.actor.id, closed_at=ctx.now)


def end(
    state: Collecting | EmergencyAdvised | Recommended | ManualGuide,
    command: HolderGone,
    ctx: Context,
) -> Closed:
    """A session ends with its holder or card."""
    return state.to(Closed, reason="HOLDER_GONE", by=ctx.actor.id, closed_at=ctx.now)


def expire(
    state: Collecting | Recommended | ManualGuide, command: TimePassed, ctx: Context
) -> Expired:
    """24 hours, the last moment included (inferred; 民法典 art. 1259)."""
    return state.to(Expired)


def withdraw(
    state: Collecting | EmergencyAdvised | Recommended | ManualGuide | Converted,
    command: Withdraw,
    ctx: Context,
) -> Withdrawn:
    """As easy as giving it; what was told is erased (PIPL art. 15, 47)."""
    require_own(state, ctx)
    if isinstance(state, Converted) and state.appointment is None:
        raise BOOKING_OPEN.broken()
    return Withdrawn(card=state.card)
