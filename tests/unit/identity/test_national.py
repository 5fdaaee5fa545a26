"""The national card ID: the specification's sample, and what follows from it."""

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.codesets import IdKind
from ehealthcard.crypto import LocalBlock
from ehealthcard.errors import (
    DocumentCheckDigitError,
    DocumentTooLongError,
    EHealthCardError,
    InvalidKeyError,
    RevealError,
)
from ehealthcard.identity import CardId, IdDocument, national

from .people import documents
from .vectors import read

SAMPLE = read("national_card_id.json")
KIND, NUMBER = IdKind(SAMPLE["kind"]), str(SAMPLE["number"])
KEY, INDEX = SAMPLE["security_key"], SAMPLE["master_index"]
ROOT = LocalBlock(bytes.fromhex(KEY))
INDEX_BYTES = bytes.fromhex(INDEX)
CARD = CardId(SAMPLE["card_id"])

keys = st.binary(min_size=16, max_size=16)
indexes = st.binary(min_size=32, max_size=32)


def ecb(key: bytes, data: bytes) -> bytes:
    return Cipher(SM4(key), modes.ECB()).encryptor().update(data)  # noqa: S305  # prescribed


def by_hand(key: bytes, index: bytes, canonical: bytes) -> str:
    groups = [int.from_bytes(index[i : i + 8]) for i in range(0, 32, 8)]
    factor = (groups[0] ^ groups[1] ^ groups[2] ^ groups[3]).to_bytes(8)
    user = ecb(key, factor + bytes(255 - byte for byte in factor))
    return ecb(user, canonical + bytes(32 - len(canonical))).hex().upper()


def test_the_dispersion_factor_is_that_of_the_specification() -> None:
    factor = national.dispersion_factor(INDEX_BYTES)
    assert bytes.fromhex(SAMPLE["dispersion_factor"]) == factor
    assert bytes.fromhex(SAMPLE["inverse"]) == bytes(255 - byte for byte in factor)


def test_the_user_key_is_that_of_the_specification() -> None:
    assert bytes.fromhex(SAMPLE["user_key"]) == national.user_key(ROOT, INDEX_BYTES)


def test_the_plaintext_is_that_of_the_specification() -> None:
    canonical = IdDocument(KIND, NUMBER).canonical
    assert bytes.fromhex(SAMPLE["plaintext"]) == canonical.ljust(32, b"\0")


@pytest.mark.parametrize("key", [KEY, KEY.lower(), bytes.fromhex(KEY)])
@pytest.mark.parametrize("index", [INDEX, INDEX.lower(), INDEX_BYTES])
def test_the_card_id_is_that_of_the_specification(
    key: bytes | str, index: bytes | str
) -> None:
    assert CARD == national.card_id(key, index, KIND, NUMBER)


def test_the_card_id_of_the_specification_is_turned_back() -> None:
    assert IdDocument(KIND, NUMBER) == national.decrypt(ROOT, INDEX_BYTES, CARD)


@given(keys, indexes, documents())
def test_key_and_index_turn_a_card_id_back(
    key: bytes, index: bytes, document: IdDocument
) -> None:
    card = national.card_id(key, index, document.kind, document.number)
    assert by_hand(key, index, document.canonical) == card
    assert document == national.decrypt(LocalBlock(key), index, card)


@given(keys, indexes, documents())
def test_every_card_id_has_64_digits_however_short_the_number(
    key: bytes, index: bytes, document: IdDocument
) -> None:
    card = national.encrypt(LocalBlock(key), index, document.canonical)
    assert 64 == len(card)


def test_a_number_of_one_character_is_padded_to_32_bytes() -> None:
    card = national.card_id(KEY, INDEX, IdKind.OTHER, "1")
    assert by_hand(bytes.fromhex(KEY), INDEX_BYTES, b"991") == card
    assert "1" == national.decrypt(ROOT, INDEX_BYTES, card).number


