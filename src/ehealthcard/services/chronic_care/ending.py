"""Care ends (终止管理)."""

from datetime import date

from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.chronic.codes import EndReason
from ehealthcard.rules.chronic.policy import ChronicPolicy
from ehealthcard.rules.chronic.standing import (
    CLINICIANS,
    REFUSAL_NOT_YOURS,
    VISIT_IN_FUTURE,
    ChronicFacts,
    require_clinician,
    require_voice,
)
from ehealthcard.workflow import Context

from .commands import Died, End, RecordCancelled
from .rules import DEATH_DETAILS, LOSS_REASON
from .states import (
    Due,
    Ended,
    Missed,
    Planned,
    Proposed,
    Referred,
    TemporarilyLost,
    UrgentlyReferred,
)

Of = Context[ChronicFacts, ChronicPolicy]


def end(
    state: Proposed
    | Planned
    | Due
    | Missed
    | TemporarilyLost
    | Referred
    | UrgentlyReferred,
    command: End,
    ctx: Of,
) -> Ended:
    """Died, moved, lost or refused; the patient himself may refuse."""
    if ctx.actor.roles.isdisjoint(CLINICIANS):
        require_voice(ctx.actor, ctx.subject, ctx.facts)
        if command.reason is not EndReason.REFUSED:
            raise REFUSAL_NOT_YOURS.broken()
    else:
        require_clinician(ctx, state.org, CLINICIANS)
    _require_details(command, day_of(ctx.now))
    return state.to(Ended, **dict(command), ended_at=ctx.now)


def end_with_holder(
    state: Proposed
    | Planned
    | Due
    | Missed
    | TemporarilyLost
    | Referred
    | UrgentlyReferred,
    command: Died,
    ctx: Context,
) -> Ended:
    """Care ends with its holder."""
    return state.to(Ended, reason=EndReason.DIED, ended_at=ctx.now)


def end_with_record(
    state: Proposed
    | Planned
    | Due
    | Missed
    | TemporarilyLost
    | Referred
    | UrgentlyReferred,
    command: RecordCancelled,
    ctx: Context,
) -> Ended:
    """Special records end with the health record, for the same reason (§4.6.1)."""
    return state.to(Ended, reason=command.reason, ended_at=ctx.now)


def _require_details(command: End, today: date) -> None:
    if command.reason is EndReason.DIED:
        if command.died_on is None or not command.cause.strip():
            raise DEATH_DETAILS.broken()
        if command.died_on > today:
            raise VISIT_IN_FUTURE.broken()
    if command.reason is EndReason.LOST and not command.note.strip():
        raise LOSS_REASON.broken()
