"""What the insurance platform is told (医保), through the destination ``insurance``.

The transactions are those of the national interface (NHSA). 2207 is an ``Ask``: never
repeated, looked up where its outcome is unknown, and reversed by the number it was sent
under (2601). Whatever raises ``OutsideUnavailableError`` has certainly not been done;
what may have been done is ``Unclear``. Money is ``Decimal``, in yuan.
"""

from typing import Annotated, Protocol

from pydantic import Field

from ehealthcard.models import Model
from ehealthcard.rules.bills import Bill
from ehealthcard.rules.insured import Coverage, Credential
from ehealthcard.rules.message_ids import FORM
from ehealthcard.rules.statements import StatementLine, StatementScope, Totals
from ehealthcard.workflow import PRIVATE

from .outside import Answer

MessageId = Annotated[str, Field(pattern=FORM)]
"""Thirty characters (发送方报文ID)."""


class Insured(Model):
    """Who presented a credential (1101)."""

    is_patient: bool
    """Whether it is the patient's own: the adapter compares the documents."""

    is_covered: bool = True
    """Whether the insurance pays for him now (参保状态)."""

    coverage: Coverage


class InsuredBill(Model):
    """A bill on its way to the insurance (2204, 2206, 2207)."""

    key: str = Field(min_length=1)
    """Names the act; of 2207, its message number."""

    upload: str = Field(min_length=1)
    """Names the details: 2204 makes them, 2206 and 2207 rest on them."""

    card: str
    coverage: Coverage
    bill: Bill


class Revocation(Model):
    """Take uploaded details back (2205)."""

    upload: str
    psn_no: Annotated[str, PRIVATE]
    encounter: str


class SettlementInquiry(Model):
    """Ask what became of a 2207."""

    msgid: MessageId
    psn_no: Annotated[str, PRIVATE]


class Reversal(Model):
    """Take a whole settlement back (2208)."""

    msgid: MessageId
    setl_id: str = Field(max_length=30)
    psn_no: Annotated[str, PRIVATE]
    encounter: str


class Flush(Model):
    """Undo a message by its number, whatever became of it (2601 冲正)."""

    psn_no: Annotated[str, PRIVATE]
    omsgid: MessageId
    """The number that it was sent under (原发送方报文ID)."""

    oinfno: str = Field(default="2207", max_length=4)
    """Which transaction it was (原交易编号)."""


class DetailInquiry(Model):
    """Ask for one settlement as the insurance has it (3202)."""

    scope: StatementScope
    setl_id: str = Field(max_length=30)


class InsuranceGateway(Protocol):
    """The insurance platform.

    Every act may come again under the same key and has the effect of once.
    """

    def person(self, card: str, credential: Credential, /) -> Insured | None:
        """Say whose credential it is (1101); ``None`` if it is not valid.

        Args:
            card: The patient's subject; the adapter knows the document.
            credential: What was presented.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...

    def upload(self, bill: InsuredBill, /) -> Answer:
        """Take the details (2204); those of the visit that it has are void."""
        ...

    def revoke(self, details: Revocation, /) -> Answer:
        """Take details back (2205); what is not there is accepted too.

        Rejected with ``SETTLED``.
        """
        ...

    def pre_settle(self, bill: InsuredBill, /) -> Answer:
        """Say the split (2206); nothing is settled.

        ``Accepted`` carries ``{"amounts": ...}``, see
        :class:`ehealthcard.rules.insured.Amounts`. Rejected with ``NOT_UPLOADED`` or
        the platform's code.
        """
        ...

    def settle(self, bill: InsuredBill, /) -> Answer:
        """Settle (2207), once per key.

        ``Accepted`` carries ``{"result": ...}``, see
        :class:`ehealthcard.rules.insured.InsuranceSettlement`. Rejected with
        ``NOT_UPLOADED``, ``FLUSHED`` or the platform's code.
        """
        ...

    def inquire(self, question: SettlementInquiry, /) -> Answer:
        """Say what became of a 2207.

        Accepted as by :meth:`settle`; rejected with ``NOT_FOUND``.
        """
        ...

    def reverse(self, reversal: Reversal, /) -> Answer:
        """Take a settlement back (2208), as a whole; once per message number.

        Rejected with ``NOT_FOUND`` or the platform's code.
        """
        ...

    def flush(self, flush: Flush, /) -> Answer:
        """Undo a message (2601), also one that never came: it has no effect any more.

        Rejected with the platform's code.
        """
        ...

    def totals(self, scope: StatementScope, /) -> Totals:
        """Return what all settlements of a statement come to (3201).

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...

    def lines(self, scope: StatementScope, /) -> list[StatementLine]:
        """Return each settlement of a statement (3202).

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...

    def detail(self, question: DetailInquiry, /) -> Answer:
        """Say how the insurance has one settlement (3202).

        ``Accepted`` carries ``{"line": ...}``; rejected with ``NOT_FOUND``.
        """
        ...
