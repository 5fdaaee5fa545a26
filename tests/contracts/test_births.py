"""The simulated delivery room and carrier."""

from collections.abc import Callable
from datetime import datetime

import attrs
import pytest

from ehealthcard.adapters.receivers import CourierPort
from ehealthcard.adapters.simulator import SimulatedCourier, SimulatedDeliveries
from ehealthcard.codesets import SHANGHAI, Sex
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.identity import CardId
from ehealthcard.ports import Accepted, DeliveryRecord, Rejected
from ehealthcard.rules.birth.newborn import Newborn, Place
from ehealthcard.testing import CourierContract, DeliveriesContract
from ehealthcard.testing.courier import HOME, a_parcel
from ehealthcard.testing.storage.rows import a_message

MOTHER = CardId("A" * 64)
RECORD = DeliveryRecord(
    org="H1",
    org_name="模拟医院",
    number="D-1",
    region="330102",
    place=Place.HOSPITAL,
    midwife="midwife-3",
    mother=MOTHER,
    newborns=(
        Newborn(
            order=1,
            sex=Sex.MALE,
            born_at=datetime(2026, 3, 1, 4, 36, tzinfo=SHANGHAI),
            weeks=39,
            weight=3250,
            length=50,
        ),
    ),
)


def rooms() -> SimulatedDeliveries:
    made = SimulatedDeliveries()
    made.add(RECORD)
    made.add(RECORD.model_copy(update={"number": "D-2", "mother": None}))
    return made


class TestSimulatedDeliveries(DeliveriesContract):
    @pytest.fixture
    def deliveries(self) -> SimulatedDeliveries:
        return rooms()

    @pytest.fixture
    def known(self) -> DeliveryRecord:
        return RECORD


class TestSimulatedCourier(CourierContract):
    @pytest.fixture
    def courier(self) -> SimulatedCourier:
        return SimulatedCourier()

    @pytest.fixture
    def taken(self, courier: SimulatedCourier) -> Callable[[], int]:
        return lambda: len(courier.parcels)


@pytest.mark.parametrize("switch", ["is_down", "is_slow"])
def test_a_silent_delivery_room_says_nothing(switch: str) -> None:
    silent = rooms()
    setattr(silent.faults, switch, True)

    with pytest.raises(OutsideUnavailableError):
        silent.record("H1", "D-1")
    with pytest.raises(OutsideUnavailableError):
        silent.of_mother(MOTHER)


def test_a_carrier_does_not_go_everywhere() -> None:
    courier = SimulatedCourier(refuses={HOME.place})

    assert Rejected(code="NO_SUCH_PLACE") == courier.send(a_parcel("k1"))
    assert not courier.parcels


def test_a_lost_answer_leaves_one_parcel() -> None:
    courier = SimulatedCourier()
    courier.faults.loses_replies = True
    courier.send(a_parcel("k1"))
    courier.faults.loses_replies = False

    assert isinstance(courier.send(a_parcel("k1")), Accepted)
    assert 1 == len(courier.parcels)


def test_the_port_hands_parcels_over_and_nothing_else() -> None:
    port, plain = CourierPort(SimulatedCourier()), a_message("m-1", to="courier")
    parcel = attrs.evolve(plain, kind="parcel", payload=a_parcel("k1").to_json())

    assert isinstance(port.deliver(parcel), Accepted)
    assert Rejected(code="KIND_UNKNOWN") == port.deliver(plain)
