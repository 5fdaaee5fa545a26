"""How a patient of the emergency department is graded, waits and is seen."""

from datetime import datetime
from typing import Any, Literal

from ehealthcard.rules.access import Grounds
from ehealthcard.rules.grading import AREAS, Graded, Judgement, Level, grade
from ehealthcard.rules.vitals import Vitals
from ehealthcard.workflow import Actor, Context

from .commands import (
    CallIn,
    Dispose,
    Grade,
    Leave,
    MeasureVitals,
    Regrade,
    ResponseOverdue,
)
from .model import Grading, LeaveFacts, TriagePolicy
from .rules import (
    DESTINATION_REQUIRED,
    JUDGEMENT_REQUIRED,
    LOWERING_REASON_REQUIRED,
    RECORD_COPY_REQUIRED,
)
from .states import (
    Admitted,
    Checked,
    Died,
    Discharged,
    Ended,
    InCare,
    LeftUnseen,
    Observed,
    Reported,
    RoutedClinic,
    RoutedEmergency,
    RoutedIsolation,
    Transferred,
    Waiting,
)
from .transitions import STAFF, By

Cause = Literal["grade", "nurse", "vitals", "overdue"]
ENDS: dict[str, type[Ended]] = {
    "discharged": Discharged,
    "observed": Observed,
    "admitted": Admitted,
    "transferred": Transferred,
    "died": Died,
}


def give_level(state: RoutedEmergency, command: Grade, ctx: By) -> Waiting:
    """The worst of values, score and judgement is the level; it sets the time."""
    ctx.require(*STAFF)
    judgement = _joined(state.judgement, command.judgement)
    vitals = state.vitals.then(command.vitals)
    found = _graded(state, vitals, judgement, ctx)
    return state.to(
        Waiting,
        vitals=vitals,
        judgement=judgement,
        gradings=(_grading(found, "grade", ctx.actor, ctx.now),),
        waiting_since=ctx.now,
        **_level(found.level, ctx.now, ctx.policy),
    )


def measure(state: Waiting, command: MeasureVitals, ctx: By) -> Waiting:
    """New values raise the level by themselves; they never lower it."""
    ctx.require(*STAFF, "terminal")
    vitals = state.vitals.then(command.vitals)
    state = state.model_copy(update={"vitals": vitals})
    found = _graded(state, vitals, state.judgement, ctx)
    if found.level >= state.level:
        return state
    return _regraded(state, found, "vitals", ctx)


def regrade(state: Waiting, command: Regrade, ctx: By) -> Waiting:
    """A nurse looks again; to lower the level needs a nurse and a reason."""
    ctx.require(*STAFF)
    vitals = state.vitals.then(command.vitals)
    judgement = command.judgement
    if judgement.level is None:
        judgement = judgement.model_copy(update={"level": state.judgement.level})
    found = _graded(state, vitals, judgement, ctx)
    if found.level > state.level:
        ctx.require("triage", "nurse", "doctor")
        if not command.reason.strip():
            raise LOWERING_REASON_REQUIRED.broken()
    changed = state.model_copy(update={"vitals": vitals, "judgement": judgement})
    return _regraded(changed, found, "nurse", ctx, command.reason)


def overdue(state: Waiting, command: ResponseOverdue, ctx: By) -> Waiting:
    """The response time passed: graded again, told to the charge nurse, never lowered.

    The level rises only where the policy says so: the time that passed says nothing of
    the patient. The due time of the former level stays.
    """
    level = state.level.raised if ctx.policy.overdue_raises else state.level
    grading = state.gradings[-1].model_copy(
        update={
            "level": level,
            "cause": "overdue",
            "by": ctx.actor.id,
            "at": ctx.now,
            "reasons": (*state.gradings[-1].reasons, "RESPONSE_OVERDUE"),
            "note": "",
        }
    )
    return state.model_copy(
        update={
            "level": level,
            "area": AREAS[level],
            "gradings": (*state.gradings, grading),
            "overdue_since": ctx.now,
        }
    )


