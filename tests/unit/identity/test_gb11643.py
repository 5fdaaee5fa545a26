"""Citizen numbers: what the standard prints, and what follows from it."""

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.codesets import IdKind, Sex
from ehealthcard.errors import (
    DocumentCheckDigitError,
    DocumentDateError,
    DocumentFormatError,
    DocumentLengthError,
    DocumentRegionError,
    InvalidDocumentError,
)
from ehealthcard.identity import IdDocument, gb11643

from .people import (
    COUNTY,
    GB11643,
    PERMITS,
    RESIDENTS,
    number_of,
    numbers,
    with_check_digit,
)

KNOWN = [*GB11643["printed"], GB11643["sample"]]


def resident(number: str) -> IdDocument:
    return IdDocument(IdKind.RESIDENT_ID, number)


@pytest.mark.parametrize("known", KNOWN)
def test_the_known_numbers_are_accepted_and_say_what_they_should(
    known: dict[str, str],
) -> None:
    document = resident(known["number"])
    assert known["number"] == document.number
    assert date.fromisoformat(known["born"]) == document.birth_date
    assert Sex(known["sex"]) is document.sex
    assert known["region"] == document.region_code


@pytest.mark.parametrize("known", KNOWN)
def test_the_check_digit_is_that_of_the_standard(known: dict[str, str]) -> None:
    number = known["number"]
    assert number[17] == gb11643.check_digit(number[:17])


@given(st.from_regex(r"[0-9]{17}", fullmatch=True))
def test_the_check_digit_is_iso_7064_mod_11_2(first17: str) -> None:
    assert with_check_digit(first17)[17] == gb11643.check_digit(first17)


@given(numbers())
def test_a_number_says_when_and_where_its_holder_was_registered(number: str) -> None:
    document = resident(number)
    assert number == document.number
    assert f"{document.birth_date:%Y%m%d}" == number[6:14]
    assert number[:6] == document.region_code
    assert document.sex is (Sex.MALE if number[16] in "13579" else Sex.FEMALE)


@given(numbers())
def test_any_other_last_character_is_refused(number: str) -> None:
    for other in set("0123456789X") - {number[17]}:
        with pytest.raises(DocumentCheckDigitError):
            resident(number[:17] + other)


@given(numbers(), st.integers(0, 16), st.integers(1, 9))
def test_one_mistyped_digit_is_always_found(
    number: str, place: int, distance: int
) -> None:
    digit = (int(number[place]) + distance) % 10
    with pytest.raises(InvalidDocumentError):
        resident(f"{number[:place]}{digit}{number[place + 1 :]}")


@given(numbers(), st.integers(0, 16))
def test_two_neighbours_that_changed_places_are_always_found(
    number: str, place: int
) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        with pytest.raises(InvalidDocumentError):
            resident(swapped)


def test_the_old_number_of_15_digits_becomes_the_new_one() -> None:
    upgrade = GB11643["upgrade"]
    assert upgrade["new"] == gb11643.upgrade(upgrade["old"])
    assert upgrade["new"] == resident(upgrade["old"]).number


@given(numbers(date(1900, 1, 1), date(1999, 12, 31)))
def test_old_and_new_number_of_one_person_are_one_document(number: str) -> None:
    old = number[:6] + number[8:17]
    assert resident(number) == resident(old)
    assert number == resident(old).number


def test_an_old_number_of_the_century_s_last_leap_day_is_accepted() -> None:
    assert date(1996, 2, 29) == resident("119999960229000").birth_date


@pytest.mark.parametrize("last", ["X", "A"])
def test_an_old_number_has_digits_only(last: str) -> None:
    with pytest.raises(DocumentFormatError):
        resident("11999996022900" + last)


def test_exactly_the_provinces_of_the_list_issue_resident_cards() -> None:
    accepted = []
    for region in (f"{n:02}" for n in range(100)):
        number = number_of("19900101", region=region)
        try:
            accepted.append(resident(number).number[:2])
        except DocumentRegionError:
            continue
    assert RESIDENTS == accepted


def test_exactly_three_regions_issue_residence_permits() -> None:
    accepted = []
    for region in (f"{n:02}" for n in range(100)):
        number = number_of("19900101", region=region)
        try:
            accepted.append(IdDocument(IdKind.RESIDENCE_PERMIT, number).number[:2])
        except DocumentRegionError:
            continue
    assert PERMITS == accepted


def test_counties_are_not_checked() -> None:
    number = with_check_digit("11" + "0000" + "19900101" + "000")
    assert number == resident(number).number
    assert COUNTY == resident(number_of("19900101")).number[2:6]


@pytest.mark.parametrize("birth", ["20000229", "19960229", "20240229", "19040229"])
def test_the_29th_of_february_is_a_day_of_leap_years(birth: str) -> None:
    assert birth == f"{resident(number_of(birth)).birth_date:%Y%m%d}"


@pytest.mark.parametrize("birth", ["19000229", "20230229", "21000229", "19990229"])
def test_the_29th_of_february_is_no_day_of_other_years(birth: str) -> None:
    with pytest.raises(DocumentDateError):
        resident(number_of(birth))


@given(st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99))
def test_the_birth_date_is_a_day_of_the_calendar(
    year: int, month: int, day: int
) -> None:
    number = number_of(f"{year:04}{month:02}{day:02}")
    try:
        born = resident(number).birth_date
    except DocumentDateError:
        month_exists = year >= 1 and 1 <= month <= 12
        assert not (month_exists and 1 <= day <= calendar.monthrange(year, month)[1])
    else:
        assert date(year, month, day) == born


def test_a_birth_date_in_the_future_is_not_refused_without_a_clock() -> None:
    assert date(2999, 12, 31) == resident(number_of("29991231")).birth_date


def test_x_stands_at_the_end_only() -> None:
    number = GB11643["printed"][0]["number"]
    assert "X" == number[17]
    for place in range(17):
        with pytest.raises(DocumentFormatError):
            resident(number[:place] + "X" + number[place + 1 :])


def test_no_other_letter_stands_at_the_end() -> None:
    number = GB11643["printed"][0]["number"]
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWYZ":
        with pytest.raises(DocumentFormatError):
            resident(number[:17] + letter)


def test_numbers_of_any_other_length_are_refused() -> None:
    for length in set(range(1, 61)) - {15, 18}:
        with pytest.raises(DocumentLengthError) as caught:
            resident("1" * length)
        assert {"expected": "18 / 15"} == caught.value.facts


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_the_bare_rule_refuses_other_text_with_an_error_of_ours(text: str) -> None:
    with pytest.raises(InvalidDocumentError):
        gb11643.read(text)
