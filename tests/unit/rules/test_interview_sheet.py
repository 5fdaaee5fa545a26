"""The engine: which questions, which branches, which flags."""

from datetime import timedelta
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given as with_any
from hypothesis import settings
from hypothesis import strategies as st

from ehealthcard.adapters.questions import PACKAGED, FileQuestions
from ehealthcard.codesets import Sex
from ehealthcard.errors import RuleViolationError
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.interview import (
    About,
    Chosen,
    Condition,
    Given,
    Kind,
    Lasted,
    Number,
    OnDay,
    Picture,
    Pictures,
    Progress,
    Question,
    QuestionSet,
    Sheet,
    Span,
    Value,
    Written,
    require_fit,
)
from ehealthcard.testing.workflow import NOW
from tests.services.interviews import LIST, choices, gave, question, said, when

MAN, WOMAN = About(40, Sex.MALE), About(30, Sex.FEMALE)
TODAY = day_of(NOW)


def a_list(*questions: Question) -> QuestionSet:
    return LIST.model_copy(update={"questions": questions, "red_flags": ()})


def sheet(*given: Given, about: About = MAN, questions: QuestionSet = LIST) -> Sheet:
    return Sheet(questions, about, given)


def ids(questions: tuple[Question, ...]) -> list[str]:
    return [q.id for q in questions]


def code_of(q: Question, value: Value | None, about: About = MAN) -> str | None:
    asked = Sheet(a_list(q), about)
    try:
        require_fit(asked, gave(q.id, value), NOW)
    except RuleViolationError as error:
        return error.code
    return None


def test_questions_come_in_order_and_branches_when_they_apply() -> None:
    assert ["complaint", "since", "allergy", "words", "pictures"] == ids(sheet().asked)
    pain = sheet(said("complaint", "pain"), said("crushing", "some"))

    assert ["crushing", "sweating"] == ids(pain.asked)[2:4]
    assert "since" == pain.open[0].id


def test_progress_and_what_is_missing_follow_the_branches() -> None:
    assert Progress(0, 5) == sheet().progress
    pain = sheet(said("complaint", "pain"))
    assert Progress(1, 6) == pain.progress
    assert ["crushing", "allergy"] == ids(pain.missing)


def test_branches_of_branches_are_dropped_with_the_answer_they_hang_on() -> None:
    deep = sheet(
        said("complaint", "pain"),
        said("crushing", "some"),
        said("sweating", "some"),
        said("allergy", "none"),
    )
    assert ["heart", "press"] == [f.id for f in deep.flags]

    shallow = deep.answered(said("complaint", "cough"))

    assert ["complaint", "allergy"] == [g.question for g in shallow.answers]
    assert () == shallow.flags


def test_the_next_question_is_behind_the_last_or_the_first_that_is_open() -> None:
    some = sheet(said("allergy", "none"))
    found = some.after("allergy")
    assert found is not None
    assert "words" == found.id
    full = some.answered(gave("words", None)).answered(gave("pictures", None))
    back = full.after("pictures")
    assert back is not None
    assert "complaint" == back.id
    assert sheet().before("complaint") is None
    last = sheet().before(None)
    assert last is not None
    assert "pictures" == last.id


@pytest.mark.parametrize(
    ("about", "asked"),
    [
        (WOMAN, True),
        (About(12, Sex.FEMALE), True),
        (About(11, Sex.FEMALE), False),
        (About(54, Sex.FEMALE), True),
        (About(55, Sex.FEMALE), False),
        (MAN, False),
        (About(30, Sex.UNKNOWN), True),
        (About(30, Sex.UNSTATED), True),
        (About(30, None), True),
        (About(None, Sex.FEMALE), True),
    ],
)
def test_sex_and_age_decide_and_what_is_unknown_is_asked(
    about: About, *, asked: bool
) -> None:
    assert asked == ("pregnancy" in ids(sheet(about=about).asked))


