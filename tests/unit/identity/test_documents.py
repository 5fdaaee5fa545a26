"""Documents of every kind: their forms, and what a document is."""

import copy
import pickle

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard.codesets import IdKind, Sex
from ehealthcard.errors import (
    DocumentCheckDigitError,
    DocumentDateError,
    InvalidDocumentError,
    UnknownDocumentKindError,
)
from ehealthcard.identity import IdDocument

from .people import FORMS, GB11643, documents, number_of, numbers, with_check_digit
from .vectors import read

KINDS = read("document_forms.json")["kinds"]
ACCEPTED = [(k["kind"], number) for k in KINDS for number in k["accepted"]]
REFUSED = [
    (k["kind"], number, code)
    for k in KINDS
    for code, refused in k["refused"].items()
    for number in refused
]


def test_the_vectors_know_every_kind() -> None:
    assert {kind.value for kind in IdKind} == {k["kind"] for k in KINDS}
    assert set(IdKind) == set(FORMS)


@pytest.mark.parametrize(("kind", "number"), ACCEPTED)
def test_a_kind_accepts_its_forms(kind: str, number: str) -> None:
    document = IdDocument(IdKind(kind), number)
    assert IdKind(kind) is document.kind
    if len(number) != 15 or kind != "01":
        assert number == document.number


@pytest.mark.parametrize(("kind", "number", "code"), REFUSED)
def test_a_kind_refuses_other_forms_and_says_why(
    kind: str, number: str, code: str
) -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        IdDocument(IdKind(kind), number)
    assert code == caught.value.code
    assert 422 == caught.value.status_hint


@pytest.mark.parametrize("kind", list(IdKind))
@settings(max_examples=50)
@given(text=st.text(max_size=140))
def test_any_text_is_a_number_or_refused_with_an_error_of_ours(
    kind: IdKind, text: str
) -> None:
    try:
        number = IdDocument(kind, text).number
    except InvalidDocumentError:
        return
    assert number.isascii()
    assert number == IdDocument(kind, number).number


@given(documents())
def test_a_kind_may_be_given_by_its_code(document: IdDocument) -> None:
    code: str = document.kind.value
    assert document == IdDocument(code, document.number)


@pytest.mark.parametrize(
    "code", ["", "00", "1", "001", "98", "a1", "０1", "居民身份证"]
)
def test_a_kind_that_does_not_exist_is_refused(code: str) -> None:
    with pytest.raises(UnknownDocumentKindError) as caught:
        IdDocument(code, "123456")
    assert "DOCUMENT_KIND" == caught.value.code


def test_an_expected_length_is_told() -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        IdDocument(IdKind.BIRTH_CERTIFICATE, "A1")
    assert "A document of this kind has 10 characters; compare it with the card." == (
        caught.value.english
    )
    assert "此类证件号码应为10位，请核对证件。" == caught.value.chinese


@given(documents())
def test_documents_are_equal_if_kind_and_number_are(document: IdDocument) -> None:
    spelled = IdDocument(document.kind, f" {document.number.lower()}\u3000")
    assert document == spelled
    assert {document} == {document, spelled}


def test_one_number_is_another_document_in_another_kind() -> None:
    assert IdDocument(IdKind.PASSPORT, "12345678") != IdDocument(
        IdKind.TAIWAN_PERMIT, "12345678"
    )


def test_a_document_cannot_be_changed() -> None:
    document = IdDocument(IdKind.PASSPORT, "E1234567")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        document.number = "E7654321"  # type: ignore[misc]  # what is tested
    assert "E1234567" == document.number


@given(documents())
def test_a_document_can_be_copied_and_pickled(document: IdDocument) -> None:
    pickled = pickle.loads(pickle.dumps(document))  # noqa: S301  # our own bytes
    for other in (copy.deepcopy(document), pickled):
        assert document == other
        assert document.birth_date == other.birth_date
        assert document.canonical == other.canonical


@given(documents())
def test_the_canonical_form_is_kind_code_and_number(document: IdDocument) -> None:
    code: str = document.kind.value
    assert (code + document.number).encode("ascii") == document.canonical


def test_the_canonical_form_of_the_specification_s_sample() -> None:
    document = IdDocument(IdKind.RESIDENT_ID, GB11643["sample"]["number"])
    assert b"0111010020171225006X" == document.canonical


@pytest.mark.parametrize(
    "kind",
    [
        IdKind.HOUSEHOLD_REGISTER,
        IdKind.PASSPORT,
        IdKind.MILITARY_OFFICER,
        IdKind.DRIVING_LICENCE,
        IdKind.OTHER,
    ],
)
def test_what_looks_like_a_citizen_number_says_nothing_in_another_kind(
    kind: IdKind,
) -> None:
    document = IdDocument(kind, number_of("19900101"))
    assert document.birth_date is None
    assert Sex.UNKNOWN is document.sex
    assert document.region_code is None


@given(numbers(regions=["81", "82", "83"]))
def test_a_residence_permit_says_what_a_citizen_number_says(number: str) -> None:
    permit = IdDocument(IdKind.RESIDENCE_PERMIT, number)
    assert number == permit.number
    assert f"{permit.birth_date:%Y%m%d}" == number[6:14]
    assert permit.sex is (Sex.MALE if number[16] in "13579" else Sex.FEMALE)
    assert number[:6] == permit.region_code


@given(numbers(regions=["90", "91", "95", "99"]))
def test_a_new_permanent_resident_card_says_birth_date_and_sex(number: str) -> None:
    card = IdDocument(IdKind.FOREIGN_PERMANENT_RESIDENT, number)
    assert number == card.number
    assert f"{card.birth_date:%Y%m%d}" == number[6:14]
    assert card.sex is (Sex.MALE if number[16] in "13579" else Sex.FEMALE)
    assert card.region_code is None
    for other in set("0123456789X") - {number[17]}:
        with pytest.raises(DocumentCheckDigitError):
            IdDocument(IdKind.FOREIGN_PERMANENT_RESIDENT, number[:17] + other)


def test_a_new_permanent_resident_card_has_a_real_birth_date() -> None:
    with pytest.raises(DocumentDateError):
        IdDocument(
            IdKind.FOREIGN_PERMANENT_RESIDENT, with_check_digit("91234519900230123")
        )


def test_an_old_permanent_resident_card_says_nothing() -> None:
    card = IdDocument(IdKind.FOREIGN_PERMANENT_RESIDENT, "ABC199001011234")
    assert card.birth_date is None
    assert Sex.UNKNOWN is card.sex


def test_18_digits_alone_are_not_a_citizen() -> None:
    number = number_of("19900101", region="91")
    card = IdDocument(IdKind.FOREIGN_PERMANENT_RESIDENT, number)
    assert number == card.number
    for kind in (IdKind.RESIDENT_ID, IdKind.RESIDENCE_PERMIT):
        with pytest.raises(InvalidDocumentError):
            IdDocument(kind, number)
