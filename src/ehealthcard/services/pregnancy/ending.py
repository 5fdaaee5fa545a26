"""A pregnancy is no longer looked after (结案、流产、迁出、死亡)."""

from datetime import datetime
from typing import Any, TypeVar

from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.maternal.codes import Loss
from ehealthcard.rules.maternal.policy import MaternalPolicy
from ehealthcard.rules.maternal.standing import require_staff
from ehealthcard.rules.maternal.telling import due_event
from ehealthcard.rules.schedule import gestation
from ehealthcard.workflow import Context

from .commands import EndPregnancy, HolderDied, MoveOut, NoteDeath
from .rules import BIRTH_IN_FUTURE
from .states import (
    Delivered,
    Died,
    HighRisk,
    Lost,
    Managed,
    Miscarried,
    Mother,
    MovedOut,
    Over,
    Postpartum,
    Referred,
    Registered,
    Terminated,
)

By = Context[None, MaternalPolicy]
O = TypeVar("O", bound=Over)  # noqa: E741  # over


def over(state: Mother, target: type[O], now: datetime, **more: Any) -> O:  # noqa: ANN401  # any field
    """Return what stays of *state*; the reminder that was open is recalled."""
    return state.to(target, ended_at=now, reminder=due_event(state), **more)


def end_pregnancy(
    state: Registered | Managed | HighRisk | Lost, command: EndPregnancy, ctx: By
) -> Miscarried | Terminated:
    """There will be no birth; nobody is reminded any more."""
    require_staff(ctx, state.org)
    if command.on > day_of(ctx.now):
        raise BIRTH_IN_FUTURE.broken()
    gestation(state.note.lmp, command.on)
    if command.how is Loss.MISCARRIED:
        return over(state, Miscarried, ctx.now, ended_on=command.on)
    return over(state, Terminated, ctx.now, ended_on=command.on)


def move_out(
    state: Registered | Managed | HighRisk | Delivered | Postpartum | Referred | Lost,
    command: MoveOut,
    ctx: By,
) -> MovedOut:
    """Another institution looks after her, in a case of its own."""
    require_staff(ctx, state.org)
    return over(state, MovedOut, ctx.now, to_org=command.to_org)


def note_death(
    state: Registered | Managed | HighRisk | Delivered | Postpartum | Referred | Lost,
    command: NoteDeath,
    ctx: By,
) -> Died:
    """The mother has died; day and cause are written down."""
    require_staff(ctx, state.org)
    if command.died_on > day_of(ctx.now):
        raise BIRTH_IN_FUTURE.broken()
    return over(state, Died, ctx.now, died_on=command.died_on, cause=command.cause)


def end_with_holder(
    state: Registered | Managed | HighRisk | Delivered | Postpartum | Referred | Lost,
    command: HolderDied,
    ctx: Context,
) -> Died:
    """The holder has died, it was said elsewhere."""
    return over(state, Died, ctx.now)
