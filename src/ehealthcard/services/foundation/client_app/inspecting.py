"""Registered, inspected, and inspected again."""

from typing import Any

from ehealthcard.workflow import Context

from .commands import ChangeKeys, InspectionOverdue, PassInspection, RegisterBuild
from .model import Cause, ClientAppPolicy, Inspection
from .rules import (
    ANOTHER_INSPECTS,
    DEFECT_OPEN,
    INSPECTOR,
    KEEPER,
    NOT_AS_REGISTERED,
)
from .states import Allowed, Build, DefectKnown, Limited, Registered

With = Context[None, ClientAppPolicy]
MOST_INSPECTIONS = 20
"""How many a case shows; the others stand in its history."""


def register(state: None, command: RegisterBuild, ctx: Context) -> Registered:
    """The keeper makes a build known; it may nothing yet."""
    ctx.require(KEEPER)
    return Registered(
        build=f"{command.app}:{command.version}",
        **dict(command),
        registered_by=ctx.actor.id,
        registered_at=ctx.now,
    )


def allow(state: Registered | Limited, command: PassInspection, ctx: With) -> Allowed:
    """Another person has inspected it and found it as registered, without defects."""
    return state.to(Allowed, **_passed(state, command, ctx), allowed_at=ctx.now)


def inspect_again(state: Allowed, command: PassInspection, ctx: With) -> Allowed:
    """It was inspected again; the term begins anew."""
    return state.model_copy(update=_passed(state, command, ctx))


def run_over(
    state: Allowed | DefectKnown, command: InspectionOverdue, ctx: Context
) -> Limited:
    """Nobody has inspected it in time: it is limited by itself."""
    return state.to(Limited, cause=Cause.OVERDUE, limited_at=ctx.now)


def change_keys_of_allowed(
    state: Allowed, command: ChangeKeys, ctx: Context
) -> Allowed:
    """The keeper says which keys sign its claims; others are good no more."""
    ctx.require(KEEPER)
    return state.model_copy(update={"claim_keys": command.claim_keys})


def change_keys_of_defective(
    state: DefectKnown, command: ChangeKeys, ctx: Context
) -> DefectKnown:
    """The same while a defect is known."""
    ctx.require(KEEPER)
    return state.model_copy(update={"claim_keys": command.claim_keys})


def change_keys_of_limited(
    state: Limited, command: ChangeKeys, ctx: Context
) -> Limited:
    """The same while it is limited."""
    ctx.require(KEEPER)
    return state.model_copy(update={"claim_keys": command.claim_keys})


def _passed(state: Build, command: PassInspection, ctx: With) -> dict[str, Any]:
    """Return what an inspection changes, if the build is as it was registered."""
    ctx.require(INSPECTOR)
    if ctx.actor.id == state.registered_by:
        raise ANOTHER_INSPECTS.broken()
    asked = set(command.permissions) <= set(state.permissions)
    if not asked or set(command.digests) != set(state.digests):
        raise NOT_AS_REGISTERED.broken()
    if any(defect.is_open for defect in state.defects):
        raise DEFECT_OPEN.broken()
    done = Inspection(
        by=ctx.actor.id,
        at=ctx.now,
        digests=command.digests,
        permissions=command.permissions,
        checklist=command.checklist,
    )
    return {
        "inspections": (*state.inspections, done)[-MOST_INSPECTIONS:],
        "inspect_by": ctx.now + ctx.policy.inspect_every,
    }
