"""Void numbers of birth certificates."""

from typing import Any

import pytest

from ehealthcard.errors import RuleViolationError
from ehealthcard.rules.birth.blanks import VoidReason
from ehealthcard.services.birth_void import (
    BlankFacts,
    BlankVoided,
    NumberReplaced,
    NumberVoided,
    Void,
    birth_void,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW
from ehealthcard.workflow import Actor, Claim

THERE, NOWHERE = BlankFacts(is_there=True), BlankFacts(is_there=False)
CLERK = Actor("clerk-1", {"birth-clerk"}, org="H1")
SPOILED = Void(number="X330000101", reason=VoidReason.SPOILED, explanation="卡纸")
REPLACED = NumberReplaced(
    number="X330000102", org="H1", reason=VoidReason.REPLACED, by="clerk-1"
)
VOID = BlankVoided(
    number="X330000101",
    org="H1",
    reason=VoidReason.SPOILED,
    explanation="卡纸",
    voided_by="clerk-1",
    voided_at=NOW,
)
OLD = NumberVoided(
    number="X330000102",
    org="H1",
    reason=VoidReason.REPLACED,
    voided_by="clerk-1",
    voided_at=NOW,
)


def when(command: Any, by: Actor = CLERK, facts: BlankFacts = THERE) -> Any:
    return given(birth_void, None, by=by, facts=facts).when(command)


class TestContract(WorkflowContract):
    workflow = birth_void
    examples = (VOID, OLD)
    commands = (SPOILED, REPLACED)
    facts = (THERE, NOWHERE)
    roles = frozenset({"birth-clerk"})


def test_a_spoiled_blank_is_void_for_ever() -> None:
    got = when(SPOILED)

    assert VOID == got
    claims = [
        v.name for _, v, _ in birth_void.bring_about(None, got) if isinstance(v, Claim)
    ]
    assert ["birth-number:X330000101"] == claims


def test_a_replaced_number_enters_itself() -> None:
    assert OLD == when(REPLACED)


def test_only_who_has_a_blank_enters_it() -> None:
    for by, facts in ((CLERK, NOWHERE), (Actor("c", {"birth-clerk"}), THERE)):
        with pytest.raises(RuleViolationError, match="BIRTH_BLANK_NOT_YOURS"):
            when(SPOILED, by, facts)


@pytest.mark.parametrize("reason", [VoidReason.REPLACED, VoidReason.REISSUED])
def test_a_certificate_is_not_entered_as_a_blank(reason: VoidReason) -> None:
    with pytest.raises(RuleViolationError, match="BIRTH_VOID_REASON"):
        when(SPOILED.model_copy(update={"reason": reason}))
