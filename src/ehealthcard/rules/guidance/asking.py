"""What to ask next (追问)."""

from typing import Annotated

from ehealthcard.codesets import Sex
from ehealthcard.workflow import PRIVATE, Model

from .intake import Intake
from .person import Person
from .reading import Reader, Signs

MOST_FOLLOW_UPS = 3


class Asked(Model):
    """One question, and what its answer fills."""

    fills: str
    """A field of :class:`.Intake`."""

    symptom: Annotated[str | None, PRIVATE] = None
    """For ``symptoms``: yes adds it there, no to ``denied``."""

    text: Annotated[str, PRIVATE]
    """The question in Chinese."""


def next_questions(
    reader: Reader,
    intake: Intake,
    signs: Signs,
    person: Person,
    fertile: tuple[int, int],
) -> tuple[Asked, ...]:
    """Return what is still to be asked, the most urgent first.

    Args:
        reader: The knowledge base at work.
        intake: What is known.
        signs: What it amounts to.
        person: Who is guided.
        fertile: Ages, both included, in which a woman is asked for a pregnancy.

    """
    if intake.is_empty:
        return (Asked(fills="words", text="请描述您哪里不舒服、有什么症状。"),)
    found = [
        Asked(fills="symptoms", symptom=s.id, text=f"是否还有：{s.name}？")
        for s in reader.follow_up(signs, person)
        if s.id not in intake.denied
    ][:MOST_FOLLOW_UPS]
    if _may_be_pregnant(person, fertile) and person.pregnant is None:
        found.append(Asked(fills="pregnant", text="您目前是否怀孕？孕几周？"))
    if signs.show("fever") and intake.epi_contact is None:
        contact = "近期是否接触过传染病患者或发热病人？"
        found.append(Asked(fills="epi_contact", text=contact))
    if intake.status is None:
        found.append(Asked(fills="status", text="不适持续多久了？是否在加重？"))
    if intake.history is None:
        history = "以前得过什么病、做过什么手术、在用什么药？没有请答无。"
        found.append(Asked(fills="history", text=history))
    return tuple(found)


def _may_be_pregnant(person: Person, fertile: tuple[int, int]) -> bool:
    first, last = fertile
    is_of_age = person.age is not None and first <= person.age <= last
    return person.sex is not Sex.MALE and is_of_age
