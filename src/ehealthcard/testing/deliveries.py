"""What every look into delivery records must do.

Inherit, provide ``deliveries``, a ``known`` record of it whose mother has a card, and
pytest does the rest.
"""

import pytest

from ehealthcard.identity import CardId
from ehealthcard.ports import Deliveries, DeliveryRecord


class DeliveriesContract:
    """Everything that birth certificates ask of the delivery room."""

    @pytest.fixture
    def deliveries(self) -> Deliveries:
        """Return the adapter."""
        raise pytest.UsageError("Provide a deliveries fixture.")

    @pytest.fixture
    def known(self) -> DeliveryRecord:
        """Return a record that it has."""
        raise pytest.UsageError("Provide a known fixture.")

    def test_a_record_is_found_by_its_number_and_the_same_each_time(
        self, deliveries: Deliveries, known: DeliveryRecord
    ) -> None:
        """Asking changes nothing."""
        found = [deliveries.record(known.org, known.number) for _ in range(2)]

        assert [known, known] == found

    def test_a_number_belongs_to_its_institution(
        self, deliveries: Deliveries, known: DeliveryRecord
    ) -> None:
        """What is unknown is none, and no error."""
        assert deliveries.record(known.org, known.number + "-0") is None
        assert deliveries.record(known.org + "-0", known.number) is None

    def test_the_mother_s_deliveries_are_found_by_her_card(
        self, deliveries: Deliveries, known: DeliveryRecord
    ) -> None:
        """And nobody else's."""
        assert known.mother is not None
        found = deliveries.of_mother(CardId(known.mother))

        assert known in found
        assert {known.mother} == {r.mother for r in found}

    def test_who_gave_birth_nowhere_has_none(self, deliveries: Deliveries) -> None:
        """A look that finds nothing leaves it to the institution."""
        assert deliveries.of_mother(CardId("0" * 64)) == ()
