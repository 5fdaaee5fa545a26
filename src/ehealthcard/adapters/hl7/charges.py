"""A HIS that is told of money by DFT (费用消息).

HL7 v2 chapter 6 (recalled): each item that was paid is an FT1 of type ``PY`` under the
bill's number (FT1-3); what went back is one of type ``CD``. DFT asks nothing: which
bills are unpaid, what was carried out, and whether items may still be withdrawn, is
said by an owner who can be asked.
"""

from decimal import Decimal

import attrs

from ehealthcard.ports import (
    Answer,
    Billing,
    FinanceTask,
    HisBill,
    ItemsAct,
    RefundPosting,
    SettlementPosting,
)
from ehealthcard.ports.capabilities import BY_KEY

from .composing import Charge, dft
from .line import Hl7Line


@attrs.frozen
class Hl7Billing:
    """See :class:`ehealthcard.ports.Billing`: the rest of it is the owner's.

    Not carried: how a bill was split between insurance and patient, and the number of
    an invoice, for which DFT has no place of its own.

    Args:
        line: Where the HIS is told.
        owner: Who shows bills and keeps items back; without one, both are done by
            hand (``CapabilityUnavailableError``).

    """

    line: Hl7Line
    owner: Billing | None = None

    def unpaid(self, card: str, /) -> list[HisBill]:
        """See :class:`ehealthcard.ports.Billing`.

        Raises:
            CapabilityUnavailableError: There is no owner.

        """
        return self._asked("ports").unpaid(card)

    def bill(self, org: str, bill_id: str, /) -> HisBill | None:
        """See :class:`ehealthcard.ports.Billing`.

        Raises:
            CapabilityUnavailableError: There is no owner.

        """
        return self._asked("ports").bill(org, bill_id)

    def post(self, posting: SettlementPosting, /) -> Answer:
        """See :class:`ehealthcard.ports.Billing`: DFT P03."""
        at, bill = posting.settled_at, posting.bill
        paid = [
            Charge(item.id, item.id, item.amount, at, "PY", bill.id)
            for item in bill.items
        ]
        return self.line.tell(
            posting.card,
            f"post:{posting.key}",
            lambda letter, patient: dft(letter, patient, paid),
            at=at,
        )

    def refunded(self, posting: RefundPosting, /) -> Answer:
        """See :class:`ehealthcard.ports.Billing`: DFT P03."""
        record = posting.refund
        amount, at = (record.amount, record.asked_at) if record else (Decimal(0), None)
        return self.line.tell(
            posting.card,
            f"refunded:{posting.key}",
            lambda letter, patient: dft(
                letter,
                patient,
                [Charge(posting.key, "REFUND", amount, letter.at, "CD", posting.bill)],
            ),
            at=at,
        )

    def release(self, act: ItemsAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Billing`.

        Raises:
            CapabilityUnavailableError: There is no owner.

        """
        return self._asked("outbox").release(act)

    def withdraw(self, act: ItemsAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Billing`.

        Raises:
            CapabilityUnavailableError: There is no owner.

        """
        return self._asked("outbox").withdraw(act)

    def task(self, task: FinanceTask, /) -> Answer:
        """See :class:`ehealthcard.ports.Billing`.

        Raises:
            CapabilityUnavailableError: There is no owner.

        """
        return self._asked("outbox").task(task)

    def _asked(self, way: str) -> Billing:
        if self.owner is None:
            raise BY_KEY[f"{way}.billing"].missing()
        return self.owner
