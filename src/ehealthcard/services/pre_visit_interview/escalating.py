"""What happens once a red flag was raised."""

from .checks import By, To, require_doctor, require_same, sheet
from .commands import (
    Acknowledge,
    BeginConsultation,
    GoOn,
    VisitBegun,
    VisitDayPassed,
)
from .reporting import logged_until
from .states import Escalated, InProgress, ReportReady


def acknowledge(state: Escalated, command: Acknowledge, ctx: To) -> Escalated:
    """The advice was read; that and when stays on record."""
    require_same(state, ctx)
    return state.model_copy(update={"acknowledged_at": ctx.now})


def go_on(state: Escalated, command: GoOn, ctx: To) -> InProgress:
    """The advice was read, and the interview goes on; the flag stays in the report."""
    sheet(state, ctx)
    return state.to(InProgress)


def show_partial(
    state: Escalated, command: VisitBegun | VisitDayPassed, ctx: By
) -> ReportReady:
    """The doctor gets what there is: nobody lets a red flag fall under the table."""
    return _partial(state, ctx)


def show_partial_now(
    state: Escalated, command: BeginConsultation, ctx: By
) -> ReportReady:
    """The same, where the doctor begins."""
    require_doctor(state.visit, ctx)
    return _partial(state, ctx)


def _partial(state: Escalated, ctx: By) -> ReportReady:
    return state.to(
        ReportReady,
        report=state.partial,
        seen_from=ctx.now,
        kept_until=logged_until(ctx),
    )
