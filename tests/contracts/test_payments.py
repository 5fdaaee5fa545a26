"""The simulated gateway: money moves once, and never from nothing."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from ehealthcard.adapters.simulator import SimulatedPayments
from ehealthcard.ports import (
    Accepted,
    Charge,
    PaymentInquiry,
    Refund,
    Rejected,
    Unclear,
)
from ehealthcard.testing import PaymentContract

TEN = Charge(key="k", amount=Decimal("10.00"), purpose="appointment")
ASK = PaymentInquiry(charge="k")


class TestSimulatedPayments(PaymentContract):
    @pytest.fixture
    def gateway(self) -> SimulatedPayments:
        return SimulatedPayments()

    @pytest.fixture
    def order(self) -> Charge:
        return TEN


class TestSimulatedPaymentsThatWait(PaymentContract):
    @pytest.fixture
    def gateway(self) -> SimulatedPayments:
        return SimulatedPayments(waits=True)

    @pytest.fixture
    def order(self) -> Charge:
        return TEN

    @pytest.fixture
    def pay(self, gateway: SimulatedPayments) -> Callable[[str], object]:
        return gateway.settle


def back(key: str, amount: str) -> Refund:
    return Refund(key=key, charge="k", amount=Decimal(amount))


def test_a_charge_moves_money_once() -> None:
    gateway = SimulatedPayments()

    assert gateway.charge(TEN) == gateway.charge(TEN)
    assert Decimal(10) == gateway.balance
    assert isinstance(gateway.inquire(ASK), Accepted)


def test_refunds_never_exceed_the_charge_and_repeat_nothing() -> None:
    gateway = SimulatedPayments()
    assert Rejected(code="NOTHING_PAID") == gateway.refund(back("r1", "4.00"))
    gateway.charge(TEN)

    for _ in range(2):
        assert isinstance(gateway.refund(back("r1", "4.00")), Accepted)

    assert Rejected(code="AMOUNT_EXCEEDED") == gateway.refund(back("r2", "6.01"))
    assert isinstance(gateway.refund(back("r2", "6.00")), Accepted)
    assert Decimal(0) == gateway.balance


def test_an_open_charge_is_unclear_until_it_is_paid_or_not() -> None:
    gateway = SimulatedPayments(waits=True)
    assert Rejected(code="NOT_FOUND") == gateway.inquire(ASK)
    assert gateway.charge(TEN) is None
    assert Unclear() == gateway.inquire(ASK)
    assert isinstance(gateway.settle("k"), Accepted)
    assert Decimal(10) == gateway.balance

    other = TEN.model_copy(update={"key": "o"})
    assert gateway.charge(other) is None
    assert Rejected(code="DECLINED") == gateway.fail("o")


def test_a_lost_reply_hides_that_money_moved() -> None:
    gateway = SimulatedPayments()
    gateway.faults.loses_replies = True
    assert Unclear() == gateway.charge(TEN)
    gateway.faults.loses_replies = False

    assert isinstance(gateway.inquire(ASK), Accepted)


def test_a_declined_charge_stays_declined() -> None:
    gateway = SimulatedPayments(declines=True)

    assert Rejected(code="DECLINED") == gateway.charge(TEN)
    assert Decimal(0) == gateway.balance
