"""What is told of planned visits (提醒): neither who, nor what was found."""

from datetime import datetime

from ehealthcard.models import Day, Model
from ehealthcard.rules.calendar import end_of
from ehealthcard.rules.chronic.naming import happening
from ehealthcard.rules.messages import (
    MessageKind,
    MessageRecalled,
    MessageWanted,
    Variables,
)
from ehealthcard.rules.schedule import Slot, Visit
from ehealthcard.rules.schedule.plan import due, missed
from ehealthcard.workflow import Tell

from .following import Followed
from .forms import Refer


class VisitUnseen(Model):
    """What the institution is told of somebody who was not seen."""

    card: str
    org: str
    visit: Visit
    closes_on: Day


class PatientLost(Model):
    """Several contacts were in vain (失访)."""

    card: str
    org: str


class MchReferralWanted(Model):
    """What the HIS is told of a referral: who treats must know."""

    card: str
    org: str
    to: Refer
    on: Day


class MchReferralLate(Model):
    """Nobody asked in time what became of a referral."""

    card: str
    org: str
    on: Day
    follow_by: Day


def due_event(state: Followed) -> str | None:
    """Return the name of the reminder that is open."""
    slot = due(state.plan)
    return _event("mch-due", state, slot) if slot else None


def remind(state: Followed) -> Tell | None:
    """Return the reminder of a visit that is due."""
    slot, event = due(state.plan), due_event(state)
    if slot is None or event is None:
        return None
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.CHILD_DUE,
        event=event,
        variables=Variables(org=state.org_name),
        expires_at=end_of(slot.closes_on),
    )
    return Tell("notifier", "message", event, told)


def remind_extra(state: Followed) -> Tell | None:
    """Return the reminder of a visit besides the plan."""
    day = state.extra_due
    return _message(state, happening("mch-extra", state.card, day)) if day else None


def remind_missed(state: Followed) -> Tell | None:
    """Return the reminder of a visit that did not happen."""
    slot = missed(state.plan)
    return _message(state, _event("mch-missed", state, slot)) if slot else None


def unseen(state: Followed) -> Tell | None:
    """Return what the institution hears of a visit that did not happen."""
    slot = missed(state.plan)
    if slot is None:
        return None
    told = VisitUnseen(
        card=state.card, org=state.org, visit=slot.visit, closes_on=slot.closes_on
    )
    return Tell("his", "mch-unseen", _event("mch-unseen", state, slot), told)


def lost(state: Followed, at: datetime) -> Tell:
    """Return what the institution hears of somebody who cannot be found."""
    key = happening("mch-lost", state.card, at)
    return Tell("his", "mch-lost", key, PatientLost(card=state.card, org=state.org))


def refer(state: Followed) -> Tell | None:
    """Return what the other institution is told; the same until the next referral."""
    made = state.referral
    if made is None:
        return None
    told = MchReferralWanted(card=state.card, org=state.org, to=made.to, on=made.on)
    key = happening("mch-referral", state.card, made.on, made.number)
    return Tell("his", "mch-referral", key, told)


def referral_late(state: Followed) -> Tell | None:
    """Return that nobody asked in time."""
    made = state.referral
    if made is None or not made.overdue:
        return None
    late = MchReferralLate(
        card=state.card, org=state.org, on=made.on, follow_by=made.follow_by
    )
    key = happening("mch-late", state.card, made.number, made.follow_by)
    return Tell("his", "mch-referral-late", key, late)


def recall(event: str | None) -> Tell | None:
    """Return that a reminder no longer holds (撤回)."""
    if event is None:
        return None
    return Tell("notifier", "recall", f"{event}:recall", MessageRecalled(event=event))


def _message(state: Followed, event: str) -> Tell:
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.CHILD_DUE,
        event=event,
        variables=Variables(org=state.org_name),
    )
    return Tell("notifier", "message", event, told)


def _event(what: str, state: Followed, slot: Slot) -> str:
    return happening(what, state.card, slot.visit.value, slot.opens_on)
