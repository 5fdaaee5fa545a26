"""A payment gateway (模拟支付网关)."""

from decimal import Decimal
from threading import Lock

import attrs

from ehealthcard.ports import (
    Accepted,
    Answer,
    Charge,
    PaymentInquiry,
    Refund,
    Rejected,
    Unclear,
)

from .faults import Faults


@attrs.define
class SimulatedPayments:
    """See :class:`ehealthcard.ports.PaymentGateway`; it pays at once.

    Args:
        waits: Whether a charge stays open until :meth:`settle` or :meth:`fail`.

    """

    waits: bool = False
    faults: Faults = attrs.field(factory=Faults)
    declines: bool = False
    paid: dict[str, Decimal] = attrs.field(factory=dict[str, Decimal])
    """What came, by the charge's key."""

    returned: dict[str, tuple[str, Decimal]] = attrs.field(
        factory=dict[str, tuple[str, Decimal]]
    )
    """What went back: charge and amount, by the refund's key."""

    _open: dict[str, Decimal] = attrs.field(factory=dict[str, Decimal], init=False)
    _failed: set[str] = attrs.field(factory=set[str], init=False)
    _lock: Lock = attrs.field(factory=Lock, init=False)

    @property
    def balance(self) -> Decimal:
        """What came and did not go back."""
        back = sum((amount for _, amount in self.returned.values()), Decimal(0))
        return sum(self.paid.values(), Decimal(0)) - back

    def waiting(self) -> list[str]:
        """Return the keys of the charges that the holder has not paid yet."""
        return list(self._open)

    def charge(self, order: Charge, /) -> Answer | None:
        """See :class:`ehealthcard.ports.PaymentGateway`."""
        answer = self.faults.act(lambda: self._charge(order))
        still_open = order.key in self._open and not self.faults.loses_replies
        return None if still_open and not self.faults.is_slow else answer

    def refund(self, order: Refund, /) -> Answer | None:
        """See :class:`ehealthcard.ports.PaymentGateway`."""
        return self.faults.act(lambda: self._refund(order))

    def inquire(self, question: PaymentInquiry, /) -> Answer:
        """See :class:`ehealthcard.ports.PaymentGateway`."""
        return self.faults.act(lambda: self._known(question.charge))

    def close(self, order: PaymentInquiry, /) -> Answer:
        """See :class:`ehealthcard.ports.PaymentGateway`."""
        return self.faults.act(lambda: self._close(order.charge))

    def settle(self, key: str) -> Answer:
        """The holder pays an open charge; return what a call-back would say."""
        with self._lock:
            self.paid[key] = self._open.pop(key)
        return self._known(key)

    def fail(self, key: str) -> Answer:
        """The holder does not pay an open charge; the same."""
        with self._lock:
            del self._open[key]
            self._failed.add(key)
        return self._known(key)

    def _charge(self, order: Charge) -> Answer:
        with self._lock:
            new = order.key not in {*self.paid, *self._open, *self._failed}
            if new and self.declines:
                self._failed.add(order.key)
            elif new:
                kept = self._open if self.waits else self.paid
                kept[order.key] = order.amount
        return self._known(order.key)

    def _close(self, key: str) -> Answer:
        with self._lock:
            if key not in self.paid:
                self._open.pop(key, None)
                self._failed.add(key)
        return self._known(key)

    def _known(self, key: str) -> Answer:
        if key in self.paid:
            return Accepted(data={"reference": f"sim-{key}"})
        if key in self._open:
            return Unclear()
        return Rejected(code="DECLINED" if key in self._failed else "NOT_FOUND")

    def _refund(self, order: Refund) -> Answer:
        with self._lock:
            if order.key not in self.returned:
                if order.charge not in self.paid:
                    return Rejected(code="NOTHING_PAID")
                back = [a for c, a in self.returned.values() if c == order.charge]
                if sum(back, order.amount) > self.paid[order.charge]:
                    return Rejected(code="AMOUNT_EXCEEDED")
                self.returned[order.key] = order.charge, order.amount
        return Accepted(data={"reference": f"sim-{order.key}"})
