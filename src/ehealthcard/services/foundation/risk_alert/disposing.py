"""Contained, handed to somebody, disposed of."""

from typing import Any, TypeVar

from ehealthcard.workflow import AnyContext, Context

from .commands import (
    Act,
    Assign,
    BreachTold,
    ConfirmBreach,
    Contain,
    Dismiss,
    NoticeDue,
    RecordNotice,
    TimeUp,
)
from .detecting import With
from .model import GRAVE, Action, Breach
from .rules import (
    ANALYST,
    CONTAINED_ALREADY,
    MONITOR,
    NOT_GRAVE,
    NOT_OWNER,
    NOTICE_EMPTY,
    OFFICER,
)
from .states import (
    Assessed,
    Contained,
    Dismissed,
    Escalated,
    Incident,
    InDisposal,
    Standing,
    Taken,
    Warned,
)

D = TypeVar("D", bound=Taken)
BY_MEASURES = "measures keep harm away: see the incident (已采取措施有效避免危害)"


def contain(state: Warned | Escalated, command: Contain, ctx: Context) -> Contained:
    """An analyst, or the desk where it is grave, stops it from doing harm."""
    ctx.require(MONITOR, ANALYST, OFFICER)
    if not {ANALYST, OFFICER} & ctx.actor.roles and state.level not in GRAVE:
        raise NOT_GRAVE.broken()
    return state.to(Contained, **_measures(state, command))


def contain_in_disposal(
    state: InDisposal, command: Contain, ctx: Context
) -> InDisposal:
    """Whoever disposes of it stops it from doing harm."""
    require_owner(state, ctx)
    return state.model_copy(update=_measures(state, command))


def contain_incident(state: Incident, command: Contain, ctx: Context) -> Incident:
    """The same where it is a breach."""
    require_owner(state, ctx)
    return state.model_copy(update=_measures(state, command))


def assign(
    state: Warned | Contained | Escalated, command: Assign, ctx: With
) -> InDisposal:
    """Somebody takes over, and has the level's time."""
    ctx.require(ANALYST, OFFICER)
    ends = ctx.now + ctx.policy.within(state.level)
    return state.to(InDisposal, owner=command.owner, handle_by=ends)


def act(state: InDisposal, command: Act, ctx: Context) -> InDisposal:
    """The owner writes down what was done."""
    return _acted(state, command, ctx)


def act_on_incident(state: Incident, command: Act, ctx: Context) -> Incident:
    """The owner writes down what was done about the breach."""
    return _acted(state, command, ctx)


def run_late(state: InDisposal, command: TimeUp, ctx: Context) -> InDisposal:
    """Not disposed of in time: it is marked, and a superior hears of it."""
    return state.model_copy(update={"late": True, "escalations": state.escalations + 1})


def run_late_incident(state: Incident, command: TimeUp, ctx: Context) -> Incident:
    """The same where it is a breach."""
    return state.model_copy(update={"late": True, "escalations": state.escalations + 1})


def confirm_breach(state: InDisposal, command: ConfirmBreach, ctx: With) -> Incident:
    """Data leaked, was altered or lost: from now on the law counts the hours."""
    require_owner(state, ctx)
    policy = ctx.policy
    grave = command.endangers_public
    ends = policy.tell_within if grave else policy.tell_persons_within
    breach = Breach(
        **dict(command),
        confirmed_by=ctx.actor.id,
        confirmed_at=ctx.now,
        tell_by=ctx.now + ends,
    )
    return state.to(Incident, breach=breach)


def record_notice(state: Incident, command: RecordNotice, ctx: Context) -> Incident:
    """The owner writes down who was told, or why the persons need not be."""
    require_owner(state, ctx)
    told = {
        "authority_told": command.authority,
        "persons_told": command.persons,
        "exempt_because": command.exempt_because,
    }
    new = {name: value for name, value in told.items() if value}
    if not new:
        raise NOTICE_EMPTY.broken()
    return state.model_copy(update={"breach": state.breach.model_copy(update=new)})


def take_notices(state: Incident, command: BreachTold, ctx: Context) -> Incident:
    """The notices stand in the incident's own case; here are their numbers."""
    told = {
        "authority_told": command.authority,
        "persons_told": command.persons,
        "exempt_because": BY_MEASURES if command.exempt else None,
    }
    new = {name: value for name, value in told.items() if value}
    return state.model_copy(update={"breach": state.breach.model_copy(update=new)})


def run_late_notice(state: Incident, command: NoticeDue, ctx: Context) -> Incident:
    """The law's term has passed without a notice: a superior hears of it at once."""
    late = state.breach.model_copy(update={"late": True})
    return state.model_copy(update={"breach": late})


def dismiss(
    state: Assessed | Warned | Contained | Escalated | InDisposal,
    command: Dismiss,
    ctx: Context,
) -> Dismissed:
    """An analyst finds that it was none; what was blocked is free again."""
    ctx.require(ANALYST)
    return state.to(
        Dismissed,
        why=command.why,
        was_contained=isinstance(state, Standing) and state.contained,
        dismissed_by=ctx.actor.id,
        dismissed_at=ctx.now,
    )


def require_owner(state: Taken, ctx: AnyContext) -> None:
    """Refuse whoever it was not handed to."""
    ctx.require(ANALYST, OFFICER)
    if ctx.actor.id != state.owner:
        raise NOT_OWNER.broken()


def _acted(state: D, command: Act, ctx: Context) -> D:
    require_owner(state, ctx)
    done = Action(text=command.text, by=ctx.actor.id, at=ctx.now)
    return state.model_copy(update={"actions": (*state.actions, done)})


def _measures(state: Standing, command: Contain) -> dict[str, Any]:
    if state.contained:
        raise CONTAINED_ALREADY.broken()
    return {
        "contained": True,
        "contained_because": command.reason,
        "blocked_terminal": state.who if state.about == "terminal" else None,
        "blocked_actor": state.who if state.about == "actor" else None,
    }
