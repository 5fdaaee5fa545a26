"""Allergies as the patient tells them and as the record has them (过敏史核对).

Both are shown, side by side; neither ever overwrites the other.
"""

from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.workflow import PRIVATE, Model

from .answers import Chosen, Written
from .questions import Concept, Question
from .sheet import Sheet

NONE, SOME = "none", "some"
"""The choices of the question whether there are allergies; others are unsure."""

UNNAMED = "other"
"""The choice that names no allergen."""

LEAST_SAID = 2
"""Characters; fewer are no name to look for in other names."""


class Allergy(Model):
    """One allergy (过敏)."""

    allergen: Annotated[str, Field(min_length=1, max_length=500), PRIVATE]
    """In words, as it is shown."""

    code: Annotated[str | None, PRIVATE] = None
    """Of the question list's choices, where it is one of them."""

    reaction: Annotated[str | None, Field(max_length=500), PRIVATE] = None


class AllergyRead(Labelled):
    """What the record of allergies answered."""

    READ = "read", "已查询", "read"
    SILENT = "silent", "档案无应答", "no answer in time"
    NOT_YET = "not-yet", "尚未查询", "not asked yet; it is on submission"
    ABSENT = "absent", "未接入", "no record is connected"


class AllergyComparison(Model):
    """The patient's word beside the record's."""

    said: Annotated[tuple[Allergy, ...], PRIVATE]
    denies: Annotated[bool, PRIVATE]
    """Whether the patient said that there are none (明确回答"无")."""

    recorded: Annotated[tuple[Allergy, ...], PRIVATE]
    read: AllergyRead
    """Whether the record was there to be asked."""

    only_recorded: Annotated[tuple[str, ...], PRIVATE]
    """Allergens that the record has and the patient does not name."""

    only_said: Annotated[tuple[str, ...], PRIVATE]
    """Allergens that the patient names and the record does not have."""

    @property
    def contradicts(self) -> bool:
        """Whether the record knows an allergy that the patient did not name."""
        return bool(self.only_recorded)


def allergies_said(sheet: Sheet) -> tuple[Allergy, ...]:
    """Return the allergies that were told, each with its reaction."""
    reactions = {q.about: q for q in sheet.questions.about(Concept.REACTION)}
    return tuple(
        Allergy(allergen=name, code=code, reaction=_words(sheet, reactions.get(code)))
        for question in sheet.questions.about(Concept.ALLERGEN)
        for code, name in _named(sheet, question)
    )


def compare(
    sheet: Sheet, recorded: tuple[Allergy, ...], read: AllergyRead
) -> AllergyComparison:
    """Return both sides, and what only one of them has."""
    said = allergies_said(sheet)
    asked = sheet.questions.about(Concept.ALLERGY)
    values = [sheet.value(q.id) for q in asked]
    return AllergyComparison(
        said=said,
        denies=any(isinstance(v, Chosen) and NONE in v.codes for v in values),
        recorded=recorded,
        read=read,
        only_recorded=_without(recorded, said),
        only_said=_without(said, recorded) if read is AllergyRead.READ else (),
    )


def _named(sheet: Sheet, question: Question) -> list[tuple[str | None, str]]:
    value = sheet.value(question.id)
    if isinstance(value, Written):
        return [(None, value.text.strip())]
    if isinstance(value, Chosen):
        return [(c, question.by_code[c].text) for c in value.codes]
    return []


def _words(sheet: Sheet, question: Question | None) -> str | None:
    value = sheet.value(question.id) if question else None
    if question is None or not isinstance(value, Chosen):
        return None
    return "、".join(question.by_code[c].text for c in value.codes)


def _without(some: tuple[Allergy, ...], others: tuple[Allergy, ...]) -> tuple[str, ...]:
    return tuple(a.allergen for a in some if not any(_same(a, o) for o in others))


def _same(one: Allergy, other: Allergy) -> bool:
    """Return whether both surely mean one allergen; where in doubt they do not.

    By code, by name, by the beginning of a name (青霉素 and 青霉素类), or because the
    patient's own words name it.
    """
    if one.code and one.code == other.code:
        return True
    short, long = sorted((_name(one), _name(other)), key=len)
    if short == long:
        return True
    if len(short) < LEAST_SAID or UNNAMED in (one.code, other.code):
        return False
    return long.startswith(short) or (None in (one.code, other.code) and short in long)


def _name(allergy: Allergy) -> str:
    return allergy.allergen.strip().casefold()
