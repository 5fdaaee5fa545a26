"""What a birth certificate must be: numbers, names, terms, licences."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard import KeyRing, Suite
from ehealthcard.codesets import SHANGHAI, Sex
from ehealthcard.errors import (
    ForgedLicenceError,
    LicenceError,
    MalformedLicenceError,
    UnknownKeyError,
    VoidLicenceError,
)
from ehealthcard.rules.birth.characters import COUNT, standard_characters
from ehealthcard.rules.birth.evidence import (
    Circumstances,
    Evidence,
    Requirement,
    missing,
    required,
)
from ehealthcard.rules.birth.identifier import (
    ALPHABET,
    LicenceIdentifier,
    check_character,
    read_identifier,
)
from ehealthcard.rules.birth.licence import (
    LARGEST,
    MAGIC,
    Licence,
    sign_licence,
    verify_licence,
)
from ehealthcard.rules.birth.names import misnamed, surname_of
from ehealthcard.rules.birth.newborn import Newborn, Place, implausible
from ehealthcard.rules.birth.numbers import Edition, edition_on, read_number
from ehealthcard.rules.birth.windows import Stage, Term, stage_of

VECTORS = Path(__file__).parents[2] / "vectors" / "licence_identifiers.json"
KNOWN = json.loads(VECTORS.read_text("utf-8"))
TYPE, CODE = "11100000000000000X001", "12330000000000000X"
IDENTIFIER = LicenceIdentifier(TYPE, CODE, "X330000101")
CHILD = Newborn(
    order=1,
    sex=Sex.FEMALE,
    born_at=datetime(2026, 3, 1, 4, 36, tzinfo=SHANGHAI),
    weeks=39,
    weight=3250,
    length=50,
)
LICENCE = Licence(
    identifier=str(IDENTIFIER),
    number="X330000101",
    edition=Edition.SEVENTH,
    issued_on=date(2026, 3, 9),
    org="H1",
    org_name="模拟医院",
    place=Place.HOSPITAL,
    name="赵小宝",
    newborn=CHILD,
    mother="赵一",
    father="钱二",
)
RINGS = {suite: KeyRing.generate(suite) for suite in Suite}
RING = RINGS[Suite.INTL]


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("X320101001", True),  # BC1
        ("x320101001", False),
        ("X32010100", False),
        ("XX20101001", False),
        ("X990101001", False),
        ("X3201010012", False),
        ("X32010100１", False),
        ("X320101001\n", False),
        ("", False),
    ],
)
def test_bc1_a_number_is_a_letter_and_nine_digits(text: str, good: bool) -> None:  # noqa: FBT001  # what is expected
    assert good is (read_number(text) is not None)


def test_the_letter_counts_years_and_only_warns() -> None:
    reading = read_number("X320101001")

    assert reading is not None
    assert (2023, "32") == (reading.printed, reading.province)
    assert () == reading.warnings(date(2023, 12, 31))
    assert ("LETTER_YEAR",) == reading.warnings(date(2024, 1, 1))


def test_editions_change_with_the_first_of_april_2023() -> None:
    assert Edition.SIXTH is edition_on(date(2023, 3, 31))
    assert Edition.SEVENTH is edition_on(date(2023, 4, 1))


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        (date(2023, 2, 28), Stage.IN_TIME),  # no 31 February: its last day
        (date(2023, 3, 1), Stage.LATE),
        (date(2024, 1, 31), Stage.LATE),
        (date(2024, 2, 1), Stage.VERY_LATE),
    ],
)
def test_a_term_ends_with_its_last_day(day: date, stage: Stage) -> None:
    born, year = date(2023, 1, 31), Term(months=12)

    assert stage is stage_of(born, day, Term(months=1), year)


@pytest.mark.parametrize(
    ("field", "least", "most"),
    [("weeks", 20, 45), ("weight", 300, 8000), ("length", 20, 70)],
)
def test_bc9_plausible_is_what_lies_between(field: str, least: int, most: int) -> None:
    def flaws(value: int) -> tuple[str, ...]:
        return implausible(CHILD.model_copy(update={field: value}))

    assert [(), ()] == [flaws(least), flaws(most)]
    assert [(field,), (field,)] == [flaws(least - 1), flaws(most + 1)]


def test_the_table_has_all_standard_characters() -> None:
    table = standard_characters()

    assert COUNT == len(table)
    assert set("一赵钱孙李㑇䶮𬮿蠼") <= table
    assert not set("趙錢Aa1１〇·-") & table


@pytest.mark.parametrize(
    ("name", "flaws"),
    [
        ("赵小宝", ()),
        ("欧阳小宝", ()),
        ("欧小宝", ("SURNAME",)),
        ("孙小宝", ("SURNAME",)),
        ("赵小宝1", ("CHARACTER",)),
        ("赵小Bao", ("CHARACTER",)),
        ("赵小寶", ("CHARACTER",)),
        ("赵 小宝", ("CHARACTER",)),
        ("赵小·", ("CHARACTER",)),
        ("赵", ("LENGTH",)),
        ("", ("LENGTH", "CHARACTER", "SURNAME")),
    ],
)
def test_a_name_is_written_as_the_law_says(name: str, flaws: tuple[str, ...]) -> None:
    assert flaws == misnamed(name, "赵一", "欧阳二")


def test_a_minority_name_may_have_its_points() -> None:
    assert "买买提" == surname_of("买买提·艾力")
    assert () == misnamed("阿依·买买提", "古丽", "买买提", other_surname=True)
    assert () == misnamed("阿依古丽·买买提", "阿依古丽·艾力", None)


def seen(**more: Any) -> Circumstances:
    known = {"place": Place.HOSPITAL, "matched": True, "father": True}
    return Circumstances(**known | more)


@pytest.mark.parametrize(
    ("circumstances", "reasons"),
    [
        (seen(), []),
        (seen(matched=False), ["MISMATCH"]),
        (seen(matched=False, vouched=True), []),
        (seen(place=Place.HOME), ["OUTSIDE", "OUTSIDE"]),
        (seen(place=Place.OTHER, matched=False), ["OUTSIDE", "OUTSIDE"]),
        (seen(father=False), ["NO_FATHER"]),
        (seen(mother_died=True), ["MOTHER_DIED"]),
    ],
)
def test_circumstances_ask_for_papers(
    circumstances: Circumstances, reasons: list[str]
) -> None:
    assert reasons == [need.reason for need in required(circumstances, ())]


def test_one_paper_may_meet_two_needs() -> None:
    late = Requirement(reason="VERY_LATE", any_of=(Evidence.DNA,))
    needs = required(seen(matched=False), (late,))

    assert 2 == len(needs)
    assert () == missing(needs, (Evidence.DNA,))
    assert (late,) == missing(needs, (Evidence.POLICE_PROOF,))


@pytest.mark.parametrize("text", KNOWN["identifiers"])
def test_identifiers_in_use_have_this_form_and_check(text: str) -> None:
    parts = read_identifier(text)

    assert parts is not None
    assert text == str(parts)


def test_the_check_is_the_same_for_other_issuer_codes() -> None:
    other = KNOWN["other_issuer_code"]

    assert other["check"] == check_character(other["text"])
    with pytest.raises(ValueError, match="substring"):
        check_character("a")


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 52), letter=st.sampled_from(ALPHABET))
def test_a_mistyped_identifier_is_noticed(place: int, letter: str) -> None:
    text = str(IDENTIFIER)
    at = len("1.2.156.3005.2.") + place
    wrong = text[:at] + letter + text[at + 1 :]

    assert (wrong == text) is (read_identifier(wrong) is not None)


def test_two_neighbours_exchanged_are_noticed() -> None:
    text = str(LicenceIdentifier(TYPE, CODE, "X320101001"))
    swapped = text.replace("X320101001", "X302101001")

    assert read_identifier(swapped) is None


@pytest.mark.parametrize("suite", list(Suite), ids=lambda s: s.name)
def test_a_licence_is_verified_with_public_keys_alone(suite: Suite) -> None:
    data = sign_licence(LICENCE, RINGS[suite])

    assert LICENCE == verify_licence(data, RINGS[suite].public())


def test_a_licence_outlives_the_key_that_signs() -> None:
    data, newer = sign_licence(LICENCE, RING), RING.rotate_codes()

    assert LICENCE == verify_licence(data, newer.public())
    with pytest.raises(UnknownKeyError):
        verify_licence(data, KeyRing.generate(Suite.INTL).public())


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0), bit=st.integers(0, 7))
def test_no_bit_of_a_licence_can_be_changed(place: int, bit: int) -> None:
    data = bytearray(sign_licence(LICENCE, RING))
    data[place % len(data)] ^= 1 << bit

    with pytest.raises((LicenceError, UnknownKeyError)):
        verify_licence(bytes(data), RING.public())


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_what_is_no_licence_is_refused(data: bytes) -> None:
    key = RING.codes[0].id
    for hostile in (data, MAGIC + data, MAGIC + key + data):
        with pytest.raises((LicenceError, UnknownKeyError)):
            verify_licence(hostile, RING.public())


def test_a_licence_is_no_larger_than_it_may_be() -> None:
    with pytest.raises(MalformedLicenceError):
        verify_licence(MAGIC + bytes(LARGEST), RING.public())


def test_a_signature_made_for_something_else_does_not_count() -> None:
    signed = sign_licence(LICENCE, RING)[:-64]
    other = signed + RING.codes[0].signer.sign(signed)

    with pytest.raises(ForgedLicenceError):
        verify_licence(other, RING.public())


@pytest.mark.parametrize(
    "identifier",
    [str(IDENTIFIER)[:-1] + "?", str(LicenceIdentifier(TYPE, CODE, "X330000102"))],
)
def test_a_licence_names_itself_rightly(identifier: str) -> None:
    wrong = LICENCE.model_copy(update={"identifier": identifier})

    with pytest.raises(MalformedLicenceError):
        verify_licence(sign_licence(wrong, RING), RING.public())


def test_a_licence_that_is_known_as_void_is_refused() -> None:
    data = sign_licence(LICENCE, RING)

    with pytest.raises(VoidLicenceError):
        verify_licence(data, RING.public(), void={LICENCE.identifier})
