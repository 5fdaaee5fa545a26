"""A list of questions for one department (问诊清单), as data.

Nothing here is written for one department: the lists are files, and each version of a
list stays as it was, so that who began with one ends with it.
"""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from ehealthcard.codesets import Labelled, Sex
from ehealthcard.rules.reviewing import (
    NOT_REVIEWED,
    Content,
    ContentKind,
    Fingerprint,
    Review,
)
from ehealthcard.workflow import Model

from .answers import Code

Department = Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]{0,29}$")]


class Section(Labelled):
    """The part of a history that an answer belongs to, in the order of a report."""

    COMPLAINT = "complaint", "主诉", "chief complaint"
    PRESENT = "present", "现病史", "present illness"
    PAST = "past", "既往史", "past history"
    ALLERGY = "allergy", "过敏史", "allergies"
    MEDICATION = "medication", "用药史", "medication"
    PERSONAL = "personal", "个人史", "personal history"
    OBSTETRIC = "obstetric", "婚育史/月经史", "marriage, births and menses"
    FAMILY = "family", "家族史", "family history"
    NOTE = "note", "补充说明", "in the patient's own words"
    PICTURES = "pictures", "图片资料", "pictures"


class Kind(Labelled):
    """How a question is answered (题型)."""

    SINGLE = "single", "单选", "one choice"
    MULTIPLE = "multiple", "多选", "several choices"
    NUMBER = "number", "数值", "a number with a unit"
    DATE = "date", "日期", "a day"
    DURATION = "duration", "时长", "a duration"
    TEXT = "text", "文本", "words"
    PICTURES = "pictures", "图片", "pictures, by reference"


CHOOSING = (Kind.SINGLE, Kind.MULTIPLE)


class Concept(Labelled):
    """What a question is about, where rules must know it (语义标记)."""

    COMPLAINT = "complaint", "主诉症状", "the complaint"
    SINCE = "since", "主诉时长", "how long it has lasted"
    ALLERGY = "allergy", "有无过敏", "whether there are allergies"
    ALLERGEN = "allergen", "过敏原", "to what"
    REACTION = "reaction", "过敏反应", "with what reaction"
    PREGNANCY = "pregnancy", "是否妊娠", "whether pregnant"


class Choice(Model):
    """One thing to choose."""

    code: Code
    text: str = Field(min_length=1, max_length=60)
    alone: bool = False
    """Whether it cannot go with others, such as "none of these"."""


class Condition(Model):
    """One thing that must be so; exactly one kind of thing.

    A condition about a question holds only once that question was answered.
    """

    question: Code | None = None
    any_of: tuple[Code, ...] = ()
    none_of: tuple[Code, ...] = ()
    at_least: Decimal | None = None
    """Of a number, or of a duration in days; the number itself included."""

    at_most: Decimal | None = None
    sex: Sex | None = None
    """Also holds where the sex is unknown: better asked too often."""

    age_from: Annotated[int | None, Field(ge=0, le=150)] = None
    """Whole years, included."""

    age_below: Annotated[int | None, Field(ge=1, le=150)] = None
    """Whole years, excluded."""

    pregnancy: tuple[Code, ...] = ()
    """Choices of the question whose concept is the pregnancy."""

    any: tuple[tuple["Condition", ...], ...] = ()
    """Of these lists one must hold as a whole."""

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        tests = (self.any_of, self.none_of, self.at_least, self.at_most)
        tested = any(t not in ((), None) for t in tests)
        aged = self.age_from is not None or self.age_below is not None
        kinds = (self.question, self.sex, aged, self.pregnancy, self.any)
        if sum(map(bool, kinds)) != 1 or tested != bool(self.question):
            raise ValueError
        if any(not part for part in self.any):
            raise ValueError
        return self


class Question(Model):
    """One question (问题)."""

    id: Code
    section: Section
    kind: Kind
    text: str = Field(min_length=1, max_length=120)
    hint: str | None = Field(default=None, max_length=200)
    mandatory: bool = False
    """Whether no report is made without an answer, where it is asked at all."""

    concept: Concept | None = None
    about: Code | None = None
    """Of a reaction: the code of the allergen."""

    choices: tuple[Choice, ...] = ()
    unit: str | None = Field(default=None, max_length=12)
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    """Smallest and largest number, both included."""

    decimals: int = Field(default=0, ge=0, le=3)
    days_back: Annotated[int | None, Field(ge=0, le=60_000)] = None
    """How many days a date may lie back; the day itself included."""

    most: int = Field(default=500, ge=1, le=4000)
    """Characters of a text, or pictures."""

    when: tuple[Condition, ...] = ()
    """All of these must hold, or it is not asked."""

    @property
    def by_code(self) -> dict[str, Choice]:
        """The choices by code."""
        return {c.code: c for c in self.choices}


class Advice(Labelled):
    """What a red flag advises (警示处理)."""

    EMERGENCY = "emergency", "立即急诊", "go to the emergency department now"
    EARLIER = "earlier", "建议提前就诊", "be seen earlier"


class RedFlag(Model):
    """Answers that must not wait for the appointment (危险信号)."""

    id: Code
    advice: Advice
    text: str = Field(min_length=1, max_length=200)
    """What the patient reads; it advises and diagnoses nothing."""

    when: tuple[Condition, ...] = Field(min_length=1)


class QuestionSet(Model):
    """One version of a department's list (科室问题清单)."""

    department: Department
    version: int = Field(ge=1)
    title: str = Field(min_length=1, max_length=40)
    fingerprint: Fingerprint
    """Hash of the files that it was made of."""

    questions: tuple[Question, ...] = Field(min_length=1, max_length=300)
    """In the order in which they are asked."""

    red_flags: tuple[RedFlag, ...] = ()
    review: Review | None = None

    @property
    def content(self) -> Content:
        """What a review of it names."""
        return Content(
            kind=ContentKind.QUESTIONS,
            name=self.department,
            version=str(self.version),
            fingerprint=self.fingerprint,
        )

    @property
    def mark(self) -> str:
        """What must stand on everything that is made with it; empty once signed."""
        return "" if self.review else NOT_REVIEWED

    @property
    def by_id(self) -> dict[str, Question]:
        """The questions by name."""
        return {q.id: q for q in self.questions}

    def place(self, question: Question) -> str:
        """Return a question's number and part: it tells nothing of any answer."""
        return f"{self.questions.index(question) + 1} ({question.section.value})"

    def about(self, concept: Concept) -> tuple[Question, ...]:
        """Return the questions of one concept, in order."""
        return tuple(q for q in self.questions if q.concept is concept)
