"""Numbers of health records (健康档案编码): HR1."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard.errors import RuleViolationError
from ehealthcard.rules.health_records.code import (
    RecordCode,
    UnitKind,
    compose,
    kind_of,
    lies_in,
    parse,
)

VALID = "11010100100100001"
PLACES = st.sampled_from(["110101", "441900", "330102", "500101"])
TOWNS = st.integers(1, 999).map("{:03d}".format)
UNITS = st.one_of(st.integers(1, 99), st.integers(101, 199), st.integers(901, 999)).map(
    "{:03d}".format
)


def refused(code: str, text: str) -> None:
    with pytest.raises(RuleViolationError) as caught:
        parse(text)
    assert code == caught.value.code


def test_hr1_a_number_has_seventeen_digits_in_four_segments() -> None:
    expected = RecordCode(county="110101", town="001", unit="001", serial=1)

    assert expected == parse(VALID)
    assert VALID == expected.number
    assert "110101001001" == expected.village


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("001", UnitKind.NEIGHBOURHOOD),
        ("099", UnitKind.NEIGHBOURHOOD),
        ("101", UnitKind.VILLAGE),
        ("199", UnitKind.VILLAGE),
        ("901", UnitKind.OTHER),
        ("999", UnitKind.OTHER),
    ],
)
def test_hr1_the_third_segment_says_what_unit_it_is(unit: str, kind: UnitKind) -> None:
    assert kind is parse(f"110101001{unit}00001").kind
    assert kind is kind_of(unit)


@pytest.mark.parametrize("unit", ["000", "100", "200", "900", "201", "899"])
def test_hr1_other_units_are_none(unit: str) -> None:
    refused("RECORD_CODE_UNIT", f"110101001{unit}00001")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (VALID[:-1], "RECORD_CODE_FORM"),
        (VALID + "1", "RECORD_CODE_FORM"),
        (VALID + "\n", "RECORD_CODE_FORM"),
        ("１" + VALID[1:], "RECORD_CODE_FORM"),
        ("X" + VALID[1:], "RECORD_CODE_FORM"),
        ("", "RECORD_CODE_FORM"),
        ("99" + VALID[2:], "RECORD_CODE_PLACE"),
        ("110000" + VALID[6:], "RECORD_CODE_PLACE"),
        ("000000" + VALID[6:], "RECORD_CODE_PLACE"),
        ("330100" + VALID[6:], "RECORD_CODE_PLACE"),
        ("110101000" + VALID[9:], "RECORD_CODE_PLACE"),
        (VALID[:12] + "00000", "RECORD_CODE_SERIAL"),
    ],
)
def test_what_is_wrong_is_said(text: str, code: str) -> None:
    refused(code, text)


def test_a_city_without_counties_is_a_place() -> None:
    assert "441900" == parse("44190000100100001").county


@pytest.mark.parametrize("serial", [0, 100000, -1])
def test_a_village_has_99999_numbers(serial: int) -> None:
    with pytest.raises(RuleViolationError, match="RECORD_CODE_SERIAL"):
        compose("110101001001", serial)


def test_a_village_has_twelve_digits() -> None:
    with pytest.raises(RuleViolationError, match="RECORD_CODE_FORM"):
        compose("11010100100", 1)


@pytest.mark.parametrize(
    ("area", "inside"),
    [("000000", True), ("110000", True), ("110101", True), ("110102", False)],
)
def test_a_record_belongs_to_the_areas_around_its_county(
    area: str, *, inside: bool
) -> None:
    assert inside == lies_in(parse(VALID), area)


@settings(max_examples=60, deadline=None)
@given(PLACES, TOWNS, UNITS, st.integers(1, 99999))
def test_what_is_composed_is_parsed_again(
    county: str, town: str, unit: str, serial: int
) -> None:
    code = compose(county + town + unit, serial)
    assert code == parse(code.number)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=20).filter(lambda t: not re.fullmatch("[0-9]{17}", t)))
def test_any_other_text_is_refused_in_our_own_words(text: str) -> None:
    refused("RECORD_CODE_FORM", text)
