"""Overdue, over, summed up, closed."""

from typing import Any

from ehealthcard.workflow import Context

from .commands import (
    AssessmentOverdue,
    Close,
    Conclude,
    FileSummary,
    NoticeOverdue,
)
from .duties import With, done, marked, open_to, up
from .model import Stage
from .rules import ANOTHER_CLOSES, AUDITOR, IN_FUTURE, OFFICER, SUMMARY_MISSING
from .states import (
    Assessed,
    Closed,
    Concluded,
    Graded,
    Informed,
    Opened,
    Reported,
)


def assess_late(state: Opened, command: AssessmentOverdue, ctx: With) -> Opened:
    """Nobody has said in time how grave it is: a superior is told."""
    changed = up(state, None, (), ctx)
    changed["assess_by"] = ctx.now + ctx.policy.assess_within
    changed["last_call"] = state.escalations + 1 >= len(ctx.policy.superiors)
    return state.model_copy(update=changed)


def run_late(state: Assessed, command: NoticeOverdue, ctx: With) -> Assessed:
    """An authority was not told in time: a superior is told."""
    return state.model_copy(update=_late(state, ctx))


def run_late_persons(state: Reported, command: NoticeOverdue, ctx: With) -> Reported:
    """The persons were not told in time: a superior is told."""
    return state.model_copy(update=_late(state, ctx))


def run_late_summary(state: Concluded, command: NoticeOverdue, ctx: With) -> Concluded:
    """The summary was not handed in in time: a superior is told."""
    return state.model_copy(update=_late(state, ctx))


def conclude(state: Informed, command: Conclude, ctx: With) -> Concluded:
    """It is over, once all who must be told were told; the summary's term begins."""
    ctx.require(OFFICER)
    summaries = ctx.policy.duties_of(state.grade, state.facts, Stage.SUMMARY, ctx.now)
    return state.to(
        Concluded,
        **dict(command),
        duties=(*state.duties, *summaries),
        ended_by=ctx.actor.id,
        ended_at=ctx.now,
    )


def file_summary(state: Concluded, command: FileSummary, ctx: With) -> Concluded:
    """A summary was handed in."""
    ctx.require(OFFICER)
    if not state.ended_at <= command.told_at <= ctx.now:
        raise IN_FUTURE.broken()
    duty = open_to(state.duties, command.to, Stage.SUMMARY)
    duties = marked(state.duties, done(duty, command.number, command.told_at, ctx))
    return state.model_copy(update={"duties": duties})


def close(state: Concluded, command: Close, ctx: Context) -> Closed:
    """Another person has looked at it; nothing is open."""
    ctx.require(OFFICER, AUDITOR)
    if ctx.actor.id == state.ended_by:
        raise ANOTHER_CLOSES.broken()
    if any(duty.is_open for duty in state.duties):
        raise SUMMARY_MISSING.broken()
    return state.to(Closed, closed_by=ctx.actor.id, closed_at=ctx.now)


def _late(state: Graded, ctx: With) -> dict[str, Any]:
    duties = tuple(
        d.model_copy(update={"late": True}) if d.is_open and d.due <= ctx.now else d
        for d in state.duties
    )
    late = tuple(d.to for d in duties if d.is_open and d.late)
    return {"duties": duties, **up(state, state.grade, late, ctx)}
