"""What each state brings about, and what it hears."""

from ehealthcard.rules.signals import (
    AppointmentDropped,
    AppointmentMissed,
    PersonDied,
)
from ehealthcard.workflow import Until

from .commands import BlockEnded, Died, Dropped, Missed
from .states import Blocked


def block_ends(state: Blocked) -> Until[BlockEnded] | None:
    """A block runs to 24:00 of its last day (民法典 art. 203)."""
    if state.blocked_until is None:
        return None
    return Until(state.blocked_until, BlockEnded())


def on_missed(signal: AppointmentMissed) -> Missed:
    """Every missed appointment counts."""
    return Missed(card=signal.card, on=signal.on)


def on_dropped(signal: AppointmentDropped) -> Dropped:
    """Every cancellation is looked at."""
    return Dropped(card=signal.card, on=signal.on, ticketed=signal.ticketed)


def on_death(signal: PersonDied) -> Died:
    """The record ends with its holder."""
    return Died()
