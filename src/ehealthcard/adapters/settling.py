"""Ports of the outbox in front of billing and insurance (结算消息接收方)."""

from collections.abc import Callable
from typing import Any

import attrs

from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.ports import (
    Accepted,
    Answer,
    Billing,
    DetailInquiry,
    FinanceTask,
    Flush,
    InsuranceGateway,
    InsuredBill,
    ItemsAct,
    Message,
    RefundPosting,
    Rejected,
    Reversal,
    Revocation,
    SettlementInquiry,
    SettlementPosting,
    Unclear,
)

from .receivers import UNKNOWN_KIND

Acts = dict[str, tuple[Any, Callable[[Any], Answer]]]
SILENT = Rejected(code="INSURANCE_SILENT")


@attrs.frozen
class BillingPort:
    """Hands messages to the HIS's billing; destination ``billing``."""

    billing: Billing

    def deliver(self, message: Message, /) -> Answer | None:
        """See :class:`ehealthcard.ports.Port`."""
        acts: Acts = {
            "post": (SettlementPosting, self.billing.post),
            "release": (ItemsAct, self.billing.release),
            "withdraw": (ItemsAct, self.billing.withdraw),
            "refunded": (RefundPosting, self.billing.refunded),
            "task": (FinanceTask, self.billing.task),
        }
        return _handed_over(message, acts)


@attrs.frozen
class InsurancePort:
    """Hands messages to the insurance platform; destination ``insurance``.

    A pre-settlement is 2204 and 2206 in one. While a patient waits for it, silence is a
    no, so that he can pay in cash; for the rest of a refund it is asked until answered.
    """

    gateway: InsuranceGateway

    def deliver(self, message: Message, /) -> Answer | None:
        """See :class:`ehealthcard.ports.Port`."""
        acts: Acts = {
            "pre-settle": (InsuredBill, self._split_now),
            "pre-settle-rest": (InsuredBill, self._split),
            "revoke": (Revocation, self.gateway.revoke),
            "settle": (InsuredBill, self.gateway.settle),
            "inquire": (SettlementInquiry, self.gateway.inquire),
            "reverse": (Reversal, self.gateway.reverse),
            "flush": (Flush, self.gateway.flush),
            "detail": (DetailInquiry, self.gateway.detail),
        }
        return _handed_over(message, acts)

    def _split(self, bill: InsuredBill) -> Answer:
        taken = self.gateway.upload(bill)
        return self.gateway.pre_settle(bill) if isinstance(taken, Accepted) else taken

    def _split_now(self, bill: InsuredBill) -> Answer:
        try:
            answer = self._split(bill)
        except OutsideUnavailableError:
            return SILENT
        return SILENT if isinstance(answer, Unclear) else answer


def _handed_over(message: Message, acts: Acts) -> Answer:
    if message.kind not in acts:
        return UNKNOWN_KIND
    model, act = acts[message.kind]
    return act(model.from_json(message.payload))
