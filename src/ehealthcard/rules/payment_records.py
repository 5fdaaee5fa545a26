"""What a hospital writes down of a payment (支付记录), and how the list moves.

Every order to the gateway is a record: a charge, or a refund that points to its charge.
The fields are those of a HIS in production; the patient stands in them as the subject,
and the adapter adds name and document. Pure functions on a tuple; what comes late finds
its record by the key it answers.
"""

from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Moment
from ehealthcard.workflow import Model

from .money import NOTHING, Money


class PaymentStanding(Labelled):
    """What is known of an order (支付状态)."""

    ASKED = "asked", "待确认", "sent to the gateway"
    CLOSING = "closing", "关单中", "being closed"
    DONE = "done", "成功", "the money moved"
    FAILED = "failed", "失败或已关闭", "no money moves any more"
    STUCK = "stuck", "退款失败", "a refund the gateway refused; a person must"


OPEN = (PaymentStanding.ASKED, PaymentStanding.CLOSING)


class PayTerminal(Model):
    """Where somebody pays (终端)."""

    name: Annotated[str | None, Field(max_length=64)] = None
    ip: Annotated[str | None, Field(max_length=45)] = None


class PaymentRecord(Model):
    """One order to the gateway (支付记录)."""

    key: str
    """The hospital's number of it (HOSPNO)."""

    original: str | None = None
    """Of a refund: the hospital's number of the charge (HOSPNO_ORG)."""

    service: str = "settlement"
    org: str
    voucher: str
    """The bill and its version (业务凭证号)."""

    card: str
    """The patient's subject."""

    amount: Money
    terminal: PayTerminal = PayTerminal()
    source: str
    """Where it was asked for (支付来源, 用卡渠道)."""

    method: str | None = None
    """By what was paid (支付方式), as the gateway calls it."""

    asked_at: Moment
    done_at: Moment | None = None
    reference: str | None = None
    """The gateway's number (VERIFYNO)."""

    standing: PaymentStanding = PaymentStanding.ASKED
    code: str | None = None
    """The gateway's return code."""

    returned: Money = NOTHING
    """How much of a charge has gone back (已退金额)."""

    abandoned: bool = False
    """Whether it is no longer wanted; what comes of it goes back."""

    @property
    def is_refund(self) -> bool:
        """Whether money goes back (退费标志)."""
        return self.original is not None

    @property
    def is_open(self) -> bool:
        """Whether money may still move."""
        return self.standing in OPEN

    @property
    def back_key(self) -> str:
        """The key of the refund of the whole."""
        return f"{self.key}:back"


Records = tuple[PaymentRecord, ...]
"""All orders of a case, oldest first."""


def find(records: Records, key: str) -> PaymentRecord | None:
    """Return the record with this key."""
    return next((r for r in records if r.key == key), None)


def changed(records: Records, key: str, **more: object) -> Records:
    """Return *records* with one changed."""
    return tuple(r.model_copy(update=more) if r.key == key else r for r in records)


def abandoned(records: Records) -> Records:
    """Return *records* with every open charge no longer wanted, and to be closed."""
    more = {"abandoned": True, "standing": PaymentStanding.CLOSING}
    return tuple(
        r.model_copy(update=more) if r.is_open and not r.is_refund else r
        for r in records
    )


def first_charge(records: Records, standing: PaymentStanding) -> PaymentRecord | None:
    """Return the oldest charge of which this is known."""
    found = (r for r in records if not r.is_refund and r.standing is standing)
    return next(found, None)


def first_refund(records: Records) -> PaymentRecord | None:
    """Return the oldest refund that is on its way."""
    return next((r for r in records if r.is_refund and r.is_open), None)
