"""How a senior card ends."""

from ehealthcard.rules.regions import NATION, covers
from ehealthcard.workflow import AnyContext, Context

from .checks import OFFICE, By, require_issuer, require_known, require_party
from .commands import (
    GiveUp,
    HealthCardEnded,
    HolderDied,
    MoveOut,
    ReportDeath,
    Revoke,
)
from .model import SeniorPolicy
from .rules import STILL_HERE
from .states import (
    Active,
    Approved,
    Cancelled,
    Ending,
    Held,
    Lost,
    NeedPapers,
    Resting,
    Revoked,
    Submitted,
    Transferred,
)


def die(
    state: Submitted | NeedPapers | Approved | Active | Resting | Lost,
    command: ReportDeath | HolderDied,
    ctx: Context,
) -> Cancelled:
    """It ends with its holder, whoever learns of it first."""
    if isinstance(command, ReportDeath):
        ctx.require(OFFICE)
    return _cancelled(state, Ending.DIED, ctx)


def fall(
    state: Submitted | NeedPapers | Approved | Active | Resting | Lost,
    command: HealthCardEnded,
    ctx: Context,
) -> Cancelled:
    """It ends with the health card that shows it."""
    return _cancelled(state, Ending.CARD_ENDED, ctx)


def give_up(state: Active | Resting | Lost, command: GiveUp, ctx: By) -> Cancelled:
    """The holder no longer wants it."""
    require_party(ctx)
    return _cancelled(state, Ending.GIVEN_UP, ctx)


def move_out(
    state: Active | Resting | Lost,
    command: MoveOut,
    ctx: Context[None, SeniorPolicy],
) -> Transferred:
    """It ends here when its holder moves away, and is applied for at the new place."""
    require_issuer(ctx, state)
    require_known(command.to)
    here = ctx.policy.region
    if here == NATION:
        here = state.residence.region
    if covers(here, command.to):
        raise STILL_HERE.broken()
    return state.to(Transferred, to_region=command.to, transferred_at=ctx.now)


def revoke(state: Active | Resting | Lost, command: Revoke, ctx: Context) -> Revoked:
    """The issuer takes it away: got or used by fraud."""
    require_issuer(ctx, state)
    return state.to(
        Revoked,
        reason=command.reason,
        revoked_by=ctx.actor.id,
        revoked_at=ctx.now,
    )


def _cancelled(state: object, reason: Ending, ctx: AnyContext) -> Cancelled:
    held = state if isinstance(state, Held) else None
    return Cancelled(
        card=ctx.subject,
        number=held and held.number,
        issuer=held.issuer if held else "",
        edition=held.edition if held else 0,
        reason=reason,
        cancelled_at=ctx.now,
    )
