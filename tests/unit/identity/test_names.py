"""Names and phone numbers: one spelling each, and nothing lost."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.errors import InvalidApplicantError
from ehealthcard.identity.applicants import (
    LONGEST_NAME,
    canonical_name,
    canonical_phone,
)


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        pytest.param("张三", "张三", id="as it is"),
        pytest.param("  张三\t", "张三", id="white space around"),
        pytest.param("张\u3000三", "张 三", id="an ideographic space"),
        pytest.param("Ann \n  Lee", "Ann Lee", id="white space within"),
        pytest.param("e\u0301lise", "élise", id="a combining accent"),
        pytest.param("Å", "Å", id="the sign of the unit Angstrom"),
        pytest.param("𠮷野", "𠮷野", id="a character of 4 bytes"),
        pytest.param("㼆𫘪𰻝", "㼆𫘪𰻝", id="characters of extensions A, C and G"),
        pytest.param("\ue000\uf8ff", "\ue000\uf8ff", id="private use"),
        pytest.param("\U000f0000三", "\U000f0000三", id="private use of 4 bytes"),
        pytest.param("葛\U000e0100城", "葛\U000e0100城", id="a variation sequence"),
        pytest.param("ＡＢ", "ＡＢ", id="full width stays"),
        pytest.param("O'Neil-Smith", "O'Neil-Smith", id="apostrophe and hyphen"),
        pytest.param("·", "·", id="one character"),
    ],
)
def test_a_name_has_one_spelling(name: str, canonical: str) -> None:
    assert canonical == canonical_name(name)


@pytest.mark.parametrize(
    "dot", ["\u00b7", "\u0387", "\u2022", "\u2027", "\u22c5", "\u30fb", "\uff65"]
)
def test_every_dot_between_the_parts_of_a_name_is_the_middle_dot(dot: str) -> None:
    assert "甲乙\u00b7丙丁" == canonical_name(f"甲乙{dot}丙丁")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="nothing"),
        pytest.param(" \u3000\t", id="white space"),
        pytest.param("张\0三", id="NUL"),
        pytest.param("张\x1b[31m三", id="an escape sequence"),
        pytest.param("张\x7f三", id="delete"),
        pytest.param("张\x9b三", id="a C1 control"),
        pytest.param("张\u200b三", id="a zero-width space"),
        pytest.param("张\u200d三", id="a zero-width joiner"),
        pytest.param("张\u202e三", id="a right-to-left override"),
        pytest.param("张\ufeff三", id="a byte order mark"),
        pytest.param("张\ud800三", id="half of a surrogate pair"),
        pytest.param("张" * (LONGEST_NAME + 1), id="too long"),
    ],
)
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(InvalidApplicantError) as caught:
        canonical_name(name)
    assert {"field": "name"} == caught.value.facts


def test_a_name_has_at_most_60_characters_once_it_is_canonical() -> None:
    longest = "𠮷" * LONGEST_NAME
    assert longest == canonical_name(f"  {longest}  ")
    composed = "é" * LONGEST_NAME
    assert composed == canonical_name("e\u0301" * LONGEST_NAME)


@given(st.text(max_size=80))
def test_a_canonical_name_is_its_own(text: str) -> None:
    try:
        name = canonical_name(text)
    except InvalidApplicantError:
        return
    assert name == canonical_name(name)
    assert unicodedata.is_normalized("NFC", name)
    assert 1 <= len(name) <= LONGEST_NAME


@given(st.text(st.characters(categories=["Lo", "Co"]), min_size=1, max_size=60))
def test_no_character_of_a_name_is_dropped(text: str) -> None:
    nfc = unicodedata.normalize("NFC", text)
    if len(nfc) <= LONGEST_NAME and "\u318d" not in nfc:
        assert nfc == canonical_name(text)


@pytest.mark.parametrize(
    ("phone", "canonical"),
    [
        (None, None),
        ("13800000000", "13800000000"),
        ("138 0000 0000", "13800000000"),
        ("138-0000-0000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("+8613800000000", "13800000000"),
        ("+86 138 0000 0000", "13800000000"),
        ("＋86 138 0000 0000", "13800000000"),
        ("0086-13800000000", "13800000000"),
        ("(010) 0000-0000", "01000000000"),
        ("+861000000000", "+861000000000"),
        ("+85200000000", "+85200000000"),
        ("12345", "12345"),
        ("0" * 20, "0" * 20),
        ("+" + "0" * 20, "+" + "0" * 20),
    ],
)
def test_a_phone_number_has_one_spelling(
    phone: str | None, canonical: str | None
) -> None:
    assert canonical == canonical_phone(phone)


@pytest.mark.parametrize(
    "phone",
    [
        "",
        " ",
        "1234",
        "0" * 21,
        "+",
        "138+00000000",
        "++8613800000000",
        "13800000000x1",
        "138.0000.0000",
        "١٣٨٠٠٠٠٠٠٠٠",
        "一三八〇〇〇〇〇〇〇〇",
        "138000\0" + "00000",
        "13800000000\u200b",
        "\ud800" + "13800000000",
        "phone",
    ],
)
def test_what_is_no_phone_number_is_refused(phone: str) -> None:
    with pytest.raises(InvalidApplicantError) as caught:
        canonical_phone(phone)
    assert {"field": "phone"} == caught.value.facts


@given(st.text(max_size=40) | st.from_regex(r"[+0-9 ()-]{5,25}", fullmatch=True))
def test_a_canonical_phone_number_is_its_own(text: str) -> None:
    try:
        phone = canonical_phone(text)
    except InvalidApplicantError:
        return
    assert phone == canonical_phone(phone)