@pytest.mark.parametrize(
    ("condition", "value", "holds"),
    [
        ({"at_least": "38.5"}, Number(number=Decimal("38.5")), True),
        ({"at_least": "38.5"}, Number(number=Decimal("38.4")), False),
        ({"at_most": "36"}, Number(number=Decimal(36)), True),
        ({"at_most": "36"}, Number(number=Decimal("36.1")), False),
        ({"at_least": "36"}, None, False),
    ],
)
def test_a_number_decides_with_its_limits_included(
    condition: dict[str, str], value: Value | None, *, holds: bool
) -> None:
    numbers = {k: Decimal(v) for k, v in condition.items()}
    one = Condition(question="peak", **numbers)
    questions = a_list(question("peak", Kind.NUMBER), question("then", when=(one,)))
    asked = sheet(gave("peak", value), questions=questions).asked

    assert holds == ("then" in ids(asked))


@pytest.mark.parametrize(
    ("lasted", "holds"),
    [
        (Lasted(amount=2, span=Span.WEEK), True),
        (Lasted(amount=13, span=Span.DAY), False),
        (Lasted(amount=1, span=Span.MONTH), True),
        (Lasted(amount=336, span=Span.HOUR), True),
        (Lasted(amount=335, span=Span.HOUR), False),
    ],
)
def test_durations_are_compared_in_days(lasted: Lasted, *, holds: bool) -> None:
    one = Condition(question="since", at_least=Decimal(14))
    questions = a_list(question("since", Kind.DURATION), question("then", when=(one,)))
    asked = sheet(gave("since", lasted), questions=questions).asked

    assert holds == ("then" in ids(asked))


def test_none_of_any_and_pregnancy() -> None:
    several = question("several", Kind.MULTIPLE, choices=choices("a", "b", "c"))
    neither = Condition(question="several", none_of=("a",))
    either = Condition(any=(when("several", "a"), when("several", "b")))
    questions = a_list(
        several, question("not_a", when=(neither,)), question("ab", when=(either,))
    )
    for codes, expected in {
        ("a",): ["ab"],
        ("b",): ["not_a", "ab"],
        ("c",): ["not_a"],
        ("b", "c"): ["not_a", "ab"],
    }.items():
        found = sheet(said("several", *codes), questions=questions).asked
        assert expected == ids(found)[1:]
    weeks = question("weeks", when=(Condition(pregnancy=("pregnant",)),))
    pregnant = LIST.model_copy(update={"questions": (*LIST.questions, weeks)})
    yes = sheet(said("pregnancy", "pregnant"), about=WOMAN, questions=pregnant)
    no = sheet(said("pregnancy", "unsure"), about=WOMAN, questions=pregnant)
    assert ("weeks" in ids(yes.asked), "weeks" in ids(no.asked)) == (True, False)


SINGLE = question("one")
SEVERAL = question(
    "many", Kind.MULTIPLE, choices=choices("none", "a", "b", alone="none")
)
NUMBER = question("peak", Kind.NUMBER, decimals=1)
DATE = question("day", Kind.DATE, days_back=400)
TEXT = question("words", Kind.TEXT, most=5)
SHOT = question("shots", Kind.PICTURES, most=2)
LAST = question("since", Kind.DURATION)


def shots(*names: str) -> Pictures:
    return Pictures(pictures=tuple(Picture(reference=n) for n in names))


