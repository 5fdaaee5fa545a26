"""How cash goes back, and how a refund ends."""

from decimal import Decimal

from ehealthcard.rules.bills import Bill
from ehealthcard.rules.money_back import give_back, kept, stuck, went_back
from ehealthcard.rules.splitting import SPLIT_MISMATCH, Split
from ehealthcard.workflow import Context

from .checks import By
from .commands import MarkRefunded
from .model import Posting
from .notices import CashReturned, ReturnRefused
from .settled_states import (
    Backing,
    ManualTask,
    PartiallyRefunded,
    Refunded,
    Returning,
)
from .states import Compensating

CASHIER = ("cashier", "finance")


def return_all(state: Backing, ctx: By) -> Returning:
    """Give the whole cash part back."""
    return _start(state, None, state.split.cash, ctx)


def return_part(
    state: Backing, remaining: Bill, after: Split, ctx: By
) -> Returning | PartiallyRefunded:
    """Give back what the rest costs less than the whole did, if it does."""
    less = state.split.cash - after.cash
    if not less:
        return _part(state, remaining, after, None, ctx)
    return _start(state, after, less, ctx)


def end_compensation(
    state: Compensating, command: CashReturned, ctx: By
) -> Refunded | Compensating:
    """The cash is back; the bill can be paid anew in another case."""
    known = went_back(state.payments, command.answers, ctx.now, command.reference)
    if command.answers != state.waits:
        return state.model_copy(update={"payments": known})
    return state.to(
        Refunded,
        payments=known,
        reason=state.code,
        refund=state.waits,
        files_at=ctx.now + ctx.policy.files_after,
    )


def end_refund(
    state: Returning, command: CashReturned, ctx: By
) -> Refunded | PartiallyRefunded | Returning:
    """Both legs are done (保险与现金均已退)."""
    known = went_back(state.payments, command.answers, ctx.now, command.reference)
    here = state.model_copy(update={"payments": known})
    if command.answers != state.waits:
        return here
    if state.after is None or state.plan.remaining is None:
        return refunded(here, state.waits, ctx)
    return _part(here, state.plan.remaining, state.after, state.waits, ctx)


def stick(
    state: Compensating, command: ReturnRefused, ctx: Context
) -> ManualTask | Compensating:
    """The gateway would not give it back; a person must."""
    known = stuck(state.payments, command.answers, command.code)
    if command.answers != state.waits:
        return state.model_copy(update={"payments": known})
    return state.to(
        ManualTask,
        payments=known,
        what="Compensating",
        code=command.code,
        since=ctx.now,
    )


def stick_in_refund(
    state: Returning, command: ReturnRefused, ctx: Context
) -> ManualTask | Returning:
    """The same within a refund; the insurance's leg is done."""
    known = stuck(state.payments, command.answers, command.code)
    here = state.model_copy(update={"payments": known})
    if command.answers != state.waits:
        return here
    return by_hand(here, command.code, ctx)


def by_hand(
    state: Backing, code: str, ctx: Context[None, object], flush_id: str | None = None
) -> ManualTask:
    """Leave a refund to a person."""
    return state.to(
        ManualTask,
        what=type(state).__name__,
        code=code,
        since=ctx.now,
        remaining=state.plan.remaining,
        flush_id=flush_id,
    )


def mark_refunded(
    state: ManualTask, command: MarkRefunded, ctx: By
) -> Refunded | PartiallyRefunded:
    """A cashier brought it to its end; what remains must add up."""
    ctx.require(*CASHIER)
    files_at = ctx.now + ctx.policy.files_after
    if state.remaining is None:
        return state.to(Refunded, reason="BY_HAND", files_at=files_at)
    if command.split is None:
        raise SPLIT_MISMATCH.broken(names="split")
    by = ctx.actor.id
    return state.to(
        PartiallyRefunded,
        bill=state.remaining,
        split=command.split.require_balanced(state.remaining.total),
        settled_at=ctx.now,
        posting=Posting(until=ctx.now, posted_at=ctx.now, by=by),
        files_at=files_at,
    )


def refunded(state: Backing, refund: str | None, ctx: By) -> Refunded:
    """Return the bill of which nothing is paid any more."""
    return state.to(
        Refunded,
        reason="REFUND",
        refund=refund,
        files_at=ctx.now + ctx.policy.files_after,
    )


def _part(
    state: Backing, remaining: Bill, after: Split, refund: str | None, ctx: By
) -> PartiallyRefunded:
    return state.to(
        PartiallyRefunded,
        bill=remaining,
        split=after,
        refund=refund,
        files_at=ctx.now + ctx.policy.files_after,
    )


def _start(state: Backing, after: Split | None, amount: Decimal, ctx: By) -> Returning:
    key = f"{state.plan.key}:back"
    money = kept(state.payments)
    charge = money[0].key if money else ""
    payments = give_back(state.payments, charge, amount, ctx.now, key)
    return state.to(Returning, payments=payments, after=after, waits=key)
