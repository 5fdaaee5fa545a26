"""What each state brings about at the insurance and in the HIS, and in time."""

from ehealthcard.ports import (
    DetailInquiry,
    Flush,
    InsuredBill,
    ItemsAct,
    Revocation,
    SettlementInquiry,
    SettlementPosting,
)
from ehealthcard.rules.money_back import kept
from ehealthcard.workflow import Ask, Claim, Order, Query, Tell, Until

from .notices import (
    DetailKnown,
    DetailMissing,
    Flushed,
    FlushRefused,
    HisPosted,
    InsAbsent,
    InsRefused,
    InsSettled,
    InsUnclear,
    PayTimeEnded,
    PostAgain,
    PostOverdue,
    PostRefused,
    SplitKnown,
    SplitRefused,
    TimeToFile,
)
from .settled_states import (
    Discrepancy,
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


def one_case(
    state: Open
    | Splitting
    | PreSettled
    | Paying
    | PayUnknown
    | CashPaid
    | InsUnknown
    | Reversing
    | Compensating
    | Settled
    | HisPending
    | RefundAsked
    | Withdrawing
    | Refunding
    | Resplitting
    | Resettling
    | ResettleUnknown
    | Returning
    | PartiallyRefunded
    | ManualTask
    | Reconciled
    | Discrepancy,
) -> Claim:
    """One bill is settled in one case; never twice (YB-15)."""
    return Claim(f"bill:{state.bill.org}:{state.bill.id}")


def pay_time(state: Paying) -> Until[PayTimeEnded]:
    """An order does not stay open."""
    return Until(state.pay_until, PayTimeEnded())


def release(state: Open | Splitting | PreSettled | Paying | PayUnknown) -> Tell | None:
    """Treat first, pay later: the HIS lets the items be carried out now."""
    if state.treat_first is None:
        return None
    act = ItemsAct(
        key=f"{state.key}:release",
        card=state.card,
        org=state.bill.org,
        bill=state.bill.id,
        items=tuple(i.id for i in state.bill.items),
        reason=state.treat_first,
    )
    return Tell("billing", "release", act.key, act)


def split(state: Splitting) -> Order[SplitKnown, SplitRefused]:
    """Upload the details and ask for the split (2204, 2206); silence is a no."""
    asked = InsuredBill(
        key=state.upload or state.key,
        upload=state.upload or state.key,
        card=state.card,
        coverage=state.coverage,
        bill=state.bill,
    )
    return Order("insurance", "pre-settle", asked.key, asked)


def insure(state: CashPaid) -> Ask[InsSettled, InsRefused, InsUnclear] | None:
    """Settle with the insurance (2207), once."""
    if state.coverage is None or state.msgid is None:
        return None
    asked = InsuredBill(
        key=state.msgid,
        upload=state.upload or state.key,
        card=state.card,
        coverage=state.coverage,
        bill=state.bill,
    )
    return Ask("insurance", "settle", asked.key, asked)


def look_up_insured(state: InsUnknown) -> Query[InsSettled, InsAbsent] | None:
    """Ask what became of the 2207."""
    if state.coverage is None or state.msgid is None:
        return None
    asked = SettlementInquiry(msgid=state.msgid, psn_no=state.coverage.psn_no)
    return Query("insurance", "inquire", state.msgid, asked)


def reverse(state: Reversing) -> Order[Flushed, FlushRefused] | None:
    """Undo it by the number that it was sent under (2601, omsgid)."""
    if state.coverage is None or state.msgid is None:
        return None
    asked = Flush(psn_no=state.coverage.psn_no, omsgid=state.msgid)
    return Order("insurance", "flush", state.msgid, asked)


def revoke(
    state: Closed | Settled | Compensating | Refunded,
) -> Tell | None:
    """Details that nothing is settled on are taken back (2205)."""
    settled = isinstance(state, Settled) and state.insurance
    refunded = isinstance(state, Refunded) and state.reason in ("REFUND", "BY_HAND")
    if state.upload is None or state.psn_no is None or settled or refunded:
        return None
    asked = Revocation(
        upload=state.upload,
        psn_no=state.psn_no,
        encounter=state.bill.encounter,
    )
    return Tell("insurance", "revoke", state.upload, asked)


def post(state: Settled | HisPending) -> Order[HisPosted, PostRefused] | None:
    """Post to the HIS: invoice, queue and pharmacy (入账、电子票据、放行)."""
    if state.posting.posted_at:
        return None
    money = kept(state.payments)
    asked = SettlementPosting(
        key=f"{state.key}:post{state.posting.attempt}",
        card=state.card,
        bill=state.bill,
        split=state.split,
        insurance=state.insurance,
        payment=money[0] if money else None,
        settled_at=state.settled_at,
    )
    return Order("billing", "post", asked.key, asked)


def post_is_due(state: Settled) -> Until[PostOverdue] | None:
    """The HIS may not be silent for long without anybody knowing."""
    if state.posting.posted_at:
        return None
    return Until(state.posting.until, PostOverdue())


def post_again_at(state: HisPending) -> Until[PostAgain] | None:
    """What the HIS refused is posted again after a while."""
    return Until(state.retry_at, PostAgain()) if state.retry_at else None


def look_at_detail(state: Discrepancy) -> Query[DetailKnown, DetailMissing] | None:
    """Ask how the insurance has this settlement (3202)."""
    if state.insurance is None:
        return None
    asked = DetailInquiry(scope=state.scope, setl_id=state.insurance.setl_id)
    return Query("insurance", "detail", f"{asked.setl_id}:detail", asked)


def file_at(
    state: Settled | PartiallyRefunded | Reconciled | Refunded | Closed,
) -> Until[TimeToFile] | None:
    """What is over is filed after a long while, unless money is still on its way."""
    waits = isinstance(state, Settled) and state.posting.posted_at is None
    if waits or any(r.is_open for r in state.payments):
        return None
    return Until(state.files_at, TimeToFile())


AT_THE_INSURANCE = (
    split,
    insure,
    look_up_insured,
    reverse,
    look_at_detail,
)
AT_THE_HIS = (release, post)
IN_TIME = (pay_time, post_is_due, post_again_at, file_at)
