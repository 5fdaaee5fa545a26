"""Refusals on record (拒绝留痕)."""

import pytest

from ehealthcard.errors import RuleViolationError
from ehealthcard.services.foundation.refusal import (
    Note,
    Noted,
    Review,
    Reviewed,
    refusal,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

NOTE = Note(workflow="report", case="c-1", command="View", code="ACCESS_NOT_GRANTED")
NOTED = Noted(
    card=SUBJECT,
    workflow="report",
    case="c-1",
    command="View",
    code="ACCESS_NOT_GRANTED",
    by="app-7",
    org="H1",
    channel="000000",
    at=NOW,
)

REVIEWED = NOTED.to(Reviewed, conclusion="a mistake", reviewed_by="auditor-1")


class TestContract(WorkflowContract):
    workflow = refusal
    examples = (NOTED, REVIEWED)
    commands = (NOTE, Review(conclusion="a mistake"))
    roles = frozenset({"auditor"})


def test_it_says_who_tried_what_and_why_not() -> None:
    who = Actor("app-7", org="H1")

    noted = given(refusal, by=who).when(NOTE)

    assert noted == NOTED.model_copy(update={"channel": who.channel.value})
    (told,) = [v for _, v, _ in refusal.bring_about(None, noted)]
    assert ("monitor", "refused-attempt") == (told.to, told.kind)


def test_another_auditor_looks_into_it() -> None:
    command = Review(conclusion="a mistake")
    auditor = Actor("auditor-1", {"auditor"})
    assert given(refusal, NOTED, by=auditor).when(command) == REVIEWED

    for by in (Actor("app-7", {"auditor"}), Actor("nurse-1", {"nurse"})):
        with pytest.raises(RuleViolationError):
            given(refusal, NOTED, by=by).when(command)
