"""What each state brings about, and what other cases do to it."""

from datetime import datetime

from ehealthcard.rules.signals import CriticalValueFound, ReportRetracted
from ehealthcard.workflow import Tell, Until

from .commands import Found, HandlingPassed, ReportGone, ResponsePassed
from .model import CriticalAlert, CriticalLate
from .states import Acknowledged, Escalated, Known, Raised


def response_ends(state: Raised | Escalated) -> Until[ResponsePassed] | None:
    """The time to acknowledge, its last moment included."""
    return Until(state.respond_by, ResponsePassed()) if state.respond_by else None


def handling_ends(state: Acknowledged) -> Until[HandlingPassed] | None:
    """The time to handle it, its last moment included."""
    return None if state.overdue else Until(state.handle_by, HandlingPassed())


def alert(state: Raised) -> Tell:
    """The ward is told, or the family doctor of somebody who is not inside."""
    said = _alert(state, "ward-or-family-doctor", state.respond_by)
    told = CriticalAlert(**dict(said))
    key = f"{state.reference}:{state.version}:0"
    return Tell("his", "critical-value", key, told)


def alert_superior(state: Escalated) -> Tell:
    """The next one up is told."""
    told = CriticalAlert(**dict(_alert(state, state.told, state.respond_by)))
    key = f"{state.reference}:{state.version}:{state.level}"
    return Tell("his", "critical-value-escalated", key, told)


def tell_late(state: Acknowledged) -> Tell | None:
    """A superior hears of what was acknowledged and not handled."""
    if not state.overdue:
        return None
    told = CriticalLate(
        report=state.reference,
        org=state.org,
        department=state.department,
        acknowledged_by=state.acknowledged_by,
        handle_by=state.handle_by,
    )
    key = f"{state.reference}:{state.version}"
    return Tell("his", "critical-value-late", key, told)


def on_found(signal: CriticalValueFound) -> Found:
    """A report was verified."""
    said = dict(signal)
    del said["card"]
    return Found(**said)


def on_retracted(signal: ReportRetracted) -> ReportGone:
    """The report was taken back."""
    return ReportGone()


def _alert(state: Known, to: str, until: datetime | None) -> CriticalAlert:
    return CriticalAlert(
        card=state.card,
        report=state.reference,
        org=state.org,
        department=state.department,
        to=to,
        findings=state.findings,
        respond_by=until,
    )
