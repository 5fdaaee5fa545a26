"""Blank birth certificates: lots that never overlap."""

from typing import Any

import pytest

from ehealthcard.errors import RuleViolationError
from ehealthcard.rules.birth.numbers import Edition
from ehealthcard.services.birth_blanks import (
    Allot,
    Allotted,
    LotFacts,
    TakeBack,
    TakenBack,
    birth_blanks,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW

FREE, TAKEN = LotFacts(overlaps=False), LotFacts(overlaps=True)
ALLOT = Allot(org="H1", series="X330", first=101, last=200, edition=Edition.SEVENTH)
LOT = Allotted(**dict(ALLOT), allotted_by="county-1", allotted_at=NOW)
GONE = LOT.to(TakenBack, reason="old edition", taken_by="county-1", taken_at=NOW)


def when(state: Any, command: Any, facts: LotFacts = FREE) -> Any:
    roles = {"birth-authority"}
    return given(birth_blanks, state, roles=roles, facts=facts).when(command)


class TestContract(WorkflowContract):
    workflow = birth_blanks
    examples = (LOT, GONE)
    commands = (ALLOT, TakeBack(reason="old edition"))
    facts = (FREE, TAKEN)
    roles = frozenset({"birth-authority"})


def test_the_authority_allots_numbers_and_takes_them_back() -> None:
    got = when(None, ALLOT)

    assert (LOT.org, LOT.first, LOT.last) == (got.org, got.first, got.last)
    assert isinstance(when(LOT, TakeBack(reason="old edition")), TakenBack)
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        given(birth_blanks, None, facts=FREE).when(ALLOT)


@pytest.mark.parametrize(
    ("number", "mine"),
    [
        ("X330000101", True),
        ("X330000200", True),
        ("X330000100", False),
        ("X330000201", False),
        ("X331000101", False),
        ("W330000101", False),
        ("X33000010", False),
    ],
)
def test_a_lot_knows_its_numbers(number: str, mine: bool) -> None:  # noqa: FBT001  # what is expected
    assert mine is LOT.has(number)


@pytest.mark.parametrize(
    ("first", "last", "meets"),
    [(1, 100, False), (1, 101, True), (200, 300, True), (201, 300, False)],
)
def test_a_lot_knows_whom_it_meets(first: int, last: int, meets: bool) -> None:  # noqa: FBT001  # what is expected
    assert meets is LOT.meets(first, last)


def test_no_number_is_in_two_lots() -> None:
    with pytest.raises(RuleViolationError, match="BIRTH_LOT_TAKEN"):
        when(None, ALLOT, TAKEN)


@pytest.mark.parametrize(
    "wrong",
    [{"first": 201}, {"series": "X990"}, {"first": 0, "last": 10_000}],
)
def test_a_lot_has_its_form(wrong: dict[str, Any]) -> None:
    with pytest.raises(RuleViolationError, match="BIRTH_LOT_FORM"):
        when(None, ALLOT.model_copy(update=wrong))
