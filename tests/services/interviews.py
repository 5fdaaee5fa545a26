"""A small list of questions and an appointment, as the interview tests use them."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from ehealthcard.codesets import SHANGHAI, Sex
from ehealthcard.identity import CardStatus
from ehealthcard.rules.interview import (
    Advice,
    Choice,
    Chosen,
    Concept,
    Condition,
    Given,
    Kind,
    Question,
    QuestionSet,
    RedFlag,
    Section,
    Value,
)
from ehealthcard.rules.visits import Visit, VisitStage
from ehealthcard.services.pre_visit_interview import InterviewFacts

START = datetime(2022, 12, 10, 9, tzinfo=SHANGHAI)
VISIT = Visit(
    appointment="a1",
    org="H1",
    department="03.01",
    doctor="d1",
    starts_at=START,
    ends_at=START + timedelta(minutes=30),
)


def choices(*codes: str, alone: str = "") -> tuple[Choice, ...]:
    return tuple(Choice(code=c, text=c, alone=c == alone) for c in codes)


def question(name: str, kind: Kind = Kind.SINGLE, **more: Any) -> Question:
    known: dict[str, Any] = {
        "id": name,
        "kind": kind,
        "section": Section.PRESENT,
        "text": f"{name}?",
    }
    if kind in (Kind.SINGLE, Kind.MULTIPLE):
        known["choices"] = choices("none", "some")
    if kind is Kind.NUMBER:
        known |= {"unit": "℃", "at_least": Decimal(35), "at_most": Decimal(43)}
    return Question(**known | more)


def when(name: str, *codes: str) -> tuple[Condition, ...]:
    return (Condition(question=name, any_of=codes),)


WOMEN = (Condition(sex=Sex.FEMALE), Condition(age_from=12, age_below=55))
QUESTIONS = (
    question(
        "complaint",
        section=Section.COMPLAINT,
        concept=Concept.COMPLAINT,
        mandatory=True,
        choices=choices("cough", "pain"),
    ),
    question("since", Kind.DURATION, section=Section.COMPLAINT, concept=Concept.SINCE),
    question("crushing", mandatory=True, when=when("complaint", "pain")),
    question("sweating", mandatory=True, when=when("crushing", "some")),
    question(
        "allergy",
        section=Section.ALLERGY,
        concept=Concept.ALLERGY,
        mandatory=True,
        choices=choices("none", "some", "unsure"),
    ),
    question(
        "allergens",
        Kind.MULTIPLE,
        section=Section.ALLERGY,
        concept=Concept.ALLERGEN,
        mandatory=True,
        choices=choices("penicillin", "pollen"),
        when=when("allergy", "some"),
    ),
    question(
        "reaction",
        section=Section.ALLERGY,
        concept=Concept.REACTION,
        about="penicillin",
        choices=choices("rash", "shock"),
        when=when("allergens", "penicillin"),
    ),
    question(
        "pregnancy",
        section=Section.OBSTETRIC,
        concept=Concept.PREGNANCY,
        mandatory=True,
        choices=choices("not_pregnant", "pregnant", "unsure"),
        when=WOMEN,
    ),
    question("words", Kind.TEXT, section=Section.NOTE),
    question("pictures", Kind.PICTURES, section=Section.PICTURES, most=2),
)
FLAGS = (
    RedFlag(
        id="heart",
        advice=Advice.EMERGENCY,
        text="请立即前往急诊。",
        when=when("crushing", "some") + when("sweating", "some"),
    ),
    RedFlag(
        id="press",
        advice=Advice.EARLIER,
        text="建议提前就诊。",
        when=when("crushing", "some"),
    ),
)
LIST = QuestionSet(
    department="03.01",
    version=3,
    title="呼吸内科",
    fingerprint="f" * 64,
    questions=QUESTIONS,
    red_flags=FLAGS,
)


def facts(**more: Any) -> InterviewFacts:
    known: dict[str, Any] = {
        "status": CardStatus.ACTIVE,
        "age": 40,
        "sex": Sex.MALE,
        "guardian": None,
        "visit": VISIT,
        "stage": VisitStage.BOOKED,
        "questions": LIST,
    }
    return InterviewFacts(**known | more)


def said(name: str, *codes: str) -> Given:
    return Given(question=name, value=Chosen(codes=codes))


def gave(name: str, value: Value | None) -> Given:
    return Given(question=name, value=value)