@pytest.mark.parametrize(
    ("q", "value", "code"),
    [
        (SINGLE, Chosen(codes=("some",)), None),
        (SINGLE, Chosen(codes=("some", "none")), "ONE_CHOICE"),
        (SINGLE, Chosen(codes=("other",)), "CHOICE_UNKNOWN"),
        (SINGLE, Written(text="有"), "ANSWER_FORM"),
        (SINGLE, None, None),
        (question("must", mandatory=True), None, "MANDATORY_PASSED_OVER"),
        (SEVERAL, Chosen(codes=("a", "b")), None),
        (SEVERAL, Chosen(codes=("none",)), None),
        (SEVERAL, Chosen(codes=("none", "a")), "CHOICES_CONTRADICT"),
        (SEVERAL, Chosen(codes=("a", "a")), "CHOICES_CONTRADICT"),
        (NUMBER, Number(number=Decimal(35)), None),
        (NUMBER, Number(number=Decimal(43)), None),
        (NUMBER, Number(number=Decimal("43.1")), "NUMBER_OUT_OF_RANGE"),
        (NUMBER, Number(number=Decimal("34.9")), "NUMBER_OUT_OF_RANGE"),
        (NUMBER, Number(number=Decimal("37.25")), "NUMBER_TOO_FINE"),
        (NUMBER, Number(number=Decimal("37.20")), None),
        (DATE, OnDay(day=TODAY), None),
        (DATE, OnDay(day=TODAY + timedelta(1)), "DAY_OUT_OF_RANGE"),
        (DATE, OnDay(day=TODAY - timedelta(400)), None),
        (DATE, OnDay(day=TODAY - timedelta(401)), "DAY_OUT_OF_RANGE"),
        (LAST, Lasted(amount=0, span=Span.DAY), None),
        (LAST, Lasted(amount=40, span=Span.YEAR), None),
        (LAST, Lasted(amount=42, span=Span.YEAR), "DURATION_TOO_LONG"),
        (TEXT, Written(text="𠮷𠮷𠮷𠮷𠮷"), None),
        (TEXT, Written(text="123456"), "TEXT_LENGTH"),
        (TEXT, Written(text=" \n"), "TEXT_LENGTH"),
        (SHOT, shots("a/1.jpg", "a/2.jpg"), None),
        (SHOT, shots("a", "b", "c"), "PICTURE_REFERENCE"),
        (SHOT, shots("a", "a"), "PICTURE_REFERENCE"),
        (SHOT, shots("data:image/png;base64,AAAA"), "PICTURE_REFERENCE"),
        (SHOT, shots(""), "PICTURE_REFERENCE"),
    ],
)
def test_an_answer_fits_or_is_told_why_not(
    q: Question, value: Value | None, code: str | None
) -> None:
    assert code == code_of(q, value)


def test_what_is_not_asked_takes_no_answer_and_what_is_unknown_is_not_quoted() -> None:
    with pytest.raises(RuleViolationError) as caught:
        require_fit(sheet(), said("sweating", "some"), NOW)
    assert "QUESTION_NOT_ASKED" == caught.value.code
    with pytest.raises(RuleViolationError) as caught:
        require_fit(sheet(), said("secret_words", "some"), NOW)
    assert "QUESTION_UNKNOWN" == caught.value.code
    assert "secret_words" not in str(caught.value)


@cache
def packaged() -> FileQuestions:
    return FileQuestions.open(PACKAGED)


def values(q: Question) -> st.SearchStrategy[Value | None]:
    match q.kind:
        case Kind.SINGLE | Kind.MULTIPLE:
            code = st.sampled_from(sorted(q.by_code))
            most = 1 if q.kind is Kind.SINGLE else 3
            codes = st.lists(code, min_size=1, max_size=most, unique=True)
            return codes.map(lambda c: Chosen(codes=tuple(c)))
        case Kind.NUMBER:
            low, high = int(q.at_least or 0), int(q.at_most or 0)
            return st.integers(low, high).map(lambda n: Number(number=Decimal(n)))
        case Kind.DURATION:
            return st.builds(
                Lasted, amount=st.integers(0, 30), span=st.sampled_from(Span)
            )
        case _:
            return st.none()


@pytest.mark.parametrize("made", packaged().lists, ids=lambda m: m.department)
def test_any_way_through_a_packaged_list_comes_to_an_end(made: QuestionSet) -> None:
    abouts = [About(a, s) for a in (0, 5, 16, 30, 70) for s in (Sex.MALE, Sex.FEMALE)]

    @settings(max_examples=4, deadline=None)
    @with_any(st.data(), st.sampled_from(abouts))
    def walk(data: st.DataObject, about: About) -> None:
        filled = Sheet(made, about)
        for _ in made.questions:
            if not filled.open:
                break
            q = filled.open[0]
            given = Given(question=q.id, value=data.draw(values(q)))
            filled = filled.answered(given)
            assert given in filled.answers
        assert () == filled.open
        changed = filled.answered(
            Given(question="complaint", value=Chosen(codes=("other",)))
        )
        asked = {q.id for q in changed.asked}
        assert {g.question for g in changed.answers} <= asked

    walk()
