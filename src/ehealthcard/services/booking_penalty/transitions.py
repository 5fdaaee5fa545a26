"""How a record moves."""

from datetime import date, datetime

from ehealthcard.rules.booking import BookingPolicy
from ehealthcard.workflow import Context

from .commands import BlockEnded, Clear, Died, Dropped, Missed
from .states import Blocked, Clean, Cleared, Closed, Counting

By = Context[None, BookingPolicy]


def count_missed(
    state: Clean | Counting | Cleared | None, command: Missed, ctx: By
) -> Counting | Blocked:
    """Count a missed appointment; enough of them in the policy's period block."""
    known, policy = _known(state, command.card), ctx.policy
    missed = policy.missed_within((*known.missed, command.on))
    if len(missed) >= policy.misses:
        return _block(known, "MISSED", missed, policy.block_end(max(missed)))
    return known.model_copy(update={"missed": missed})


def count_dropped(
    state: Clean | Counting | Cleared | None, command: Dropped, ctx: By
) -> Counting | Blocked:
    """Count a cancellation or a ticket given back; where the policy says so, block."""
    known, policy = _known(state, command.card), ctx.policy
    if command.ticketed:
        days = policy.refunded_within((*known.refunded, command.on))
        if policy.refunds and len(days) >= policy.refunds:
            return _block(known, "REFUNDED", days, policy.block_end(max(days)))
        return known.model_copy(update={"refunded": days})
    days = policy.cancelled_within((*known.cancelled, command.on))
    if policy.cancels and len(days) >= policy.cancels:
        return _block(known, "CANCELLED", days, policy.cancel_block_end(max(days)))
    return known.model_copy(update={"cancelled": days})


def pass_over(state: Blocked, command: Missed | Dropped, ctx: Context) -> Blocked:
    """What becomes of bookings during a block changes nothing."""
    return state


def unblock(state: Blocked, command: BlockEnded, ctx: Context) -> Clean:
    """The block ends by itself and the count starts afresh."""
    return Clean(card=state.card)


def clear(state: Counting | Blocked, command: Clear, ctx: Context) -> Cleared:
    """A supervisor upholds an appeal; nothing counts any more."""
    ctx.require("supervisor")
    return Cleared(card=state.card, reason=command.reason, cleared_by=ctx.actor.id)


def close(
    state: Clean | Counting | Blocked | Cleared, command: Died, ctx: Context
) -> Closed:
    """The record ends with its holder."""
    return Closed()


def _known(state: Clean | Counting | Cleared | None, card: str) -> Counting:
    return state if isinstance(state, Counting) else Counting(card=card)


def _block(
    known: Counting, reason: str, days: tuple[date, ...], until: datetime
) -> Blocked:
    return Blocked(card=known.card, reason=reason, on=days, blocked_until=until)
