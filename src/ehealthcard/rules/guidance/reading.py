"""What an intake says, by the knowledge base: symptoms, signs and red flags."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated

import attrs

from ehealthcard.workflow import PRIVATE, Model

from .intake import Intake
from .knowledge import GuidanceKnowledge, RedFlag, Sign, Symptom
from .person import Person
from .wording import Found, Wording

EMERGENCY_ADVICE = "请立即拨打 120 或前往最近的急诊科，不要等待预约。"
"""What is shown with every red flag."""


class Hit(Model):
    """A red flag that was found."""

    flag: str
    says: str
    departments: tuple[str, ...]


class Signs(Model):
    """What the safety rules look at."""

    symptoms: Annotated[tuple[str, ...], PRIVATE] = ()
    """What is there, by the knowledge base's names."""

    means: Annotated[tuple[Sign, ...], PRIVATE] = ()

    def show(self, *signs: Sign) -> bool:
        """Return whether any of *signs* is there."""
        return any(s in self.means for s in signs)


@attrs.frozen(slots=False, eq=False)
class Reader:
    """Reads intakes with one knowledge base."""

    knowledge: GuidanceKnowledge
    wording: Wording = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        said = {s.id: (s.name, *s.said) for s in self.knowledge.symptoms}
        alone = {
            n for f in self.knowledge.flags if len(f.all_of) == 1 for n in f.all_of[0]
        }
        alone -= {n for f in self.knowledge.flags if f.pregnant for n in f.all_of[0]}
        wording = Wording(said, self.knowledge.words, kept=alone)
        object.__setattr__(self, "wording", wording)

    def unknown(self, intake: Intake) -> tuple[str, ...]:
        """Return chosen symptoms that the base does not have."""
        known = self.knowledge.by_symptom
        return tuple(s for s in (*intake.symptoms, *intake.denied) if s not in known)

    def found(self, text: str) -> list[Found]:
        """Return the symptoms' expressions in *text*."""
        return self.wording.find(text)

    def signs(
        self, intake: Intake, *, epi_positive: bool, measured: tuple[str, ...] = ()
    ) -> Signs:
        """Return what is there: what was chosen, said or measured, and not denied.

        Args:
            intake: What was told.
            epi_positive: Whether a survey or declaration shows an exposure.
            measured: ``fever`` and ``high-fever``, as far as measured.

        """
        said = [f.entry for f in self.found(intake.spoken) if not f.is_denied]
        known = self.knowledge.by_symptom
        named = [n for n in (*intake.symptoms, *measured) if n in known]
        away = set(intake.denied) - set(measured)
        there = tuple(n for n in dict.fromkeys((*named, *said)) if n not in away)
        fever = bool(measured)
        means = dict.fromkeys(self._means(there))
        for sign, is_there in _told(intake, epi_positive=epi_positive, fever=fever):
            if is_there:
                means[sign] = None
            elif is_there is False:
                means.pop(sign, None)
        return Signs(symptoms=there, means=tuple(means))

    def hits(self, signs: Signs, person: Person) -> tuple[Hit, ...]:
        """Return the red flags that *signs* amount to."""
        return tuple(
            Hit(flag=f.id, says=f.says, departments=f.departments)
            for f in self.knowledge.flags
            if concerns(f, person) and all(_any(g, signs) for g in f.all_of)
        )

    def follow_up(self, signs: Signs, person: Person) -> tuple[Symptom, ...]:
        """Return the symptoms to ask for: those that would make a red flag whole."""
        asked: dict[str, None] = {}
        for flag in self.knowledge.flags:
            open_groups = [g for g in flag.all_of if not _any(g, signs)]
            is_half = len(flag.all_of) > 1 and len(open_groups) == 1
            if is_half and concerns(flag, person):
                asked[open_groups[0][0]] = None
        return tuple(self.knowledge.by_symptom[n] for n in asked)

    def _means(self, there: Iterable[str]) -> list[Sign]:
        return [m for n in there for m in self.knowledge.by_symptom[n].means]


@lru_cache(maxsize=8)
def reader_of(knowledge_key: "Keyed") -> Reader:
    """Return a reader, made once for each knowledge base."""
    return Reader(knowledge_key.knowledge)


@attrs.frozen(eq=False)
class Keyed:
    """A knowledge base by identity, for what is made once of it."""

    knowledge: GuidanceKnowledge

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keyed) and other.knowledge is self.knowledge

    def __hash__(self) -> int:
        return id(self.knowledge)


def concerns(flag: RedFlag, person: Person) -> bool:
    """Return whether *flag* is about people such as *person*."""
    if flag.pregnant is not None and bool(person.pregnant) is not flag.pregnant:
        return False
    if person.age is None:
        return flag.below_age is None
    return (flag.from_age or 0) <= person.age < (flag.below_age or person.age + 1)


def _any(group: tuple[str, ...], signs: Signs) -> bool:
    return any(n in signs.symptoms for n in group)


def _told(
    intake: Intake, *, epi_positive: bool, fever: bool
) -> list[tuple[Sign, bool | None]]:
    """Return what was asked for by itself; ``None`` where it was not answered."""
    return [
        ("fever", True if fever else None),
        ("epi-contact", True if epi_positive else intake.epi_contact),
        ("pregnant", intake.pregnant),
    ]
