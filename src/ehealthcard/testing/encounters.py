"""What every HIS with visit records must do.

Inherit, provide ``encounters``, two ``patients`` with records in it, and the ``days``
between which they lie; pytest does the rest.
"""

from datetime import date

import pytest

from ehealthcard.ports import Encounters
from ehealthcard.rules.encounters import RecordKind, RecordsFound, RecordsWanted

Days = tuple[date, date]


class EncountersContract:
    """Everything that visit records ask of a HIS."""

    org: str
    """Code of the institution."""

    @pytest.fixture
    def encounters(self) -> Encounters:
        """Return the adapter."""
        raise pytest.UsageError("Provide an encounters fixture.")

    @pytest.fixture
    def patients(self) -> tuple[str, str]:
        """Return the numbers of two patients who have records."""
        raise pytest.UsageError("Provide a patients fixture.")

    @pytest.fixture
    def days(self) -> Days:
        """Return a first and a last day between which they have records."""
        raise pytest.UsageError("Provide a days fixture.")

    def test_a_patient_has_records_and_the_total_says_how_many(
        self, encounters: Encounters, patients: tuple[str, str], days: Days
    ) -> None:
        """A whole answer is known by its total."""
        found = encounters.records(_wanted(days, patients[0]))

        assert found.records
        assert found.total == len(found.visits) + len(found.records)

    def test_nothing_of_another_patient_or_institution_is_in_it(
        self, encounters: Encounters, patients: tuple[str, str], days: Days
    ) -> None:
        """Each entry says whose it is, and whose it is was asked."""
        for number in patients:
            found = encounters.records(_wanted(days, number))

            entries = (*found.visits, *found.records)
            assert {(self.org, number)} == {(e.org, e.patient) for e in entries}

    def test_merged_numbers_are_asked_together(
        self, encounters: Encounters, patients: tuple[str, str], days: Days
    ) -> None:
        """A person with two numbers has what both have."""
        one, two = (_names(encounters.records(_wanted(days, n))) for n in patients)

        both = _names(encounters.records(_wanted(days, *patients)))

        assert one | two == both

    def test_an_unknown_number_has_nothing(
        self, encounters: Encounters, days: Days
    ) -> None:
        """It is an answer, never an error."""
        found = encounters.records(_wanted(days, "no-such-patient"))

        assert RecordsFound(total=0) == found

    def test_each_entry_has_one_number_of_its_own(
        self, encounters: Encounters, patients: tuple[str, str], days: Days
    ) -> None:
        """By it the same entry is known in two answers."""
        found = encounters.records(_wanted(days, *patients))

        assert len(_names(found)) == len(found.visits) + len(found.records)


def _wanted(days: Days, *patients: str) -> RecordsWanted:
    return RecordsWanted(
        card="c",
        patients=patients,
        kinds=tuple(RecordKind),
        first=days[0],
        last=days[1],
    )


def _names(found: RecordsFound) -> set[str]:
    return {e.id for e in (*found.visits, *found.records)}
