"""Whether a question can ever be asked (可达性).

Conditions speak of choices, numbers, age and sex, each by itself; so what must hold
for a question is a list of boxes, and it can be asked if one of them is not empty.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import product

import attrs

from ehealthcard.codesets import Sex

from .questions import Concept, Condition, Kind, Question, QuestionSet

OLDEST = 150
MOST_BOXES = 4096
"""More ways than this to reach one question are not followed."""


class TooManyWaysError(ValueError):
    """Conditions are nested too deeply to be looked through."""


@attrs.frozen
class Box:
    """One way in which conditions can hold together."""

    sexes: frozenset[Sex] = frozenset({Sex.MALE, Sex.FEMALE})
    ages: tuple[int, int] = (0, OLDEST)
    wanted: frozenset[tuple[str, frozenset[str]]] = frozenset()
    """Of each question, sets of choices one of which must be taken."""

    banned: frozenset[tuple[str, str]] = frozenset()
    sizes: frozenset[tuple[str, Decimal, Decimal]] = frozenset()

    def and_(self, other: "Box") -> "Box":
        """Return what holds in both."""
        return Box(
            self.sexes & other.sexes,
            (max(self.ages[0], other.ages[0]), min(self.ages[1], other.ages[1])),
            self.wanted | other.wanted,
            self.banned | other.banned,
            self.sizes | other.sizes,
        )

    def is_open(self, questions: Mapping[str, Question]) -> bool:
        """Return whether anybody can be in it."""
        named = {q for q, _ in self.wanted} | {q for q, _ in self.banned}
        sized = {q for q, _, _ in self.sizes}
        return (
            bool(self.sexes)
            and self.ages[0] <= self.ages[1]
            and all(self._can_choose(questions[q]) for q in named)
            and all(self._can_measure(q) for q in sized)
        )

    def _can_choose(self, question: Question) -> bool:
        wanted = [codes for q, codes in self.wanted if q == question.id]
        banned = {code for q, code in self.banned if q == question.id}
        offered = {c.code: c for c in question.choices if c.code not in banned}
        single = question.kind is Kind.SINGLE
        if any(
            (single or choice.alone) and all(code in codes for codes in wanted)
            for code, choice in offered.items()
        ):
            return True
        together = {code for code, choice in offered.items() if not choice.alone}
        return (
            not single and bool(together) and all(codes & together for codes in wanted)
        )

    def _can_measure(self, question: str) -> bool:
        found = [(low, high) for q, low, high in self.sizes if q == question]
        return max(low for low, _ in found) <= min(high for _, high in found)


Boxes = frozenset[Box]
ANYBODY: Boxes = frozenset({Box()})


def ways(questions: QuestionSet) -> dict[str, Boxes]:
    """Return, for each question, how it can come to be asked; empty is never.

    Conditions must only speak of questions before theirs.

    Raises:
        TooManyWaysError: Conditions are nested too deeply.

    """
    found: dict[str, Boxes] = {}
    for question in questions.questions:
        found[question.id] = ways_to(question.when, questions, found)
    return found


def ways_to(
    when: Iterable[Condition], questions: QuestionSet, found: Mapping[str, Boxes]
) -> Boxes:
    """Return how all of *when* can hold.

    Raises:
        TooManyWaysError: Conditions are nested too deeply.

    """
    boxes = ANYBODY
    for condition in when:
        boxes = _both(boxes, _ways(condition, questions, found), questions)
    return boxes


def _ways(one: Condition, questions: QuestionSet, found: Mapping[str, Boxes]) -> Boxes:
    if one.any:
        parts = [ways_to(part, questions, found) for part in one.any]
        return frozenset[Box]().union(*parts)
    if one.pregnancy:
        asked = [q.id for q in questions.about(Concept.PREGNANCY) if q.id in found]
        parts = [
            _both(found[q], frozenset({_choice(q, one.pregnancy)}), questions)
            for q in asked
        ]
        return frozenset[Box]().union(*parts)
    if one.question is not None:
        return _both(found[one.question], frozenset({_said(one, questions)}), questions)
    if one.sex is not None:
        return frozenset({Box(sexes=frozenset({one.sex}))})
    below = OLDEST if one.age_below is None else one.age_below - 1
    return frozenset({Box(ages=(one.age_from or 0, below))})


def _said(one: Condition, questions: QuestionSet) -> Box:
    name = one.question or ""
    question = questions.by_id[name]
    box = Box(banned=frozenset((name, code) for code in one.none_of))
    if one.any_of:
        box = box.and_(_choice(name, one.any_of))
    if one.at_least is not None or one.at_most is not None:
        low, high = question.at_least or Decimal(0), question.at_most
        least, most = one.at_least, one.at_most
        sizes = {
            (name, low, Decimal("Infinity") if high is None else high),
            (
                name,
                Decimal("-Infinity") if least is None else least,
                Decimal("Infinity") if most is None else most,
            ),
        }
        box = box.and_(Box(sizes=frozenset(sizes)))
    return box


def _choice(question: str, codes: tuple[str, ...]) -> Box:
    return Box(wanted=frozenset({(question, frozenset(codes))}))


def _both(some: Boxes, others: Boxes, questions: QuestionSet) -> Boxes:
    if len(some) * len(others) > MOST_BOXES:
        raise TooManyWaysError
    met = (one.and_(two) for one, two in product(some, others))
    return frozenset(box for box in met if box.is_open(questions.by_id))
