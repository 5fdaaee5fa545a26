"""What each state brings about."""

from ehealthcard.rules.signals import BreachNotified
from ehealthcard.workflow import Claim, Tell, Until

from .commands import AssessmentOverdue, NoticeOverdue
from .model import Addressee, IncidentWarning, Stage
from .states import Assessed, Concluded, Graded, Informed, Opened, Reported


def one_each(state: Opened | Assessed | Reported | Informed | Concluded) -> Claim:
    """An institution's incident has a number of its own."""
    return Claim(f"incident:{state.org}:{state.incident}")


def one_an_alert(
    state: Opened | Assessed | Reported | Informed | Concluded,
) -> Claim | None:
    """A risk alert leads to one open incident."""
    return Claim(f"incident-alert:{state.alert}") if state.alert else None


def assessment_ends(state: Opened) -> Until[AssessmentOverdue] | None:
    """The time to assess it, its last moment included; at the top it ends."""
    return None if state.last_call else Until(state.assess_by, AssessmentOverdue())


def notice_ends(state: Assessed | Reported | Concluded) -> Until[NoticeOverdue] | None:
    """The next term of the law, its last moment included."""
    dues = [d.due for d in state.duties if d.is_open and not d.late]
    return Until(min(dues), NoticeOverdue()) if dues else None


def tell_superior(
    state: Opened | Assessed | Reported | Informed | Concluded,
) -> Tell | None:
    """A superior hears of what is overdue."""
    if state.warned is None:
        return None
    key = f"{state.org}:{state.incident}:{state.escalations}"
    told = IncidentWarning(**dict(state.warned))
    return Tell("monitor", "incident-overdue", key, told)


def tell_alert(
    state: Assessed | Reported | Informed | Concluded,
) -> BreachNotified | None:
    """The risk alert that it came from learns which notices were given."""
    if state.alert is None:
        return None
    said = BreachNotified(
        alert=state.alert,
        authority=_number(state, Addressee.HEALTH),
        persons=_number(state, Addressee.PERSONS),
        exempt=any(d.exempt for d in state.duties),
    )
    return said if said.authority or said.persons or said.exempt else None


def _number(state: Graded, to: Addressee) -> str | None:
    duties = (d for d in state.duties if d.to is to and d.stage is Stage.FIRST)
    return next((d.number for d in duties), None)
