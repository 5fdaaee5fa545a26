"""How it ends by itself."""

from ehealthcard.rules.holders import HolderGone
from ehealthcard.workflow import Context

from .commands import SourceGone, TermPassed
from .states import (
    Expired,
    Offered,
    PendingVerify,
    Recognised,
    Settled,
    Viewed,
    Withdrawn,
)


def expire(
    state: PendingVerify | Offered | Viewed,
    command: TermPassed | HolderGone | SourceGone,
    ctx: Context,
) -> Expired:
    """Its term is over, its report was taken back, or the holder's card is gone."""
    return state.to(Expired, expired_at=ctx.now)


def fall(state: Recognised, command: SourceGone, ctx: Context) -> Withdrawn:
    """What was recognised was taken back by who made it."""
    return state.to(
        Withdrawn,
        reason="report retracted",
        withdrawn_by=ctx.actor.id,
        withdrawn_at=ctx.now,
    )


def settle(state: Recognised, command: HolderGone, ctx: Context) -> Settled:
    """Nobody will doubt it any more; what it saved is still counted."""
    return state.to(Settled)
