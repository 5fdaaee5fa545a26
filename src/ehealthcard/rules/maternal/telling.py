"""What is told of planned visits (提醒): neither who, nor what was found.

Functions return the fields of a message, or ``None`` where there is nothing to tell.
"""

from datetime import datetime
from typing import Any

from ehealthcard.models import Day, Model, Moment
from ehealthcard.rules.calendar import end_of
from ehealthcard.rules.chronic.naming import happening
from ehealthcard.rules.messages import MessageKind, Variables
from ehealthcard.rules.schedule import Slot, Visit
from ehealthcard.rules.schedule.plan import due, missed

from .following import Followed
from .forms import Refer

Said = dict[str, Any]


class VisitUnseen(Model):
    """What the institution is told of a visit that did not happen."""

    card: str
    org: str
    visit: Visit
    closes_on: Day

    @property
    def key(self) -> str:
        """The name of the happening."""
        return happening("mch-unseen", self.card, self.visit.value, self.closes_on)


class PatientLost(Model):
    """Several contacts were in vain (失访)."""

    card: str
    org: str
    at: Moment

    @property
    def key(self) -> str:
        """The name of the happening."""
        return happening("mch-lost", self.card, self.at)


class MchReferralWanted(Model):
    """What the HIS is told of a referral: who treats must know."""

    card: str
    org: str
    to: Refer
    on: Day
    number: int

    @property
    def key(self) -> str:
        """The name of the happening."""
        return happening("mch-referral", self.card, self.on, self.number)


class MchReferralLate(Model):
    """Nobody asked in time what became of a referral."""

    card: str
    org: str
    on: Day
    follow_by: Day

    @property
    def key(self) -> str:
        """The name of the happening."""
        return happening("mch-late", self.card, self.on, self.follow_by)


def due_event(state: Followed) -> str | None:
    """Return the name of the reminder that is open."""
    slot = due(state.plan)
    return _event("mch-due", state, slot) if slot else None


def due_said(state: Followed) -> Said | None:
    """Return the reminder of a visit that is due."""
    slot = due(state.plan)
    if slot is None:
        return None
    return _message(state, _event("mch-due", state, slot), end_of(slot.closes_on))


def extra_said(state: Followed) -> Said | None:
    """Return the reminder of a visit besides the plan."""
    day = state.extra_due
    return _message(state, happening("mch-extra", state.card, day)) if day else None


def missed_said(state: Followed) -> Said | None:
    """Return the reminder of a visit that did not happen."""
    slot = missed(state.plan)
    return _message(state, _event("mch-missed", state, slot)) if slot else None


def unseen_said(state: Followed) -> Said | None:
    """Return what the institution hears of a visit that did not happen."""
    slot = missed(state.plan)
    if slot is None:
        return None
    return _ours(state) | {"visit": slot.visit, "closes_on": slot.closes_on}


def lost_said(state: Followed, at: datetime) -> Said:
    """Return what the institution hears of somebody who cannot be found."""
    return _ours(state) | {"at": at}


def referral_said(state: Followed) -> Said | None:
    """Return what the other institution is told; the same until the next referral."""
    made = state.referral
    if made is None:
        return None
    return _ours(state) | {"to": made.to, "on": made.on, "number": made.number}


def late_said(state: Followed) -> Said | None:
    """Return that nobody asked in time."""
    made = state.referral
    if made is None or not made.overdue:
        return None
    return _ours(state) | {"on": made.on, "follow_by": made.follow_by}


def _ours(state: Followed) -> Said:
    return {"card": state.card, "org": state.org}


def _message(state: Followed, event: str, expires_at: datetime | None = None) -> Said:
    return {
        "card": state.card,
        "kind": MessageKind.CHILD_DUE,
        "event": event,
        "variables": Variables(org=state.org_name),
        "expires_at": expires_at,
    }


def _event(what: str, state: Followed, slot: Slot) -> str:
    return happening(what, state.card, slot.visit.value, slot.opens_on)
