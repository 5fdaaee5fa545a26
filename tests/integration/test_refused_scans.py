"""What is no card, is no longer one or never was is refused."""

from typing import Any

import pytest

from ehealthcard import Suite, issue_code
from ehealthcard.crypto import KeyRing
from ehealthcard.errors import (
    BadSignatureError,
    CardCancelledError,
    CardLostError,
    CardNotFoundError,
    EHealthCardError,
    UnknownKeyError,
    UnrecognisedCodeError,
)
from ehealthcard.services.foundation.card import Cancel, ReportLost

from .conftest import GATE, WINDOW, House, build
from .life import change

STATUSES = ("Suspended", "Cancelled")


@pytest.mark.parametrize(
    ("commands", "error"),
    [
        ([ReportLost(reason="bus")], CardLostError),
        ([Cancel(reason="moved")], CardCancelledError),
    ],
    ids=["AS9 lost", "cancelled"],
)
def test_a_code_of_a_card_that_is_gone_is_refused_and_not_used_up(
    house: House, commands: list[Any], error: type[Exception]
) -> None:
    shown = house.desk.show(house.card().id, by=WINDOW)
    for command in commands:
        change(house, command)

    for _ in range(2):
        with pytest.raises(error):
            house.desk.scan(shown.text, by=GATE)
    with pytest.raises(error):
        house.desk.show(house.desk.storage.cards_in(STATUSES)[0], by=WINDOW)


def test_a_forged_code_and_one_of_another_issuer_are_told_apart(house: House) -> None:
    card = house.card()
    text = house.desk.show(card.id, by=WINDOW).text
    forged = text[:-1] + ("0" if text[-1] != "0" else "1")
    stranger = issue_code(
        card.id,
        keys=KeyRing.generate(Suite.INTL),
        nonce=b"12345678",
        at=house.clock.now,
    )

    with pytest.raises(BadSignatureError):
        house.desk.scan(forged, by=GATE)
    with pytest.raises(UnknownKeyError):
        house.desk.scan(stranger, by=GATE)


def test_a_genuine_code_of_an_unknown_card_is_refused(house: House) -> None:
    other = build(house.desk.storage, Suite.INTL)
    text = house.desk.show(house.card().id, by=WINDOW).text
    storage = house.desk.storage
    storage.drop_card(house.card().id)

    with pytest.raises(CardNotFoundError):
        other.desk.scan(text, by=GATE)


@pytest.mark.parametrize("text", ["", "EHC1:", "hello", "EHC1:" + "A" * 400, "\0"])
def test_rubbish_is_refused_with_our_own_error(house: House, text: str) -> None:
    with pytest.raises(EHealthCardError):
        house.desk.scan(text, by=GATE)


def test_anything_else_is_not_a_card(house: House) -> None:
    with pytest.raises(UnrecognisedCodeError):
        house.desk.scan("https://example.org", by=GATE)
