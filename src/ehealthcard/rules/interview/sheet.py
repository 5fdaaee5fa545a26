"""Which questions are asked, and what the answers so far come to (问答引擎).

It is pure: a list, a person and answers in; questions, gaps and red flags out.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property

import attrs

from ehealthcard.codesets import Sex

from .answers import Chosen, Given, Lasted, Number, Value
from .questions import Concept, Condition, Question, QuestionSet, RedFlag

KNOWN_SEXES = (Sex.MALE, Sex.FEMALE)


@attrs.frozen
class About:
    """What conditions may know of the person."""

    age: int | None
    sex: Sex | None


@attrs.frozen
class Progress:
    """How far somebody has come (进度); both numbers change with the branches."""

    done: int
    asked: int


@attrs.frozen(slots=False)
class Sheet:
    """A list of questions while somebody fills it in.

    Answers to what is not asked any more, after an earlier answer was changed, are
    dropped; of conditions that look back only, one pass finds them all.

    Args:
        questions: The list.
        about: The person.
        given: The answers so far.

    """

    questions: QuestionSet
    about: About
    given: tuple[Given, ...] = ()

    @cached_property
    def _walk(self) -> tuple[tuple[Question, ...], dict[str, Given]]:
        said = {g.question: g for g in self.given}
        asked: list[Question] = []
        kept: dict[str, Given] = {}
        for question in self.questions.questions:
            if self._hold(question.when, kept):
                asked.append(question)
                if question.id in said:
                    kept[question.id] = said[question.id]
        return tuple(asked), kept

    @property
    def asked(self) -> tuple[Question, ...]:
        """All questions that are asked after what was answered so far, in order."""
        return self._walk[0]

    @property
    def answers(self) -> tuple[Given, ...]:
        """The answers that count, in the order of the questions."""
        return tuple(self._walk[1].values())

    @property
    def open(self) -> tuple[Question, ...]:
        """What was neither answered nor passed over, in order; the first is next."""
        return tuple(q for q in self.asked if q.id not in self._walk[1])

    @property
    def missing(self) -> tuple[Question, ...]:
        """The mandatory questions that have no answer."""
        return tuple(q for q in self.asked if q.mandatory and self.value(q.id) is None)

    @property
    def unanswered(self) -> tuple[Question, ...]:
        """Everything that was asked and has no answer, mandatory or not."""
        return tuple(q for q in self.asked if self.value(q.id) is None)

    @property
    def progress(self) -> Progress:
        """How many of the questions that are asked now are done."""
        return Progress(len(self._walk[1]), len(self.asked))

    @property
    def flags(self) -> tuple[RedFlag, ...]:
        """The red flags that the answers raise."""
        found = self.questions.red_flags
        return tuple(f for f in found if self._hold(f.when, self._walk[1]))

    def value(self, question: str) -> Value | None:
        """Return the answer to a question; ``None`` where there is none."""
        found = self._walk[1].get(question)
        return found.value if found else None

    def answered(self, given: Given) -> "Sheet":
        """Return the sheet with one answer more, or changed."""
        others = tuple(g for g in self.given if g.question != given.question)
        return Sheet(self.questions, self.about, (*others, given))

    def after(self, question: str) -> Question | None:
        """Return the open question behind this one, or the first that is open."""
        ids = [q.id for q in self.asked]
        here = ids.index(question) if question in ids else -1
        later = [q for q in self.open if ids.index(q.id) > here]
        return next(iter(later or self.open), None)

    def before(self, question: str | None) -> Question | None:
        """Return the question that is asked before this one; the last for ``None``."""
        ids = [q.id for q in self.asked]
        here = ids.index(question) if question in ids else len(ids)
        return self.asked[here - 1] if here else None

    def _hold(
        self, conditions: tuple[Condition, ...], kept: Mapping[str, Given]
    ) -> bool:
        return all(self._holds(c, kept) for c in conditions)

    def _holds(self, one: Condition, kept: Mapping[str, Given]) -> bool:
        if one.any:
            return any(self._hold(part, kept) for part in one.any)
        if one.sex is not None:
            return self.about.sex not in KNOWN_SEXES or self.about.sex is one.sex
        if one.pregnancy:
            found = [kept.get(q.id) for q in self.questions.about(Concept.PREGNANCY)]
            return any(g and _chose(g.value, one.pregnancy) for g in found)
        if one.question is None:
            return _aged(one, self.about.age)
        given = kept.get(one.question)
        return given is not None and _says(one, given.value)


def _aged(one: Condition, age: int | None) -> bool:
    """Of an unknown age nothing is known: what depends on it is asked."""
    if age is None:
        return True
    return (one.age_from or 0) <= age and (one.age_below is None or age < one.age_below)


def _says(one: Condition, value: Value | None) -> bool:
    if value is None:
        return False
    if isinstance(value, Chosen):
        chosen = set(value.codes)
        wanted = not one.any_of or bool(chosen & set(one.any_of))
        return wanted and not chosen & set(one.none_of)
    size = _size(value)
    if size is None:
        return False
    return (one.at_least is None or size >= one.at_least) and (
        one.at_most is None or size <= one.at_most
    )


def _chose(value: Value | None, codes: tuple[str, ...]) -> bool:
    return isinstance(value, Chosen) and bool(set(value.codes) & set(codes))


def _size(value: Value) -> Decimal | None:
    """Return what can be compared: a number, or the days of a duration."""
    if isinstance(value, Number):
        return value.number
    return value.days if isinstance(value, Lasted) else None
