"""Declaring and coming to the gate, as tests do it."""

from decimal import Decimal
from typing import Any

from ehealthcard import Card, Case
from ehealthcard.services.health_declaration import (
    Answers,
    HealthDeclaration,
    Submit,
    health_declaration,
)
from tests.actors import AUDITOR

from .conftest import WINDOW, House

WELL = Answers(temperature=Decimal("36.5"), symptoms=(), exposures=())
HOT = Answers(temperature=Decimal("38.5"), symptoms=(), exposures=())


def submit(answers: Answers = WELL) -> Submit:
    return Submit(answers=answers, consent="1", commitment="1")


def declare(
    house: House, card: Card | None = None, answers: Answers = WELL
) -> Case[HealthDeclaration]:
    whose = card or house.card()
    return house.desk.start(health_declaration, whose, submit(answers), by=WINDOW)


def text(house: House, seed: int = 1) -> str:
    return house.desk.show(house.card(seed).id, by=WINDOW).text


def now(house: House, case: Case[Any]) -> Any:
    workflow = house.desk.catalogue.named[
        house.desk.storage.history(case.id)[0].workflow
    ]
    return house.desk.case(workflow, case.id, by=AUDITOR).state
