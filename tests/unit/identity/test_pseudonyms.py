"""What institutions call a card: stable for each, unrelated between them."""

import re

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.adapters.simulator import document_of
from ehealthcard.crypto import KeyRing, LocalKeys, Suite
from ehealthcard.identity import CardId, Tokenizer

RINGS = {suite: KeyRing.generate(suite) for suite in Suite}
CARD = CardId("0" * 64)
both_suites = pytest.mark.parametrize("suite", list(Suite))
card_ids = st.binary(min_size=32, max_size=32).map(CardId.from_bytes)
audiences = st.text(st.characters(codec="utf-8"), max_size=50)


@both_suites
@given(card=card_ids, audience=audiences)
def test_a_pseudonym_has_the_form_of_a_card_id_and_is_another(
    suite: Suite, card: CardId, audience: str
) -> None:
    pseudonym = Tokenizer(RINGS[suite]).pseudonym(card, audience)
    assert re.fullmatch("[0-9A-F]{64}", pseudonym)
    assert card != CardId(pseudonym)
    assert pseudonym == Tokenizer(RINGS[suite]).pseudonym(card, audience)


@both_suites
@given(
    first=st.tuples(card_ids, audiences),
    second=st.tuples(card_ids, audiences),
)
def test_cards_and_institutions_are_told_apart(
    suite: Suite, first: tuple[CardId, str], second: tuple[CardId, str]
) -> None:
    tokenizer = Tokenizer(RINGS[suite])
    one, other = tokenizer.pseudonym(*first), tokenizer.pseudonym(*second)
    assert (first == second) == (one == other)


@both_suites
def test_one_card_has_as_many_names_as_there_are_institutions(suite: Suite) -> None:
    tokenizer = Tokenizer(RINGS[suite])
    names = {tokenizer.pseudonym(CARD, f"医院-{n}") for n in range(100)}
    assert 100 == len(names)


@both_suites
def test_another_card_manager_gives_other_pseudonyms(suite: Suite) -> None:
    other = Tokenizer(KeyRing.generate(suite))
    assert other.pseudonym(CARD, "a") != Tokenizer(RINGS[suite]).pseudonym(CARD, "a")


@both_suites
def test_pseudonyms_outlive_every_rotation(suite: Suite) -> None:
    ring = RINGS[suite]
    expected = Tokenizer(ring).pseudonym(CARD, "医院")
    for rotated in (ring.rotate_codes(), ring.rotate_data(), ring.rotate_tokens()):
        assert expected == Tokenizer(rotated).pseudonym(CARD, "医院")


def test_a_pseudonym_is_derived_as_documented() -> None:
    ring = RINGS[Suite.INTL]
    card = Tokenizer(ring).card_id(document_of(1))
    assert isinstance(ring.provider, LocalKeys)
    info = b"ehealthcard/1/pseudonym\0" + b"\0\x06" + "医院".encode() + b"\0\x20"
    expand = HKDFExpand(SHA256(), 32, info + card.data)
    expected = expand.derive(ring.provider.secrets["pseudonym"])
    assert expected.hex().upper() == Tokenizer(ring).pseudonym(card, "医院")
