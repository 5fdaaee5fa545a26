"""How the insurance settles, and how all is undone if it does not."""

from decimal import Decimal

from ehealthcard.rules.money_back import give_back, kept
from ehealthcard.rules.payment_records import PaymentRecord
from ehealthcard.workflow import Context

from .checks import By
from .notices import (
    Flushed,
    FlushRefused,
    InsAbsent,
    InsRefused,
    InsSettled,
    InsUnclear,
)
from .paying import settled
from .settled_states import ManualTask, Refunded, Settled
from .states import CashPaid, Chosen, Compensating, InsUnknown, Numbered, Reversing

SPLIT_CHANGED = "SPLIT_CHANGED"


def insure(
    state: CashPaid | InsUnknown, command: InsSettled, ctx: By
) -> Settled | Reversing:
    """2207 went through; if it says other amounts than were paid, it is undone."""
    result = command.result
    wrong = result.imbalance(state.bill.total) or result.split != state.split
    if wrong:
        return state.to(Reversing, code=SPLIT_CHANGED)
    anonymous = result.model_copy(update={"person": None})
    return settled(state, ctx, insurance=anonymous)


def refuse_insured(
    state: CashPaid, command: InsRefused, ctx: By
) -> Compensating | Refunded:
    """A definite no: the cash goes back, and the details are revoked (2205)."""
    return _compensate(state, command.code, ctx)


def doubt_insured(state: CashPaid, command: InsUnclear, ctx: Context) -> InsUnknown:
    """2207 without an answer: it is looked up."""
    return state.to(InsUnknown)


def miss_insured(state: InsUnknown, command: InsAbsent, ctx: Context) -> Reversing:
    """The insurance knows nothing of it: 2601 by its number, to be sure."""
    return state.to(Reversing, code=command.code)


def flush(state: Reversing, command: Flushed, ctx: By) -> Compensating | Refunded:
    """Nothing is left with the insurance; the cash goes back."""
    return _compensate(state, state.code, ctx)


def fail_to_flush(state: Reversing, command: FlushRefused, ctx: Context) -> ManualTask:
    """It could not be undone; a person must, before any cash goes back."""
    return state.to(ManualTask, what="Reversing", code=command.code, since=ctx.now)


def compensate(
    state: Chosen, code: str, ctx: By, charge: PaymentRecord, amount: Decimal
) -> Compensating:
    """Give all that was paid back."""
    key = charge.back_key
    back = give_back(state.payments, charge.key, amount, ctx.now, key)
    return state.to(
        Compensating,
        msgid=getattr(state, "msgid", None),
        payments=back,
        code=code,
        waits=key,
        refusal=code,
    )


def _compensate(state: Numbered, code: str, ctx: By) -> Compensating | Refunded:
    if money := kept(state.payments):
        return compensate(state, code, ctx, *money)
    files_at = ctx.now + ctx.policy.files_after
    return state.to(Refunded, reason=code, files_at=files_at)
