"""What every payment gateway must do.

Inherit, provide ``gateway`` and ``order``, and pytest does the rest. Where a gateway
waits for the holder, ``pay`` lets him pay an order.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from ehealthcard.ports import (
    Accepted,
    Charge,
    PaymentGateway,
    PaymentInquiry,
    Refund,
    Rejected,
)
from ehealthcard.rules.money import FEN

MANY = 20


class PaymentContract:
    """Everything that services ask of a payment gateway."""

    @pytest.fixture
    def gateway(self) -> PaymentGateway:
        """Return the adapter."""
        raise pytest.UsageError("Provide a gateway fixture.")

    @pytest.fixture
    def order(self) -> Charge:
        """Return an order of at least two fen that was never given before."""
        raise pytest.UsageError("Provide an order fixture.")

    @pytest.fixture
    def pay(self) -> Callable[[str], object]:
        """Return what pays an open order; nothing, where a charge pays at once."""

        def nothing(key: str) -> None:
            del key

        return nothing

    def test_a_charge_that_comes_again_is_one(
        self,
        gateway: PaymentGateway,
        order: Charge,
        pay: Callable[[str], object],
    ) -> None:
        """The key names the act."""
        for _ in range(2):
            gateway.charge(order)
        pay(order.key)

        known = gateway.inquire(PaymentInquiry(charge=order.key))

        assert isinstance(known, Accepted)
        assert known.data["reference"]
        assert isinstance(gateway.refund(_back(order, "r1")), Accepted)
        more = gateway.refund(_back(order, "r2"))
        assert Rejected(code="AMOUNT_EXCEEDED") == more

    def test_what_was_never_charged_is_not_found(self, gateway: PaymentGateway) -> None:
        """A definite answer: no money moves under this key."""
        unknown = PaymentInquiry(charge="no-such-order")

        assert isinstance(gateway.inquire(unknown), Rejected)

    def test_a_refund_that_comes_again_is_one(
        self,
        gateway: PaymentGateway,
        order: Charge,
        pay: Callable[[str], object],
    ) -> None:
        """Part by part, up to what was paid."""
        gateway.charge(order)
        pay(order.key)
        part = _back(order, "r1").model_copy(update={"amount": FEN})
        rest = _back(order, "r2").model_copy(update={"amount": order.amount - FEN})
        for _ in range(2):
            assert isinstance(gateway.refund(part), Accepted)
        assert isinstance(gateway.refund(rest), Accepted)

        last = part.model_copy(update={"key": f"{order.key}:r3"})

        assert Rejected(code="AMOUNT_EXCEEDED") == gateway.refund(last)

    def test_nothing_goes_back_that_never_came(
        self, gateway: PaymentGateway, order: Charge
    ) -> None:
        """A refund rests on its charge."""
        assert Rejected(code="NOTHING_PAID") == gateway.refund(_back(order, "r1"))

    def test_a_closed_order_takes_no_money_any_more(
        self, gateway: PaymentGateway, order: Charge
    ) -> None:
        """Also if the charge arrives only after it was closed."""
        asked = PaymentInquiry(charge=order.key)
        for _ in range(2):
            assert isinstance(gateway.close(asked), Rejected)

        assert isinstance(gateway.charge(order), Rejected)
        assert isinstance(gateway.inquire(asked), Rejected)

    def test_closing_says_that_it_was_paid(
        self,
        gateway: PaymentGateway,
        order: Charge,
        pay: Callable[[str], object],
    ) -> None:
        """Money that came before the end is there."""
        gateway.charge(order)
        pay(order.key)
        asked = PaymentInquiry(charge=order.key)

        assert gateway.inquire(asked) == gateway.close(asked)

    def test_many_charges_at_once_are_one(
        self,
        gateway: PaymentGateway,
        order: Charge,
        pay: Callable[[str], object],
    ) -> None:
        """Two relays, or a finger that pressed twice."""
        with ThreadPoolExecutor(MANY) as pool:
            list(pool.map(gateway.charge, [order] * MANY))
        pay(order.key)

        assert isinstance(gateway.refund(_back(order, "r1")), Accepted)
        more = gateway.refund(_back(order, "r2"))
        assert Rejected(code="AMOUNT_EXCEEDED") == more


def _back(order: Charge, name: str) -> Refund:
    return Refund(key=f"{order.key}:{name}", charge=order.key, amount=order.amount)
