"""What each state brings about, and what it hears."""

from ehealthcard.rules.calendar import end_of, start_of
from ehealthcard.rules.chronic.naming import happening
from ehealthcard.rules.messages import MessageKind, MessageWanted, Variables
from ehealthcard.rules.signals import DiseaseConfirmed, PersonDied, ScreeningBegun
from ehealthcard.workflow import Claim, Tell, Until

from .commands import DayCame, Died, NewRound, RecheckPassed, ResultOverdue
from .model import DiagnosisWanted, ResultLate
from .states import (
    Confirmed,
    DueAgain,
    Excluded,
    HighRisk,
    Normal,
    ReferredForDiagnosis,
    Suspect,
)


def next_round(state: Normal | HighRisk | Excluded) -> Until[DayCame]:
    """The next round is due on its day."""
    return Until(start_of(state.next_on), DayCame())


def recheck_ends(state: Suspect) -> Until[RecheckPassed] | None:
    """The repeat is waited for until 24:00 of its last day."""
    if state.overdue:
        return None
    return Until(end_of(state.recheck_by), RecheckPassed())


def result_ends(state: ReferredForDiagnosis) -> Until[ResultOverdue] | None:
    """The result is waited for until 24:00 of its last day."""
    if state.overdue:
        return None
    return Until(end_of(state.result_by), ResultOverdue())


def one_open(state: Suspect | ReferredForDiagnosis) -> Claim:
    """A doubt is followed up in one case for each disease."""
    return Claim(happening("chronic-screening", state.screening))


def refer(state: ReferredForDiagnosis) -> Tell:
    """The hospital is told whom to expect (转诊)."""
    told = DiagnosisWanted(
        card=state.card,
        org=state.org,
        disease=state.disease,
        urgent=state.urgent,
        readings=state.readings,
        result_by=state.result_by,
    )
    key = happening("chronic-diagnosis", state.screening, state.begun_at, state.attempt)
    return Tell("his", "chronic-diagnosis", key, told)


def tell_late(state: ReferredForDiagnosis) -> Tell | None:
    """The institution asks what became of it (追踪转诊结果)."""
    if not state.overdue:
        return None
    told = ResultLate(card=state.card, org=state.org, result_by=state.result_by)
    key = happening("chronic-result", state.screening, state.result_by)
    return Tell("his", "chronic-result-late", key, told)


def remind_due(state: DueAgain) -> Tell:
    """The holder is told that it is time again."""
    event = happening("chronic-due", state.screening, state.next_on)
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.CHRONIC_DUE,
        event=event,
        variables=Variables(org=state.org_name),
    )
    return Tell("notifier", "message", event, told)


def remind_overdue(state: Suspect | ReferredForDiagnosis) -> Tell | None:
    """The holder is reminded of a repeat or a visit that did not come."""
    if not state.overdue:
        return None
    by = state.recheck_by if isinstance(state, Suspect) else state.result_by
    event = happening("follow-up", state.screening, by)
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.FOLLOW_UP,
        event=event,
        variables=Variables(org=state.org_name),
    )
    return Tell("notifier", "message", event, told)


def begin(
    state: Normal | HighRisk | Suspect | ReferredForDiagnosis,
) -> ScreeningBegun:
    """The round before gives way."""
    return ScreeningBegun(screening=state.screening)


def open_care(state: Confirmed) -> DiseaseConfirmed | None:
    """Care begins with the diagnosis."""
    if not state.opens_care:
        return None
    return DiseaseConfirmed(
        card=state.card,
        disease=state.disease,
        org=state.org,
        org_name=state.org_name,
        confirmed_on=state.confirmed_on,
    )


def on_new_round(signal: ScreeningBegun) -> NewRound:
    """The holder is screened once more."""
    return NewRound()


def on_death(signal: PersonDied) -> Died:
    """Nobody is screened any more."""
    return Died()
