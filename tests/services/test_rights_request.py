"""What a person may ask of whoever keeps his data (个人信息权利请求)."""

from datetime import timedelta
from typing import Any

import pytest

from ehealthcard.errors import RuleViolationError
from ehealthcard.services.foundation.rights_request import (
    AnswerDue,
    Fulfil,
    Fulfilled,
    Overdue,
    Received,
    Refuse,
    Refused,
    Request,
    Right,
    RightsFacts,
    rights_request,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW
from ehealthcard.workflow import Actor

from .reports import DOCTOR, GUARDIAN, HOLDER, resident

ADULT = RightsFacts(age=40, guardian=None)
CHILD = RightsFacts(age=17, guardian=GUARDIAN)
OFFICER = Actor("privacy-1", {"privacy-officer"})
WINDOW = Actor("window-3", {"registrar"})
CORRECT = Request(right=Right.CORRECTION, detail="phone")
RECEIVED = Received(
    right=Right.CORRECTION,
    detail="phone",
    asked_by=HOLDER.id,
    asked_at=NOW,
    for_relative=False,
    answer_by=NOW + timedelta(days=21),
)
DONE = {"answered_by": OFFICER.id, "answered_at": NOW}


def when(state: Any, command: Any, by: Actor, facts: Any = ADULT) -> Any:
    return given(rights_request, state, by=by, facts=facts).when(command)


def refused(code: str, state: Any, command: Any, by: Actor) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by)
    assert code == caught.value.code


class TestContract(WorkflowContract):
    workflow = rights_request
    examples = (
        RECEIVED,
        RECEIVED.to(Overdue),
        RECEIVED.to(Fulfilled, **DONE, digest=None),
        RECEIVED.to(Refused, **DONE, reason="no such data"),
    )
    commands = (CORRECT, Fulfil(), Refuse(reason="no such data"), AnswerDue())
    facts = (ADULT,)


def test_the_holder_and_a_minors_guardian_ask_and_a_window_for_them() -> None:
    assert RECEIVED == when(None, CORRECT, HOLDER)
    assert when(None, CORRECT, resident(GUARDIAN), CHILD)
    assert when(None, CORRECT, WINDOW)
    for by in (DOCTOR, resident(GUARDIAN)):
        refused("RIGHTS_NOT_ENTITLED", None, CORRECT, by)


def test_only_a_window_asks_for_the_relatives_of_somebody_who_died() -> None:
    dead = CORRECT.model_copy(update={"for_relative": True})
    refused("RIGHTS_NOT_ENTITLED", None, dead, HOLDER)
    assert when(None, dead, WINDOW).for_relative


def test_a_refusal_says_why_and_comes_from_the_officer() -> None:
    after = when(RECEIVED.to(Overdue), Refuse(reason="kept by law"), OFFICER)
    assert "kept by law" == after.reason
    refused("ROLE_REQUIRED", RECEIVED, Refuse(reason="no"), WINDOW)


def test_nobody_but_an_officer_says_that_a_correction_was_made() -> None:
    refused("ROLE_REQUIRED", RECEIVED, Fulfil(), HOLDER)
    assert isinstance(when(RECEIVED, Fulfil(), OFFICER), Fulfilled)
