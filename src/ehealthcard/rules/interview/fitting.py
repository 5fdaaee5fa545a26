"""Whether an answer fits its question (答案校验); each no has its own code."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from string import ascii_letters, digits
from typing import NoReturn

import attrs

from ehealthcard.errors import Fact
from ehealthcard.rules.calendar import day_of
from ehealthcard.workflow import Rule

from .answers import (
    Chosen,
    Given,
    Lasted,
    Number,
    OnDay,
    Pictures,
    Value,
    Written,
)
from .questions import Kind, Question
from .sheet import About, Sheet

QUESTION_UNKNOWN = Rule(
    "QUESTION_UNKNOWN",
    "The list has no such question; answer those that are shown.",
    "清单中没有该问题，请按显示的问题作答。",
)
QUESTION_NOT_ASKED = Rule(
    "QUESTION_NOT_ASKED",
    "Question {question} is not asked after the earlier answers; answer what is shown.",
    "根据之前的回答无需回答第 {question} 题，请按显示的问题作答。",
)
ANSWER_FORM = Rule(
    "ANSWER_FORM",
    "Question {question} is answered as {kind}; give it in that form.",
    "第 {question} 题的答案类型应为 {kind}，请按该类型作答。",
)
CHOICE_UNKNOWN = Rule(
    "CHOICE_UNKNOWN",
    "Question {question} offers no such choice; take one that is shown.",
    "第 {question} 题没有该选项，请在所列选项中选择。",
)
ONE_CHOICE = Rule(
    "ONE_CHOICE",
    "Question {question} takes exactly one choice; choose one.",
    "第 {question} 题为单选，请只选一项。",
)
CHOICES_CONTRADICT = Rule(
    "CHOICES_CONTRADICT",
    "Question {question}: a choice that stands alone was taken with others, or one "
    "was taken twice; choose again.",
    "第 {question} 题的选项互相矛盾或重复，请重新选择。",
)
NUMBER_OUT_OF_RANGE = Rule(
    "NUMBER_OUT_OF_RANGE",
    "Question {question} must lie between {least} and {most}; check number and unit.",
    "第 {question} 题应在 {least} 至 {most} 之间，请核对数值和单位。",
)
NUMBER_TOO_FINE = Rule(
    "NUMBER_TOO_FINE",
    "Question {question} takes {decimals} decimals at most; round it.",
    "第 {question} 题最多保留 {decimals} 位小数，请修约。",
)
DAY_OUT_OF_RANGE = Rule(
    "DAY_OUT_OF_RANGE",
    "Question {question}: the day lies in the future or too far back; check it.",
    "第 {question} 题的日期晚于今天或过早，请核对日期。",
)
DURATION_TOO_LONG = Rule(
    "DURATION_TOO_LONG",
    "Question {question}: it cannot have lasted longer than the patient has lived; "
    "check it.",
    "第 {question} 题的时长超过患者年龄，请核对。",
)
TEXT_LENGTH = Rule(
    "TEXT_LENGTH",
    "Question {question} takes 1 to {most} characters; shorten it, or pass it over.",
    "第 {question} 题应为 1 至 {most} 个字符，请精简或跳过。",
)
PICTURE_REFERENCE = Rule(
    "PICTURE_REFERENCE",
    "Question {question} takes up to {most} references to stored pictures, no pictures "
    "themselves; upload them first.",
    "第 {question} 题最多接收 {most} 个图片引用，不接收图片内容，请先上传图片。",
)
MANDATORY_PASSED_OVER = Rule(
    "MANDATORY_PASSED_OVER",
    "Question {question} cannot be passed over; answer it, if only with none.",
    "第 {question} 题为必填项，不能跳过，没有请填无。",
)

_FORMS: dict[Kind, type[Value]] = {
    Kind.SINGLE: Chosen,
    Kind.MULTIPLE: Chosen,
    Kind.NUMBER: Number,
    Kind.DATE: OnDay,
    Kind.DURATION: Lasted,
    Kind.TEXT: Written,
    Kind.PICTURES: Pictures,
}
_PLAIN = frozenset(ascii_letters + digits + "._-/")
"""What a reference is written with: no scheme, no query, nothing that is a picture."""

_YEAR = 366
"""Days; somebody of 5 years may be one day short of 6."""


def require_fit(sheet: Sheet, given: Given, now: datetime) -> None:
    """Refuse an answer that does not fit its question.

    Errors name a question by its place on the list: its own name may tell what was
    answered before.

    Raises:
        RuleViolationError: It does not; the rule says why and which question it is.

    """
    question = sheet.questions.by_id.get(given.question)
    if question is None:
        raise QUESTION_UNKNOWN.broken()
    place = sheet.questions.place(question)
    if question not in sheet.asked:
        raise QUESTION_NOT_ASKED.broken(question=place)
    if given.value is None:
        if question.mandatory:
            raise MANDATORY_PASSED_OVER.broken(question=place)
    elif not isinstance(given.value, _FORMS[question.kind]):
        raise ANSWER_FORM.broken(question=place, kind=question.kind)
    else:
        _Fitting(question, place, now, sheet.about).require(given.value)


@attrs.frozen
class _Fitting:
    """One answer beside its question."""

    question: Question
    place: str
    now: datetime
    about: About

    def require(self, value: Value) -> None:
        """Refuse a value that the question does not take."""
        match value:
            case Chosen(codes=codes):
                self._choices(codes)
            case Number(number=number):
                self._number(number)
            case OnDay(day=day):
                self._day(day)
            case Lasted(days=days):
                self._duration(days)
            case Written(text=text):
                if not text.strip() or len(text) > self.question.most:
                    self._refuse(TEXT_LENGTH, most=self.question.most)
            case Pictures(pictures=pictures):
                self._references([p.reference for p in pictures])

    def _refuse(self, rule: Rule, **facts: Fact) -> NoReturn:
        raise rule.broken(question=self.place, **facts)

    def _choices(self, codes: tuple[str, ...]) -> None:
        known = self.question.by_code
        if not known.keys() >= set(codes):
            self._refuse(CHOICE_UNKNOWN)
        if self.question.kind is Kind.SINGLE and len(codes) != 1:
            self._refuse(ONE_CHOICE)
        alone = len(codes) > 1 and any(known[c].alone for c in codes)
        if alone or len(set(codes)) != len(codes):
            self._refuse(CHOICES_CONTRADICT)

    def _number(self, number: Decimal) -> None:
        q = self.question
        least, most = q.at_least or 0, q.at_most or 0
        if not number.is_finite() or not least <= number <= most:
            low, high = (f"{n} {q.unit or ''}".strip() for n in (least, most))
            self._refuse(NUMBER_OUT_OF_RANGE, least=low, most=high)
        if number != round(number, q.decimals):
            self._refuse(NUMBER_TOO_FINE, decimals=q.decimals)

    def _day(self, day: date) -> None:
        today, back = day_of(self.now), self.question.days_back
        if day > today or (back is not None and day < today - timedelta(back)):
            self._refuse(DAY_OUT_OF_RANGE)

    def _duration(self, days: Decimal) -> None:
        if self.about.age is not None and days > (self.about.age + 1) * _YEAR:
            self._refuse(DURATION_TOO_LONG)

    def _references(self, names: list[str]) -> None:
        most = self.question.most
        plain = all(n and set(n) <= _PLAIN for n in names)
        if not plain or len(names) > most or len(set(names)) != len(names):
            self._refuse(PICTURE_REFERENCE, most=most)
