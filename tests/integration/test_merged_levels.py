"""How well a holder is known by two cards that became one, and two again."""

from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Suite
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import Channel
from ehealthcard.desk import Case, Shown
from ehealthcard.errors import AssuranceTooLowError
from ehealthcard.monitor.access import HouseRules
from ehealthcard.rules.real_name import Check, Level
from ehealthcard.services.foundation.card_merge import KeepTogether, card_merge
from ehealthcard.services.foundation.real_name_doubt import (
    Doubt,
    Ground,
    real_name_doubt,
)
from ehealthcard.services.health_declaration import health_declaration
from tests.actors import AUDITOR

from .conftest import WINDOW, applicant, build
from .two_cards import KINDS, PASSPORT, REVIEW, Two, two
from .visits import submit

PHONE = Actor("app", {"app"}, channel=Channel.MINI_PROGRAM)
DOUBTER = Actor("review-1", {"real-name-reviewer"})
READ = {Check.DOCUMENT_READ}
ID, ABROAD = Shown(document_of(1), name_of(1)), Shown(PASSPORT, name_of(1))


@pytest.fixture
def pair() -> Two:
    """Return somebody whose ID was checked by phone, and whose passport was seen."""
    house = build(MemoryStorage(), Suite.INTL, kinds=KINDS)
    for seed in (1, 2):
        house.registry.people[document_of(seed).number] = name_of(seed)
    house.desk.register(applicant(1), by=PHONE)
    return two(house)


def levels(pair: Two) -> tuple[Level, Level]:
    """Return how well the holder is known by the card that stays, and by the other."""
    kept, gone = (
        pair.desk.real_name.standing(card, by=AUDITOR).level
        for card in (pair.kept, pair.gone)
    )
    return kept, gone


def doubt(pair: Two, card: Any) -> Case[Any]:
    said = Doubt(ground=Ground.BORROWED, reason="two faces")
    found: Case[Any] = pair.desk.start(real_name_doubt, card, said, by=DOUBTER)
    return found


def test_the_card_that_stays_has_the_better_level_of_the_two(pair: Two) -> None:
    assert levels(pair) == (Level.CHECKED, Level.PROVED)
    case = pair.merge()
    assert levels(pair) == (Level.PROVED, Level.PROVED)
    pair.part(case)
    assert levels(pair) == (Level.CHECKED, Level.PROVED)


def test_the_better_level_opens_a_service_until_they_are_parted(pair: Two) -> None:
    needs = HouseRules(levels={health_declaration.name: Level.PROVED})
    desk = attrs.evolve(pair.desk, access=needs)
    with pytest.raises(AssuranceTooLowError):
        desk.start(health_declaration, pair.kept, submit(), by=pair.me())
    case = pair.merge()
    desk.start(health_declaration, pair.kept, submit(), by=pair.me())
    pair.part(case)
    with pytest.raises(AssuranceTooLowError):
        desk.start(health_declaration, pair.kept, submit(), by=pair.me())


def test_what_was_proved_by_the_passport_after_the_merge_stays_with_the_passport(
    pair: Two,
) -> None:
    case = pair.merge()
    proof = pair.desk.real_name.prove(pair.kept, ABROAD, READ, by=WINDOW)
    assert proof.subject == pair.gone.subject
    assert levels(pair) == (Level.READ, Level.READ)
    pair.part(case)
    assert levels(pair) == (Level.CHECKED, Level.READ)


def test_what_was_proved_by_the_id_after_the_merge_stays_with_the_id(
    pair: Two,
) -> None:
    case = pair.merge()
    pair.desk.real_name.prove(pair.kept, ID, READ, by=WINDOW)
    assert levels(pair) == (Level.READ, Level.READ)
    pair.part(case)
    assert levels(pair) == (Level.READ, Level.PROVED)


def test_once_a_reviewer_asks_to_part_each_counts_for_itself(pair: Two) -> None:
    case = pair.ask_to_part(pair.merge())
    assert levels(pair) == (Level.CHECKED, Level.PROVED)
    pair.desk.execute(card_merge, case, KeepTogether(), by=REVIEW[1])
    assert levels(pair) == (Level.PROVED, Level.PROVED)


@pytest.mark.parametrize("which", ["kept", "gone"])
def test_a_doubt_about_either_card_is_one_about_the_holder(
    pair: Two, which: str
) -> None:
    case = pair.merge()
    doubt(pair, getattr(pair, which))
    assert levels(pair) == (Level.NONE, Level.NONE)
    own = ID if which == "kept" else ABROAD
    other = ABROAD if which == "kept" else ID
    pair.desk.real_name.prove(pair.kept, other, READ, by=WINDOW)
    assert levels(pair) == (Level.NONE, Level.NONE)  # that does not answer it
    pair.desk.real_name.prove(pair.kept, own, READ, by=WINDOW)
    assert levels(pair) == (Level.READ, Level.READ)
    pair.part(case)
    assert levels(pair) == (Level.READ, Level.READ)


def test_of_three_cards_the_best_counts(pair: Two) -> None:
    third = pair.desk.register(applicant(2), by=PHONE)
    pair.merge()
    later = Two(pair.house, third, pair.kept)
    case = later.merge()
    assert levels(later) == (Level.PROVED, Level.PROVED)
    later.part(case)
    assert levels(later) == (Level.CHECKED, Level.PROVED)
