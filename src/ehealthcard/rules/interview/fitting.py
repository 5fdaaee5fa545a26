"""Whether an answer fits its question (答案校验); each no has its own code."""

from datetime import datetime, timedelta

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
    "{question} is not asked after the earlier answers; answer what is shown.",
    "根据之前的回答无需回答 {question}，请按显示的问题作答。",
)
ANSWER_FORM = Rule(
    "ANSWER_FORM",
    "{question} is answered as {kind}; give it in that form.",
    "{question} 的答案类型应为 {kind}，请按该类型作答。",
)
CHOICE_UNKNOWN = Rule(
    "CHOICE_UNKNOWN",
    "{question} offers no such choice; take one that is shown.",
    "{question} 没有该选项，请在所列选项中选择。",
)
ONE_CHOICE = Rule(
    "ONE_CHOICE",
    "{question} takes exactly one choice; choose one.",
    "{question} 为单选，请只选一项。",
)
CHOICES_CONTRADICT = Rule(
    "CHOICES_CONTRADICT",
    "{question}: a choice that stands alone was taken with others, or one was taken "
    "twice; choose again.",
    "{question} 的选项互相矛盾或重复，请重新选择。",
)
NUMBER_OUT_OF_RANGE = Rule(
    "NUMBER_OUT_OF_RANGE",
    "{question} must lie between {least} and {most}; check number and unit.",
    "{question} 应在 {least} 至 {most} 之间，请核对数值和单位。",
)
NUMBER_TOO_FINE = Rule(
    "NUMBER_TOO_FINE",
    "{question} takes {decimals} decimals at most; round it.",
    "{question} 最多保留 {decimals} 位小数，请修约。",
)
DAY_OUT_OF_RANGE = Rule(
    "DAY_OUT_OF_RANGE",
    "{question}: the day lies in the future or too far back; check it.",
    "{question} 的日期晚于今天或过早，请核对日期。",
)
DURATION_TOO_LONG = Rule(
    "DURATION_TOO_LONG",
    "{question}: it cannot have lasted longer than the patient has lived; check it.",
    "{question} 的时长超过患者年龄，请核对。",
)
TEXT_LENGTH = Rule(
    "TEXT_LENGTH",
    "{question} takes 1 to {most} characters; shorten it, or pass it over.",
    "{question} 应为 1 至 {most} 个字符，请精简或跳过。",
)
PICTURE_REFERENCE = Rule(
    "PICTURE_REFERENCE",
    "{question} takes up to {most} references to stored pictures, no pictures "
    "themselves; upload them first.",
    "{question} 最多接收 {most} 个图片引用，不接收图片内容，请先上传图片。",
)
MANDATORY_PASSED_OVER = Rule(
    "MANDATORY_PASSED_OVER",
    "{question} cannot be passed over; answer it, if only with none.",
    "{question} 为必填项，不能跳过，没有请填无。",
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
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/")
"""What a reference is written with: no scheme, no query, nothing that is a picture."""

_YEAR = 366
"""Days; somebody of 5 years may be one day short of 6."""


def require_fit(sheet: Sheet, given: Given, now: datetime) -> None:
    """Refuse an answer that does not fit its question.

    Raises:
        RuleViolationError: It does not; the rule says why and names the question.

    """
    question = sheet.questions.by_id.get(given.question)
    if question is None:
        raise QUESTION_UNKNOWN.broken()
    if question not in sheet.asked:
        raise QUESTION_NOT_ASKED.broken(question=question.id)
    if given.value is None:
        if question.mandatory:
            raise MANDATORY_PASSED_OVER.broken(question=question.id)
    else:
        _require_value(question, given.value, now, sheet.about)


def _require_value(q: Question, value: Value, now: datetime, about: About) -> None:
    if not isinstance(value, _FORMS[q.kind]):
        raise ANSWER_FORM.broken(question=q.id, kind=q.kind.value)
    match value:
        case Chosen():
            _require_choices(q, value.codes)
        case Number():
            _require_number(q, value)
        case OnDay():
            _require_day(q, value, now)
        case Lasted():
            if about.age is not None and value.days > (about.age + 1) * _YEAR:
                raise DURATION_TOO_LONG.broken(question=q.id)
        case Written():
            if not value.text.strip() or len(value.text) > q.most:
                raise TEXT_LENGTH.broken(question=q.id, most=q.most)
        case Pictures():
            _require_references(q, value)


def _require_choices(q: Question, codes: tuple[str, ...]) -> None:
    if not q.by_code.keys() >= set(codes):
        raise CHOICE_UNKNOWN.broken(question=q.id)
    if q.kind is Kind.SINGLE and len(codes) != 1:
        raise ONE_CHOICE.broken(question=q.id)
    alone = len(codes) > 1 and any(q.by_code[c].alone for c in codes)
    if alone or len(set(codes)) != len(codes):
        raise CHOICES_CONTRADICT.broken(question=q.id)


def _require_number(q: Question, value: Number) -> None:
    number, unit = value.number, q.unit or ""
    least, most = q.at_least or 0, q.at_most or 0
    if not number.is_finite() or not least <= number <= most:
        raise NUMBER_OUT_OF_RANGE.broken(
            question=q.id,
            least=f"{least} {unit}".strip(),
            most=f"{most} {unit}".strip(),
        )
    if number != round(number, q.decimals):
        raise NUMBER_TOO_FINE.broken(question=q.id, decimals=q.decimals)


def _require_day(q: Question, value: OnDay, now: datetime) -> None:
    today = day_of(now)
    early = q.days_back is not None and value.day < today - timedelta(q.days_back)
    if value.day > today or early:
        raise DAY_OUT_OF_RANGE.broken(question=q.id)


def _require_references(q: Question, value: Pictures) -> None:
    names = [p.reference for p in value.pictures]
    plain = all(n and set(n) <= _PLAIN for n in names)
    if not plain or len(names) > q.most or len(set(names)) != len(names):
        raise PICTURE_REFERENCE.broken(question=q.id, most=q.most)
