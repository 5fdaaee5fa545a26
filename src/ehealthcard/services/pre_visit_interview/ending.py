"""How an interview changes with its visit, and how it ends without a report."""

from typing import Any, TypeVar

from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.interview import Given, Pictures
from ehealthcard.workflow import Context

from .checks import By, To, require_doctor, require_same
from .commands import (
    BeginConsultation,
    DepartmentLeft,
    RetentionEnded,
    VisitBegun,
    VisitDayPassed,
    VisitEnded,
    VisitMoved,
    VisitSuspended,
    Withdraw,
)
from .model import Ended, Unfilled
from .states import (
    Adopted,
    AdoptedEdited,
    Answering,
    Cancelled,
    Discarded,
    Escalated,
    ForVisit,
    InProgress,
    Invited,
    Missed,
    Rejected,
    Reported,
    ReportReady,
    UnderReview,
    Withdrawn,
)

V = TypeVar("V", Invited, InProgress, Escalated, ReportReady, UnderReview)


def move(state: V, command: VisitMoved, ctx: Context) -> V:
    """Another time or doctor; what was answered stays, another day is told anew."""
    old, reminder = state.visit, state.reminder
    same_day = day_of(old.starts_at) == day_of(command.visit.starts_at)
    if reminder.rests or not same_day:
        reminder = reminder.moved()
    return state.model_copy(update={"visit": command.visit, "reminder": reminder})


def rest(state: V, command: VisitSuspended, ctx: Context) -> V:
    """The visit is called off (停诊): nothing is lost until there is a substitute."""
    return state.model_copy(update={"reminder": state.reminder.resting()})


def miss(
    state: Invited | InProgress, command: VisitBegun | VisitDayPassed, ctx: Context
) -> Missed:
    """Not handed in when the consultation began, or by the end of the day."""
    begun = isinstance(command, VisitBegun)
    why = Unfilled.VISIT_BEGUN if begun else Unfilled.DAY_PASSED
    return state.to(Missed, reason=why, **_pictures(state))


def miss_now(
    state: Invited | InProgress, command: BeginConsultation, ctx: By
) -> Missed:
    """The same, where the doctor begins."""
    require_doctor(state.visit, ctx)
    return state.to(Missed, reason=Unfilled.VISIT_BEGUN, **_pictures(state))


def cancel(
    state: Invited | InProgress | Escalated | ReportReady | UnderReview,
    command: VisitEnded | DepartmentLeft,
    ctx: Context,
) -> Cancelled:
    """The appointment is cancelled, or elsewhere: answers and report are destroyed."""
    ended = isinstance(command, VisitEnded)
    return state.to(
        Cancelled,
        reason=Ended.NO_VISIT if ended else Ended.DEPARTMENT,
        on=day_of(ctx.now),
        reminder=state.reminder.resting(),
        **_pictures(state),
    )


def withdraw(
    state: Invited | InProgress | Escalated | ReportReady, command: Withdraw, ctx: To
) -> Withdrawn:
    """As easy as consenting (PIPL art. 15); the visit does not depend on it."""
    require_same(state, ctx)
    return state.to(Withdrawn, on=day_of(ctx.now), **_pictures(state))


def discard(
    state: ReportReady | UnderReview | Adopted | AdoptedEdited | Rejected,
    command: RetentionEnded,
    ctx: Context,
) -> Discarded:
    """Nothing is kept longer than it has to be (PIPL art. 19)."""
    return state.to(Discarded, **_pictures(state))


def _pictures(state: ForVisit) -> dict[str, Any]:
    given: tuple[Given, ...] = ()
    if isinstance(state, Answering):
        given = state.answers
    elif isinstance(state, Reported):
        given = state.report.answers
    return {
        "pictures": tuple(
            p.reference
            for g in given
            if isinstance(g.value, Pictures)
            for p in g.value.pictures
        )
    }
