"""What the service speaks of, and who is looked up."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Annotated, Literal

from ehealthcard.codesets import Sex
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.identity import SubjectId
from ehealthcard.models import Moment
from ehealthcard.ports import Holder, Inquiry
from ehealthcard.rules.emergency import (
    STALE_AFTER,
    ConsentStanding,
    Contact,
    EmergencyRecord,
    Location,
    Scope,
)
from ehealthcard.workflow import CARD, PRIVATE, Facts, Model, Policy, Timeline

from .commands import BreakGlass, Dial, NamePatient

CONSENT = "emergency-consent"
SMALLEST = (Scope.BASICS, Scope.RECORD)
"""What may be sent without consent: card ID, sex, age, the 15 items, allergies."""


class CallPolicy(Policy):
    """What changes with places and years."""

    stale_after: timedelta = STALE_AFTER
    answer_within: timedelta = timedelta(seconds=10)
    """How long the centre may be silent; the project's own."""

    dispatch_within: timedelta | None = timedelta(minutes=1)
    """杭州市院前医疗急救管理条例 (2014) art. 19: one minute; local."""

    record_within: timedelta = timedelta(hours=6)
    """医疗纠纷预防和处理条例 art. 15: six hours after the rescue."""

    review_within: timedelta = timedelta(hours=72)
    """The project's own."""

    retention_months: int = 24
    """Recordings and dispatch records: two years (上海市急救条例 art. 25)."""


POLICIES = Timeline(
    (CallPolicy(name="2022-12", effective_from=date(2022, 12, 1)),),
)


class Info(Model):
    """What became of the data set."""

    standing: Literal["pending", "delivered", "unavailable"]
    reason: str = ""
    at: Moment


class GlassBroken(Model):
    """An access without consent."""

    holder: str
    by: str
    reason: str
    at: Moment
    reviewed_by: str | None = None
    justified: bool | None = None
    note: str = ""


class Signed(Model):
    """One side's signature on the hand-over sheet."""

    side: Literal["crew", "hospital"]
    by: str
    sheet: str
    at: Moment


class Diversion(Model):
    """A change of hospital."""

    hospital: str
    reason: str
    at: Moment


class Refusal(Model):
    """A hospital that would not take a patient in (违规拒收)."""

    hospital: str
    by: str
    at: Moment


class PatientData(Model):
    """What may be said of one holder, by scope."""

    holder: str
    consent: str | None
    scope: tuple[Scope, ...]
    card_id: Annotated[str | None, PRIVATE] = None
    sex: Sex | None = None
    age: Annotated[int | None, PRIVATE] = None
    risk: str | None = None
    record: Annotated[EmergencyRecord | None, PRIVATE] = None
    contacts: Annotated[tuple[Contact, ...], PRIVATE] = ()
    missing: tuple[Scope, ...] = ()


class CallFacts(Facts):
    """What the desk knows of the patient and the area."""

    candidates: tuple[str, ...] = ()
    """Whose cards the number belongs to."""

    data: PatientData | None = None
    """Of the one it is."""

    reason: str | None = None
    """Why nothing can be sent."""


def call_facts(ask: Inquiry) -> CallFacts:
    """Find whose call it is, whether they consent, and what may be said."""
    command = ask.command
    if isinstance(command, BreakGlass):
        return _unconsented(ask, command.holder)
    if isinstance(command, NamePatient):
        known = _consents(ask, command.holder) if command.holder else iter(())
        found = _one_each(ask, known)
        none = "NO_CONSENT" if command.holder else "PATIENT_UNKNOWN"
        return _consented(ask, found, none, _location(ask))
    if isinstance(command, Dial):
        found, none = _dialled(ask, command)
        return _consented(ask, found, none, command.location)
    return CallFacts()


def _dialled(ask: Inquiry, command: Dial) -> tuple[list[ConsentStanding], str]:
    if command.patient == "other":
        return [], "CALLER_NOT_PATIENT"
    if ask.holder() is None:
        line = command.line
        known = ask.related("phone-line", line, CONSENT) if line else iter(())
        standing = (s for s in known if isinstance(s, ConsentStanding))
        return _one_each(ask, standing), "NO_CONSENT"
    own = list(_consents(ask, ask.subject))
    matched = (s for s in own if _national(s.phone) == _national(command.phone))
    return _one_each(ask, matched), "PHONE_NOT_MATCHED" if own else "NO_CONSENT"


