"""What every patient index must do.

Inherit, provide ``patient_index``, a subject that it ``knows`` and one that is a
``stranger`` to it, and pytest does the rest.
"""

import pytest

from ehealthcard.identity import SubjectId
from ehealthcard.ports import PatientIndex, PatientNumber


class PatientIndexContract:
    """Everything that the fan-out of records asks of a patient index."""

    @pytest.fixture
    def patient_index(self) -> PatientIndex:
        """Return the adapter."""
        raise pytest.UsageError("Provide a patient_index fixture.")

    @pytest.fixture
    def knows(self) -> tuple[SubjectId, tuple[PatientNumber, ...]]:
        """Return a subject with two numbers, and these."""
        raise pytest.UsageError("Provide a knows fixture.")

    @pytest.fixture
    def stranger(self) -> SubjectId:
        """Return a subject that has no number there."""
        raise pytest.UsageError("Provide a stranger fixture.")

    def test_all_numbers_of_a_person_are_told(
        self,
        patient_index: PatientIndex,
        knows: tuple[SubjectId, tuple[PatientNumber, ...]],
    ) -> None:
        """Nobody else's are among them, and none comes twice."""
        subject, numbers = knows

        assert sorted(numbers, key=_order) == sorted(
            patient_index.numbers(subject), key=_order
        )

    def test_asking_changes_nothing(
        self,
        patient_index: PatientIndex,
        knows: tuple[SubjectId, tuple[PatientNumber, ...]],
    ) -> None:
        """The second answer is the first one."""
        subject, _ = knows

        assert set(patient_index.numbers(subject)) == set(
            patient_index.numbers(subject)
        )

    def test_a_stranger_has_no_number(
        self, patient_index: PatientIndex, stranger: SubjectId
    ) -> None:
        """It is an answer, never an error."""
        assert () == patient_index.numbers(stranger)

    def test_numbers_are_not_shown_by_accident(
        self,
        patient_index: PatientIndex,
        knows: tuple[SubjectId, tuple[PatientNumber, ...]],
    ) -> None:
        """A log that prints the answer prints no patient's number."""
        subject, numbers = knows
        shown = repr(patient_index.numbers(subject))

        assert not any(number.number in shown for number in numbers)


def _order(number: PatientNumber) -> tuple[str, str]:
    return number.org, number.number
