"""What a payment gateway is told (支付), through the outbox's destination ``payments``.

A charge is an ``Ask``: never repeated, and looked up where its outcome is unknown. A
refund is an ``Order``: the gateway knows its key. Money is ``Decimal``, in yuan.
"""

from decimal import Decimal
from typing import Annotated, Protocol

from pydantic import Field

from ehealthcard.models import Model

from .outside import Answer

Price = Annotated[Decimal, Field(gt=0, decimal_places=2, max_digits=12)]
"""An amount above nothing (元), in yuan and fen."""


class Charge(Model):
    """Take money from the holder (收款)."""

    key: str = Field(min_length=1)
    """The business act that is paid for."""

    amount: Price
    purpose: str
    """A code, such as ``appointment``; nothing about the person."""


class Refund(Model):
    """Give money back the way it came (原路退款)."""

    key: str = Field(min_length=1)
    charge: str
    """The key of the charge."""

    amount: Price


class Inquiry(Model):
    """Ask what became of a charge (支付查询)."""

    charge: str


class PaymentGateway(Protocol):
    """Whoever moves the money.

    ``Accepted`` carries ``{"reference": "..."}``, the gateway's own number (流水号).
    ``None`` says that the answer comes by call-back.
    """

    def charge(self, order: Charge, /) -> Answer | None:
        """Open a payment order, once per key; rejected with ``DECLINED``."""
        ...

    def refund(self, order: Refund, /) -> Answer | None:
        """Give back, once per key.

        Rejected with ``NOTHING_PAID`` or ``AMOUNT_EXCEEDED``.
        """
        ...

    def inquire(self, question: Inquiry, /) -> Answer:
        """Say what became of a charge.

        Rejected with ``DECLINED`` or ``NOT_FOUND``: no money moves any more under this
        key. ``Unclear`` while it is open.
        """
        ...

    def close(self, order: Inquiry, /) -> Answer:
        """Put an end to a charge (关单); the answers are those of :meth:`inquire`.

        ``Accepted``: it was paid already. Otherwise no money moves any more under this
        key, also if the charge itself should arrive only later: ``DECLINED``,
        ``CLOSED`` or ``NOT_FOUND``.
        """
        ...
