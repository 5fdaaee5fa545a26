"""What the patient tells of allergies, beside what is on record."""

import pytest

from ehealthcard.rules.interview import About, Allergy, AllergyRead, Sheet, compare
from tests.services.interviews import LIST, said

ABOUT = About(40, None)
SOME = (said("allergy", "some"), said("allergens", "penicillin"))


@pytest.mark.parametrize(
    ("recorded", "only_recorded"),
    [
        (Allergy(allergen="青霉素", code="penicillin"), ()),
        (Allergy(allergen=" PENICILLIN "), ()),
        (Allergy(allergen="penicillins"), ()),
        (Allergy(allergen="pen"), ()),
        (Allergy(allergen="p"), ("p",)),
        (Allergy(allergen="pollen", code="pollen"), ("pollen",)),
    ],
)
def test_an_allergen_is_the_same_by_code_or_name_and_in_doubt_it_is_not(
    recorded: Allergy, only_recorded: tuple[str, ...]
) -> None:
    both = compare(Sheet(LIST, ABOUT, SOME), (recorded,), AllergyRead.READ)

    assert only_recorded == both.only_recorded
    assert bool(only_recorded) == both.contradicts


def test_other_names_nothing() -> None:
    told = Allergy(allergen="其他", code="other")
    record = Allergy(allergen="其他抗生素")
    from ehealthcard.rules.interview import allergies  # noqa: PLC0415  # the inside

    assert not allergies._same(told, record)  # noqa: SLF001  # the rule itself


def test_saying_none_against_a_record_is_a_contradiction() -> None:
    sheet = Sheet(LIST, ABOUT, (said("allergy", "none"),))
    both = compare(sheet, (Allergy(allergen="虾"),), AllergyRead.READ)

    assert (True, (), ("虾",)) == (both.denies, both.said, both.only_recorded)


@pytest.mark.parametrize("read", [AllergyRead.SILENT, AllergyRead.ABSENT])
def test_a_record_that_was_not_read_contradicts_nothing(read: AllergyRead) -> None:
    both = compare(Sheet(LIST, ABOUT, SOME), (), read)

    assert ((), ()) == (both.only_recorded, both.only_said)
    assert 1 == len(both.said)