def _consented(
    ask: Inquiry,
    found: list[ConsentStanding],
    none: str,
    location: Location | None,
) -> CallFacts:
    candidates = tuple(s.card for s in found)
    if not found:
        return CallFacts(reason=none)
    if len(found) > 1:
        return CallFacts(candidates=candidates, reason="SEVERAL_CARDS")
    consent, holder = found[0], ask.holder(SubjectId(found[0].card))
    reason = _uncovered(ask, location) or (None if holder else "CARD_NOT_FOUND")
    if reason or holder is None:
        return CallFacts(candidates=candidates, reason=reason)
    contacts = consent.contacts if Scope.CONTACTS in consent.scope else ()
    data = _data(ask, holder, consent.consent, consent.scope, contacts)
    return CallFacts(candidates=candidates, data=data)


def _unconsented(ask: Inquiry, subject: SubjectId) -> CallFacts:
    holder = ask.holder(subject)
    if holder is None:
        return CallFacts(reason="CARD_NOT_FOUND")
    if reason := _uncovered(ask, _location(ask)):
        return CallFacts(candidates=(subject,), reason=reason)
    data = _data(ask, holder, None, SMALLEST, ())
    return CallFacts(candidates=(subject,), data=data)


def _data(
    ask: Inquiry,
    holder: Holder,
    consent: str | None,
    scope: tuple[Scope, ...],
    contacts: tuple[Contact, ...],
) -> PatientData:
    """Return what *scope* allows; what nobody could say is named as missing."""
    missing: list[Scope] = []
    wanted = {Scope.RECORD, Scope.HISTORY} & set(scope)
    record = _record(ask, holder) if wanted else None
    if record is None:
        missing += [s for s in scope if s in wanted]
    else:
        record = _within(record, scope)
    risk = _risk(ask, holder) if Scope.RISK in scope else None
    if risk is None and Scope.RISK in scope:
        missing.append(Scope.RISK)
    basics = Scope.BASICS in scope
    return PatientData(
        holder=holder.subject,
        consent=consent,
        scope=scope,
        card_id=str(holder.card_id) if basics else None,
        sex=holder.sex if basics else None,
        age=holder.age if basics else None,
        risk=risk,
        record=record,
        contacts=contacts,
        missing=tuple(missing),
    )


def _within(record: EmergencyRecord, scope: tuple[Scope, ...]) -> EmergencyRecord:
    if Scope.RECORD not in scope:
        return EmergencyRecord(history=record.history)
    if Scope.HISTORY not in scope:
        return record.model_copy(update={"history": ()})
    return record


def _record(ask: Inquiry, holder: Holder) -> EmergencyRecord | None:
    source = ask.ports.emergency_records
    try:
        return source.record(holder.card_id) if source else None
    except OutsideUnavailableError:
        return None


def _risk(ask: Inquiry, holder: Holder) -> str | None:
    source = ask.ports.risk
    try:
        return source.reading(holder.card_id).colour if source else None
    except OutsideUnavailableError:
        return None


def _uncovered(ask: Inquiry, location: Location | None) -> str | None:
    centre = ask.ports.emergency
    try:
        covered = centre is not None and centre.covers(location)
    except OutsideUnavailableError:
        return "CENTRE_SILENT"
    return None if covered else "AREA_NOT_COVERED"


def _consents(ask: Inquiry, subject: SubjectId) -> Iterator[ConsentStanding]:
    for state in ask.related(CARD, subject, CONSENT):
        if isinstance(state, ConsentStanding):
            yield state


def _one_each(ask: Inquiry, found: Iterable[ConsentStanding]) -> list[ConsentStanding]:
    """Return one consent of each person, that of the card that stays if it is there.

    Each opens no more than what it was given for: the record of its own card.
    """
    people = dict[str, ConsentStanding]()
    for consent in found:
        whose = ask.answering(SubjectId(consent.card))
        if whose not in people or consent.card == whose:
            people[whose] = consent
    return list(people.values())


def _location(ask: Inquiry) -> Location | None:
    return getattr(ask.state, "location", None)


def _national(phone: str) -> str:
    return phone.removeprefix("+86").removeprefix("+")
