"""How an appointment ends without a visit."""

from ehealthcard.rules.calendar import day_of
from ehealthcard.workflow import Context

from .checks import By, Own, is_in_time, require_own
from .commands import (
    Cancel,
    CardEnded,
    DayEnded,
    Died,
    GraceEnded,
    Refund,
    SuspensionEnded,
)
from .model import Money
from .rules import CANCEL_TOO_LATE, OTHER_DAY
from .states import (
    Cancelled,
    CancelledLate,
    CheckedIn,
    Confirmed,
    Held,
    Moving,
    NoShow,
    Passed,
    Rebooking,
    Refunded,
    Requested,
    Suspended,
    Uncalled,
    Unsure,
)


def let_go(state: Requested | Unsure | Held, command: Cancel, ctx: Own) -> Cancelled:
    """What is not confirmed may be let go at any time; it is not a cancellation."""
    require_own(state.booking, ctx)
    money = state.money
    if money is Money.ASKED and not isinstance(state, Held):
        money = Money.FAILED
    return state.to(Cancelled, reason="LET_GO", on=day_of(ctx.now), money=money)


def cancel(state: Confirmed, command: Cancel, ctx: Own) -> Cancelled | CancelledLate:
    """In time it only counts as a cancellation; later as the policy says."""
    require_own(state.booking, ctx)
    today = day_of(ctx.now)
    if is_in_time(state.booking, ctx.now, ctx.policy):
        return state.to(Cancelled, reason="HOLDER", on=today, let_go=state.let_go)
    begun = ctx.now >= state.booking.slot.starts_at
    if begun or not ctx.policy.late_cancel:
        raise CANCEL_TOO_LATE.broken()
    missed = ctx.policy.late_counts_as_missed
    return state.to(CancelledLate, on=today, counts_as_missed=missed)


def die(
    state: Requested
    | Unsure
    | Held
    | Confirmed
    | Moving
    | Suspended
    | Rebooking
    | CheckedIn
    | Passed,
    command: Died,
    ctx: Context,
) -> Cancelled:
    """The holder has died: the slot goes back, and the fee."""
    return _without_fault(state, "DIED", ctx)


def end_card(
    state: Requested | Unsure | Held | Confirmed | Moving | Suspended | Rebooking,
    command: CardEnded,
    ctx: Context,
) -> Cancelled:
    """A cancelled card keeps no booking; who is already there is seen."""
    return _without_fault(state, "CARD_CANCELLED", ctx)


def miss(state: Confirmed, command: GraceEnded, ctx: Context) -> NoShow:
    """Nobody came by the end of the slot and its grace (爽约)."""
    return state.to(NoShow, on=day_of(state.booking.slot.starts_at))


def leave(state: Passed, command: DayEnded, ctx: By) -> NoShow:
    """Called, gone and not back that day: it counts where not being seen does."""
    return state.to(
        NoShow,
        on=day_of(state.booking.slot.starts_at),
        counts_as_missed=ctx.policy.unseen_is_missed,
    )


def end_uncalled(state: CheckedIn, command: DayEnded, ctx: Context) -> Uncalled:
    """Never called: the visit is over with its day, and nothing counts as missed."""
    return state.to(Uncalled, on=day_of(state.booking.slot.starts_at))


def give_back(state: CheckedIn | Passed, command: Refund, ctx: Own) -> Refunded:
    """The ticket is given back on its day, before the holder is seen (退号)."""
    require_own(state.booking, ctx)
    today = day_of(ctx.now)
    if today != day_of(state.booking.slot.starts_at):
        raise OTHER_DAY.broken()
    return state.to(Refunded, reason="HOLDER", on=today)


def refund(state: Suspended, command: Refund, ctx: Own) -> Refunded:
    """The fee of a called-off visit goes back in full."""
    require_own(state.booking, ctx)
    return state.to(Refunded, reason="SESSION_SUSPENDED", on=day_of(ctx.now))


def refund_unclaimed(
    state: Suspended, command: SuspensionEnded, ctx: Context
) -> Refunded:
    """Who did not choose a substitute gets the fee back without asking."""
    return state.to(Refunded, reason="SESSION_SUSPENDED", on=day_of(ctx.now))


def _without_fault(
    state: Requested
    | Unsure
    | Held
    | Confirmed
    | Moving
    | Suspended
    | Rebooking
    | CheckedIn
    | Passed,
    reason: str,
    ctx: Context,
) -> Cancelled:
    money = state.money
    if money is Money.ASKED and isinstance(state, (Requested, Unsure)):
        money = Money.FAILED
    other = getattr(state, "new", None) or getattr(state, "let_go", None)
    return state.to(
        Cancelled, reason=reason, on=day_of(ctx.now), money=money, let_go=other
    )
