"""How a stay ends."""

from typing import TypeVar

from ehealthcard.workflow import Context

from .checks import DOCTORS, OFFICE, require_here
from .commands import (
    BillClosed,
    BillOpen,
    Died,
    OrderDischarge,
    Revoke,
    Settle,
    Transfer,
    WithdrawDischarge,
)
from .states import (
    Admitted,
    Deceased,
    Discharged,
    DischargePending,
    OnLeave,
    Revoked,
    Transferred,
)

CASHIERS = ("cashier", "registrar", "staff")
Elsewhere = TypeVar(
    "Elsewhere", Admitted, OnLeave, Discharged, Transferred, Deceased, Revoked
)


def order_discharge(
    state: Admitted | OnLeave, command: OrderDischarge, ctx: Context
) -> DischargePending:
    """A doctor orders the discharge; the bill is still open."""
    require_here(ctx, state.org, *DOCTORS)
    return state.to(DischargePending, ordered_at=ctx.now)


def withdraw_discharge(
    state: DischargePending, command: WithdrawDischarge, ctx: Context
) -> Admitted:
    """A doctor takes the order back; the stay goes on."""
    require_here(ctx, state.org, *DOCTORS)
    return state.to(Admitted)


def settle(state: DischargePending, command: Settle, ctx: Context) -> Discharged:
    """The bill is closed: certificate and all companion passes end at once."""
    require_here(ctx, state.org, *CASHIERS)
    return state.to(Discharged, ended_at=ctx.now)


def close_bill(
    state: DischargePending, command: BillClosed, ctx: Context
) -> Discharged:
    """The HIS closed the bill: certificate and all companion passes end at once."""
    return state.to(Discharged, ended_at=ctx.now)


def leave_bill_open(
    state: DischargePending, command: BillOpen, ctx: Context
) -> DischargePending:
    """The HIS could not close the bill; the cashier sees to it."""
    return state.model_copy(update={"unsettled": command.code})


def hear_bill_late(
    state: Elsewhere, command: BillClosed | BillOpen, ctx: Context
) -> Elsewhere:
    """The order was taken back, or the stay is over already."""
    return state


def transfer(
    state: Admitted | OnLeave | DischargePending, command: Transfer, ctx: Context
) -> Transferred:
    """A doctor sends the patient to another hospital."""
    require_here(ctx, state.org, *DOCTORS)
    return state.to(Transferred, destination=command.destination, ended_at=ctx.now)


def revoke(
    state: Admitted | OnLeave | DischargePending, command: Revoke, ctx: Context
) -> Revoked:
    """A wrong patient or a false identity; the insurance is told."""
    require_here(ctx, state.org, *OFFICE)
    return state.to(
        Revoked, reason=command.reason, revoked_by=ctx.actor.id, ended_at=ctx.now
    )


def die(
    state: Admitted | OnLeave | DischargePending, command: Died, ctx: Context
) -> Deceased:
    """The patient died during the stay."""
    return state.to(Deceased, ended_at=ctx.now)
