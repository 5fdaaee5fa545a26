"""A defect is known, mended, or mended too late."""

from datetime import datetime

from ehealthcard.workflow import Context

from .commands import Limit, MendDefect, MendingOverdue, ReportDefect, Withdraw
from .inspecting import With
from .model import Cause, Defect, Severity
from .rules import DEFECT_KNOWN_ALREADY, INSPECTOR, KEEPER, NO_SUCH_DEFECT
from .states import Allowed, Build, DefectKnown, Limited, Registered, Withdrawn

Defects = tuple[Defect, ...]


def report_first(state: Registered, command: ReportDefect, ctx: Context) -> Limited:
    """The first inspection finds a defect: it is not allowed."""
    defects = _with(state, command, ctx)
    limited = state.to(Limited, cause=Cause.DEFECT, limited_at=ctx.now)
    return limited.model_copy(update={"defects": defects})


def report(
    state: Allowed | DefectKnown, command: ReportDefect, ctx: With
) -> DefectKnown | Limited:
    """A defect is known: there is a term to mend it; none where it is critical."""
    defects = _with(state, command, ctx)
    if command.severity is Severity.CRITICAL:
        limited = state.to(Limited, cause=Cause.DEFECT, limited_at=ctx.now)
        return limited.model_copy(update={"defects": defects})
    known = state.to(DefectKnown, mend_by=_ends(defects, ctx))
    return known.model_copy(update={"defects": defects})


def report_limited(state: Limited, command: ReportDefect, ctx: Context) -> Limited:
    """Another defect of a build that is limited."""
    return state.model_copy(update={"defects": _with(state, command, ctx)})


def mend(state: DefectKnown, command: MendDefect, ctx: With) -> DefectKnown | Allowed:
    """A defect is mended: who did it and how; with the last one it is allowed."""
    defects = _mended(state, command, ctx)
    if any(defect.is_open for defect in defects):
        changed = {"defects": defects, "mend_by": _ends(defects, ctx)}
        return state.model_copy(update=changed)
    return state.to(Allowed).model_copy(update={"defects": defects})


def mend_limited(state: Limited, command: MendDefect, ctx: Context) -> Limited:
    """A defect is mended; an inspection must say so before it is allowed again."""
    return state.model_copy(update={"defects": _mended(state, command, ctx)})


def mend_late(state: DefectKnown, command: MendingOverdue, ctx: Context) -> Limited:
    """A defect was not mended in time: it is limited by itself."""
    return state.to(Limited, cause=Cause.UNMENDED, limited_at=ctx.now)


def limit(state: Allowed | DefectKnown, command: Limit, ctx: Context) -> Limited:
    """The keeper lets it do only what is harmless."""
    ctx.require(KEEPER)
    return state.to(Limited, cause=Cause.DECIDED, limited_at=ctx.now, why=command.why)


def withdraw(
    state: Registered | Allowed | DefectKnown | Limited, command: Withdraw, ctx: Context
) -> Withdrawn:
    """The keeper takes it out of use for good."""
    ctx.require(KEEPER)
    return state.to(
        Withdrawn, **dict(command), withdrawn_by=ctx.actor.id, withdrawn_at=ctx.now
    )


def _with(state: Build, command: ReportDefect, ctx: Context | With) -> Defects:
    ctx.require(INSPECTOR, KEEPER)
    if any(d.number == command.number for d in state.defects):
        raise DEFECT_KNOWN_ALREADY.broken()
    new = Defect(**dict(command), found_by=ctx.actor.id, found_at=ctx.now)
    return (*state.defects, new)


def _mended(state: Build, command: MendDefect, ctx: Context | With) -> Defects:
    ctx.require(INSPECTOR, KEEPER)
    if not any(d.is_open and d.number == command.number for d in state.defects):
        raise NO_SUCH_DEFECT.broken()
    done = {
        "mended_by": command.by,
        "mended_at": ctx.now,
        "how": command.how,
        "mended_in": command.mended_in,
    }
    return tuple(
        d.model_copy(update=done) if d.number == command.number else d
        for d in state.defects
    )


def _ends(defects: Defects, ctx: With) -> datetime:
    """Return the end of the first term that a defect leaves."""
    return min(d.found_at + ctx.policy.within(d.severity) for d in defects if d.is_open)
