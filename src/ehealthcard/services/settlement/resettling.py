"""How the insurance takes a settlement back and settles what remains."""

from ehealthcard.workflow import Context

from .checks import By
from .notices import (
    InsAbsent,
    InsRefused,
    InsSettled,
    InsUnclear,
    Reversed,
    ReverseRefused,
    SplitKnown,
    SplitRefused,
)
from .returning import by_hand, refunded, return_all, return_part
from .settled_states import (
    ManualTask,
    PartiallyRefunded,
    Refunded,
    Refunding,
    ResettleUnknown,
    Resettling,
    Resplitting,
    Returning,
)

MORE_CASH = "MORE_CASH_DUE"
SPLIT_CHANGED = "SPLIT_CHANGED"


def take_back(
    state: Refunding, command: Reversed, ctx: By
) -> Resplitting | Returning | Refunded:
    """2208 took the whole settlement back; what remains is split anew."""
    gone = state.model_copy(update={"insurance": None})
    if state.plan.remaining:
        upload = f"{state.plan.key}:u"
        return gone.to(Resplitting, upload=upload)
    if state.split.cash:
        return return_all(gone, ctx)
    return refunded(gone, None, ctx)


def fail_to_take_back(
    state: Refunding, command: ReverseRefused, ctx: Context
) -> ManualTask:
    """The insurance would not; the HIS keeps the items, and a person decides."""
    return by_hand(state, command.code, ctx)


def resplit(
    state: Resplitting, command: SplitKnown, ctx: Context
) -> Resettling | ManualTask:
    """The rest must add up, and may not cost the patient more than the whole did."""
    rest, after = state.plan.remaining, command.amounts.split
    if rest is None or command.amounts.imbalance(rest.total):
        return by_hand(state, "SPLIT_MISMATCH", ctx)
    if after.cash > state.split.cash:
        return by_hand(state, MORE_CASH, ctx)
    return state.to(Resettling, after=after)


def fail_to_resplit(
    state: Resplitting, command: SplitRefused, ctx: Context
) -> ManualTask:
    """The insurance does not take the rest; a person decides."""
    return by_hand(state, command.code, ctx)


def resettle(
    state: Resettling | ResettleUnknown, command: InsSettled, ctx: By
) -> Returning | PartiallyRefunded | ManualTask:
    """The rest has a settlement of its own; the difference in cash goes back."""
    rest, result = state.plan.remaining, command.result
    if rest is None or result.split != state.after:
        return by_hand(state, SPLIT_CHANGED, ctx)
    anonymous = result.model_copy(update={"person": None})
    known = state.model_copy(update={"insurance": anonymous, "settled_at": ctx.now})
    return return_part(known, rest, state.after, ctx)


def doubt_resettled(
    state: Resettling, command: InsUnclear, ctx: Context
) -> ResettleUnknown:
    """2207 for the rest without an answer: it is looked up."""
    return state.to(ResettleUnknown)


def fail_to_resettle(
    state: Resettling, command: InsRefused, ctx: Context
) -> ManualTask:
    """A definite no: the rest is unsettled, and a person decides."""
    return by_hand(state, command.code, ctx)


def miss_resettled(
    state: ResettleUnknown, command: InsAbsent, ctx: Context
) -> ManualTask:
    """The insurance knows nothing of it: 2601 by its number, and a person decides."""
    return by_hand(state, command.code, ctx, state.plan.settle_id)
