"""Found, merged, assessed, warned of."""

from typing import Any, TypeVar

from ehealthcard.workflow import Context

from .commands import Assess, Detect, Merge, TimeUp, Warn
from .model import RiskAlertPolicy
from .rules import ANALYST, MONITOR
from .states import (
    Assessed,
    Contained,
    Detected,
    Escalated,
    Found,
    Incident,
    InDisposal,
    Rated,
    Warned,
)

With = Context[None, RiskAlertPolicy]
F = TypeVar("F", bound=Found)


def detect(state: None, command: Detect, ctx: Context) -> Detected:
    """A rule of the monitor has found something."""
    ctx.require(MONITOR)
    return Detected(
        rule=command.rule,
        about=command.about,
        who=command.who,
        org=command.org,
        alert=command.alert,
        day=command.day,
        records=command.records,
        count=1,
        detected_at=command.at,
        last_at=command.at,
    )


def merge_found(state: Detected, command: Merge, ctx: With) -> Detected:
    """It was found again before anybody has looked."""
    return _again(state, command, ctx)


def merge_assessed(state: Assessed, command: Merge, ctx: With) -> Assessed:
    """It was found again."""
    return _again(state, command, ctx)


def merge_warned(state: Warned, command: Merge, ctx: With) -> Warned:
    """It goes on while nobody has taken over."""
    return _again(state, command, ctx)


def merge_contained(state: Contained, command: Merge, ctx: With) -> Contained:
    """It is tried again although it is contained."""
    return _again(state, command, ctx)


def merge_escalated(state: Escalated, command: Merge, ctx: With) -> Escalated:
    """It goes on although a superior knows."""
    return _again(state, command, ctx)


def merge_disposed(state: InDisposal, command: Merge, ctx: With) -> InDisposal:
    """It goes on while it is disposed of."""
    return _again(state, command, ctx)


def merge_incident(state: Incident, command: Merge, ctx: With) -> Incident:
    """It goes on, and it is known to be a breach."""
    return _again(state, command, ctx)


def assess(state: Detected, command: Assess, ctx: Context) -> Assessed:
    """An analyst, or the desk by its policy, says how grave it is."""
    ctx.require(MONITOR, ANALYST)
    return state.to(Assessed, **dict(command), assessed_by=ctx.actor.id)


def warn(state: Assessed, command: Warn, ctx: With) -> Warned:
    """The owner is told, and the time to take over begins."""
    ctx.require(MONITOR, ANALYST)
    return state.to(Warned, handle_by=ctx.now + ctx.policy.within(state.level))


def escalate(state: Warned | Contained, command: TimeUp, ctx: With) -> Escalated:
    """Nobody took over in time: a superior is told."""
    return state.to(Escalated, **_up(state.escalations, ctx, state))


def escalate_on(state: Escalated, command: TimeUp, ctx: With) -> Escalated:
    """The superior did not act either: it goes up to the top."""
    return state.model_copy(update=_up(state.escalations, ctx, state))


def _up(before: int, ctx: With, state: Rated) -> dict[str, Any]:
    superiors = ctx.policy.superiors
    place = min(before, len(superiors) - 1)
    return {
        "told": superiors[place],
        "last_call": place == len(superiors) - 1,
        "escalations": before + 1,
        "handle_by": ctx.now + ctx.policy.within(state.level),
    }


def _again(state: F, command: Merge, ctx: With) -> F:
    ctx.require(MONITOR)
    return state.model_copy(update=again(state, command, ctx.policy.most_records))


def again(state: Found, command: Merge, most: int) -> dict[str, Any]:
    """Return what changes where something was found once more."""
    new = tuple(r for r in command.records if r not in state.records)
    return {
        "records": (*state.records, *new)[-most:],
        "count": state.count + 1,
        "last_at": max(state.last_at, command.at),
    }
