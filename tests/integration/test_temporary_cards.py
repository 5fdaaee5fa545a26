"""A temporary card is good by record until its term ends."""

from datetime import timedelta

import pytest

from ehealthcard import Tier
from ehealthcard.errors import (
    CardNotActiveError,
    CodeRequestError,
    ExpiredCodeError,
    NotIssuedHereError,
    RuleViolationError,
    SecondFactorRequiredError,
)
from ehealthcard.identity import CardStatus
from tests.actors import AUDITOR

from .conftest import GATE, WINDOW, House


def test_a_temporary_card_is_good_by_record_until_its_term_ends(house: House) -> None:
    temporary = house.desk.register_temporary(by=WINDOW, term=timedelta(hours=12))

    assert temporary.text.endswith(":9")
    for _ in range(2):
        found = house.desk.scan(temporary.text, by=GATE)
        assert (found.card, found.tier) == (temporary.card, Tier.TEMPORARY)
    with pytest.raises(SecondFactorRequiredError):
        house.desk.scan(str(temporary.card.id), by=GATE)
    with pytest.raises(CardNotActiveError):
        house.desk.show(temporary.card.id, by=WINDOW)
    house.clock.forward(hours=12, seconds=6)
    with pytest.raises(ExpiredCodeError):
        house.desk.scan(temporary.text, by=GATE)
    house.desk.tick(temporary.card.case)
    assert house.desk.card(temporary.card.id, by=AUDITOR).status is CardStatus.CANCELLED


def test_a_temporary_text_that_was_made_up_is_refused(house: House) -> None:
    card = house.card()

    with pytest.raises(NotIssuedHereError):
        house.desk.scan(f"{card.id}:9", by=GATE)
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        house.desk.register_temporary(by=GATE)
    for tier in (Tier.TEMPORARY, Tier.DEVICE):
        with pytest.raises(CodeRequestError):
            house.desk.show(card.id, by=WINDOW, tier=tier)
