"""The simulated billing does what a HIS must."""

from decimal import Decimal

import pytest

from ehealthcard.adapters.simulator import SimulatedBilling
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.ports import HisBill
from ehealthcard.rules.bills import Bill, BillItem
from ehealthcard.testing import BillingContract


def bill(name: str) -> Bill:
    items = tuple(BillItem(id=f"{name}-{n}", amount=Decimal(n)) for n in (10, 20))
    return Bill(id=name, org="H1", version=1, encounter=f"V-{name}", items=items)


class TestSimulatedBilling(BillingContract):
    @pytest.fixture
    def billing(self) -> SimulatedBilling:
        return SimulatedBilling()

    @pytest.fixture
    def unpaid(self, billing: SimulatedBilling) -> HisBill:
        return HisBill(card="c1", bill=billing.add("c1", bill("B1")))

    @pytest.fixture
    def dispensed(self, billing: SimulatedBilling) -> HisBill:
        made = billing.add("c1", bill("B2"))
        billing.execute(made, "B2-10")
        return HisBill(card="c1", bill=made)


REMEMBERS = SimulatedBilling()


class TestBillingThatRemembers(TestSimulatedBilling):
    """The same bills come back, and the HIS still has the keys of the last run."""

    @pytest.fixture
    def billing(self) -> SimulatedBilling:
        return REMEMBERS

    @pytest.fixture(params=["first", "again"], autouse=True)
    def run(self, request: pytest.FixtureRequest) -> str:
        return str(request.param)


def test_what_is_down_or_slow_is_not_read() -> None:
    billing = SimulatedBilling()
    for switch in ("is_down", "is_slow"):
        setattr(billing.faults, switch, True)
        with pytest.raises(OutsideUnavailableError):
            billing.unpaid("c1")
        setattr(billing.faults, switch, False)
    assert [] == billing.unpaid("c1")


def test_half_a_list_lacks_its_second_half() -> None:
    billing = SimulatedBilling()
    for name in ("B1", "B2"):
        billing.add("c1", bill(name))
    billing.faults.halves = True

    assert ["B1"] == [b.bill.id for b in billing.unpaid("c1")]
