"""How a companion goes through the ward's gate."""

from decimal import Decimal
from typing import Literal, TypeVar

from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Context

from .checks import GATES, WARD, Gate, require_ward
from .commands import ScanIn, ScanOut
from .model import Hindrance, Passage
from .resting import rested
from .rules import CURFEW, INSIDE_ALREADY, NOT_INSIDE, OTHER_WARD
from .states import Active, Seated, Suspended, Temporary

Someone = TypeVar("Someone", Active, Temporary, Suspended)


def scan_in(state: Active, command: ScanIn, ctx: Gate) -> Active | Suspended:
    """Come in: own ward, no curfew, not inside yet; a fever leads away."""
    _require_entry(state, command, ctx)
    if is_hot(command.temperature, ctx.policy.fever):
        return rested(state, Hindrance.FEVER, ctx.now)
    return state.model_copy(update=_passed(state, "in", command, ctx))


def scan_in_temporary(
    state: Temporary, command: ScanIn, ctx: Gate
) -> Temporary | Suspended:
    """The same with a temporary pass."""
    _require_entry(state, command, ctx)
    if is_hot(command.temperature, ctx.policy.fever):
        return rested(state, Hindrance.FEVER, ctx.now)
    return state.model_copy(update=_passed(state, "in", command, ctx))


def scan_out(state: Someone, command: ScanOut, ctx: Context) -> Someone:
    """Leave the ward; also with a pass that rests."""
    require_ward(ctx, state.org, *GATES)
    if not state.inside:
        raise NOT_INSIDE.broken()
    return state.model_copy(update=_passed(state, "out", command, ctx))


def is_hot(temperature: Decimal | None, fever: Decimal) -> bool:
    """Return whether it is a fever; the value itself is one."""
    return temperature is not None and temperature >= fever


def _require_entry(state: Seated, command: ScanIn, ctx: Gate) -> None:
    require_ward(ctx, state.org, *GATES)
    require_active(ctx.facts.status)
    if command.ward != state.ward:
        raise OTHER_WARD.broken()
    if state.inside:
        raise INSIDE_ALREADY.broken()
    if ctx.policy.is_curfew(ctx.now) and ctx.actor.roles.isdisjoint(WARD):
        raise CURFEW.broken()


def _passed(
    state: Seated,
    direction: Literal["in", "out"],
    command: ScanIn | ScanOut,
    ctx: Context[object, object],
) -> dict[str, object]:
    passage = Passage(
        direction=direction, at=ctx.now, ward=command.ward, by=ctx.actor.id
    )
    return {
        "inside": direction == "in",
        "passages": state.passages + 1,
        "last_passage": passage,
    }
