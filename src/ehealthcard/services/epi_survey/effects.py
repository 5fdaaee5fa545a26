"""What each state brings about."""

from ehealthcard.rules.messages import MessageKind, MessageWanted, Variables
from ehealthcard.workflow import Tell, Until

from .commands import AnswersOld, VisitDayPassed
from .model import ContactList, FalseSurvey, SuspectFound
from .states import (
    Cleared,
    Falsified,
    Isolated,
    Pending,
    SentToFeverClinic,
    Submitted,
)


def visit_day_ends(state: Pending) -> Until[VisitDayPassed]:
    """It is asked for until the day of the visit is over."""
    return Until(state.lapses_after, VisitDayPassed())


def answers_age(state: Submitted | Cleared) -> Until[AnswersOld]:
    """Answers hold for 24 hours; a suspicion does not go away by itself."""
    return Until(state.valid_until, AnswersOld())


def remind(state: Pending) -> Tell:
    """The patient is reminded to fill it in (流调提醒)."""
    key = f"survey:{state.org}:{state.visit_on.isoformat()}"
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.SURVEY,
        event=key,
        variables=Variables(org=state.org_name, day=state.visit_on),
        expires_at=state.lapses_after,
    )
    return Tell("notifier", "message", f"{state.card}:{key}", told)


def tell_clinic(state: SentToFeverClinic | Isolated) -> Tell:
    """Who is to care for the patient expects him (IDPL art. 52)."""
    told = SuspectFound(card=state.card, org=state.org, reasons=state.reasons)
    key = f"{state.card}:{state.led_at.isoformat()}"
    return Tell("his", "survey-suspect", key, told)


def report_contacts(state: SentToFeverClinic | Isolated) -> Tell | None:
    """The contacts go to disease control and to nobody else (IDPL art. 12)."""
    if not state.contacts:
        return None
    told = ContactList(card=state.card, org=state.org, contacts=state.contacts)
    key = f"{state.card}:{state.led_at.isoformat()}"
    return Tell("disease-control", "contacts", key, told)


def tell_monitor(state: Falsified) -> Tell:
    """A false survey is a risk event."""
    told = FalseSurvey(card=state.card, found_by=state.found_by)
    return Tell("monitor", "false-survey", state.card, told)
