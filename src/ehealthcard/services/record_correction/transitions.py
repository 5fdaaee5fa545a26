"""How a request moves."""

from datetime import timedelta

from ehealthcard.rules.access import ACCESS_NOT_GRANTED, ADULT_FROM
from ehealthcard.rules.calendar import day_of, end_of
from ehealthcard.rules.health_records.standing import (
    RECORD_NOT_THERE,
    RecordSeen,
    require_keeper,
)
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Context

from .commands import (
    Accept,
    AnswerPassed,
    RecordGone,
    Reject,
    RequestCorrection,
    Withdraw,
)
from .model import CORRECTION_EMPTY, CorrectionFacts, CorrectionPolicy
from .states import Accepted, Lapsed, Rejected, Requested, Withdrawn

Of = Context[CorrectionFacts, CorrectionPolicy]


def request(state: None, command: RequestCorrection, ctx: Of) -> Requested:
    """The resident, or a minor's guardian, asks the institution that keeps it."""
    _require_voice(ctx)
    require_active(ctx.facts.access.status)
    record = _record(ctx)
    last = day_of(ctx.now) + timedelta(days=ctx.policy.answer_days)
    return Requested(
        card=ctx.subject,
        section=command.section,
        asked_by=ctx.actor.id,
        asked_at=ctx.now,
        org=record.org,
        wrong=command.wrong,
        wanted=command.wanted,
        answer_by=end_of(last),
    )


def accept(state: Requested, command: Accept, ctx: Of) -> Accepted:
    """The keeper of today writes it into the record; history keeps what was there."""
    record = _record(ctx)
    require_keeper(ctx, record.org)
    if not command.change.sections:
        raise CORRECTION_EMPTY.broken()
    return state.to(
        Accepted,
        file=record.file,
        change=command.change,
        note=command.note,
        decided_by=ctx.actor.id,
        decided_at=ctx.now,
    )


def reject(state: Requested, command: Reject, ctx: Of) -> Rejected:
    """The keeper of today does not, and says why."""
    require_keeper(ctx, _record(ctx).org)
    return state.to(
        Rejected,
        reason=command.reason,
        decided_by=ctx.actor.id,
        decided_at=ctx.now,
    )


def withdraw(state: Requested, command: Withdraw, ctx: Of) -> Withdrawn:
    """Who may ask may take it back."""
    _require_voice(ctx)
    return state.to(Withdrawn, withdrawn_at=ctx.now)


def run_late(state: Requested, command: AnswerPassed, ctx: Context) -> Requested:
    """The institution is reminded once."""
    return state.model_copy(update={"overdue": True})


def lapse(state: Requested, command: RecordGone, ctx: Context) -> Lapsed:
    """There is nothing left to correct."""
    return state.to(Lapsed, lapsed_at=ctx.now)


def _record(ctx: Of) -> RecordSeen:
    if ctx.facts.record is None:
        raise RECORD_NOT_THERE.broken()
    return ctx.facts.record


def _require_voice(ctx: Of) -> None:
    """Refuse who is neither the holder nor a minor's guardian."""
    who, facts = ctx.actor.holder, ctx.facts.access
    guarded = facts.age is not None and facts.age < ADULT_FROM
    if who is None or not (who == ctx.subject or (guarded and who == facts.guardian)):
        raise ACCESS_NOT_GRANTED.broken()
