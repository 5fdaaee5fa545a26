"""What is kept of a card holder."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.codesets import IdKind, Kinship, Sex
from ehealthcard.errors import InvalidInputError
from ehealthcard.identity import (
    Applicant,
    CardId,
    Guardian,
    IdDocument,
    Masked,
    OldNumber,
    Person,
)

from .people import documents

INDEX = bytes(range(32))
BORN = date(1990, 1, 31)
PASSPORT = IdDocument(IdKind.PASSPORT, "E12345678")
GUARDIAN = Guardian(CardId("AB" * 32), Kinship.PARENT)
OLD = OldNumber(system="physical-health-card", value="OLD-0001")


@st.composite
def people(draw: st.DrawFn) -> Person:
    document = draw(documents())
    applicant = Applicant(
        draw(st.sampled_from([*map(name_of, range(9)), "𠮷\ue000", "甲·乙"])),
        document,
        phone=draw(st.none() | st.just("13800000000")),
        birth_date=document.birth_date or draw(st.dates()),
        guardian=draw(st.none() | st.just(GUARDIAN)),
    )
    return Person.of(
        applicant,
        guardian="5" * 32 if applicant.guardian else None,
        master_index=draw(st.binary(min_size=32, max_size=32)),
        old_numbers=draw(st.sampled_from([(), (OLD,), (OLD, OLD)])),
    )


def whole() -> Person:
    applicant = Applicant(
        "欧阳甲乙",
        PASSPORT,
        phone="13800000000",
        birth_date=BORN,
        sex=Sex.FEMALE,
        guardian=GUARDIAN,
    )
    return Person.of(
        applicant, guardian="5" * 32, master_index=INDEX, old_numbers=(OLD,)
    )


@given(people())
def test_a_person_is_stored_as_json_and_read_again(person: Person) -> None:
    again = Person.from_json(person.to_json())
    assert person == again
    assert person.document == again.document


def test_a_person_is_stored_in_this_form() -> None:
    assert {
        "name": "欧阳甲乙",
        "kind": "03",
        "number": "E12345678",
        "phone": "13800000000",
        "birth_date": "1990-01-31",
        "sex": "2",
        "guardian": "5" * 32,
        "guardian_kinship": "5",
        "master_index": INDEX.hex().upper(),
        "old_numbers": [{"system": "physical-health-card", "value": "OLD-0001"}],
    } == json.loads(whole().to_json())


def test_a_person_stored_before_old_numbers_is_still_read() -> None:
    stored = json.loads(whole().to_json())
    del stored["old_numbers"]
    assert () == Person.from_json(json.dumps(stored)).old_numbers


def test_a_person_is_what_the_application_said() -> None:
    document = document_of(1)
    person = Person.of(Applicant("甲乙", document), guardian=None, master_index=INDEX)
    assert document == person.document
    assert document.birth_date == person.birth_date
    assert document.sex is person.sex
    assert (None, None, None, ()) == (
        person.phone,
        person.guardian,
        person.guardian_kinship,
        person.old_numbers,
    )


def test_a_person_may_be_shown_masked() -> None:
    expected = Masked(name="欧**乙", number="E1*****78", phone="138****0000")
    assert expected == whole().masked


def test_a_person_without_a_phone_is_shown_without_one() -> None:
    person = Person.of(
        Applicant("甲乙", document_of(1)), guardian=None, master_index=INDEX
    )
    assert person.masked.phone is None
    assert "甲*" == person.masked.name
    assert document_of(1).masked == person.masked.number


@given(people())
def test_a_repr_hides_who_the_person_is(person: Person) -> None:
    for text in (repr(person), str(person), repr([person])):
        assert person.name not in text
        if len(person.number) > 3:
            assert person.number not in text
        assert "13800000000" not in text
        assert repr(person.birth_date) not in text
        assert f"{person.birth_date}" not in text
        assert person.master_index not in text
        assert "OLD-0001" not in text


def test_an_old_number_hides_its_value() -> None:
    assert "OldNumber(system='physical-health-card')" == repr(OLD)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", 7),
        ("kind", "98"),
        ("number", None),
        ("phone", 13_800_000_000),
        ("birth_date", "1990-02-30"),
        ("sex", "3"),
        ("guardian_kinship", "9"),
        ("master_index", None),
        ("old_numbers", [{"system": "x"}]),
        ("old_numbers", "x"),
    ],
)
def test_a_stored_person_of_another_form_is_refused(field: str, value: object) -> None:
    stored = json.loads(whole().to_json()) | {field: value}
    with pytest.raises(InvalidInputError) as caught:
        Person.from_json(json.dumps(stored))
    assert "Person" == caught.value.facts["model"]
    assert str(caught.value.facts["fields"]).startswith(field)
    for private in ("欧阳甲乙", "E12345678", "13800000000", "1990"):
        assert private not in str(caught.value)


def test_a_stored_number_is_checked_when_it_is_used() -> None:
    stored = json.loads(whole().to_json()) | {"kind": "01"}
    person = Person.from_json(json.dumps(stored))
    with pytest.raises(Exception, match="DOCUMENT_LENGTH"):
        _ = person.document
