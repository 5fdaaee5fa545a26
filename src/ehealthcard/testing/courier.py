"""What every carrier must do.

Inherit, provide ``courier`` and ``arrived``, and pytest does the rest.
"""

from collections.abc import Callable

import pytest

from ehealthcard.ports import Accepted, Courier, Parcel
from ehealthcard.ports.courier import Address

HOME = Address(recipient="收件人", phone="13900000000", place="某市某区某路1号")


class CourierContract:
    """Everything that the mailing of certificates asks of a carrier."""

    @pytest.fixture
    def courier(self) -> Courier:
        """Return the adapter."""
        raise pytest.UsageError("Provide a courier fixture.")

    @pytest.fixture
    def taken(self, courier: Courier) -> Callable[[], int]:
        """Return how one sees how many parcels were taken."""
        raise pytest.UsageError(f"Provide a taken fixture for {courier}.")

    def test_a_parcel_has_a_tracking_number(
        self, courier: Courier, taken: Callable[[], int]
    ) -> None:
        """By which people ask where it is."""
        answer = courier.send(a_parcel("k1"))

        assert isinstance(answer, Accepted)
        assert answer.data["tracking"]
        assert 1 == taken()

    def test_the_same_key_again_is_the_same_parcel(
        self, courier: Courier, taken: Callable[[], int]
    ) -> None:
        """An order is repeated until it is answered."""
        first, again = (courier.send(a_parcel("k1")) for _ in range(2))

        assert first == again
        assert 1 == taken()

    def test_another_key_is_another_parcel(
        self, courier: Courier, taken: Callable[[], int]
    ) -> None:
        """However alike they are: twins have two."""
        first, other = (courier.send(a_parcel(key)) for key in ("k1", "k2"))

        assert first != other
        assert 2 == taken()


def a_parcel(key: str) -> Parcel:
    """Return a parcel under *key*."""
    return Parcel(key=key, sender="H1", to=HOME)
