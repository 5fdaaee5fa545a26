"""What every index of people must do (人口学检索契约).

Inherit, provide the fixtures, and pytest does the rest.
"""

import pytest

from ehealthcard.identity import SubjectId
from ehealthcard.ports import Demographics, DemographicSearch


class DemographicSearchContract:
    """Everything that a desk asks of an index of people."""

    @pytest.fixture
    def index(self) -> DemographicSearch:
        """Return the adapter."""
        raise pytest.UsageError("Provide an index fixture.")

    @pytest.fixture
    def people(self) -> dict[SubjectId, Demographics]:
        """Return at least two people who are in it, each with name, birth and sex."""
        raise pytest.UsageError("Provide a people fixture.")

    @pytest.fixture
    def nobody(self) -> Demographics:
        """Return somebody who is like none of them."""
        raise pytest.UsageError("Provide a nobody fixture.")

    def test_who_is_there_is_found_first(
        self, index: DemographicSearch, people: dict[SubjectId, Demographics]
    ) -> None:
        """With all that is known and a score between 0 and 1."""
        for subject, wanted in people.items():
            found = index.search(wanted)
            assert subject == found[0].subject
            assert all(0 <= match.score <= 1 for match in found)
            scores = [match.score for match in found]
            assert sorted(scores, reverse=True) == scores

    def test_who_is_not_there_is_not_found(
        self, index: DemographicSearch, nobody: Demographics
    ) -> None:
        """Nobody is better than anybody."""
        assert list(index.search(nobody)) == []

    def test_no_more_are_returned_than_were_asked_for(
        self, index: DemographicSearch, people: dict[SubjectId, Demographics]
    ) -> None:
        """The best of them."""
        wanted = next(iter(people.values()))

        assert [index.search(wanted)[0]] == list(index.search(wanted, limit=1))