def call_in(
    state: Waiting | RoutedClinic | RoutedIsolation | RoutedEmergency,
    command: CallIn,
    ctx: Context,
) -> InCare:
    """A doctor sees the patient; how long it took is kept."""
    ctx.require(*STAFF)
    since = state.waiting_since if isinstance(state, Waiting) else state.routed_at
    protected = (
        state.protected
        if isinstance(state, Waiting | RoutedEmergency)
        else bool(state.infectious)
    )
    return state.to(
        InCare, protected=protected, waited=ctx.now - since, seen_at=ctx.now
    )


def leave(
    state: Waiting | RoutedClinic | RoutedIsolation | RoutedEmergency,
    command: Leave,
    ctx: Context[LeaveFacts, None],
) -> LeftUnseen:
    """The patient goes unseen; a follow-up call is due.

    His guardian says so anywhere, a delegate only of a clinic's queue: who may be in
    danger or infectious is not taken out of his by somebody who need not be there.
    """
    himself = ctx.actor.holder is not None and ctx.actor.holder == state.holder
    delegated = ctx.facts.in_stead is Grounds.DELEGATE
    guarded = ctx.facts.in_stead is Grounds.GUARDIAN
    if not (himself or guarded or (delegated and isinstance(state, RoutedClinic))):
        ctx.require(*STAFF)
    return state.to(LeftUnseen, left_at=ctx.now)


def dispose(
    state: InCare | RoutedIsolation | Reported, command: Dispose, ctx: Context
) -> Discharged | Observed | Admitted | Transferred | Died:
    """A doctor says where the patient goes."""
    return _end(state, command, ctx)  # type: ignore[return-value]


def conclude(
    state: Observed, command: Dispose, ctx: Context
) -> Discharged | Observed | Admitted | Transferred | Died:
    """After observation the outcome follows; observation may also go on."""
    return _end(state, command, ctx)  # type: ignore[return-value]


def _end(state: Checked, command: Dispose, ctx: Context) -> Ended:
    ctx.require("doctor")
    if command.outcome in ("admitted", "transferred") and not command.destination:
        raise DESTINATION_REQUIRED.broken()
    risky = bool(state.infectious) or isinstance(state, Reported)
    if command.outcome == "transferred" and risky and not command.record_copied:
        raise RECORD_COPY_REQUIRED.broken()
    return state.to(
        ENDS[command.outcome],
        ended_at=ctx.now,
        destination=command.destination,
        record_copied=command.record_copied,
    )


def _joined(first: Judgement, second: Judgement) -> Judgement:
    """Return what route and grade said together; the later level counts."""
    return Judgement(
        level=second.level or first.level,
        resources=tuple(dict.fromkeys((*first.resources, *second.resources))),
        unstable=first.unstable or second.unstable,
    )


def _graded(state: Checked, vitals: Vitals, judgement: Judgement, ctx: By) -> Graded:
    policy = ctx.policy
    found = grade(
        vitals, judgement, state.age, policy.indicators, youngest=policy.mews_from
    )
    if found is None:
        raise JUDGEMENT_REQUIRED.broken()
    return found


def _grading(
    found: Graded, cause: Cause, actor: Actor, now: datetime, note: str = ""
) -> Grading:
    return Grading(**dict(found), cause=cause, by=actor.id, at=now, note=note)


def _level(level: Level, now: datetime, policy: TriagePolicy) -> dict[str, Any]:
    response = policy.response.of(level)
    return {
        "level": level,
        "area": AREAS[level],
        "due_at": now + response.within,
        "last": response.last(now),
        "overdue_since": None,
    }


def _regraded(
    state: Waiting, found: Graded, cause: Cause, ctx: By, note: str = ""
) -> Waiting:
    """Return *state* at its new level; unless it was lowered, no more time is given."""
    new = _level(found.level, ctx.now, ctx.policy)
    if found.level <= state.level and state.overdue_since is None:
        new["due_at"] = min(new["due_at"], state.due_at)
        new["last"] = min(new["last"], state.last)
    grading = _grading(found, cause, ctx.actor, ctx.now, note)
    return state.model_copy(update={**new, "gradings": (*state.gradings, grading)})
