"""Reports explained (报告智能解读): HR5, and who may have it."""

from typing import Any

import pytest

from ehealthcard.errors import CardLostError, RuleViolationError
from ehealthcard.identity import CardStatus
from ehealthcard.rules.access import Grounds, SensitiveClass
from ehealthcard.rules.health_records.interpreting import MARK
from ehealthcard.rules.holders import HolderGone, on_cancelled, on_died
from ehealthcard.rules.reporting import rendering_of
from ehealthcard.rules.signals import CardCancelled, PersonDied, ReportRetracted
from ehealthcard.services.report import sheet_of
from ehealthcard.services.report_interpretation import (
    Dismiss,
    Dismissed,
    Interpret,
    Interpreted,
    InterpretFacts,
    ReportGone,
    ReportRead,
    Voided,
    on_retracted,
    report_interpretation,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import SUBJECT
from ehealthcard.workflow import Actor, Erase

from . import records as r
from .reports import (
    ADULT,
    CRITICAL,
    DELEGATE,
    DOCTOR,
    HOLDER,
    NEIGHBOUR,
    ORG,
    RELEASED,
    SHARED,
    STRONG,
    resident,
)

ASK = Interpret(reference=f"{ORG}:R-1")
REPORT = ReportRead(
    report="R-1",
    org_name="一院",
    version=1,
    sha256=RELEASED.rendering.sha256,
    classes=(),
    content=CRITICAL,
)
FACTS = InterpretFacts(access=ADULT, record=r.SEEN, report=REPORT)


def when(state: Any, command: Any, by: Actor = HOLDER, **more: Any) -> Any:
    known: dict[str, Any] = {
        "facts": ADULT if isinstance(command, Dismiss) else FACTS
    } | more
    return given(report_interpretation, state, by=by, **known).when(command)


def refused(code: str, command: Any, by: Actor = HOLDER, **more: Any) -> None:
    state = None if isinstance(command, Interpret) else INTERPRETED
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by, **more)
    assert code == caught.value.code


def changed(**fields: Any) -> InterpretFacts:
    return FACTS.model_copy(update=fields)


INTERPRETED: Interpreted = when(None, ASK)


class TestContract(WorkflowContract):
    workflow = report_interpretation
    examples = (
        INTERPRETED,
        when(INTERPRETED, ReportGone()),
        when(INTERPRETED, Dismiss()),
    )
    commands = (ASK, Dismiss(), ReportGone(), HolderGone())
    facts = (FACTS, ADULT)


def test_hr5_an_interpretation_is_marked_and_never_changes_the_report() -> None:
    before = RELEASED.to_json()
    said = INTERPRETED.said
    assert said is not None
    assert "参考，非诊断" == said.mark == MARK
    assert MARK in said.summary
    assert "请立即联系医生" in said.notes[0].text
    assert before == RELEASED.to_json()
    assert rendering_of(sheet_of(RELEASED)).sha256 == INTERPRETED.sha256
    assert REPORT.content == CRITICAL


def test_who_may_read_the_report_may_have_it_explained() -> None:
    assert Grounds.SELF is INTERPRETED.access.grounds
    friend = resident(DELEGATE)
    got = when(None, ASK, friend, facts=changed(access=SHARED))
    assert Grounds.DELEGATE is got.access.grounds
    for by in (resident(NEIGHBOUR), DOCTOR):
        refused("ACCESS_NOT_GRANTED", ASK, by)
    record_only = ADULT.model_copy(update={"grants": (r.GRANT,)})
    refused("ACCESS_NOT_GRANTED", ASK, friend, facts=changed(access=record_only))


def test_what_is_sensitive_needs_a_second_proof() -> None:
    facts = changed(report=REPORT.model_copy(update={"classes": (SensitiveClass.HIV,)}))
    refused("STEP_UP_REQUIRED", ASK, facts=facts)
    assert isinstance(
        when(None, ASK, resident(SUBJECT, STRONG), facts=facts), Interpreted
    )


def test_only_a_released_report_is_explained_beside_an_open_record() -> None:
    refused("REPORT_NOT_OUT", ASK, facts=changed(report=None))
    refused("RECORD_NOT_THERE", ASK, facts=changed(record=None))
    closed = r.SEEN.model_copy(update={"is_open": False})
    refused("RECORD_NOT_OPEN", ASK, facts=changed(record=closed))
    lost = ADULT.model_copy(update={"status": CardStatus.SUSPENDED})
    with pytest.raises(CardLostError):
        when(None, ASK, facts=changed(access=lost))


def test_a_report_that_is_taken_back_takes_its_interpretation_along() -> None:
    assert ReportGone() == on_retracted(ReportRetracted(reference=ASK.reference))
    got = when(INTERPRETED, ReportGone())
    assert isinstance(got, Voided)
    assert [Erase()] == [v for _, v, _ in report_interpretation.bring_about(None, got)]


def test_it_is_deleted_on_wish_and_with_the_card() -> None:
    assert isinstance(when(INTERPRETED, Dismiss()), Dismissed)
    refused("ACCESS_NOT_GRANTED", Dismiss(), resident(NEIGHBOUR))
    assert isinstance(when(INTERPRETED, HolderGone()), Dismissed)
    assert HolderGone() == on_cancelled(CardCancelled(card=SUBJECT))
    assert HolderGone() == on_died(PersonDied(card=SUBJECT))


def test_lists_and_reprs_leave_the_words_out() -> None:
    assert INTERPRETED.shown_to(HOLDER).said is None
    assert "医生" not in repr(INTERPRETED)
