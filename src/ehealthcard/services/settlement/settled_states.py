"""Where a bill may be once it was settled."""

from typing import Annotated

from ehealthcard.models import Moment
from ehealthcard.ports import MessageId
from ehealthcard.rules.bills import Bill
from ehealthcard.rules.insured import InsuranceSettlement
from ehealthcard.rules.links import MaybeSecondLink
from ehealthcard.rules.splitting import Split
from ehealthcard.rules.statements import StatementScope
from ehealthcard.workflow import PRIVATE

from .model import Posting, RefundPlan
from .states import (
    Billed,
    CashPaid,
    Chosen,
    Closed,
    Compensating,
    InsUnknown,
    Open,
    Paying,
    PayUnknown,
    PreSettled,
    Reversing,
    Splitting,
)


class Accounted(Chosen):
    """What is known of a settled bill."""

    insurance: Annotated[InsuranceSettlement | None, PRIVATE] = None
    """The answer to the 2207, without the person."""

    msgid: MessageId | None = None
    """The number of its 2207; ``None`` where everything was paid in cash."""

    settled_at: Moment
    posting: Posting
    files_at: Moment


class Settled(Accounted):
    """Everybody has paid his part (已结算)."""


class HisPending(Accounted):
    """Paid, but the HIS has not written it down (待入账)."""

    code: str
    """``NO_ANSWER`` or what the HIS said."""

    retry_at: Moment | None = None
    """When it is posted again; ``None``: it is on its way, or a person's affair."""

    by_hand: bool = False
    """Whether somebody must look at it."""


class Reconciled(Accounted):
    """The insurance's books say the same (已对账)."""

    fixed_by: str | None = None
    """Who set a difference right."""

    note: str | None = None


class Discrepancy(Accounted):
    """The insurance's totals differ (对账不平)."""

    scope: StatementScope
    finding: str | None = None
    """``MISSING`` or ``DIFFERS``, once the detail was looked at."""


class Backing(Accounted):
    """What is known of a refund that is under way."""

    plan: RefundPlan


class RefundAsked(Backing):
    """Somebody wants money back; the department decides (退费待审批)."""


class Withdrawing(Backing):
    """The HIS keeps the items from being carried out (退费确认中)."""

    second: MaybeSecondLink = None


class Refunding(Backing):
    """The whole settlement with the insurance is taken back (退费中)."""

    second: MaybeSecondLink = None


class Resplitting(Backing):
    """The insurance is asked for the split of what remains (重新预结算)."""


class Resettling(Backing):
    """The insurance settles what remains (重新结算)."""

    after: Split


class ResettleUnknown(Backing):
    """Nobody knows whether it has (重新结算结果未知)."""

    after: Split


class Returning(Backing):
    """Cash goes back the way it came (原路退款中)."""

    after: Split | None
    """Who pays what of the rest; ``None``: nothing remains."""

    waits: str
    """The key of the refund."""


class PartiallyRefunded(Accounted):
    """Some items are refunded; the bill is what remains (部分退费)."""

    refund: str | None = None
    """The key of the refund; ``None`` where no cash went back."""


class Refunded(Billed):
    """Nothing of the bill is paid any more (已退费)."""

    reason: str
    """``REFUND``, ``BY_HAND``, or why the settlement did not come about."""

    refund: str | None = None
    files_at: Moment


class ManualTask(Chosen):
    """It cannot be finished by itself; a person must (待人工处理)."""

    what: str
    """The state that it came from."""

    code: str
    since: Moment
    remaining: Bill | None = None
    """What is to be left of the bill."""

    flush_id: MessageId | None = None
    """The number of a 2207 that the insurance does not know; it is undone (2601)."""


class Filed(Billed):
    """Over and done with (已归档)."""

    outcome: str
    """The state that it ended in."""

    split: Split | None = None


Unfiled = (
    Open
    | Splitting
    | PreSettled
    | Paying
    | PayUnknown
    | CashPaid
    | InsUnknown
    | Reversing
    | Compensating
    | Closed
    | Settled
    | HisPending
    | RefundAsked
    | Withdrawing
    | Refunding
    | Resplitting
    | Resettling
    | ResettleUnknown
    | Returning
    | Refunded
    | PartiallyRefunded
    | ManualTask
    | Reconciled
    | Discrepancy
)
"""Everything that may still move."""

Settlement = Unfiled | Filed
