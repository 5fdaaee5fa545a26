"""What each state brings about."""

from ehealthcard.rules.signals import DeclarationSubmitted, EntryMade, HolderDiverted
from ehealthcard.workflow import Erase, Tell, Until

from .commands import DayPassed, DraftOld, Replaced, RiskSeen, Used
from .model import Attention, FalseDeclaration, Use
from .states import (
    Discarded,
    Draft,
    ValidAttention,
    ValidClear,
    Voided,
    Withdrawn,
)


def draft_ends(state: Draft) -> Until[DraftOld]:
    """A draft is kept for seven days."""
    return Until(state.discard_after, DraftOld())


def day_ends(state: ValidClear | ValidAttention) -> Until[DayPassed]:
    """A declaration holds for 24 hours."""
    return Until(state.valid_until, DayPassed())


def submitted(state: ValidClear | ValidAttention) -> DeclarationSubmitted:
    """Older declarations give way, and waiting entrances go on."""
    return DeclarationSubmitted(card=state.card, submitted_at=state.submitted_at)


def tell_fever_clinic(state: ValidAttention) -> Tell:
    """The fever clinic (发热门诊) hears of it."""
    key = f"{state.card}:{state.submitted_at.isoformat()}:{len(state.reasons)}"
    told = Attention(card=state.card, org=state.visit.org, reasons=state.reasons)
    return Tell("his", "declaration-attention", key, told)


def tell_monitor(state: Voided) -> Tell:
    """A false declaration is a risk event."""
    told = FalseDeclaration(card=state.card, voided_by=state.voided_by)
    return Tell("monitor", "false-declaration", state.card, told)


def forget(state: Withdrawn | Discarded) -> Erase:
    """The answers are destroyed; that there were some, stays on record."""
    return Erase()


def on_submitted(signal: DeclarationSubmitted) -> Replaced:
    """One declaration is in force per person."""
    return Replaced(newer=signal.submitted_at)


def on_entry(signal: EntryMade) -> Used:
    """An entry uses the declaration."""
    return Used(
        use=Use(
            org=signal.org, place=signal.place, channel=signal.channel, at=signal.at
        )
    )


def on_diverted(signal: HolderDiverted) -> RiskSeen:
    """A diverted holder's declaration calls for attention."""
    return RiskSeen(reasons=signal.reasons)
