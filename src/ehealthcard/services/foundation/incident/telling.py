"""Opened, assessed, told to whom it must be told."""

from typing import TypeVar

from ehealthcard.workflow import Context

from .commands import (
    Assess,
    Dismiss,
    ExemptPersons,
    Open,
    RecordNotice,
    RequirePersons,
)
from .duties import With, done, marked, open_to, place_of, required, up
from .model import Addressee, Duty, Stage
from .rules import (
    AUDITOR,
    COUNT_MISSING,
    GRADE_TOO_LOW,
    IN_FUTURE,
    NO_EXEMPTION,
    OFFICER,
    PERSONS_TOLD,
)
from .states import Assessed, Dismissed, Graded, Informed, Opened, Reported

G = TypeVar("G", bound=Graded)


def open_incident(state: None, command: Open, ctx: With) -> Opened:
    """Something happened; from the moment it was known the law counts the hours."""
    ctx.require(OFFICER)
    if command.discovered_at > ctx.now:
        raise IN_FUTURE.broken()
    return Opened(
        **dict(command),
        opened_by=ctx.actor.id,
        assess_by=ctx.now + ctx.policy.assess_within,
    )


def assess(state: Opened, command: Assess, ctx: With) -> Assessed | Reported | Informed:
    """Its grade says who must be told, and by when."""
    return _assessed(state, command, ctx, ())


def assess_again(state: Assessed, command: Assess, ctx: With) -> Assessed:
    """More is known while authorities are to be told; a grade only rises."""
    after = _again(state, command, ctx)
    return after.to(Assessed)


def assess_reported(state: Reported, command: Assess, ctx: With) -> Assessed | Reported:
    """More is known: perhaps more authorities are to be told."""
    after = _again(state, command, ctx)
    return after.to(Assessed) if isinstance(after, Assessed) else after.to(Reported)


def assess_informed(
    state: Informed, command: Assess, ctx: With
) -> Assessed | Reported | Informed:
    """More is known after all were told: perhaps others are to be told as well."""
    return _again(state, command, ctx)


def tell_authority(
    state: Assessed, command: RecordNotice, ctx: With
) -> Assessed | Reported | Informed:
    """Somebody was told; it is on record, with the notice's number."""
    return _told(state, command, ctx)


def tell_persons(state: Reported, command: RecordNotice, ctx: With) -> Informed:
    """The persons were told, and how many."""
    return _told(state, command, ctx).to(Informed)


def exempt_before(state: Assessed, command: ExemptPersons, ctx: With) -> Assessed:
    """Measures keep harm away: the persons need not be told (PIPL art. 57)."""
    return _exempted(state, ctx).to(Assessed)


def exempt(state: Reported, command: ExemptPersons, ctx: With) -> Informed:
    """The same once the authorities know."""
    return _exempted(state, ctx).to(Informed)


def require_before(state: Assessed, command: RequirePersons, ctx: With) -> Assessed:
    """The authority wants the persons told all the same (PIPL art. 57)."""
    return _required(state, command, ctx).to(Assessed)


def require_persons(
    state: Reported | Informed, command: RequirePersons, ctx: With
) -> Reported:
    """The same once the authorities know."""
    return _required(state, command, ctx).to(Reported)


def dismiss(state: Opened | Assessed, command: Dismiss, ctx: Context) -> Dismissed:
    """Somebody who looks over incidents finds that it was none."""
    ctx.require(AUDITOR)
    return state.to(
        Dismissed, why=command.why, dismissed_by=ctx.actor.id, dismissed_at=ctx.now
    )


def _again(state: Graded, command: Assess, ctx: With) -> Assessed | Reported | Informed:
    if command.grade.rank < state.grade.rank:
        raise GRADE_TOO_LOW.broken()
    return _assessed(state, command, ctx, state.duties)


def _assessed(
    state: Opened | Graded, command: Assess, ctx: With, before: tuple[Duty, ...]
) -> Assessed | Reported | Informed:
    ctx.require(OFFICER)
    if command.grade.rank < ctx.policy.least(command.facts).rank:
        raise GRADE_TOO_LOW.broken()
    wanted = ctx.policy.duties_of(
        command.grade, command.facts, Stage.FIRST, state.discovered_at
    )
    duties = required(before, wanted, ctx.now)
    known = {duty.to for duty in before if duty.late}
    late = tuple(d.to for d in duties if d.is_open and d.late and d.to not in known)
    return state.to(
        place_of(duties),
        facts=command.facts,
        grade=command.grade,
        assessed_by=ctx.actor.id,
        duties=duties,
        **(up(state, command.grade, late, ctx) if late else {}),
    )


def _told(
    state: Graded, command: RecordNotice, ctx: With
) -> Assessed | Reported | Informed:
    ctx.require(OFFICER)
    if not state.discovered_at <= command.told_at <= ctx.now:
        raise IN_FUTURE.broken()
    if command.to is Addressee.PERSONS and command.count is None:
        raise COUNT_MISSING.broken()
    duty = open_to(state.duties, command.to)
    duties = marked(
        state.duties, done(duty, command.number, command.told_at, ctx, command.count)
    )
    return state.to(place_of(duties), duties=duties)


def _exempted(state: Graded, ctx: With) -> Graded:
    ctx.require(OFFICER)
    if not state.facts.remedies:
        raise NO_EXEMPTION.broken()
    duty = open_to(state.duties, Addressee.PERSONS)
    duties = marked(state.duties, duty.model_copy(update={"exempt": True}))
    return state.model_copy(update={"duties": duties})


def _required(state: Graded, command: RequirePersons, ctx: With) -> Graded:
    ctx.require(OFFICER)
    if command.due < ctx.now:
        raise IN_FUTURE.broken()
    if any(d.to is Addressee.PERSONS and d.told_at for d in state.duties):
        raise PERSONS_TOLD.broken()
    duty = Duty(
        to=Addressee.PERSONS,
        stage=Stage.FIRST,
        due=command.due,
        source=f"PIPL art. 57: {command.number}",
    )
    return state.model_copy(update={"duties": marked(state.duties, duty)})
