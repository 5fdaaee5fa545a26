"""How the HIS gets to know that a bill is paid."""

from typing import TypeVar

from ehealthcard.rules.money_back import kept
from ehealthcard.workflow import Context

from .checks import CASHIERS, By
from .commands import MarkPosted
from .insuring import compensate
from .model import Posting
from .notices import HisPosted, PostAgain, PostOverdue, PostRefused
from .settled_states import (
    Discrepancy,
    HisPending,
    PartiallyRefunded,
    Reconciled,
    RefundAsked,
    Settled,
    Withdrawing,
)
from .states import Compensating, Reversing

Later = TypeVar(
    "Later", RefundAsked, Withdrawing, PartiallyRefunded, Reconciled, Discrepancy
)
NO_ANSWER, BILL_PAID = "NO_ANSWER", "BILL_PAID"


def post(state: Settled | HisPending, command: HisPosted, ctx: Context) -> Settled:
    """The HIS has it: invoice, queue and pharmacy go ahead."""
    if state.posting.posted_at:
        return state.to(Settled)
    done = {"posted_at": ctx.now, "invoice": command.invoice}
    return state.to(Settled, posting=state.posting.model_copy(update=done))


def refuse_post(
    state: Settled, command: PostRefused, ctx: By
) -> HisPending | Settled | Reversing | Compensating:
    """The HIS would not; it is posted again after a while.

    A bill that was paid at the window meanwhile was paid twice: all of it is undone
    (YB-15). Once somebody was told to post by hand, a person decides that too.
    """
    if state.posting.posted_at:
        return state
    if command.code == BILL_PAID:
        if state.insurance and state.msgid:
            return state.to(Reversing, code=command.code)
        if money := kept(state.payments):
            return compensate(state, command.code, ctx, *money)
    return state.to(HisPending, code=command.code, **_next(state.posting, ctx))


def refuse_again(state: HisPending, command: PostRefused, ctx: By) -> HisPending:
    """After so many refusals a person posts it."""
    following = _next(state.posting, ctx)
    return state.model_copy(update={"code": command.code, **following})


def wait_for_his(state: Settled, command: PostOverdue, ctx: Context) -> HisPending:
    """The HIS is silent: the message repeats itself, and somebody is told."""
    return state.to(HisPending, code=NO_ANSWER, by_hand=True)


def post_again(state: HisPending, command: PostAgain, ctx: By) -> HisPending:
    """Another try, under another key."""
    posting = state.posting.model_copy(update={"attempt": state.posting.attempt + 1})
    return state.model_copy(update={"posting": posting, "retry_at": None})


def mark_posted(state: HisPending, command: MarkPosted, ctx: Context) -> Settled:
    """A cashier posted it by hand."""
    ctx.require(*CASHIERS)
    done = {"posted_at": ctx.now, "invoice": command.invoice, "by": ctx.actor.id}
    return state.to(Settled, posting=state.posting.model_copy(update=done))


def hear_late_post(
    state: Later, command: HisPosted | PostRefused, ctx: Context
) -> Later:
    """An answer about what was posted by hand meanwhile changes nothing."""
    return state


def _next(posting: Posting, ctx: By) -> dict[str, object]:
    """Return when it is posted again, or that a person must."""
    if posting.attempt >= ctx.policy.post_tries:
        return {"retry_at": None, "by_hand": True}
    return {"retry_at": ctx.now + ctx.policy.post_wait, "by_hand": False}
