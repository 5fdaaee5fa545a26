"""Settlement (便民结算, guide §4.3.4; FHIR ``Invoice``).

A bill is published, split between insurance and patient (2204, 2206), its cash part is
charged once, the insurance settles (2207), and the HIS writes it down. Whatever remains
unanswered is looked up and never repeated; what cannot be finished is undone: 2601 by
the number of the message, then the cash by the way it came (原路). A refund takes the
whole settlement back (2208) and settles what remains anew. Transactions and field names
are those of the national insurance interface; the accounting identities are standard
ones (inferred).

The guide's flow chart is lost from its text; states and arrows are a reconstruction.
Readings of the project's own: who presents another person's credential gets a case that
says so (``refusal``), because a refusal that raises would leave nothing behind to tell
the monitor; a pre-settlement that the insurance does not answer at once is a no, so
that the patient may pay in cash; an answer of the 2207 with other amounts than were
paid is undone, and so is a payment of what was paid at the window meanwhile; before
money goes back, the HIS keeps the items from being carried out;
who asks for a refund does not approve it; money for an order that was given up or
closed always goes back, however late it comes; a finished bill is filed after a year.

A payment order that the gateway could not be given in time is still given once it
answers, and closed at once; what it took goes back. The 2205 for details that nothing
was settled on waits for the insurance, and with it what the case sends after it.

Not built: the part of a personal account charged apart from the 2207; a partial refund
after which the patient owes more cash (a cashier's task); reconciling a settlement that
was reversed on another day than its own (by hand); inpatient deposits; the invoice
itself (电子票据), of which only the number is kept.
"""

from ehealthcard.workflow import Title, Workflow

from .commands import (
    ApproveRefund,
    ChangeItems,
    ChooseInsurance,
    ChooseSelf,
    Close,
    DeclineRefund,
    FixDiscrepancy,
    MarkPosted,
    MarkRefunded,
    Pay,
    Publish,
    Reconcile,
    RequestRefund,
)
from .effects import AT_THE_HIS, AT_THE_INSURANCE, IN_TIME, one_case, revoke
from .facts import bill_facts, coverage_facts
from .model import (
    POLICIES,
    BillFacts,
    CoverageFacts,
    Misuse,
    Posting,
    RefundPlan,
    SettlementPolicy,
)
from .notices import (
    CardEnded,
    CashReturned,
    DetailKnown,
    DetailMissing,
    Died,
    Flushed,
    FlushRefused,
    HisPosted,
    InsAbsent,
    InsRefused,
    InsSettled,
    InsUnclear,
    ItemsWithdrawn,
    Paid,
    PayFailed,
    PayTimeEnded,
    PayUnclear,
    PostAgain,
    PostOverdue,
    PostRefused,
    ReturnRefused,
    Reversed,
    ReverseRefused,
    SplitKnown,
    SplitRefused,
    TimeToFile,
    WithdrawRefused,
)
from .refund_effects import FOR_REFUNDS
from .settled_states import (
    Accounted,
    Discrepancy,
    Filed,
    HisPending,
    ManualTask,
    PartiallyRefunded,
    Reconciled,
    RefundAsked,
    Refunded,
    Refunding,
    ResettleUnknown,
    Resettling,
    Resplitting,
    Returning,
    Settled,
    Settlement,
    Withdrawing,
)
from .states import (
    CashPaid,
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
from .telling import TOLD, WITH_THE_MONEY, on_card_cancelled, on_death
from .transitions import TRANSITIONS, SettlementCommand

settlement: Workflow[Settlement, SettlementCommand] = Workflow(
    "settlement",
    Title("便民结算", "Settlement", "4.3.4"),
    transitions=TRANSITIONS,
    effects=(
        one_case,
        *WITH_THE_MONEY,
        *AT_THE_INSURANCE,
        *FOR_REFUNDS,
        *AT_THE_HIS,
        revoke,
        *IN_TIME,
        *TOLD,
    ),
    reactions=(on_card_cancelled, on_death),
    sources=(bill_facts, coverage_facts),
    policies=POLICIES,
)

__all__ = [
    "POLICIES",
    "Accounted",
    "ApproveRefund",
    "BillFacts",
    "CardEnded",
    "CashPaid",
    "CashReturned",
    "ChangeItems",
    "ChooseInsurance",
    "ChooseSelf",
    "Close",
    "Closed",
    "Compensating",
    "CoverageFacts",
    "DeclineRefund",
    "DetailKnown",
    "DetailMissing",
    "Died",
    "Discrepancy",
    "Filed",
    "FixDiscrepancy",
    "FlushRefused",
    "Flushed",
    "HisPending",
    "HisPosted",
    "InsAbsent",
    "InsRefused",
    "InsSettled",
    "InsUnclear",
    "InsUnknown",
    "ItemsWithdrawn",
    "ManualTask",
    "MarkPosted",
    "MarkRefunded",
    "Misuse",
    "Open",
    "Paid",
    "PartiallyRefunded",
    "Pay",
    "PayFailed",
    "PayTimeEnded",
    "PayUnclear",
    "PayUnknown",
    "Paying",
    "PostAgain",
    "PostOverdue",
    "PostRefused",
    "Posting",
    "PreSettled",
    "Publish",
    "Reconcile",
    "Reconciled",
    "RefundAsked",
    "RefundPlan",
    "Refunded",
    "Refunding",
    "RequestRefund",
    "ResettleUnknown",
    "Resettling",
    "Resplitting",
    "ReturnRefused",
    "Returning",
    "ReverseRefused",
    "Reversed",
    "Reversing",
    "Settled",
    "Settlement",
    "SettlementCommand",
    "SettlementPolicy",
    "SplitKnown",
    "SplitRefused",
    "Splitting",
    "TimeToFile",
    "WithdrawRefused",
    "Withdrawing",
    "settlement",
]
