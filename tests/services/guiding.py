"""People, facts and advice as the guidance tests use them."""

from functools import cache
from typing import Any

from ehealthcard.adapters.knowledge import Guidance, load_knowledge
from ehealthcard.codesets import Sex
from ehealthcard.identity import CardStatus
from ehealthcard.rules.guidance import (
    Advice,
    GuidanceKnowledge,
    Intake,
    Keyed,
    Opinion,
    Person,
    reader_of,
)
from ehealthcard.services.guidance_session import Choice, GuidanceFacts
from ehealthcard.services.guidance_session.facts import person_of


@cache
def base() -> GuidanceKnowledge:
    return load_knowledge()


@cache
def guidance() -> Guidance:
    return Guidance(base())


def advice(*codes: str, confidence: float = 0.9) -> Advice:
    opinions = tuple(
        Opinion(department=code, score=float(9 - n), reasons=("头疼",))
        for n, code in enumerate(codes)
    )
    return Advice(opinions=opinions, confidence=confidence, version="test-1")


def facts(
    words: str = "头疼",
    *,
    age: int | None = 40,
    sex: Sex = Sex.MALE,
    said: Advice | None = None,
    epi: bool = False,
    **more: Any,
) -> GuidanceFacts:
    """Return what the desk would gather of somebody who says *words*."""
    known = GuidanceFacts(status=CardStatus.ACTIVE, age=age, sex=sex)
    intake, reader = Intake(words=words, **more), reader_of(Keyed(base()))
    signs = reader.signs(intake, epi_positive=epi)
    person: Person = person_of(known, intake, signs)
    choices = tuple(Choice(department=d.code, name=d.name) for d in base().departments)
    update = {
        "knowledge": base().label,
        "person": person,
        "signs": signs,
        "hits": reader.hits(signs, person),
        "advice": said,
        "departments": base().departments,
        "choices": choices,
    }
    return known.model_copy(update=update)
