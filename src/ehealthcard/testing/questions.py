"""What every question bank and every record of allergies must do.

Inherit, provide the fixtures, and pytest does the rest.
"""

import pytest

from ehealthcard.identity import CardId
from ehealthcard.ports import AllergyRecords, QuestionBank
from ehealthcard.rules.interview import (
    About,
    Allergy,
    Chosen,
    Concept,
    Given,
    QuestionSet,
    Sheet,
    faults,
)

ABOUT = About(age=40, sex=None)


class QuestionBankContract:
    """Everything that interviews ask of a question bank."""

    @pytest.fixture
    def bank(self) -> QuestionBank:
        """Return the adapter."""
        raise pytest.UsageError("Provide a bank fixture.")

    @pytest.fixture
    def department(self) -> str:
        """Return the code of a department that the bank has a list for."""
        raise pytest.UsageError("Provide a department fixture.")

    @pytest.fixture
    def newest(self, bank: QuestionBank, department: str) -> QuestionSet:
        """Return the department's newest list."""
        found = bank.newest(department)
        assert found is not None
        return found

    def test_an_unknown_department_has_no_list(self, bank: QuestionBank) -> None:
        """Nothing is guessed."""
        assert bank.newest("no-such-department") is None
        assert bank.version("no-such-department", 1) is None

    def test_a_version_that_never_was_is_none(
        self, bank: QuestionBank, newest: QuestionSet
    ) -> None:
        """Another one is not given in its stead."""
        assert bank.version(newest.department, newest.version + 1) is None
        assert bank.version(newest.department, 0) is None

    def test_a_version_is_found_again_as_it_was(
        self, bank: QuestionBank, newest: QuestionSet
    ) -> None:
        """Who began with it ends with it."""
        for _ in range(2):
            assert newest == bank.version(newest.department, newest.version)

    def test_a_list_contradicts_itself_nowhere(self, newest: QuestionSet) -> None:
        """It was checked before anybody is asked."""
        assert [] == list(faults(newest))

    def test_a_list_that_nobody_signed_says_so(self, newest: QuestionSet) -> None:
        """The mark is there unless there is a review."""
        assert (newest.review is None) == (newest.mark == "未经临床审核")

    def test_no_allergies_must_be_said(self, newest: QuestionSet) -> None:
        """Saying nothing is missing; saying none is not."""
        sheet = Sheet(newest, ABOUT)
        (asked,) = newest.about(Concept.ALLERGY)
        none = Given(question=asked.id, value=Chosen(codes=("none",)))

        assert asked in sheet.missing
        assert asked not in sheet.answered(none).missing


class AllergyRecordsContract:
    """Everything that interviews ask of a record of allergies."""

    @pytest.fixture
    def records(self) -> AllergyRecords:
        """Return the adapter; it knows :meth:`card` and :meth:`known`."""
        raise pytest.UsageError("Provide a records fixture.")

    @pytest.fixture
    def card(self) -> CardId:
        """Return the card of somebody with allergies on record."""
        raise pytest.UsageError("Provide a card fixture.")

    @pytest.fixture
    def known(self) -> tuple[Allergy, ...]:
        """Return what is on record for that card."""
        raise pytest.UsageError("Provide a known fixture.")

    def test_what_is_on_record_is_read(
        self, records: AllergyRecords, card: CardId, known: tuple[Allergy, ...]
    ) -> None:
        """As often as it is asked for."""
        assert known
        for _ in range(2):
            assert known == records.allergies(card)

    def test_who_has_none_on_record_has_an_empty_one(
        self, records: AllergyRecords
    ) -> None:
        """An unknown card is an answer, never an error."""
        assert () == records.allergies(CardId("0" * 64))
