"""What each state brings about."""

from ehealthcard.rules.signals import DeclarationSubmitted, EntryMade, HolderDiverted
from ehealthcard.workflow import Claim, Tell, Until

from .commands import DayEnded, DeclarationArrived
from .model import Diversion, RefusedScan
from .states import (
    CodeRejected,
    DeclarationRequired,
    Diverted,
    Entered,
    EnteredEmergency,
    Identified,
    ManualReview,
    Presented,
)


def day_ends(
    state: Presented
    | CodeRejected
    | Identified
    | DeclarationRequired
    | ManualReview
    | Entered
    | Diverted
    | EnteredEmergency,
) -> Until[DayEnded]:
    """Every visit ends at midnight, if nobody scans out."""
    return Until(state.day_ends, DayEnded())


def scan_is_spent(
    state: Identified | DeclarationRequired | ManualReview | Entered | Diverted,
) -> Claim | None:
    """One scan identifies one visit."""
    return Claim(f"scan:{state.use}") if state.use else None


def entered(state: Entered) -> EntryMade:
    """The entry uses the declaration."""
    return EntryMade(
        card=state.holder,
        org=state.org,
        place=state.place,
        channel=state.method,
        at=state.entered_at,
    )


def diverted(state: Diverted) -> HolderDiverted:
    """The declaration calls for attention from now on."""
    return HolderDiverted(
        card=state.holder, reasons=state.reasons, at=state.diverted_at
    )


def tell_isolation(state: Diverted) -> Tell:
    """The fever clinic or isolated point expects the holder (传染病防治法 art. 52)."""
    key = f"{state.holder}:{state.diverted_at.isoformat()}"
    told = Diversion(
        card=state.holder,
        org=state.org,
        place=state.place,
        route=state.route,
        reasons=state.reasons,
    )
    return Tell("his", "diverted", key, told)


def tell_monitor(state: CodeRejected) -> Tell | None:
    """A replayed code, or one of a lost card, is a risk event."""
    if state.reason not in ("CODE_REPLAYED", "CODE_FORGED", "CARD_LOST"):
        return None
    told = RefusedScan(reason=state.reason, org=state.org, place=state.place)
    return Tell("monitor", "code-rejected", state.arrived_at.isoformat(), told)


def on_declared(signal: DeclarationSubmitted) -> DeclarationArrived:
    """Whoever waits for a declaration goes on."""
    return DeclarationArrived()
