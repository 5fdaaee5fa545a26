"""Base45 (RFC 9285): the printed vectors, and one text per payload."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import base45 as peer  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.errors import (
    MalformedCodeError,
    NonCanonicalCodeError,
    TruncatedCodeError,
)
from ehealthcard.qr.base45 import ALPHABET, decode, encode

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "base45.json").read_bytes()
)
LETTERS = st.text(ALPHABET.decode(), max_size=400)


@pytest.mark.parametrize("vector", VECTORS["valid"], ids=lambda v: v["text"])
def test_the_texts_of_the_standard_are_written_and_read(vector: dict[str, str]) -> None:
    data = bytes.fromhex(vector["hex"])
    assert vector["text"] == encode(data)
    assert data == decode(vector["text"])


@pytest.mark.parametrize("vector", VECTORS["invalid"], ids=lambda v: repr(v["text"]))
def test_what_is_no_base45_is_refused_by_its_name(vector: dict[str, str]) -> None:
    with pytest.raises(MalformedCodeError) as refusal:
        decode(vector["text"])
    assert vector["error"] == refusal.value.code


def test_nothing_is_written_as_nothing() -> None:
    assert encode(b"") == ""
    assert b"" == decode("")


def test_every_byte_at_either_place_comes_back() -> None:
    for byte in range(256):
        data = bytes([byte])
        assert data == decode(encode(data))
        assert data + b"\xff" == decode(encode(data + b"\xff"))
        assert b"\xff" + data == decode(encode(b"\xff" + data))


@given(data=st.binary(max_size=300))
def test_whatever_is_written_is_read_again(data: bytes) -> None:
    assert data == decode(encode(data))


@given(data=st.binary(max_size=300))
def test_three_characters_stand_for_two_bytes(data: bytes) -> None:
    whole, rest = divmod(len(data), 2)
    assert 3 * whole + 2 * rest == len(encode(data))


@given(data=st.binary(max_size=300))
def test_a_peer_writes_and_reads_the_same(data: bytes) -> None:
    assert peer.b45encode(data).decode() == encode(data)
    assert data == peer.b45decode(encode(data))


@given(text=LETTERS)
def test_no_two_texts_stand_for_one_payload(text: str) -> None:
    with suppress(MalformedCodeError):
        assert text == encode(decode(text))


@given(text=LETTERS)
def test_a_peer_refuses_what_we_refuse(text: str) -> None:
    try:
        expected = peer.b45decode(text)
    except ValueError:
        with pytest.raises(MalformedCodeError):
            decode(text)
    else:
        assert expected == decode(text)


@given(text=st.text(max_size=400))
def test_any_other_text_is_refused_by_our_own_errors(text: str) -> None:
    with suppress(NonCanonicalCodeError, TruncatedCodeError):
        assert text == encode(decode(text))


@pytest.mark.parametrize("place", range(6))
@pytest.mark.parametrize("character", ["é", "\x00", "٣", "\ud800", "😀", "a", "_"])
def test_a_strange_character_is_refused_wherever_it_stands(
    place: int, character: str
) -> None:
    text = "%69 VD"[:place] + character + "%69 VD"[place + 1 :]
    with pytest.raises(NonCanonicalCodeError):
        decode(text)


@pytest.mark.parametrize("groups", [1, 2, 56, 127, 128, 129, 500])
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_group_above_two_bytes_is_refused_in_texts_of_any_length(
    groups: int, place: str
) -> None:
    good = "FGW" * (groups - 1)
    assert b"\xff\xff" * groups == decode("FGW" * groups)
    with pytest.raises(NonCanonicalCodeError):
        decode("GGW" + good if place == "first" else good + "GGW")
