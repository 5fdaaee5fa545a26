"""Masks: enough to recognise, too little to use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.identity import IdDocument, mask_name, mask_number, mask_phone

from .people import GB11643, documents


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        (GB11643["printed"][0]["number"], "110105********002X"),
        (GB11643["printed"][1]["number"], "440524********0014"),
        ("E12345678", "E1*****78"),
        ("H01234567", "H0*****67"),
        ("H0123456701", "H0*******01"),
        ("01234567", "01****67"),
        ("A012345678", "A0******78"),
        ("ABC012345678901", "ABC*********901"),
        ("123456789012", "123******012"),
        ("1234567890123456", "1234********3456"),
        ("0" * 60, "0000" + "*" * 52 + "0000"),
        ("1234", "1**4"),
        ("123", "***"),
        ("1", "*"),
        ("", "*"),
    ],
)
def test_a_number_keeps_its_ends(number: str, masked: str) -> None:
    assert masked == mask_number(number)


@given(documents())
def test_a_masked_document_hides_at_least_two_fifths(document: IdDocument) -> None:
    masked = document.masked
    assert mask_number(document.number) == masked
    assert len(document.number) == len(masked)
    assert 5 * masked.count("*") >= 2 * len(masked)
    shown = zip(document.number, masked, strict=True)
    assert all(star in ("*", original) for original, star in shown)


@given(documents())
def test_a_mask_hides_the_birth_date(document: IdDocument) -> None:
    if document.birth_date:
        assert "*" * 8 == document.masked[6:14]


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张", "张*"),
        ("张丰", "张*"),
        ("张三丰", "张*丰"),
        ("欧阳三丰", "欧**丰"),
        ("𠮷田三", "𠮷*三"),
        ("甲乙·丙丁", "甲***丁"),
        ("Ann Lee", "A*****e"),
        ("", "*"),
    ],
)
def test_a_name_keeps_its_first_character_and_a_long_one_its_last(
    name: str, masked: str
) -> None:
    assert masked == mask_name(name)


@given(st.text(min_size=2, max_size=60).filter(lambda n: "*" not in n))
def test_a_masked_name_shows_at_most_two_characters(name: str) -> None:
    assert len(name) == len(mask_name(name))
    assert len(mask_name(name).replace("*", "")) <= 2


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13800000000", "138****0000"),
        ("+85200000000", "+85*****0000"),
        ("000000001", "000**0001"),
        ("00000012", "******12"),
        ("12345", "***45"),
    ],
)
def test_a_phone_keeps_three_and_four_digits(phone: str, masked: str) -> None:
    assert masked == mask_phone(phone)
