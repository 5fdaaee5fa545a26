"""What the doctor reads before the visit (预诊报告); it informs and diagnoses nothing.

It says what was answered and what was not, which red flags were raised by which rule,
which version of the list it rests on, and whether a clinician has ever looked at that
list (PIPL art. 24: automated decisions are transparent).
"""

from collections.abc import Iterator
from typing import Annotated
from unicodedata import category

from ehealthcard.codesets import Labelled
from ehealthcard.models import Moment
from ehealthcard.rules.reviewing import Review
from ehealthcard.workflow import PRIVATE, Model

from .allergies import AllergyComparison
from .answers import (
    Chosen,
    Code,
    Given,
    Lasted,
    Number,
    OnDay,
    Pictures,
    Value,
    Written,
)
from .questions import Advice, Concept, Question, QuestionSet, RedFlag, Section
from .sheet import Sheet

MODEL = "question-rules-1"
"""Who put the report together (模型版本): rules only, no language model."""


class Warned(Labelled):
    """What the doctor's eye is drawn to (提示)."""

    ALLERGY = "allergy", "自述与档案过敏史不一致", "the record knows other allergies"
    PREGNANT = (
        "pregnant",
        "妊娠且所约检查妊娠禁忌",
        "pregnant, and the examination harms",
    )
    PREGNANCY_UNKNOWN = (
        "pregnancy-unknown",
        "妊娠情况未明且所约检查妊娠禁忌，检查前请先确认",
        "pregnancy unknown, and the examination harms; find out first",
    )


class BankVersion(Model):
    """Which list somebody answers, fixed when the interview begins (题库版本)."""

    department: str
    version: int
    fingerprint: str
    mark: str
    """``未经临床审核`` unless the version was signed; empty otherwise."""

    review: Review | None


class Line(Model):
    """One question and its answer, in words."""

    question: Code
    asked: str
    answered: Annotated[str, PRIVATE]


class Chapter(Model):
    """One part of the history."""

    section: Section
    title: str
    lines: Annotated[tuple[Line, ...], PRIVATE]


class Raised(Model):
    """A red flag that was raised, also if the answer was taken back (危险信号)."""

    flag: Annotated[Code, PRIVATE]
    advice: Advice
    text: Annotated[str, PRIVATE]
    at: Moment
    stands: bool = True
    """Whether the present answers still raise it."""


class Report(Model):
    """The whole of it."""

    complaint: Annotated[str, PRIVATE]
    """Symptom and duration in one line (主诉)."""

    sections: Annotated[tuple[Chapter, ...], PRIVATE]
    answers: Annotated[tuple[Given, ...], PRIVATE]
    """The same as codes, numbers and references of pictures."""

    missing: Annotated[tuple[Code, ...], PRIVATE]
    """Questions that were asked and not answered."""

    complete: bool
    """Whether every mandatory question has an answer."""

    flags: tuple[Raised, ...]
    warnings: Annotated[tuple[Warned, ...], PRIVATE]
    allergies: AllergyComparison
    bank: BankVersion
    model_version: str
    generated_at: Moment

    @property
    def text(self) -> str:
        """The report in words, as it would stand in the record if a doctor signs."""
        return "\n".join(_written(self))


def version_of(questions: QuestionSet) -> BankVersion:
    """Return which list it is."""
    return BankVersion(
        department=questions.department,
        version=questions.version,
        fingerprint=questions.fingerprint,
        mark=questions.mark,
        review=questions.review,
    )


def chapters(sheet: Sheet) -> tuple[Chapter, ...]:
    """Return what was answered, in the order of a history."""
    found = [(s, _lines(sheet, s)) for s in Section]
    return tuple(
        Chapter(section=s, title=s.zh, lines=lines) for s, lines in found if lines
    )


def complaint(sheet: Sheet) -> str:
    """Return the complaint in one line: symptom and duration."""
    said = [
        shown(question, value)
        for concept in (Concept.COMPLAINT, Concept.SINCE)
        for question in sheet.questions.about(concept)
        if (value := sheet.value(question.id)) is not None
    ]
    return " ".join(said)


def raised(
    before: tuple[Raised, ...], flags: tuple[RedFlag, ...], at: Moment
) -> tuple[Raised, ...]:
    """Return what was raised so far; nothing that was once raised is forgotten."""
    now = {f.id for f in flags}
    kept = [r.model_copy(update={"stands": r.flag in now}) for r in before]
    fresh = [f for f in flags if f.id not in {r.flag for r in before}]
    kept += [Raised(flag=f.id, advice=f.advice, text=f.text, at=at) for f in fresh]
    return tuple(kept)


def shown(question: Question, value: Value) -> str:
    """Return an answer as a reader sees it."""
    match value:
        case Chosen(codes=codes):
            return "、".join(question.by_code[c].text for c in codes)
        case Number(number=number):
            return f"{number} {question.unit or ''}".strip()
        case OnDay(day=day):
            return day.isoformat()
        case Lasted(amount=amount, span=span):
            return f"{amount}{span.zh}"
        case Written(text=text):
            return plain(text)
        case Pictures(pictures=pictures):
            return f"{len(pictures)} 张图片"


def plain(text: str) -> str:
    """Return words on one line, so that nobody writes a line of the report himself."""
    kept = (c for c in " ".join(text.split()) if category(c) != "Cc")
    return "".join(kept).strip()


def _lines(sheet: Sheet, section: Section) -> tuple[Line, ...]:
    return tuple(
        Line(question=q.id, asked=q.text, answered=shown(q, value))
        for q in sheet.asked
        if q.section is section and (value := sheet.value(q.id)) is not None
    )


def _written(report: Report) -> Iterator[str]:
    yield f"主诉：{report.complaint}"
    for chapter in report.sections:
        if chapter.section is not Section.COMPLAINT:
            said = "；".join(f"{line.asked} {line.answered}" for line in chapter.lines)
            yield f"{chapter.title}：{said}"
    if report.allergies.recorded:
        names = "、".join(a.allergen for a in report.allergies.recorded)
        yield f"档案过敏史：{names}"
    for warned in report.warnings:
        yield f"提示：{warned.zh}"
