"""A child is no longer looked after (学龄结案、迁出、死亡)."""

from datetime import datetime, timedelta
from typing import Any, TypeVar

from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.maternal.following import turned
from ehealthcard.rules.maternal.policy import MaternalPolicy
from ehealthcard.rules.maternal.standing import require_staff
from ehealthcard.rules.maternal.telling import due_event
from ehealthcard.rules.schedule.plan import VisitStatus, cancelled
from ehealthcard.workflow import Context

from .commands import HolderDied, MoveOut, NoteDeath, SchoolAgeCame
from .rules import DAY_BEFORE_BIRTH
from .states import (
    Child,
    Closed,
    Died,
    Enrolled,
    Frail,
    Lost,
    MovedOut,
    Over,
    Recovered,
    Referred,
)

By = Context[None, MaternalPolicy]
MOMENT = timedelta(microseconds=1)
O = TypeVar("O", bound=Over)  # noqa: E741  # over


def over(state: Child, target: type[O], now: datetime, **more: Any) -> O:  # noqa: ANN401  # any field
    """Return what stays of *state*; what was planned is off."""
    return state.to(
        target,
        plan=cancelled(state.plan),
        ended_at=now,
        reminder=due_event(state),
        **more,
    )


def come_of_age(
    state: Enrolled | Frail | Recovered | Referred | Lost,
    command: SchoolAgeCame,
    ctx: By,
) -> Closed:
    """With 78 months a child is of school age, whatever was missed."""
    last = VisitStatus.LOST if isinstance(state, Lost) else VisitStatus.MISSED
    return over(turned(state, state.closes_at + MOMENT, last), Closed, ctx.now)


def move_out(
    state: Enrolled | Frail | Recovered | Referred | Lost, command: MoveOut, ctx: By
) -> MovedOut:
    """Another institution looks after it, in a case of its own."""
    require_staff(ctx, state.org)
    return over(state, MovedOut, ctx.now, to_org=command.to_org)


def note_death(
    state: Enrolled | Frail | Recovered | Referred | Lost, command: NoteDeath, ctx: By
) -> Died:
    """The child has died; day and cause are written down."""
    require_staff(ctx, state.org)
    if not state.birth <= command.died_on <= day_of(ctx.now):
        raise DAY_BEFORE_BIRTH.broken()
    return over(state, Died, ctx.now, died_on=command.died_on, cause=command.cause)


def end_with_holder(
    state: Enrolled | Frail | Recovered | Referred | Lost,
    command: HolderDied,
    ctx: Context,
) -> Died:
    """The child has died, it was said elsewhere."""
    return over(state, Died, ctx.now)
