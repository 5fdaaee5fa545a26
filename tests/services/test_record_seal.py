"""Sealed records (病历封存): both seal, both open, or three years pass."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import RuleViolationError
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.signals import RecordSealed
from ehealthcard.services.record_seal import (
    Opened,
    RaiseClaim,
    Seal,
    Sealed,
    SideSigned,
    SignOpening,
    TermPassed,
    record_seal,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import SUBJECT
from ehealthcard.workflow import Actor

from .reports import (
    ADULT,
    CHILD,
    DELEGATE,
    DOCTOR,
    GRANT,
    GUARDIAN,
    HOLDER,
    NEIGHBOUR,
    ORG,
    T0,
    resident,
)

OFFICE = Actor("office-1", {"medical-affairs"}, org=ORG)
SEAL = Seal(org=ORG, record="O-1", reason="dispute", patient_present=True)
LAST = datetime(2025, 12, 2, tzinfo=SHANGHAI)
SEALED = Sealed(
    card=SUBJECT,
    org=ORG,
    record="O-1",
    reason="dispute",
    sealed_by="office-1",
    sealed_at=T0,
    opens_after=LAST,
)
HALF = SEALED.model_copy(update={"patient": SideSigned(by=HOLDER.id, at=T0)})
OPENED = SEALED.to(Opened, opened_at=T0, by_both=True)
RECORDS = GRANT.model_copy(update={"scopes": (GrantScope.RECORDS,)})


def when(state: Any, command: Any, by: Actor, facts: Any = None) -> Any:
    return given(record_seal, state, by=by, facts=facts or ADULT).when(command)


def refused(code: str, state: Any, command: Any, by: Actor, facts: Any = None) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by, facts)
    assert code == caught.value.code


class TestContract(WorkflowContract):
    workflow = record_seal
    examples = (SEALED, HALF, OPENED)
    commands = (SEAL, RaiseClaim(), SignOpening(), TermPassed())
    facts = (ADULT,)
    roles = frozenset({"medical-affairs"})


def test_the_office_seals_it_in_the_patients_presence() -> None:
    assert when(None, SEAL, OFFICE) == SEALED
    alone = SEAL.model_copy(update={"patient_present": False})
    refused("PATIENT_NOT_PRESENT", None, alone, OFFICE)
    refused("ROLE_REQUIRED", None, SEAL, DOCTOR)
    elsewhere = Actor("office-1", {"medical-affairs"}, org="H9")
    refused("SEAL_OTHER_INSTITUTION", None, SEAL, elsewhere)
    refused("SEAL_OTHER_INSTITUTION", SEALED, SignOpening(), elsewhere)


@pytest.mark.parametrize(("first", "second"), [(HOLDER, OFFICE), (OFFICE, HOLDER)])
def test_both_open_it_and_never_one_of_them(first: Actor, second: Actor) -> None:
    half = when(SEALED, SignOpening(), first)
    assert isinstance(half, Sealed)
    refused("SEAL_SIDE_SIGNED", half, SignOpening(), first)

    assert when(half, SignOpening(), second) == OPENED


def test_one_person_does_not_sign_for_both() -> None:
    both = Actor(HOLDER.id, {"medical-affairs"}, org=ORG, holder=HOLDER.holder)

    refused("SEAL_SAME_PERSON", HALF, SignOpening(), both)


@pytest.mark.parametrize(
    ("who", "facts"),
    [
        (resident(GUARDIAN), CHILD),
        (resident(DELEGATE), ADULT.model_copy(update={"grants": (RECORDS,)})),
    ],
)
def test_who_acts_for_the_patient_signs_for_him(who: Actor, facts: Any) -> None:
    assert when(SEALED, SignOpening(), who, facts).patient.by == who.id


@pytest.mark.parametrize("command", [SignOpening(), RaiseClaim()])
def test_a_stranger_has_no_side(command: Any) -> None:
    refused("ACCESS_NOT_GRANTED", SEALED, command, resident(NEIGHBOUR))
    refused("ACCESS_NOT_GRANTED", SEALED, command, DOCTOR)


def test_three_years_without_a_claim_open_it_at_the_end_of_the_day() -> None:
    timer = record_seal.deadline(SEALED)
    assert timer is not None
    assert timer.last == LAST
    later = LAST + timedelta(seconds=1)
    ((opened, _, _),) = record_seal.elapse(SEALED, later, None, SUBJECT)
    assert isinstance(opened, Opened)
    assert not opened.by_both
    assert not when(SEALED, TermPassed(), OFFICE).by_both


@pytest.mark.parametrize("by", [HOLDER, OFFICE])
def test_a_claim_keeps_it_sealed_until_both_open_it(by: Actor) -> None:
    claimed = when(SEALED, RaiseClaim(), by)

    assert record_seal.deadline(claimed) is None
    half = when(claimed, SignOpening(), HOLDER)
    assert isinstance(when(half, SignOpening(), OFFICE), Opened)


def test_answers_that_are_about_are_wiped_when_it_is_sealed_and_once() -> None:
    def signals(before: Any, after: Any) -> list[Any]:
        found = record_seal.bring_about(before, after)
        return [v for _, v, new in found if new and isinstance(v, RecordSealed)]

    assert [RecordSealed(card=SUBJECT)] == signals(None, SEALED)
    assert [] == signals(SEALED, HALF)
