"""The national text names a card, and the desk knows which ones it issued."""

import pytest

from ehealthcard import Suite, Tier, issue_code
from ehealthcard.errors import NotIssuedHereError, ReplayedCodeError

from .conftest import GATE, WINDOW, House, ring


def test_a_valid_tail_glued_to_another_card_is_refused(house: House) -> None:
    mine = house.desk.show(house.card(1).id, by=WINDOW, tier=Tier.NATIONAL).text
    yours = house.card(2).id

    with pytest.raises(NotIssuedHereError):
        house.desk.scan(yours + mine[64:], by=GATE)
    assert house.desk.scan(mine, by=GATE).card == house.card(1)


def test_two_national_texts_of_one_second_are_two_codes(house: House) -> None:
    card = house.card()
    one, two = (
        house.desk.show(card.id, by=WINDOW, tier=Tier.NATIONAL) for _ in range(2)
    )

    assert one.text != two.text
    for shown in (one, two):
        assert house.desk.scan(shown.text, by=GATE).card == card


def test_a_vendor_prefix_does_not_make_a_second_code(house: House) -> None:
    text = house.desk.show(house.card().id, by=WINDOW, tier=Tier.NATIONAL).text

    house.desk.scan("85:" + text, by=GATE)

    with pytest.raises(ReplayedCodeError):
        house.desk.scan(text, by=GATE)


def test_a_national_text_the_desk_never_issued_is_refused(house: House) -> None:
    card = house.card()
    text = issue_code(
        card.id,
        keys=ring(Suite.INTL),
        tier=Tier.NATIONAL,
        nonce=b"12345678",
        at=house.clock.now,
    )

    with pytest.raises(NotIssuedHereError):
        house.desk.scan(text, by=GATE)
