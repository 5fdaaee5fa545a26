"""What each state brings about, and what it hears."""

from ehealthcard.workflow import Erase, Order, Until

from .commands import AppointmentOpened, BookingRefused, TimePassed
from .model import BookingWanted
from .states import Collecting, Converted, ManualGuide, Recommended, Withdrawn


def session_ends(state: Collecting | Recommended | ManualGuide) -> Until[TimePassed]:
    """A session stays open for 24 hours; an emergency until it is acknowledged."""
    return Until(state.expires_at, TimePassed())


def open_appointment(
    state: Converted,
) -> Order[AppointmentOpened, BookingRefused] | None:
    """The appointment is opened under the session's name."""
    if state.appointment is not None:
        return None
    wanted = BookingWanted(
        card=state.card,
        slot=state.slot,
        session=state.session,
        actor=state.actor,
        holder=state.holder,
        org=state.actor_org,
        channel=state.channel,
    )
    key = f"{state.session}:{state.slot}:{state.chosen_at.timestamp():.6f}"
    return Order("appointments", "request", key, wanted)


def forget(state: Withdrawn) -> Erase:
    """What was told is destroyed; that there was a session, stays on record."""
    return Erase()
