"""What a refund brings about, in the HIS and at the insurance."""

from ehealthcard.ports import (
    Flush,
    InsuredBill,
    ItemsAct,
    RefundPosting,
    Reversal,
    SettlementInquiry,
)
from ehealthcard.rules.payment_records import find
from ehealthcard.workflow import Ask, Order, Query, Tell

from .notices import (
    InsAbsent,
    InsRefused,
    InsSettled,
    InsUnclear,
    ItemsWithdrawn,
    Reversed,
    ReverseRefused,
    SplitKnown,
    SplitRefused,
    WithdrawRefused,
)
from .settled_states import (
    ManualTask,
    PartiallyRefunded,
    Refunded,
    Refunding,
    ResettleUnknown,
    Resettling,
    Resplitting,
    Withdrawing,
)


def withdraw(state: Withdrawing) -> Order[ItemsWithdrawn, WithdrawRefused]:
    """The HIS keeps the items from being carried out, before any money moves."""
    act = ItemsAct(
        key=f"{state.plan.key}:withdraw",
        card=state.card,
        org=state.bill.org,
        bill=state.bill.id,
        items=state.plan.items,
        reason="REFUND",
    )
    return Order("billing", "withdraw", act.key, act)


def reverse_whole(state: Refunding) -> Order[Reversed, ReverseRefused] | None:
    """Take the whole settlement back (2208), whatever part is refunded."""
    number, done = state.plan.reverse_id, state.insurance
    if number is None or done is None:
        return None
    asked = Reversal(
        msgid=number,
        setl_id=done.setl_id,
        psn_no=done.psn_no,
        encounter=state.bill.encounter,
    )
    return Order("insurance", "reverse", number, asked)


def split_rest(state: Resplitting) -> Order[SplitKnown, SplitRefused] | None:
    """Upload what remains and ask for its split (2204, 2206)."""
    if state.coverage is None or state.plan.remaining is None:
        return None
    asked = InsuredBill(
        key=state.upload or state.key,
        upload=state.upload or state.key,
        card=state.card,
        coverage=state.coverage,
        bill=state.plan.remaining,
    )
    return Order("insurance", "pre-settle-rest", asked.key, asked)


def resettle(state: Resettling) -> Ask[InsSettled, InsRefused, InsUnclear] | None:
    """Settle what remains (2207), once."""
    number, rest = state.plan.settle_id, state.plan.remaining
    if number is None or rest is None or state.coverage is None:
        return None
    asked = InsuredBill(
        key=number,
        upload=state.upload or state.key,
        card=state.card,
        coverage=state.coverage,
        bill=rest,
    )
    return Ask("insurance", "settle", asked.key, asked)


def look_up_resettled(
    state: ResettleUnknown,
) -> Query[InsSettled, InsAbsent] | None:
    """Ask what became of the second 2207."""
    number = state.plan.settle_id
    if number is None or state.coverage is None:
        return None
    asked = SettlementInquiry(msgid=number, psn_no=state.coverage.psn_no)
    return Query("insurance", "inquire", number, asked)


def flush_rest(state: ManualTask) -> Tell | None:
    """A second 2207 that nobody knows of is undone all the same (2601)."""
    if state.flush_id is None or state.coverage is None:
        return None
    asked = Flush(psn_no=state.coverage.psn_no, omsgid=state.flush_id)
    return Tell("insurance", "flush", state.flush_id, asked)


def post_refund(state: Refunded | PartiallyRefunded) -> Tell | None:
    """The HIS writes the refund down; a bill it never had as paid needs none."""
    whole = isinstance(state, Refunded)
    if isinstance(state, Refunded) and state.reason not in ("REFUND", "BY_HAND"):
        return None
    back = find(state.payments, state.refund) if state.refund else None
    part = None if isinstance(state, Refunded) else state
    posting = RefundPosting(
        key=f"{state.key}:refunded" if whole else f"{state.key}:part",
        card=state.card,
        org=state.bill.org,
        bill=state.bill.id,
        refund=back,
        remaining=part.bill if part else None,
        split=part.split if part else None,
        insurance=part.insurance if part else None,
    )
    return Tell("billing", "refunded", posting.key, posting)


FOR_REFUNDS = (
    withdraw,
    reverse_whole,
    split_rest,
    resettle,
    look_up_resettled,
    flush_rest,
    post_refund,
)
