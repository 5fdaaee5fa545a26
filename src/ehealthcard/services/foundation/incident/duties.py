"""Which duties are open, done, late."""

from datetime import datetime
from typing import Any

from ehealthcard.workflow import Context

from .model import Addressee, Duty, Grade, IncidentWarning, Stage
from .policy import IncidentPolicy
from .rules import NO_DUTY
from .states import Assessed, Informed, Known, Reported

With = Context[None, IncidentPolicy]
Duties = tuple[Duty, ...]
Place = type[Assessed] | type[Reported] | type[Informed]


def required(before: Duties, wanted: Duties, now: datetime) -> Duties:
    """Return the duties after an assessment: none goes, and a clock only gets shorter.

    One whose term has passed already is late from the beginning.
    """
    known = {duty.to: duty for duty in before}
    for duty in wanted:
        old = known.get(duty.to)
        if old is None or (old.is_open and duty.due < old.due):
            known[duty.to] = duty
    return tuple(
        d.model_copy(update={"late": True}) if d.is_open and d.due < now else d
        for d in known.values()
    )


def place_of(duties: Duties) -> Place:
    """Return the state that an incident with such duties is in."""
    waiting = {duty.to for duty in duties if duty.is_open}
    if waiting - {Addressee.PERSONS}:
        return Assessed
    return Reported if waiting else Informed


def open_to(duties: Duties, to: Addressee, stage: Stage = Stage.FIRST) -> Duty:
    """Return the open duty towards somebody.

    Raises:
        RuleViolationError: There is none (``INCIDENT_NO_DUTY``).

    """
    for duty in duties:
        if duty.to is to and duty.stage is stage and duty.is_open:
            return duty
    raise NO_DUTY.broken()


def done(
    duty: Duty, number: str, at: datetime, ctx: With, count: int | None = None
) -> Duty:
    """Return *duty* as it was done; late if that was after its term."""
    return duty.model_copy(
        update={
            "number": number,
            "told_at": at,
            "told_by": ctx.actor.id,
            "count": count,
            "late": duty.due < at,
        }
    )


def marked(duties: Duties, changed: Duty) -> Duties:
    """Return *duties* with one in the stead of the one before it."""
    same = [(d.to, d.stage) == (changed.to, changed.stage) for d in duties]
    if not any(same):
        return (*duties, changed)
    return tuple(changed if s else d for s, d in zip(same, duties, strict=True))


def up(
    state: Known, grade: Grade | None, late: tuple[Addressee, ...], ctx: With
) -> dict[str, Any]:
    """Return what changes where the next superior is told."""
    superiors = ctx.policy.superiors
    warning = IncidentWarning(
        incident=state.incident,
        org=state.org,
        grade=grade,
        late=late,
        to=superiors[min(state.escalations, len(superiors) - 1)],
        at=ctx.now,
    )
    return {"warned": warning, "escalations": state.escalations + 1}