@given(documents(), keys, indexes)
def test_another_key_does_not_turn_it_back(
    document: IdDocument, key: bytes, index: bytes
) -> None:
    other = bytes([key[0] ^ 1]) + key[1:]
    card = national.card_id(key, index, document.kind, document.number)
    with pytest.raises(RevealError):
        national.decrypt(LocalBlock(other), index, card)


@given(documents(), keys, indexes, st.integers(0, 255))
def test_another_index_does_not_turn_it_back(
    document: IdDocument, key: bytes, index: bytes, bit: int
) -> None:
    other = (int.from_bytes(index) ^ (1 << bit)).to_bytes(32)
    card = national.card_id(key, index, document.kind, document.number)
    with pytest.raises(RevealError):
        national.decrypt(LocalBlock(key), other, card)


@given(keys, indexes, st.integers(0, 255))
def test_another_card_id_is_not_turned_back(key: bytes, index: bytes, bit: int) -> None:
    card = national.card_id(key, index, KIND, NUMBER)
    other = (int.from_bytes(card.data) ^ (1 << bit)).to_bytes(32)
    with pytest.raises(RevealError):
        national.decrypt(LocalBlock(key), index, CardId.from_bytes(other))


@pytest.mark.parametrize(
    "plaintext",
    [
        pytest.param(b"0111010020171225006x", id="lower case"),
        pytest.param(b"01 11010020171225006X", id="a space"),
        pytest.param(b"01110105491231002", id="15 digits"),
        pytest.param(b"0111010020171225006X\0\0001", id="something after the zeros"),
        pytest.param(b"011101002017122500610", id="a wrong check digit"),
        pytest.param(b"0011010020171225006X", id="a kind that does not exist"),
        pytest.param("01１1010020171225".encode(), id="not ASCII"),
        pytest.param(b"01", id="no number"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_what_no_issuer_encrypts_is_not_revealed(plaintext: bytes) -> None:
    user = national.user_key(ROOT, INDEX_BYTES)
    card = CardId.from_bytes(ecb(user, plaintext.ljust(32, b"\0")))
    with pytest.raises(RevealError):
        national.decrypt(ROOT, INDEX_BYTES, card)


def test_kind_and_number_fill_at_most_32_bytes() -> None:
    longest = "7" * 30
    card = national.card_id(KEY, INDEX, IdKind.OTHER, longest)
    assert longest == national.decrypt(ROOT, INDEX_BYTES, card).number
    with pytest.raises(DocumentTooLongError) as caught:
        national.card_id(KEY, INDEX, IdKind.OTHER, longest + "7")
    assert {"limit": 30} == caught.value.facts


def test_any_spelling_of_a_number_has_one_card_id() -> None:
    old, new = "110105 491231 002", "11010519491231002x"
    assert national.card_id(KEY, INDEX, KIND, old) == (
        national.card_id(KEY, INDEX, KIND, new)
    )


def test_a_bad_number_has_no_card_id() -> None:
    with pytest.raises(DocumentCheckDigitError):
        national.card_id(KEY, INDEX, KIND, "110100201712250060")


@pytest.mark.parametrize(
    "key", ["", b"", KEY[:-1], KEY[:-2], KEY + "00", "G" * 32, "密" * 16, bytes(15)]
)
def test_a_key_has_16_bytes(key: bytes | str) -> None:
    with pytest.raises(InvalidKeyError):
        national.card_id(key, INDEX, KIND, NUMBER)


@pytest.mark.parametrize(
    "index", ["", b"", INDEX[:32], INDEX + "00", "G" * 64, bytes(16), bytes(33)]
)
def test_an_index_has_32_bytes(index: bytes | str) -> None:
    with pytest.raises(InvalidKeyError):
        national.card_id(KEY, index, KIND, NUMBER)


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_an_index_of_another_length_makes_no_card_id(length: int) -> None:
    with pytest.raises(EHealthCardError):
        national.encrypt(ROOT, b"\xa5" * length, b"0111010020171225006X")


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_an_index_of_another_length_reveals_nothing(length: int) -> None:
    with pytest.raises(RevealError):
        national.decrypt(ROOT, b"\xa5" * length, CARD)
