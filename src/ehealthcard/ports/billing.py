"""What the HIS's billing is asked and told (收费系统), destination ``billing``.

The HIS owns the bill: which items are unpaid, what they cost, and whether they were
carried out or dispensed. Every act may come again under the same key and has the effect
of once.
"""

from typing import Annotated, Protocol

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Model, Moment
from ehealthcard.rules.bills import Bill
from ehealthcard.rules.insured import InsuranceSettlement
from ehealthcard.rules.payment_records import PaymentRecord
from ehealthcard.rules.splitting import Split
from ehealthcard.workflow import PRIVATE

from .outside import Answer


class BillStanding(Labelled):
    """What has become of a bill in the HIS (账单状态)."""

    UNPAID = "unpaid", "待缴费", "to be paid"
    PAID = "paid", "已缴费", "paid, here or elsewhere"
    WITHDRAWN = "withdrawn", "已撤销", "taken back"


class HisBill(Model):
    """A bill as the HIS has it now."""

    card: str
    """The patient's subject; the adapter knows its patient number."""

    bill: Bill
    standing: BillStanding = BillStanding.UNPAID
    executed: tuple[str, ...] = ()
    """Items that were carried out or dispensed (已执行、已发药)."""


class SettlementPosting(Model):
    """A bill is paid (缴费入账)."""

    key: str = Field(min_length=1)
    card: str
    bill: Bill
    split: Split
    insurance: Annotated[InsuranceSettlement | None, PRIVATE] = None
    payment: PaymentRecord | None = None
    """``None`` where nothing had to be paid in cash."""

    settled_at: Moment


class ItemsAct(Model):
    """Some items of a bill are released, or withdrawn."""

    key: str = Field(min_length=1)
    card: str
    org: str
    bill: str
    items: tuple[str, ...] = Field(min_length=1)
    reason: str
    """A code: ``EMERGENCY``, ``TREAT_FIRST`` or ``REFUND``."""


class RefundPosting(Model):
    """A refund is done (退费入账)."""

    key: str = Field(min_length=1)
    card: str
    org: str
    bill: str
    refund: PaymentRecord | None = None
    """``None`` where no cash went back."""

    remaining: Bill | None = None
    split: Split | None = None
    insurance: Annotated[InsuranceSettlement | None, PRIVATE] = None


class FinanceTask(Model):
    """Something that a person must do (待办)."""

    key: str = Field(min_length=1)
    card: str
    org: str
    bill: str
    what: str
    """A code, such as ``DISCREPANCY`` or ``POST_BY_HAND``."""

    code: str | None = None
    """What the other side said."""


class Billing(Protocol):
    """The HIS's billing.

    Whatever raises ``OutsideUnavailableError`` has certainly not been done; what may
    have been done is ``Unclear``.
    """

    def unpaid(self, card: str, /) -> list[HisBill]:
        """Return the holder's unpaid bills, oldest first.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...

    def bill(self, org: str, bill_id: str, /) -> HisBill | None:
        """Return one bill; ``None`` if there is none of this name.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...

    def post(self, posting: SettlementPosting, /) -> Answer:
        """Write a settlement down, make the invoice, release queue and pharmacy.

        ``Accepted`` carries ``{"invoice": "..."}`` (电子票据号) where there is one.
        Rejected with ``BILL_UNKNOWN``, ``BILL_CHANGED`` or ``BILL_PAID``.
        """
        ...

    def release(self, act: ItemsAct, /) -> Answer:
        """Let items be carried out before they are paid (先诊疗后付费)."""
        ...

    def withdraw(self, act: ItemsAct, /) -> Answer:
        """Keep items from being carried out or dispensed, in one conditional write.

        Rejected with ``ITEM_EXECUTED`` or ``ITEM_UNKNOWN``; then none is withdrawn.
        """
        ...

    def refunded(self, posting: RefundPosting, /) -> Answer:
        """Write a refund down."""
        ...

    def task(self, task: FinanceTask, /) -> Answer:
        """Put a task on the cashiers' list."""
        ...
