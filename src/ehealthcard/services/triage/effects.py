"""What each state brings about."""

from ehealthcard.rules.signals import HolderDiverted
from ehealthcard.workflow import Tell, Until

from .commands import ResponseOverdue, Unattended
from .model import Alarm, Isolation, NotifiableReport
from .states import (
    Arrived,
    LeftUnseen,
    Prechecked,
    Reported,
    RoutedClinic,
    RoutedEmergency,
    RoutedIsolation,
    Waiting,
)


def response_ends(state: Waiting) -> Until[ResponseOverdue] | None:
    """Each level has a response time."""
    if state.overdue_since is not None:
        return None
    return Until(state.last, ResponseOverdue())


def unattended_ends(
    state: Arrived
    | Prechecked
    | RoutedClinic
    | RoutedIsolation
    | RoutedEmergency
    | Waiting,
) -> Until[Unattended]:
    """A case that nobody ends is put away after a day."""
    return Until(state.ends_at, Unattended())


def tell_isolation(state: RoutedIsolation) -> Tell:
    """The fever clinic or isolated point expects the patient (传染病防治法 art. 52)."""
    told = Isolation(
        card=state.holder, org=state.org, route=state.route, reasons=state.infectious
    )
    return Tell("his", "triage-isolation", _key(state), told)


def diverted(state: RoutedIsolation) -> HolderDiverted | None:
    """A known patient's declaration hears of it."""
    if state.holder is None:
        return None
    return HolderDiverted(
        card=state.holder, reasons=state.infectious, at=state.routed_at
    )


def alarm_resuscitation(state: RoutedEmergency) -> Tell | None:
    """The resuscitation room makes ready, with protection where needed."""
    if not state.threat:
        return None
    told = Alarm(
        org=state.org,
        case_of=state.holder,
        level=None,
        area="red",
        protected=state.protected,
    )
    return Tell("his", "triage-resuscitation", _key(state), told)


def tell_overdue(state: Waiting) -> Tell | None:
    """The charge nurse hears that a response time has passed."""
    if state.overdue_since is None:
        return None
    told = Alarm(
        org=state.org,
        case_of=state.holder,
        level=state.level.value,
        area=state.area.value,
        protected=state.protected,
    )
    key = f"{_key(state)}:{state.overdue_since.isoformat()}"
    return Tell("his", "triage-overdue", key, told)


def follow_up(state: LeftUnseen) -> Tell:
    """Somebody calls who left without being seen."""
    told = Alarm(
        org=state.org,
        case_of=state.holder,
        level=state.gradings[-1].level.value if state.gradings else None,
        area=None,
        protected=bool(state.infectious),
    )
    return Tell("his", "triage-follow-up", _key(state), told)


def report(state: Reported) -> Tell:
    """The infection office reports in time (突发公共卫生事件应急条例 art. 20)."""
    told = NotifiableReport(
        card=state.holder,
        org=state.org,
        disease=state.disease,
        class_a=state.class_a,
        report_by=state.report_by,
    )
    return Tell("his", "notifiable-disease", _key(state), told)


def _key(
    state: RoutedIsolation | RoutedEmergency | Waiting | LeftUnseen | Reported,
) -> str:
    return f"{state.reference}:{state.arrived_at.isoformat()}"
