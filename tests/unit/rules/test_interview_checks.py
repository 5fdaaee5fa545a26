"""What is wrong with a list is said before anybody is asked."""

from decimal import Decimal
from typing import Any

import pytest

from ehealthcard.codesets import Sex
from ehealthcard.errors import InvalidInputError
from ehealthcard.rules.interview import (
    Advice,
    Condition,
    Flaw,
    Kind,
    Question,
    RedFlag,
    faults,
)
from tests.services.interviews import LIST, choices, question, when

FEMALE, MALE = Condition(sex=Sex.FEMALE), Condition(sex=Sex.MALE)


def number(name: str, **limits: int) -> tuple[Condition, ...]:
    some: dict[str, Any] = {k: Decimal(v) for k, v in limits.items()}
    return (Condition(question=name, **some),)


def found(*more: Question, **changes: Any) -> list[tuple[Flaw, str]]:
    questions = (*LIST.questions, *more)
    made = LIST.model_copy(update={"questions": questions} | changes)
    return [(f.flaw, f.where) for f in faults(made)]


def flagged(*conditions: Condition) -> tuple[RedFlag, ...]:
    return (RedFlag(id="flag", advice=Advice.EARLIER, text="x", when=conditions),)


PEAK = question("peak", Kind.NUMBER)
SEVERAL = question(
    "several", Kind.MULTIPLE, choices=choices("none", "a", "b", alone="none")
)
PAIN, COUGH = when("complaint", "pain"), when("complaint", "cough")
BOTH = when("several", "none") + when("several", "a")


def test_a_good_list_has_no_fault() -> None:
    assert [] == found()
    assert [] == found(PEAK, question("then", when=number("peak", at_least=38)))


@pytest.mark.parametrize(
    ("questions", "flaw", "where"),
    [
        ([question("allergy")], Flaw.DUPLICATE_ID, "allergy"),
        ([question("heart")], Flaw.DUPLICATE_ID, "heart"),
        ([question("x", choices=choices("a", "a"))], Flaw.DUPLICATE_ID, "x"),
        ([question("x", when=when("nothing", "a"))], Flaw.UNKNOWN_REFERENCE, "x"),
        ([question("x", when=when("allergy", "maybe"))], Flaw.UNKNOWN_REFERENCE, "x"),
        ([question("x", about="dust")], Flaw.UNKNOWN_REFERENCE, "x"),
        ([question("x", choices=())], Flaw.NO_CHOICES, "x"),
        ([question("x", choices=choices("a"))], Flaw.NO_CHOICES, "x"),
        ([question("x", Kind.TEXT, choices=choices("a", "b"))], Flaw.NO_CHOICES, "x"),
        ([question("x", Kind.NUMBER, unit=None)], Flaw.NO_RANGE, "x"),
        ([question("x", Kind.NUMBER, at_least=Decimal(44))], Flaw.NO_RANGE, "x"),
        ([question("x", when=number("allergy", at_least=1))], Flaw.WRONG_KIND, "x"),
        (
            [question("x", when=when("y", "some")), question("y")],
            Flaw.LATER_REFERENCE,
            "x",
        ),
        ([question("x", when=when("x", "some"))], Flaw.CYCLE, "x"),
        (
            [
                question("x", when=when("y", "some")),
                question("y", when=(Condition(any=(when("x", "some"),)),)),
            ],
            Flaw.CYCLE,
            "x",
        ),
        ([question("x", when=(FEMALE, MALE))], Flaw.UNREACHABLE, "x"),
        (
            [question("x", mandatory=True, when=(FEMALE, MALE))],
            Flaw.MANDATORY_UNREACHABLE,
            "x",
        ),
        (
            [question("x", when=(Condition(age_from=60), Condition(age_below=60)))],
            Flaw.UNREACHABLE,
            "x",
        ),
        (
            [
                question(
                    "x", when=when("complaint", "pain") + when("complaint", "cough")
                )
            ],
            Flaw.UNREACHABLE,
            "x",
        ),
        (
            [question("x", when=when("crushing", "some") + when("complaint", "cough"))],
            Flaw.UNREACHABLE,
            "x",
        ),
        ([SEVERAL, question("x", when=BOTH)], Flaw.UNREACHABLE, "x"),
        (
            [PEAK, question("x", when=number("peak", at_least=44))],
            Flaw.UNREACHABLE,
            "x",
        ),
        (
            [
                PEAK,
                question(
                    "x", when=number("peak", at_least=40) + number("peak", at_most=39)
                ),
            ],
            Flaw.UNREACHABLE,
            "x",
        ),
        (
            [question("x", when=(Condition(pregnancy=("pregnant",)), MALE))],
            Flaw.UNREACHABLE,
            "x",
        ),
    ],
)
def test_a_fault_is_named_with_its_kind_and_place(
    questions: list[Question], flaw: Flaw, where: str
) -> None:
    assert (flaw, where) in found(*questions)


def test_a_red_flag_that_nothing_raises_is_a_fault() -> None:
    flags = flagged(*when("complaint", "cough"), *when("crushing", "some"))
    assert [(Flaw.UNREACHABLE, "flag")] == found(red_flags=flags)


def test_a_list_insists_on_complaint_and_allergies() -> None:
    for name in ("complaint", "allergy"):
        questions = tuple(
            q.model_copy(update={"mandatory": False}) if q.id == name else q
            for q in LIST.questions
        )
        assert [(Flaw.NOTHING_MANDATORY, name)] == found(questions=questions)


def test_what_can_be_reached_only_together_is_reached() -> None:
    two = when("several", "a") + when("several", "b")
    three = (Condition(question="several", none_of=("none",)), *two)
    assert [] == found(SEVERAL, question("x", when=two), question("y", when=three))


def test_conditions_nested_too_deeply_are_not_looked_through() -> None:
    names = [f"m{n}" for n in range(14)]
    ab = choices("a", "b")
    parts = [question(n, Kind.MULTIPLE, choices=ab) for n in names]
    ways = tuple(when(n, "a") for n in names)
    few = question("x", when=(Condition(any=ways),) * 2)
    many = question("x", when=tuple(Condition(any=ways[n:]) for n in range(8)))

    assert [] == found(*parts, few)
    assert [(Flaw.TOO_DEEP, "03.01")] == found(*parts, many)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"question": "x"},
        {"any_of": ("a",)},
        {"question": "x", "any_of": ("a",), "sex": Sex.MALE},
        {"sex": Sex.MALE, "age_from": 3},
        {"any": ((),)},
    ],
)
def test_a_condition_says_exactly_one_thing(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInputError):
        Condition(**wrong)
