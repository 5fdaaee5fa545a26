"""A person with two cards, as tests merge and part them (一人两卡)."""

from typing import Any

import attrs

from ehealthcard import Actor, Applicant, Card, IdDocument, IdKind
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.codes import SHIPPED, medical_record
from ehealthcard.desk import Case
from ehealthcard.services.foundation.card_merge import (
    AskToPart,
    CardMerge,
    card_merge,
)
from tests.actors import AUDITOR

from .conftest import GATE, WINDOW, House

KINDS = SHIPPED.plus(medical_record("H1", r"[0-9]{4}"))
REVIEW = tuple(Actor(f"merge-{n}", {"merge-reviewer", "staff"}) for n in (1, 2, 3))
PASSPORT = IdDocument(IdKind.PASSPORT, "E00000018")


@attrs.define
class Two:
    """A house in which one person has two cards."""

    house: House
    kept: Card
    gone: Card

    @property
    def desk(self) -> Any:
        return self.house.desk

    def now(self, card: Card) -> Card:
        found: Card = self.desk.card(card.id, by=AUDITOR)
        return found

    def merge(self) -> Case[CardMerge]:
        case = self.desk.merges.propose(self.kept, self.gone, by=WINDOW)
        for reviewer in REVIEW[:2]:
            case = self.desk.merges.agree(case, by=reviewer)
        merged: Case[CardMerge] = case
        return merged

    def ask_to_part(self, case: Case[CardMerge]) -> Case[CardMerge]:
        asked: Case[CardMerge] = self.desk.execute(
            card_merge, case, AskToPart(why="twins"), by=REVIEW[0]
        )
        return asked

    def part(self, case: Case[CardMerge]) -> Case[CardMerge]:
        asked = self.ask_to_part(case)
        found: Case[CardMerge] = self.desk.merges.part(asked, by=REVIEW[2])
        return found

    def me(self, card: Card | None = None) -> Actor:
        """Return the holder with a card of his; by default the one that stays."""
        own = card or self.kept
        return Actor(f"app-{own.subject[:6]}", {"resident"}, holder=own.subject)

    def resolve(self, number: str) -> Card:
        code = KINDS.read("medical-record", number)
        found: Card = self.desk.codes.resolve(code, by=GATE)
        return found


def two(house: House) -> Two:
    abroad = Applicant(
        name_of(1),
        PASSPORT,
        birth_date=document_of(1).birth_date,
        sex=document_of(1).sex,
    )
    gone = house.desk.register(abroad, by=WINDOW)
    return Two(house, house.card(1), gone)
