"""Applicants: complete, without contradiction, and silent about themselves."""

from collections.abc import Callable
from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.adapters.simulator import document_of
from ehealthcard.codesets import IdKind, Kinship, Sex
from ehealthcard.errors import InvalidApplicantError
from ehealthcard.identity import Applicant, CardId, Guardian, IdDocument

from .people import documents, numbers

BORN = date(1990, 1, 31)
PASSPORT = IdDocument(IdKind.PASSPORT, "E12345678")
MAN = document_of(1, born=BORN, sex=Sex.MALE)
WOMAN = document_of(1, born=BORN, sex=Sex.FEMALE)
GUARDIAN = Guardian(CardId("AB" * 32), Kinship.PARENT)
NAME = "欧阳甲乙"


def field_refused(**facts: object) -> object:
    """Return which field an application is refused for."""
    document = facts.pop("document", MAN)
    assert isinstance(document, IdDocument)
    with pytest.raises(InvalidApplicantError) as caught:
        Applicant(NAME, document, **facts)  # type: ignore[arg-type]  # any facts
    assert "APPLICANT_INVALID" == caught.value.code
    return caught.value.facts["field"]


def test_name_and_phone_are_kept_in_canonical_form() -> None:
    applicant = Applicant(" 甲乙•丙 ", MAN, phone="+86 138-0000-0000")
    assert "甲乙·丙" == applicant.name
    assert "13800000000" == applicant.phone


def test_a_citizen_number_says_enough() -> None:
    applicant = Applicant(NAME, WOMAN)
    assert BORN == applicant.born
    assert Sex.FEMALE is applicant.gender
    assert (None, None, None, None) == (
        applicant.phone,
        applicant.birth_date,
        applicant.sex,
        applicant.guardian,
    )


@given(numbers())
def test_what_the_number_says_may_be_said_again(number: str) -> None:
    document = IdDocument(IdKind.RESIDENT_ID, number)
    said = Applicant(NAME, document, birth_date=document.birth_date, sex=document.sex)
    assert document.birth_date == said.born
    assert document.sex is said.gender


@given(documents(), st.dates() | st.none())
def test_a_birth_date_is_known_once_and_without_contradiction(
    document: IdDocument, stated: date | None
) -> None:
    known = document.birth_date
    if (known is None) == (stated is None) and known != stated:
        assert "birth_date" == field_refused(document=document, birth_date=stated)
    elif known is None and stated is None:
        assert "birth_date" == field_refused(document=document)
    else:
        assert (known or stated) == Applicant(NAME, document, birth_date=stated).born


def test_a_passport_does_not_say_the_birth_date() -> None:
    assert "birth_date" == field_refused(document=PASSPORT)
    applicant = Applicant(NAME, PASSPORT, birth_date=BORN)
    assert BORN == applicant.born
    assert Sex.UNKNOWN is applicant.gender


@pytest.mark.parametrize("sex", list(Sex))
def test_a_passport_s_holder_may_be_of_any_sex(sex: Sex) -> None:
    applicant = Applicant(NAME, PASSPORT, birth_date=BORN, sex=sex)
    assert sex is applicant.gender


def test_a_sex_that_contradicts_the_number_is_refused() -> None:
    assert "sex" == field_refused(document=MAN, sex=Sex.FEMALE)
    assert "sex" == field_refused(document=WOMAN, sex=Sex.MALE)


@pytest.mark.parametrize("sex", [Sex.UNKNOWN, Sex.UNSTATED])
def test_not_to_know_or_state_a_sex_contradicts_nothing(sex: Sex) -> None:
    assert Sex.FEMALE is Applicant(NAME, WOMAN, sex=sex).gender


def test_a_birth_date_one_day_off_is_refused() -> None:
    assert "birth_date" == field_refused(birth_date=date(1990, 2, 1))


def test_a_birth_date_in_the_future_is_not_refused_without_a_clock() -> None:
    future = date(2999, 12, 31)
    assert future == Applicant(NAME, PASSPORT, birth_date=future).born
    assert future == Applicant(NAME, document_of(1, born=future)).born


def test_a_bad_name_or_phone_number_is_refused() -> None:
    assert "phone" == field_refused(phone="call me")
    with pytest.raises(InvalidApplicantError):
        Applicant("", MAN)


def test_an_applicant_may_have_a_guardian() -> None:
    child = Applicant(NAME, MAN, guardian=GUARDIAN)
    assert GUARDIAN == child.guardian
    assert Kinship.PARENT is GUARDIAN.kinship


def test_an_applicant_cannot_be_changed() -> None:
    applicant = Applicant(NAME, MAN)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        applicant.name = "丙丁"  # type: ignore[misc]  # what is tested
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        GUARDIAN.kinship = Kinship.SELF  # type: ignore[misc]  # what is tested


def test_a_changed_copy_is_checked_again() -> None:
    applicant = Applicant(NAME, MAN, birth_date=BORN)
    with pytest.raises(InvalidApplicantError):
        attrs.evolve(applicant, document=document_of(2, born=date(1990, 2, 1)))


def test_a_repr_tells_the_kinds_and_nothing_else() -> None:
    applicant = Applicant(
        NAME,
        PASSPORT,
        phone="13800000000",
        birth_date=BORN,
        sex=Sex.FEMALE,
        guardian=GUARDIAN,
    )
    kind, kinship = repr(IdKind.PASSPORT), repr(Kinship.PARENT)
    assert (
        f"Applicant(document=IdDocument(kind={kind}),"
        f" guardian=Guardian(kinship={kinship}))"
    ) == repr(applicant)
    assert repr(applicant) == str(applicant)


@given(
    st.text("甲乙丙丁戊己庚辛", min_size=2, max_size=10),
    st.from_regex(r"1[0-9]{10}", fullmatch=True),
    st.dates(date(1991, 1, 1), date(2020, 12, 31)),
)
def test_no_error_quotes_name_phone_or_birth_date(
    name: str, phone: str, born: date
) -> None:
    makers: tuple[Callable[[], Applicant], ...] = (
        lambda: Applicant(f"{name}\0", MAN),
        lambda: Applicant(name, MAN, phone=f"{phone}x"),
        lambda: Applicant(name, MAN, phone=phone, birth_date=born),
        lambda: Applicant(name, MAN, phone=phone, sex=Sex.FEMALE),
    )
    for make in makers:
        with pytest.raises(InvalidApplicantError) as caught:
            make()
        error = caught.value
        told = f"{error}{error!r}{error.args}{error.english}{error.chinese}"
        private = (name, phone, f"{born}", repr(born), MAN.number)
        assert [] == [fact for fact in private if fact in told]
