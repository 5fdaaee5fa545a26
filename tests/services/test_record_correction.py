"""Corrections of a health record (健康档案更正): asked for, decided with a reason."""

from datetime import timedelta
from typing import Any

import pytest

from ehealthcard.errors import CardLostError, InvalidInputError, RuleViolationError
from ehealthcard.identity import CardStatus
from ehealthcard.rules.health_records.base import BaseChange
from ehealthcard.rules.signals import HealthRecordCorrected
from ehealthcard.services.record_correction import (
    Accept,
    Accepted,
    AnswerPassed,
    CorrectionFacts,
    Lapsed,
    RecordGone,
    Reject,
    RequestCorrection,
    Section,
    Withdraw,
    record_correction,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW
from ehealthcard.workflow import Actor, Signal, Tell, Until

from . import records as r
from .records import HOLDER, KEEPER, resident

FACTS = CorrectionFacts(access=r.ADULT, record=r.SEEN)
CHILD = CorrectionFacts(access=r.CHILD, record=r.SEEN)
NOTHING = CorrectionFacts(access=r.ADULT, record=None)
ELSEWHERE = CorrectionFacts(
    access=r.ADULT, record=r.SEEN.model_copy(update={"org": r.ELSEWHERE})
)
REQUEST = RequestCorrection(
    section=Section.ALLERGIES, wrong="写有青霉素过敏", wanted="无药物过敏"
)
ACCEPT = Accept(change=r.CHANGE, note="已核实")
REJECT = Reject(reason="皮试阳性记录在案")


def when(state: Any, command: Any, by: Actor = KEEPER, **more: Any) -> Any:
    known: dict[str, Any] = {"facts": FACTS} | more
    return given(record_correction, state, by=by, **known).when(command)


def refused(code: str, state: Any, command: Any, **more: Any) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, **more)
    assert code == caught.value.code


REQUESTED = when(None, REQUEST, HOLDER)
ACCEPTED = when(REQUESTED, ACCEPT)
REJECTED = when(REQUESTED, REJECT)
WITHDRAWN = when(REQUESTED, Withdraw(), HOLDER)
LAPSED = when(REQUESTED, RecordGone())


def told(before: Any, after: Any) -> list[Tell]:
    found = record_correction.bring_about(before, after)
    return [v for _, v, new in found if new and isinstance(v, Tell)]


class TestContract(WorkflowContract):
    workflow = record_correction
    examples = (REQUESTED, ACCEPTED, REJECTED, WITHDRAWN, LAPSED)
    commands = (REQUEST, ACCEPT, REJECT, Withdraw(), AnswerPassed(), RecordGone())
    facts = (FACTS,)
    roles = frozenset({"public-health"})


def test_the_resident_or_a_minor_s_guardian_asks() -> None:
    assert r.ORG == REQUESTED.org
    assert r.ORG == when(None, REQUEST, resident(r.GUARDIAN), facts=CHILD).org
    for by in (resident(r.NEIGHBOUR), resident(r.DELEGATE), resident(r.GUARDIAN)):
        refused("ACCESS_NOT_GRANTED", None, REQUEST, by=by)
    refused("RECORD_NOT_THERE", None, REQUEST, by=HOLDER, facts=NOTHING)
    lost = r.ADULT.model_copy(update={"status": CardStatus.SUSPENDED})
    with pytest.raises(CardLostError):
        when(None, REQUEST, HOLDER, facts=FACTS.model_copy(update={"access": lost}))


def test_what_is_agreed_to_is_written_into_the_record() -> None:
    assert isinstance(ACCEPTED, Accepted)
    found = record_correction.bring_about(REQUESTED, ACCEPTED)
    signals = [v for _, v, _ in found if isinstance(v, Signal)]
    assert [HealthRecordCorrected(file=r.NUMBER, change=r.CHANGE)] == signals
    refused("CORRECTION_EMPTY", REQUESTED, Accept(change=BaseChange()))


def test_the_institution_decides_and_not_who_asks() -> None:
    for command in (ACCEPT, REJECT):
        refused("ROLE_REQUIRED", REQUESTED, command, by=HOLDER)
        refused("RECORD_OTHER_KEEPER", REQUESTED, command, by=r.RECEIVER)
        refused("RECORD_NOT_THERE", REQUESTED, command, facts=NOTHING)


def test_after_a_move_the_new_keeper_decides() -> None:
    refused("RECORD_OTHER_KEEPER", REQUESTED, REJECT, facts=ELSEWHERE)
    got = when(REQUESTED, REJECT, r.RECEIVER, facts=ELSEWHERE)
    assert r.RECEIVER.id == got.decided_by


def test_a_refusal_says_why() -> None:
    assert REJECT.reason == REJECTED.reason
    with pytest.raises(InvalidInputError, match="reason"):
        Reject(reason=" ")


def test_who_asked_takes_it_back() -> None:
    refused("ACCESS_NOT_GRANTED", REQUESTED, Withdraw(), by=resident(r.NEIGHBOUR))
    assert NOW == WITHDRAWN.withdrawn_at


def test_a_silent_institution_is_reminded_once() -> None:
    assert timedelta(days=15) < REQUESTED.answer_by - NOW < timedelta(days=16)
    late = when(REQUESTED, AnswerPassed(), now=REQUESTED.answer_by)
    (first,), (second,) = told(None, REQUESTED), told(REQUESTED, late)
    assert first.key != second.key
    timers = [
        v for _, v, _ in record_correction.bring_about(None, late) if type(v) is Until
    ]
    assert [] == timers
    assert isinstance(when(late, ACCEPT), Accepted)


def test_what_was_asked_falls_with_the_record() -> None:
    assert isinstance(LAPSED, Lapsed)


def test_messages_and_reprs_tell_nothing_of_it() -> None:
    (message,) = told(None, REQUESTED)
    assert "青霉素" not in message.payload.to_json().decode()
    for shown in (REQUEST, REQUESTED, ACCEPTED, REJECTED):
        assert "青霉素" not in repr(shown)
        assert "皮试" not in repr(shown)
