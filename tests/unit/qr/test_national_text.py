"""The national text: every shape seen in use, one reading each."""

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.crypto import Suite
from ehealthcard.errors import MalformedCodeError
from ehealthcard.identity import CardId
from ehealthcard.qr import NationalForm, NationalText, national, parse_code

from .fixed import CARD

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "national_text.json").read_bytes()
)
VALIDITY = "0123456789ABCDEF" * 2
DYNAMIC = f"{CARD}:0:{VALIDITY}"
UPPER_HEX = "0123456789ABCDEF"
WORDS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PARTS = ("form", "card_id", "validity", "token", "issuer", "prefix")


def refused(text: str) -> str:
    """Return the code of the error that *text* meets."""
    with pytest.raises(MalformedCodeError) as refusal:
        parse_code(text)
    return refusal.value.code


@st.composite
def texts(draw: st.DrawFn) -> NationalText:
    """Any text that a card manager may write and that is short enough."""
    form = draw(st.sampled_from(NationalForm))
    tailed = form in (NationalForm.STATIC, NationalForm.DYNAMIC)
    dynamic = form is NationalForm.DYNAMIC
    some = st.none() | st.text(WORDS, min_size=1, max_size=14)
    return NationalText(
        form,
        CardId(draw(st.text(UPPER_HEX, min_size=64, max_size=64))),
        draw(st.text(UPPER_HEX, min_size=32, max_size=32)) if dynamic else None,
        draw(st.text(WORDS, max_size=10)) if tailed else "",
        draw(some) if tailed else None,
        draw(st.none() | st.text("0123456789", min_size=1, max_size=4)),
    )


@pytest.mark.parametrize("vector", VECTORS["texts"], ids=lambda v: v["name"])
def test_every_shape_in_use_is_read(vector: dict[str, Any]) -> None:
    text = parse_code(vector["text"])
    assert isinstance(text, NationalText)
    found = {name: getattr(text, name) for name in PARTS}
    assert vector["form"] == found.pop("form").name
    assert {name: vector[name] for name in PARTS[1:]} == found
    assert vector["text"] == str(text)
    assert vector["length"] == len(vector["text"])


@given(text=texts())
def test_what_is_written_is_read_again(text: NationalText) -> None:
    assert text == parse_code(str(text))


@given(text=st.text(f"{UPPER_HEX}:019", max_size=140) | texts().map(str))
def test_what_is_read_is_written_again(text: str) -> None:
    try:
        read = national.parse(text)
    except MalformedCodeError:
        return
    # An empty token at the end says nothing; every other text has its one form.
    assert str(read) in {text, text.removesuffix(":")}


def test_an_empty_token_at_the_end_makes_no_other_code() -> None:
    for text in (f"{CARD}:1", DYNAMIC):
        one, two = national.parse(text), national.parse(text + ":")
        assert one == two
        assert one.digest == two.digest


@given(text=texts(), prefix=st.text("0123456789", min_size=1, max_size=4))
def test_a_scanners_prefix_is_no_part_of_the_code(
    text: NationalText, prefix: str
) -> None:
    assert text.digest == attrs.evolve(text, prefix=prefix).digest


@given(one=texts(), two=texts())
def test_different_codes_have_different_digests(
    one: NationalText, two: NationalText
) -> None:
    plain = (attrs.evolve(one, prefix=None), attrs.evolve(two, prefix=None))
    assert (plain[0] == plain[1]) == (one.digest == two.digest)


def test_a_digest_is_sixteen_bytes_of_sm3() -> None:
    expected = Suite.GM.digest(b"ehealthcard/national\0" + DYNAMIC.encode())[:16]
    assert expected == national.parse("85:" + DYNAMIC).digest


@pytest.mark.parametrize("length", range(8, 99))
def test_a_dynamic_text_cut_anywhere_is_called_truncated(length: int) -> None:
    cut = DYNAMIC[:length]
    if length == 64:  # nobody can tell
        assert national.parse(cut).form is NationalForm.BARE
    else:
        assert refused(cut) == "CODE_TRUNCATED"
        assert refused("85:" + cut) == "CODE_TRUNCATED"


@pytest.mark.parametrize("length", range(8))
def test_a_few_digits_are_not_recognised(length: int) -> None:
    assert refused(DYNAMIC[:length]) == "CODE_UNRECOGNISED"


@pytest.mark.parametrize(
    "text",
    [
        CARD.lower(),
        f"{CARD.lower()}:1",
        f"{CARD}:0:{VALIDITY.lower()}",
        f" {CARD}:1",
        f"{CARD}:1\n",
        f"\t{DYNAMIC}\r\n",
        f"{CARD}:9 ",
        f"85:{CARD.lower()}:1",
        f"{DYNAMIC}::5100a0013",
    ],
)
def test_another_spelling_is_called_not_canonical(text: str) -> None:
    assert refused(text) == "CODE_NOT_CANONICAL"


@pytest.mark.parametrize(
    "text",
    [
        f"{CARD}:2",
        f"{CARD}:-1",
        f"{CARD}:01",
        f"{CARD}:1:::",
        f"{CARD}:1::{23 * '1'}",
        f"{CARD}:1::A:B",
        f"{CARD}:1:a_b",
        f"{CARD}:9:{VALIDITY}",
        f"{CARD}:9::35020001001",
        f"{CARD}::35020001001",
        f"{CARD}0",
        f"{CARD[:63]}G",
        f"{DYNAMIC}0",
        f"{DYNAMIC[:-1]}G",
        f":{CARD}",
        f"12345:{CARD}",
        f"8A:{CARD}",
        f"85::{CARD}",
        f"85:85:{CARD}",
        f"٨٥:{CARD}",
        f"{CARD}:٠:{VALIDITY}",
        f"{CARD[:32]}\n{CARD[33:]}",
        "11010519491231002X",
        "https://example.com/healthcard",
    ],
)
def test_other_texts_are_not_recognised(text: str) -> None:
    assert refused(text) == "CODE_UNRECOGNISED"


def test_the_longest_text_has_130_characters() -> None:
    fits = f"{CARD}:1:{63 * 'T'}"
    assert len(fits) == 130
    assert national.parse(fits).token == 63 * "T"
    assert refused(fits + "T") == "CODE_TOO_LONG"
    assert refused(131 * "x") == "CODE_TOO_LONG"
    assert refused(f"{DYNAMIC}:{9 * 'T'}:{22 * '1'}") == "CODE_TOO_LONG"


@given(text=st.text(max_size=140))
def test_any_text_is_read_or_refused_by_our_own_errors(text: str) -> None:
    try:
        national.parse(text)
    except MalformedCodeError as error:
        assert error.code != "CODE_MALFORMED"  # noqa: PT017  # it has a subclass


@given(text=texts())
def test_a_repr_tells_no_card(text: NationalText) -> None:
    assert text.card_id not in repr(text)
    assert text.validity is None or text.validity not in repr(text)
