"""A static code is good beside a second proof only."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Ports, Tier
from ehealthcard.adapters.replay.limiting import MovingLimiter
from ehealthcard.adapters.simulator import document_of
from ehealthcard.desk import Proof, StaffPresence
from ehealthcard.errors import (
    CardLostError,
    SecondFactorFailedError,
    SecondFactorRequiredError,
    TooManyAttemptsError,
)
from ehealthcard.ports import SecondFactor
from ehealthcard.services.foundation.card import ReportLost

from .conftest import GATE, WINDOW, House
from .life import change


@pytest.mark.parametrize("bare", [False, True])
def test_a_static_code_needs_a_second_proof_always(
    house: House,
    bare: bool,  # noqa: FBT001  # a table
) -> None:
    card = house.card()
    text = (
        str(card.id)
        if bare
        else house.desk.show(card.id, by=WINDOW, tier=Tier.STATIC).text
    )

    with pytest.raises(SecondFactorRequiredError):
        house.desk.scan(text, by=GATE)
    good: list[Proof] = [
        document_of(1),
        StaffPresence("7"),
        SecondFactor("sms", "246810"),
    ]
    for proof in good:
        assert house.desk.scan(text, by=GATE, second_factor=proof).card == card


@pytest.mark.parametrize(
    "proof",
    [document_of(2), SecondFactor("sms", "000000"), StaffPresence("")],
    ids=["another's document", "wrong SMS", "nobody"],
)
def test_a_second_proof_must_hold(house: House, proof: Any) -> None:
    house.card(2)
    text = house.desk.show(house.card().id, by=WINDOW, tier=Tier.STATIC).text

    with pytest.raises(SecondFactorFailedError):
        house.desk.scan(text, by=GATE, second_factor=proof)


def test_a_static_code_of_a_lost_card_is_refused_with_any_proof(house: House) -> None:
    text = house.desk.show(house.card().id, by=WINDOW, tier=Tier.STATIC).text
    change(house, ReportLost(reason="bus"))

    with pytest.raises(CardLostError):
        house.desk.scan(text, by=GATE, second_factor=StaffPresence("7"))


def test_guesses_at_one_holder_s_proof_are_bounded(house: House) -> None:
    limiter = MovingLimiter.in_memory(most=3, span=timedelta(minutes=10))
    ports: Ports = attrs.evolve(house.desk.ports, second_factor_limiter=limiter)
    desk = attrs.evolve(house.desk, ports=ports)
    card, other = house.card(), house.card(2)
    text, theirs = (
        desk.show(c.id, by=WINDOW, tier=Tier.STATIC).text for c in (card, other)
    )
    for guess in ("000000", "000001", "000002"):
        with pytest.raises(SecondFactorFailedError):
            desk.scan(text, by=GATE, second_factor=SecondFactor("sms", guess))

    with pytest.raises(TooManyAttemptsError):
        desk.scan(text, by=GATE, second_factor=SecondFactor("sms", "246810"))

    good = SecondFactor("sms", "246810")
    assert desk.scan(theirs, by=GATE, second_factor=good).card == other
    assert desk.scan(text, by=GATE, second_factor=StaffPresence("7")).card == card
