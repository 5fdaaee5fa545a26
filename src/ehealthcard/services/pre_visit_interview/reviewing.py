"""What a doctor does with the report (医师法 art. 24: 须亲自诊查)."""

from typing import TypeVar

from ehealthcard.workflow import Context

from .checks import DOCTOR, By, require_doctor
from .commands import (
    Adopt,
    AdoptEdited,
    BeginConsultation,
    FileAgain,
    Filed,
    FilingRefused,
    Open,
    Reject,
    VisitBegun,
)
from .model import Filing
from .reporting import adopted_until, logged_until
from .rules import EXAMINE_FIRST, NOT_REFUSED, OPENED_BY_OTHER
from .states import (
    Adopted,
    AdoptedEdited,
    Rejected,
    ReportReady,
    UnderReview,
)

R = TypeVar("R", ReportReady, UnderReview)
A = TypeVar("A", Adopted, AdoptedEdited)


def open_ready(state: ReportReady, command: Open, ctx: By) -> UnderReview:
    """The doctor of the appointment, or a colleague who covers; each look is kept."""
    return state.to(UnderReview, openings=(require_doctor(state.visit, ctx),))


def open_again(state: UnderReview, command: Open, ctx: By) -> UnderReview:
    """Another look, or another doctor's."""
    look = require_doctor(state.visit, ctx)
    return state.model_copy(update={"openings": (*state.openings, look)})


def begin(state: R, command: BeginConsultation, ctx: By) -> R:
    """The doctor sees the patient; from now on a text may be signed."""
    require_doctor(state.visit, ctx)
    return _begun(state, ctx)


def note_begun(state: R, command: VisitBegun, ctx: Context) -> R:
    """The same, by the appointment."""
    return _begun(state, ctx)


def adopt(state: UnderReview, command: Adopt, ctx: By) -> Adopted:
    """Who opened it and saw the patient signs; the report enters the record."""
    _require_seen(state, ctx)
    return state.to(
        Adopted,
        text=state.report.text,
        signature=command.signature,
        decided_by=ctx.actor.id,
        decided_at=ctx.now,
        kept_until=adopted_until(ctx),
    )


def adopt_edited(state: UnderReview, command: AdoptEdited, ctx: By) -> AdoptedEdited:
    """The doctor's own text enters the record; the report stays beside it here."""
    _require_seen(state, ctx)
    return state.to(
        AdoptedEdited,
        text=command.text,
        signature=command.signature,
        decided_by=ctx.actor.id,
        decided_at=ctx.now,
        kept_until=adopted_until(ctx),
    )


def reject(state: UnderReview, command: Reject, ctx: By) -> Rejected:
    """Nothing enters the record."""
    _require_opened(state, ctx)
    return state.to(
        Rejected,
        reason=command.reason,
        decided_by=ctx.actor.id,
        decided_at=ctx.now,
        kept_until=logged_until(ctx),
    )


def note_filed(state: A, command: Filed, ctx: Context) -> A:
    """The record has it."""
    filing = Filing(attempt=state.filing.attempt, reference=command.reference)
    return state.model_copy(update={"filing": filing})


def note_refused(state: A, command: FilingRefused, ctx: Context) -> A:
    """The record would not take it; a person looks."""
    filing = Filing(attempt=state.filing.attempt, refusal=command.code)
    return state.model_copy(update={"filing": filing})


def file_again(state: A, command: FileAgain, ctx: Context) -> A:
    """What the record refused is handed over once more."""
    ctx.require(DOCTOR, "staff")
    if state.filing.refusal is None:
        raise NOT_REFUSED.broken()
    filing = Filing(attempt=state.filing.attempt + 1)
    return state.model_copy(update={"filing": filing})


def _begun(state: R, ctx: Context[None, object]) -> R:
    at = state.seen_from or ctx.now
    return state.model_copy(update={"seen_from": at})


def _require_opened(state: UnderReview, ctx: By) -> None:
    """Refuse a doctor who has not looked."""
    require_doctor(state.visit, ctx)
    if state.openings[-1].by != ctx.actor.id:
        raise OPENED_BY_OTHER.broken()


def _require_seen(state: UnderReview, ctx: By) -> None:
    """Refuse to sign before the patient was seen."""
    _require_opened(state, ctx)
    if state.seen_from is None:
        raise EXAMINE_FIRST.broken()
