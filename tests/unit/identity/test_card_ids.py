"""Card IDs and cards."""

import copy
import pickle

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.errors import IdentityError, InvalidCardIdError
from ehealthcard.identity import Card, CardId, CardStatus, SubjectId

TEXT = "0123456789ABCDEF" * 4
card_bytes = st.binary(min_size=32, max_size=32)


@given(card_bytes)
def test_text_and_bytes_are_two_forms_of_one_card_id(data: bytes) -> None:
    card = CardId.from_bytes(data)
    assert data == card.data
    assert data.hex().upper() == card
    assert card == CardId(str(card))


@given(card_bytes)
def test_the_prefix_is_the_first_eight_bytes(data: bytes) -> None:
    assert data[:8] == CardId.from_bytes(data).prefix


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT[:-1],
        TEXT + "0",
        TEXT.lower(),
        TEXT[:-1] + "f",
        TEXT[:-1] + "G",
        TEXT + "\n",
        "\n" + TEXT[:-1],
        " " + TEXT,
        TEXT[:-1] + "０",
        TEXT[:-1] + "\u0660",
        TEXT + ":1",
        TEXT[:32],
        "0x" + TEXT[2:],
        TEXT[:-1] + "\0",
    ],
)
def test_other_text_is_no_card_id(text: str) -> None:
    with pytest.raises(InvalidCardIdError) as caught:
        CardId(text)
    assert "CARD_ID_INVALID" == caught.value.code
    assert {} == caught.value.facts
    assert issubclass(InvalidCardIdError, IdentityError)


@given(st.text(max_size=70) | st.text("0123456789ABCDEFabcdef", max_size=70))
def test_a_card_id_is_64_upper_case_digits_and_nothing_else(text: str) -> None:
    is_one = len(text) == 64 and set(text) <= set("0123456789ABCDEF")
    try:
        card = CardId(text)
    except InvalidCardIdError:
        assert not is_one
    else:
        assert is_one
        assert text == card


@pytest.mark.parametrize("length", [0, 8, 16, 31, 33, 64])
def test_a_binary_card_id_has_32_bytes(length: int) -> None:
    with pytest.raises(InvalidCardIdError):
        CardId.from_bytes(bytes(length))


def test_a_card_id_is_found_by_its_text() -> None:
    card = CardId(TEXT)
    assert isinstance(card, str)
    assert "found" == {TEXT: "found"}[card]


def test_a_card_id_can_be_copied_and_pickled() -> None:
    card = CardId(TEXT)
    pickled = pickle.loads(pickle.dumps(card))  # noqa: S301  # our own bytes
    for other in (copy.copy(card), copy.deepcopy(card), pickled):
        assert card == other
        assert CardId is type(other)


def test_a_card_id_holds_nothing_but_its_text() -> None:
    with pytest.raises(AttributeError):
        CardId(TEXT).note = "x"  # type: ignore[attr-defined]  # what is tested


def test_a_card_shows_neither_its_id_nor_its_case() -> None:
    card = Card(CardId(TEXT), SubjectId("5" * 32), CardStatus.ACTIVE, "case-77")
    assert "Card(subject='55555555555555555555555555555555'," in repr(card)
    assert "ACTIVE" in repr(card)
    assert TEXT not in repr(card)
    assert "case-77" not in repr(card)
    assert repr(card) == str(card)


def test_a_card_cannot_be_changed() -> None:
    card = Card(CardId(TEXT), SubjectId("5" * 32), CardStatus.ACTIVE, "case-77")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        card.status = CardStatus.CANCELLED  # type: ignore[misc]  # what is tested


def test_a_card_s_status_is_named_like_the_state_of_its_life() -> None:
    assert "Active" == CardStatus.ACTIVE.value
    assert [s.name.title() for s in CardStatus] == [s.value for s in CardStatus]
