"""What becomes of answers about money that nobody waits for any more.

A charge that was given up with its version, or closed, may be confirmed long after;
then the whole of it goes back. What an answer says is written into the record that its
key names, and the case stays where it is.
"""

from typing import TypeVar

from ehealthcard.rules.money_back import (
    came_unwanted,
    failed,
    stuck,
    went_back,
)
from ehealthcard.workflow import Context

from .notices import CashReturned, Paid, PayFailed, PayUnclear, ReturnRefused
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

Uncharged = TypeVar(
    "Uncharged",
    Open,
    Splitting,
    PreSettled,
    CashPaid,
    InsUnknown,
    Reversing,
    Compensating,
    Closed,
    Settled,
    HisPending,
    RefundAsked,
    Withdrawing,
    Refunding,
    Resplitting,
    Resettling,
    ResettleUnknown,
    Returning,
    Refunded,
    PartiallyRefunded,
    ManualTask,
    Reconciled,
    Discrepancy,
)
Unreturning = TypeVar(
    "Unreturning",
    Open,
    Splitting,
    PreSettled,
    Paying,
    PayUnknown,
    CashPaid,
    InsUnknown,
    Reversing,
    Closed,
    Settled,
    HisPending,
    RefundAsked,
    Withdrawing,
    Refunding,
    Resplitting,
    Resettling,
    ResettleUnknown,
    Refunded,
    PartiallyRefunded,
    ManualTask,
    Reconciled,
    Discrepancy,
)


def pay_too_late(state: Uncharged, command: Paid, ctx: Context) -> Uncharged:
    """Money for an order that was given up or closed goes back as a whole."""
    known = came_unwanted(state.payments, command.answers, ctx.now, command.reference)
    return state.model_copy(update={"payments": known})


def note_unpaid(
    state: Uncharged, command: PayFailed | PayUnclear, ctx: Context
) -> Uncharged:
    """An order that was given up is closed, as expected; doubt is nothing new."""
    if isinstance(command, PayFailed):
        known = failed(state.payments, command.answers, command.code)
        return state.model_copy(update={"payments": known})
    return state


def note_returned(
    state: Unreturning, command: CashReturned | ReturnRefused, ctx: Context
) -> Unreturning:
    """Money that came too late is back, or a person must give it back."""
    if isinstance(command, CashReturned):
        known = went_back(state.payments, command.answers, ctx.now, command.reference)
    else:
        known = stuck(state.payments, command.answers, command.code)
    return state.model_copy(update={"payments": known})
