"""What each state brings about."""

from datetime import datetime, timedelta
from typing import Any

from ehealthcard.rules.signals import BreachNotified, CardFrozen, CardThawed
from ehealthcard.workflow import Claim, Tell, Until

from .commands import BreachTold, NoticeDue, TimeUp
from .model import RiskWarning
from .states import (
    Assessed,
    Closed,
    Contained,
    Detected,
    Dismissed,
    Escalated,
    Found,
    Incident,
    InDisposal,
    Resolved,
    Standing,
    Warned,
)

MOMENT = timedelta(microseconds=1)


def one_a_day(
    state: Detected
    | Assessed
    | Warned
    | Contained
    | Escalated
    | InDisposal
    | Incident
    | Resolved
    | Closed
    | Dismissed,
) -> Claim:
    """One case for each rule, subject and day, however it ended."""
    return Claim(f"risk:{state.alert}:{state.day}")


def time_ends(state: Warned | Contained) -> Until[TimeUp]:
    """The time to take over, its last moment included."""
    return Until(state.handle_by, TimeUp())


def superior_time_ends(state: Escalated) -> Until[TimeUp] | None:
    """The superior's time; at the top nobody is left to tell."""
    return None if state.last_call else Until(state.handle_by, TimeUp())


def disposal_ends(state: InDisposal | Incident) -> Until[TimeUp] | None:
    """The time to dispose of it, its last moment included.

    Where the law's term ends at the same moment, that comes first.
    """
    if state.late:
        return None
    together = isinstance(state, Incident) and state.breach.tell_by == state.handle_by
    return Until(state.handle_by + together * MOMENT, TimeUp())


def notice_ends(state: Incident) -> Until[NoticeDue] | None:
    """The law's time to tell of a breach, its last moment included."""
    breach = state.breach
    if breach.late or breach.is_told:
        return None
    return Until(breach.tell_by, NoticeDue())


def freeze(
    state: Contained | Escalated | InDisposal | Incident,
) -> CardFrozen | None:
    """The card is not good any more, here at once and at gates by bundle."""
    if not state.contained or state.about != "card":
        return None
    return CardFrozen(card=state.who)


def thaw(state: Resolved | Dismissed) -> CardThawed | None:
    """The card is good again, unless its holder has lost it."""
    if not state.was_contained or state.about != "card":
        return None
    return CardThawed(card=state.who)


def tell_owner(state: Warned) -> Tell:
    """The owner is told (预警)."""
    said = RiskWarning(**_said(state, "owner", state.handle_by))
    return Tell("monitor", "risk-warning", _key(state), said)


def tell_superior(state: Escalated) -> Tell:
    """A superior is told (升级)."""
    said = RiskWarning(**_said(state, state.told, state.handle_by))
    key = f"{_key(state)}:{state.escalations}"
    return Tell("monitor", "risk-escalated", key, said)


def tell_late(state: InDisposal | Incident) -> Tell | None:
    """A superior hears of what was taken over and not disposed of."""
    if not state.late:
        return None
    said = RiskWarning(**_said(state, "superior", None))
    key = f"{_key(state)}:{state.reopened}"
    return Tell("monitor", "risk-late", key, said)


def tell_unreported(state: Incident) -> Tell | None:
    """A superior hears that the law's term has passed."""
    if not state.breach.late:
        return None
    said = RiskWarning(**_said(state, "superior", None))
    return Tell("monitor", "risk-breach-unreported", _key(state), said)


def on_notified(signal: BreachNotified) -> BreachTold:
    """The incident that came from it has given notices."""
    return BreachTold(
        authority=signal.authority, persons=signal.persons, exempt=signal.exempt
    )


def _said(state: Standing, to: str, until: datetime | None) -> dict[str, Any]:
    return {
        "alert": state.alert,
        "rule": state.rule,
        "about": state.about,
        "org": state.org,
        "level": state.level,
        "to": to,
        "count": state.count,
        "at": state.detected_at,
        "until": until,
    }


def _key(state: Found) -> str:
    return f"{state.alert}:{state.day}"
