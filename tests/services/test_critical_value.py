"""Critical values (危急值): raised, acknowledged, handled, and never left lying."""

from datetime import timedelta
from typing import Any

import pytest

from ehealthcard.errors import RuleViolationError
from ehealthcard.rules.critical import CriticalFinding
from ehealthcard.services.critical_value import (
    Acknowledge,
    Acknowledged,
    Escalated,
    Found,
    Handle,
    Handled,
    Handling,
    HandlingPassed,
    Raise,
    Raised,
    ReportGone,
    ResponsePassed,
    Voided,
    critical_value,
)
from ehealthcard.services.critical_value.model import POLICIES
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import SUBJECT
from ehealthcard.workflow import Actor, Tell

from .reports import DOCTOR, HOLDER, NURSE, ORG, SIGNER, T0, TECHNICIAN

POLICY = POLICIES.packs[0]
TEN, HALF = timedelta(minutes=10), timedelta(minutes=30)
SECOND = timedelta(seconds=1)
FINDING = CriticalFinding(
    code="K",
    name="钾",
    value="6.8",
    unit="mmol/L",
    reference="3.5-5.3",
    critical_range="<2.8 >6.2",
)
FOUND = Found(
    reference=f"{ORG}:R-1",
    version=1,
    org=ORG,
    department="检验科",
    publisher="signer-1",
    findings=(FINDING,),
)
EARLY = Raise(org=ORG, report="R-1", department="检验科", findings=(FINDING,))
RAISED = Raised(
    card=SUBJECT,
    reference=f"{ORG}:R-1",
    version=1,
    org=ORG,
    department="检验科",
    publisher="signer-1",
    findings=(FINDING,),
    raised_at=T0,
    respond_by=T0 + TEN,
)
FIRST = RAISED.to(Escalated, level=1, told="department-head", respond_by=T0 + TEN)
TOP = FIRST.model_copy(
    update={"level": 2, "told": "medical-affairs", "respond_by": None}
)
KNOWN = RAISED.to(
    Acknowledged,
    acknowledged_by="nurse-1",
    acknowledged_at=T0,
    escalations=0,
    handle_by=T0 + HALF,
)
LATE = KNOWN.model_copy(update={"overdue": True})
DONE = KNOWN.to(Handled, handling=Handling(text="已用药", by="doctor-1", at=T0))
VOID = RAISED.to(Voided, voided_at=T0)
FAMILY = Actor("family-7", {"family-doctor"}, org="H7")


def when(state: Any, command: Any, by: Actor, **more: Any) -> Any:
    return given(critical_value, state, by=by, **more).when(command)


def refused(code: str, state: Any, command: Any, by: Actor) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by)
    assert code == caught.value.code


class TestContract(WorkflowContract):
    workflow = critical_value
    examples = (RAISED, FIRST, TOP, KNOWN, LATE, DONE, VOID)
    commands = (
        FOUND,
        EARLY,
        Acknowledge(),
        Handle(handling="已用药"),
        ResponsePassed(),
        HandlingPassed(),
        ReportGone(),
    )
    roles = frozenset({"doctor", "technician"})


def test_a_verified_report_raises_it_with_all_that_its_book_keeps() -> None:
    assert when(None, FOUND, SIGNER) == RAISED
    assert "6.8" not in repr(RAISED)
    assert "6.8" not in repr(FOUND)


def test_the_laboratory_raises_it_before_the_report_is_signed() -> None:
    early = when(None, EARLY, TECHNICIAN)

    assert (0, "tech-1", RAISED.reference) == (
        early.version,
        early.publisher,
        early.reference,
    )
    for by in (NURSE, HOLDER):
        refused("ROLE_REQUIRED", None, EARLY, by)
    elsewhere = Actor("t", {"technician"}, org="H9")
    refused("CRITICAL_OTHER_INSTITUTION", None, EARLY, elsewhere)
    nothing = EARLY.model_copy(update={"findings": ()})
    refused("CRITICAL_FINDINGS_REQUIRED", None, nothing, TECHNICIAN)


@pytest.mark.parametrize("by", [NURSE, DOCTOR, FAMILY])
def test_the_ward_or_the_family_doctor_acknowledges(by: Actor) -> None:
    known = when(RAISED, Acknowledge(), by)

    assert known == KNOWN.model_copy(update={"acknowledged_by": by.id})


@pytest.mark.parametrize("state", [RAISED, FIRST, TOP])
def test_nobody_else_acknowledges(state: Any) -> None:
    for by in (TECHNICIAN, SIGNER, HOLDER):
        refused("ROLE_REQUIRED", state, Acknowledge(), by)
    elsewhere = Actor("n", {"nurse"}, org="H9")
    refused("CRITICAL_OTHER_INSTITUTION", state, Acknowledge(), elsewhere)


def test_at_the_last_moment_it_is_still_in_time_and_then_it_goes_up() -> None:
    assert [] == list(critical_value.elapse(RAISED, T0 + TEN, POLICY, SUBJECT))
    steps = critical_value.elapse(RAISED, T0 + TEN + SECOND, POLICY, SUBJECT)
    ((one, _, at),) = list(steps)
    assert isinstance(one, Escalated)
    assert (1, "department-head", T0 + TEN, T0 + 2 * TEN) == (
        one.level,
        one.told,
        at,
        one.respond_by,
    )


def test_it_goes_up_level_by_level_and_waits_at_the_top() -> None:
    steps = list(critical_value.elapse(RAISED, T0 + 9 * TEN, POLICY, SUBJECT))

    last = steps[-1][0]
    assert 2 == len(steps)
    assert isinstance(last, Escalated)
    assert ("medical-affairs", None) == (last.told, last.respond_by)
    told = [
        v for _, v, _ in critical_value.bring_about(None, last) if isinstance(v, Tell)
    ]
    assert ["critical-value-escalated"] == [v.kind for v in told]
    assert 2 == when(last, Acknowledge(), NURSE).escalations


def test_a_notice_escalates_once_more() -> None:
    assert FIRST == when(RAISED, ResponsePassed(), SIGNER).model_copy(
        update={"respond_by": T0 + TEN}
    )
    assert TOP == when(FIRST, ResponsePassed(), SIGNER)


def test_a_doctor_says_what_was_done() -> None:
    assert when(KNOWN, Handle(handling="已用药"), DOCTOR) == DONE
    assert "已用药" not in repr(DONE)
    refused("ROLE_REQUIRED", KNOWN, Handle(handling="已用药"), NURSE)
    assert Handled is type(when(KNOWN, Handle(handling="已用药"), FAMILY))


def test_what_is_known_and_not_handled_is_marked_once() -> None:
    late = T0 + HALF + SECOND
    assert [] == list(critical_value.elapse(KNOWN, T0 + HALF, POLICY, SUBJECT))
    ((state, _, _),) = list(critical_value.elapse(KNOWN, late, POLICY, SUBJECT))
    assert state == when(KNOWN, HandlingPassed(), SIGNER)
    assert isinstance(state, Acknowledged)
    assert state.overdue
    told = [v for _, v, new in critical_value.bring_about(KNOWN, state) if new]
    assert ["critical-value-late"] == [v.kind for v in told]
    assert Handled is type(when(state, Handle(handling="已用药"), DOCTOR))


@pytest.mark.parametrize("state", [RAISED, FIRST, TOP, KNOWN])
def test_it_falls_with_its_report(state: Any) -> None:
    assert when(state, ReportGone(), SIGNER) == VOID
