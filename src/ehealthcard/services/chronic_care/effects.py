"""What each state brings about, and what it hears."""

from ehealthcard.rules.calendar import end_of
from ehealthcard.rules.chronic.codes import EndReason
from ehealthcard.rules.chronic.naming import happening
from ehealthcard.rules.messages import (
    MessageKind,
    MessageRecalled,
    MessageWanted,
    Variables,
)
from ehealthcard.rules.signals import (
    DiseaseConfirmed,
    HealthRecordCancelled,
    PersonDied,
)
from ehealthcard.workflow import Claim, Tell, Until

from .commands import DayCame, Died, DiseaseFound, RecordCancelled, WindowPassed
from .model import Pace, PatientUnseen, ReferralAsked, ReferralWanted, ToEnrol
from .states import (
    Due,
    Ended,
    Managed,
    Missed,
    Planned,
    Proposed,
    Referred,
    TemporarilyLost,
    UrgentlyReferred,
)


def one_case(
    state: Proposed
    | Planned
    | Due
    | Missed
    | TemporarilyLost
    | Referred
    | UrgentlyReferred,
) -> Claim:
    """A resident is cared for once for each disease."""
    return Claim(happening("chronic-care", state.card, state.disease.value))


def next_day(state: Planned) -> Until[DayCame]:
    """The window of the visit opens, or the year of the examination ends."""
    if state.exam_reminded:
        return Until(state.opens_at, DayCame())
    return Until(min(state.opens_at, end_of(state.exam_due_on)), DayCame())


def follow_up_day(state: Referred | UrgentlyReferred) -> Until[DayCame]:
    """The follow-up behind a referral comes due."""
    return Until(state.opens_at, DayCame())


def window_ends(state: Due) -> Until[WindowPassed]:
    """The visit is waited for until 24:00 of its last day."""
    return Until(state.closes_at, WindowPassed())


def tell_proposed(state: Proposed) -> Tell:
    """The institution hears whom it may take into care."""
    told = ToEnrol(card=state.card, org=state.org, confirmed_on=state.confirmed_on)
    key = happening("chronic-enrol", state.card, state.proposed_at)
    return Tell("his", "chronic-to-enrol", key, told)


def refer(state: Referred) -> Tell:
    """The higher hospital is told whom to expect (转诊)."""
    told = ReferralWanted(**dict(_wanted(state)), urgent=False)
    return Tell("his", "chronic-referral", _referral(state), told)


def refer_urgently(state: UrgentlyReferred) -> Tell:
    """The same, at once (紧急转诊)."""
    told = ReferralWanted(**dict(_wanted(state)), urgent=True)
    return Tell("his", "chronic-referral-urgent", _referral(state), told)


def remind_due(state: Due) -> Tell:
    """The holder is told that a visit is due."""
    regular = state.pace is Pace.REGULAR
    event = _due(state)
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.CHRONIC_DUE if regular else MessageKind.FOLLOW_UP,
        event=event,
        variables=Variables(org=state.org_name),
        expires_at=state.closes_at,
    )
    return Tell("notifier", "message", event, told)


def remind_missed(state: Missed) -> Tell:
    """The holder is reminded of a visit that did not happen."""
    event = happening("follow-up", state.card, state.disease.value, state.due_on)
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.FOLLOW_UP,
        event=event,
        variables=Variables(org=state.org_name),
    )
    return Tell("notifier", "message", event, told)


def remind_exam(state: Planned | Due) -> Tell | None:
    """The holder is reminded of the annual examination."""
    if not state.exam_reminded:
        return None
    event = happening("exam", state.card, state.disease.value, state.exam_due_on)
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.FOLLOW_UP,
        event=event,
        variables=Variables(org=state.org_name),
    )
    return Tell("notifier", "message", event, told)


def tell_unseen(state: Missed | TemporarilyLost) -> Tell:
    """The institution looks for whom it did not see."""
    lost = isinstance(state, TemporarilyLost)
    told = PatientUnseen(card=state.card, org=state.org, due_on=state.due_on, lost=lost)
    parts = (state.card, state.disease.value, state.due_on, lost)
    return Tell("his", "chronic-unseen", happening("chronic-unseen", *parts), told)


def unsay(state: Ended) -> Tell | None:
    """The holder need not come any more (撤回)."""
    if state.due_on is None:
        return None
    event = _due(state)
    told = MessageRecalled(event=event)
    return Tell("notifier", "recall", f"{event}:recall", told)


def on_confirmed(signal: DiseaseConfirmed) -> DiseaseFound:
    """A screening has confirmed a disease."""
    return DiseaseFound(**dict(signal))


def on_death(signal: PersonDied) -> Died:
    """Care ends."""
    return Died()


def on_record_cancelled(signal: HealthRecordCancelled) -> RecordCancelled:
    """The health record was cancelled; the codes of the reasons are the same."""
    return RecordCancelled(reason=EndReason(signal.reason.value))


def _due(state: Due | Ended) -> str:
    return happening("chronic-due", state.card, state.disease.value, state.due_on)


def _referral(state: Managed) -> str:
    made = state.referral
    parts = (state.card, state.disease.value, made and made.on, made and made.number)
    return happening("chronic-referral", *parts)


def _wanted(state: Referred | UrgentlyReferred) -> ReferralAsked:
    made = state.referral
    return ReferralAsked(
        card=state.card,
        org=state.org,
        to=made and made.to,
        disease=state.disease,
        reasons=made.reasons if made else (),
        visit=state.last,
    )
