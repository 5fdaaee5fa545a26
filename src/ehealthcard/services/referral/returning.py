"""How care ends, and how the patient goes back (下转)."""

from ehealthcard.rules.calendar import day_of
from ehealthcard.workflow import Context

from .checks import DOCTORS, require_at, require_ready
from .commands import (
    AcceptBack,
    Close,
    Finish,
    FormPassed,
    HolderDied,
    ReferBack,
)
from .forms import SignedReturn
from .rules import FORM_OWED
from .states import BackAccepted, BackIssued, Closed, Completed, InCare


def finish(state: InCare, command: Finish, ctx: Context) -> Completed:
    """The care is over; the origin hears what came of it."""
    require_at(ctx, state.org, *DOCTORS)
    if state.form is None:
        raise FORM_OWED.broken()
    return state.to(
        Completed,
        result=command.result,
        finished_by=ctx.actor.id,
        finished_at=ctx.now,
    )


def refer_back(state: InCare, command: ReferBack, ctx: Context) -> BackIssued:
    """The patient is stable and the plan clear: back to where he came from."""
    require_at(ctx, state.org, *DOCTORS)
    if state.form is None:
        raise FORM_OWED.broken()
    require_ready(command.form.grounds)
    signed = SignedReturn(
        **dict(command.form), doctor=ctx.actor.id, org=state.org, on=day_of(ctx.now)
    )
    return state.to(BackIssued, back=signed, issued_at=ctx.now)


def accept_back(state: BackIssued, command: AcceptBack, ctx: Context) -> BackAccepted:
    """Primary care takes the patient over."""
    require_at(ctx, state.origin, *DOCTORS)
    return state.to(BackAccepted, taken_by=ctx.actor.id, taken_at=ctx.now)


def close(state: BackAccepted, command: Close, ctx: Context) -> Closed:
    """Primary care goes on by itself."""
    require_at(ctx, state.origin, *DOCTORS)
    return state.to(Closed, reason="RETURNED", by=ctx.actor.id, closed_at=ctx.now)


def end_by_death(
    state: InCare | BackIssued | BackAccepted, command: HolderDied, ctx: Context
) -> Closed:
    """The patient has died."""
    return state.to(Closed, reason="DIED", by=ctx.actor.id, closed_at=ctx.now)


def owe_form(state: InCare, command: FormPassed, ctx: Context) -> InCare:
    """The form did not follow in time; it is still owed."""
    return state.model_copy(update={"form_overdue": True})
