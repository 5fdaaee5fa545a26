"""What is wrong with a list of questions (题库校验), before anybody is asked."""

from collections import Counter
from collections.abc import Iterable, Iterator

import attrs

from ehealthcard.codesets import Labelled

from .questions import CHOOSING, Concept, Condition, Kind, Question, QuestionSet
from .reach import Boxes, TooManyWaysError, ways, ways_to

LEAST_CHOICES = 2


class Flaw(Labelled):
    """Kinds of mistake; the code is stable."""

    FORM = "FORM", "格式不符", "does not have the form of a question list"
    DUPLICATE_ID = "DUPLICATE_ID", "编号重复", "has a name twice"
    DUPLICATE_VERSION = "DUPLICATE_VERSION", "版本重复", "is there twice"
    UNKNOWN_REFERENCE = "UNKNOWN_REFERENCE", "引用不存在", "refers to what is not there"
    CYCLE = "CYCLE", "循环引用", "depends on itself"
    LATER_REFERENCE = (
        "LATER_REFERENCE",
        "引用了后面的问题",
        "depends on a later question",
    )
    NO_CHOICES = "NO_CHOICES", "缺少选项", "has too few choices"
    WRONG_KIND = "WRONG_KIND", "条件与题型不符", "is used as another kind of question"
    NO_RANGE = "NO_RANGE", "缺少取值范围", "has no range, or an empty one"
    UNREACHABLE = "UNREACHABLE", "永远不会出现", "can never be asked or raised"
    MANDATORY_UNREACHABLE = (
        "MANDATORY_UNREACHABLE",
        "必填项永远不会出现",
        "is mandatory and can never be asked",
    )
    TOO_DEEP = "TOO_DEEP", "条件嵌套过深", "has conditions nested too deeply"
    SIGNATURE = "SIGNATURE", "签名无效", "is not signed by a hospital that is trusted"
    NOTHING_MANDATORY = (
        "NOTHING_MANDATORY",
        "缺少必填的主诉或过敏史",
        "does not insist on complaint and allergies",
    )


@attrs.frozen
class Fault:
    """One mistake and where it is."""

    flaw: Flaw
    where: str
    """The name of a question, a red flag or a file."""


def faults(questions: QuestionSet) -> Iterator[Fault]:
    """Yield what is wrong with a list; the later checks need the earlier ones."""
    for check in (_names, _references, _choices, _numbers, _cycles, _reach, _duties):
        found = list(check(questions))
        yield from found
        if found:
            return


def _names(questions: QuestionSet) -> Iterator[Fault]:
    ids = [q.id for q in questions.questions] + [f.id for f in questions.red_flags]
    yield from (Fault(Flaw.DUPLICATE_ID, n) for n, c in Counter(ids).items() if c > 1)
    for q in questions.questions:
        if len(q.by_code) != len(q.choices):
            yield Fault(Flaw.DUPLICATE_ID, q.id)


def _references(questions: QuestionSet) -> Iterator[Fault]:
    for where, conditions in _conditions(questions):
        for one in _flat(conditions):
            asked = _asked_by(one, questions)
            codes = {*one.any_of, *one.none_of, *one.pregnancy}
            known = {c for q in asked for c in q.by_code}
            if (one.question or one.pregnancy) and not (asked and codes <= known):
                yield Fault(Flaw.UNKNOWN_REFERENCE, where)
            elif any(not _suits(one, q) for q in asked):
                yield Fault(Flaw.WRONG_KIND, where)
    allergens = {c for q in questions.about(Concept.ALLERGEN) for c in q.by_code}
    for q in questions.questions:
        if q.about is not None and q.about not in allergens:
            yield Fault(Flaw.UNKNOWN_REFERENCE, q.id)


def _choices(questions: QuestionSet) -> Iterator[Fault]:
    for q in questions.questions:
        few = len(q.choices) < LEAST_CHOICES
        if (q.kind in CHOOSING) == few or (q.choices and q.kind not in CHOOSING):
            yield Fault(Flaw.NO_CHOICES, q.id)


def _numbers(questions: QuestionSet) -> Iterator[Fault]:
    for q in questions.questions:
        if q.kind is not Kind.NUMBER:
            continue
        low, high = q.at_least, q.at_most
        if low is None or high is None or low > high or not q.unit:
            yield Fault(Flaw.NO_RANGE, q.id)


def _cycles(questions: QuestionSet) -> Iterator[Fault]:
    """Conditions look back only, so a circle must look forward somewhere."""
    order = {q.id: n for n, q in enumerate(questions.questions)}
    leads = {
        q.id: {a.id for one in _flat(q.when) for a in _asked_by(one, questions)}
        for q in questions.questions
    }
    for name, others in leads.items():
        if _leads_back(name, leads):
            yield Fault(Flaw.CYCLE, name)
        elif any(order[o] > order[name] for o in others):
            yield Fault(Flaw.LATER_REFERENCE, name)


def _reach(questions: QuestionSet) -> Iterator[Fault]:
    try:
        found = ways(questions)
        yield from _unreached(questions, found)
    except TooManyWaysError:
        yield Fault(Flaw.TOO_DEEP, questions.department)


def _unreached(questions: QuestionSet, found: dict[str, Boxes]) -> Iterator[Fault]:
    for q in questions.questions:
        if not found[q.id]:
            must = q.mandatory
            yield Fault(Flaw.MANDATORY_UNREACHABLE if must else Flaw.UNREACHABLE, q.id)
    for flag in questions.red_flags:
        if not ways_to(flag.when, questions, found):
            yield Fault(Flaw.UNREACHABLE, flag.id)


def _duties(questions: QuestionSet) -> Iterator[Fault]:
    """Guide §4.3.1 names the allergies, and "none" must be said."""
    for concept in (Concept.COMPLAINT, Concept.ALLERGY):
        found = questions.about(concept)
        if not any(q.mandatory and not q.when for q in found):
            yield Fault(Flaw.NOTHING_MANDATORY, concept.value)


def _conditions(
    questions: QuestionSet,
) -> Iterator[tuple[str, tuple[Condition, ...]]]:
    yield from ((q.id, q.when) for q in questions.questions)
    yield from ((f.id, f.when) for f in questions.red_flags)


def _flat(conditions: Iterable[Condition]) -> Iterator[Condition]:
    for one in conditions:
        yield one
        for part in one.any:
            yield from _flat(part)


def _asked_by(one: Condition, questions: QuestionSet) -> tuple[Question, ...]:
    if one.pregnancy:
        return questions.about(Concept.PREGNANCY)
    found = questions.by_id.get(one.question or "")
    return (found,) if found else ()


def _suits(one: Condition, question: Question) -> bool:
    chooses = bool(one.any_of or one.none_of or one.pregnancy)
    sizes = one.at_least is not None or one.at_most is not None
    measured = question.kind in (Kind.NUMBER, Kind.DURATION)
    return not (chooses and question.kind not in CHOOSING) and not (
        sizes and not measured
    )


def _leads_back(name: str, leads: dict[str, set[str]]) -> bool:
    seen, todo = set[str](), [name]
    while todo:
        following = leads.get(todo.pop(), set())
        if name in following:
            return True
        todo += following - seen
        seen |= following
    return False
