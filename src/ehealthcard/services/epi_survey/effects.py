"""What each state brings about."""

from ehealthcard.rules.messages import (
    MessageKind,
    MessageRecalled,
    MessageWanted,
    Variables,
)
from ehealthcard.rules.signals import (
    AppointmentEnded,
    AppointmentMoved,
    AppointmentSuspended,
    ConsultationBegun,
    DepartmentChanged,
    SurveyWanted,
)
from ehealthcard.workflow import Tell, Until

from .commands import (
    AnswersOld,
    SurveyOpens,
    VisitBegun,
    VisitBooked,
    VisitDayPassed,
    VisitEnded,
    VisitMoved,
    VisitSuspended,
)
from .model import ContactList, FalseSurvey, SuspectFound
from .states import (
    Announced,
    Cancelled,
    Cleared,
    Falsified,
    Isolated,
    Pending,
    SentToFeverClinic,
    Submitted,
    Suspect,
)


def opens(state: Announced) -> Until[SurveyOpens] | None:
    """It is asked for some hours before the visit, unless that is called off."""
    if state.rests:
        return None
    return Until(state.booked.opens_at, SurveyOpens())


def visit_day_ends(state: Pending) -> Until[VisitDayPassed] | None:
    """It is asked for until the day of the visit is over, unless that is called off."""
    if state.rests:
        return None
    return Until(state.lapses_after, VisitDayPassed())


def answers_age(state: Submitted | Cleared) -> Until[AnswersOld]:
    """Answers hold for 24 hours; a suspicion does not go away by itself."""
    return Until(state.valid_until, AnswersOld())


def remind(state: Pending) -> Tell | None:
    """The patient is reminded to fill it in (流调提醒)."""
    if state.rests:
        return None
    key = f"survey:{state.org}:{state.visit_on.isoformat()}"
    if state.appointment and state.booked and not state.required:
        named = state.booked.told_as or state.appointment
        key = state.booked.reminder.event("survey", named)
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.SURVEY,
        event=key,
        variables=Variables(org=state.org_name, day=state.visit_on),
        expires_at=state.lapses_after,
    )
    return Tell("notifier", "message", f"{state.card}:{key}", told)


def take_back(
    state: Announced | Pending | Submitted | Cleared | Suspect | Cancelled,
) -> Tell | None:
    """A reminder for another day, or of no visit, is not so any more (撤回)."""
    if state.appointment is None or state.booked is None or state.required:
        return None
    named = state.booked.told_as or state.appointment
    event = state.booked.reminder.untold("survey", named)
    if event is None:
        return None
    return Tell("notifier", "recall", f"{event}:recall", MessageRecalled(event=event))


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


def on_wanted(signal: SurveyWanted) -> VisitBooked:
    """A booking is confirmed, and its visit needs a survey."""
    return VisitBooked(visit=signal.visit, org_name=signal.org_name, hours=signal.hours)


def on_moved(signal: AppointmentMoved) -> VisitMoved:
    """The visit is at another time."""
    return VisitMoved(visit=signal.visit, hours=signal.survey_hours)


def on_department_changed(signal: DepartmentChanged) -> VisitMoved:
    """The visit is in another department, which may need none."""
    return VisitMoved(visit=signal.visit, hours=signal.survey_hours)


def on_suspended(signal: AppointmentSuspended) -> VisitSuspended:
    """The hospital called the visit off and may offer another."""
    return VisitSuspended(appointment=signal.appointment)


def on_begun(signal: ConsultationBegun) -> VisitBegun:
    """The patient was called in."""
    return VisitBegun(appointment=signal.appointment)


def on_ended(signal: AppointmentEnded) -> VisitEnded:
    """There will be no visit."""
    return VisitEnded(appointment=signal.appointment)


EFFECTS = (
    opens,
    visit_day_ends,
    answers_age,
    remind,
    take_back,
    tell_clinic,
    report_contacts,
    tell_monitor,
)
REACTIONS = (
    on_wanted,
    on_moved,
    on_department_changed,
    on_suspended,
    on_begun,
    on_ended,
)
