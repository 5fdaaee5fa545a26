"""How a call is taken on, answered and ended."""

from typing import TypeVar

from ehealthcard.rules.calendar import add_months, day_of
from ehealthcard.rules.mews import mews
from ehealthcard.workflow import Context

from .commands import (
    Accept,
    Advise,
    ArriveHospital,
    ArriveScene,
    Cancel,
    Close,
    CompleteRecord,
    Depart,
    Dispatch,
    DispatchOverdue,
    Divert,
    FlagFalse,
    MeasureVitals,
    Merge,
    RecordOverdue,
    RefuseTransport,
    Release,
    ReportRefusal,
    ReviewBreakGlass,
    ReviewOverdue,
    SignHandover,
)
from .intake import By, require_caller
from .model import Diversion, Refusal, Signed
from .rules import (
    OTHER_SHEET,
    OTHER_SIGNATURE_REQUIRED,
    OWN_REVIEW,
    RECORD_REQUIRED,
    REFUSAL_SIGNATURE_REQUIRED,
    RISK_NOT_TOLD,
)
from .states import (
    Accepted,
    AtHospital,
    Call,
    Calling,
    Cancelled,
    CancelledChargeable,
    Closed,
    ClosedAdvice,
    ClosedOnScene,
    Dispatched,
    Ended,
    FalseCall,
    HandedOver,
    InfoDelivered,
    InfoUnavailable,
    Merged,
    OnScene,
    Reviewed,
    ReviewPending,
    Transporting,
)

Met = TypeVar("Met", OnScene, Transporting)
T = TypeVar("T", bound=Ended)
CREW = ("crew", "doctor")


def accept(
    state: Calling | InfoDelivered | InfoUnavailable, command: Accept, ctx: By
) -> Accepted:
    """A dispatcher takes the call on, with data or without, at any hour."""
    ctx.require("dispatcher")
    within = ctx.policy.dispatch_within
    return state.to(
        Accepted,
        number=command.number,
        category=command.category,
        accepted_at=ctx.now,
        dispatch_by=ctx.now + within if within else None,
    )


def note_late_dispatch(state: Accepted, command: DispatchOverdue, ctx: By) -> Accepted:
    """A vehicle is late; the monitor hears of it, and one may still be sent."""
    return state.model_copy(update={"overdue": True})


def dispatch(state: Accepted, command: Dispatch, ctx: By) -> Dispatched:
    """The nearest vehicle is sent, within a minute (杭州条例 art. 19, local)."""
    ctx.require("dispatcher")
    return state.to(Dispatched, vehicle=command.vehicle, dispatched_at=ctx.now)


def advise(state: Accepted, command: Advise, ctx: By) -> ClosedAdvice | ReviewPending:
    """What is no emergency gets advice, on record."""
    ctx.require("dispatcher")
    return _end(state, ClosedAdvice, ctx, command.advice)


def flag_false(
    state: Accepted, command: FlagFalse, ctx: By
) -> FalseCall | ReviewPending:
    """A false call goes to the police."""
    ctx.require("dispatcher")
    return _end(state, FalseCall, ctx, command.evidence)


def merge(
    state: Calling | InfoDelivered | InfoUnavailable | Accepted, command: Merge, ctx: By
) -> Merged | ReviewPending:
    """Several calls about one incident go on as one case."""
    ctx.require("dispatcher")
    return _end(state, Merged, ctx, command.into)


def cancel(
    state: Calling | InfoDelivered | InfoUnavailable | Accepted,
    command: Cancel,
    ctx: By,
) -> Cancelled | ReviewPending:
    """Before a vehicle is sent, cancelling is free; the caller or the centre does."""
    require_caller(state, ctx)
    return _end(state, Cancelled, ctx)


def cancel_sent(
    state: Dispatched, command: Cancel, ctx: By
) -> CancelledChargeable | ReviewPending:
    """After it was sent, its way is paid (北京市院前医疗急救服务条例 art. 34)."""
    require_caller(state, ctx)
    return _end(state, CancelledChargeable, ctx, chargeable=True)


def arrive_scene(state: Dispatched, command: ArriveScene, ctx: By) -> OnScene:
    """The crew measures and scores."""
    ctx.require(*CREW)
    return state.to(
        OnScene,
        vitals=command.vitals,
        mews=mews(command.vitals, _age(state)),
        met_at=ctx.now,
    )


def measure(state: Met, command: MeasureVitals, ctx: Context) -> Met:
    """New values are scored again."""
    ctx.require(*CREW)
    vitals = state.vitals.then(command.vitals)
    score = mews(vitals, _age(state))
    return state.model_copy(update={"vitals": vitals, "mews": score})


def end_on_scene(
    state: OnScene, command: Release | RefuseTransport, ctx: By
) -> ClosedOnScene | ReviewPending:
    """Treated and released, or transport refused over a signature."""
    ctx.require(*CREW)
    if isinstance(command, RefuseTransport) and not command.signed_by.strip():
        raise REFUSAL_SIGNATURE_REQUIRED.broken()
    return _end(state, ClosedOnScene, ctx, command.record, chargeable=True)


def depart(state: OnScene, command: Depart, ctx: By) -> Transporting:
    """To the hospital that is near, quick and able, by wish too (就近就急)."""
    ctx.require(*CREW, "dispatcher")
    return state.to(
        Transporting,
        hospital=command.hospital,
        criteria=command.criteria,
        departed_at=ctx.now,
    )


def divert(state: Transporting, command: Divert, ctx: By) -> Transporting:
    """To another hospital, for a reason, once the risk was told (上海条例 art. 22)."""
    ctx.require(*CREW, "dispatcher")
    if not command.risk_told:
        raise RISK_NOT_TOLD.broken()
    step = Diversion(hospital=command.hospital, reason=command.reason, at=ctx.now)
    return state.model_copy(
        update={
            "hospital": command.hospital,
            "diversions": (*state.diversions, step),
        }
    )


def arrive_hospital(
    state: Transporting, command: ArriveHospital, ctx: By
) -> AtHospital:
    """The emergency department may not refuse; there is no way to."""
    ctx.require(*CREW)
    return state.to(AtHospital, arrived_at=ctx.now)


def report_refusal(state: AtHospital, command: ReportRefusal, ctx: By) -> AtHospital:
    """A refusal changes nothing but the record: it is a violation."""
    ctx.require(*CREW, "dispatcher")
    step = Refusal(hospital=state.hospital, by=ctx.actor.id, at=ctx.now)
    return state.model_copy(update={"refusals": (*state.refusals, step)})


def sign_handover(
    state: AtHospital, command: SignHandover, ctx: By
) -> AtHospital | HandedOver:
    """Crew and hospital sign the same sheet, each by a person of its own."""
    hospital = command.side == "hospital"
    ctx.require("emergency-department" if hospital else "crew")
    others = tuple(s for s in state.signed if s.side != command.side)
    if any(s.by == ctx.actor.id for s in others):
        raise OTHER_SIGNATURE_REQUIRED.broken()
    if any(s.sheet != command.sheet for s in others):
        raise OTHER_SHEET.broken()
    own = Signed(side=command.side, by=ctx.actor.id, sheet=command.sheet, at=ctx.now)
    if not others:
        return state.model_copy(update={"signed": (own,)})
    return state.to(
        HandedOver,
        signed=(*others, own),
        handed_over_at=ctx.now,
        record_by=ctx.now + ctx.policy.record_within,
    )


def complete_record(state: HandedOver, command: CompleteRecord, ctx: By) -> HandedOver:
    """The rescue record may follow within six hours (医疗纠纷条例 art. 15)."""
    ctx.require(*CREW, "emergency-department")
    return state.model_copy(update={"recorded_at": state.recorded_at or ctx.now})


def note_late_record(state: HandedOver, command: RecordOverdue, ctx: By) -> HandedOver:
    """A late record is marked as such; it must still be written."""
    return state.model_copy(update={"record_overdue": True})


def close(state: HandedOver, command: Close, ctx: By) -> Closed | ReviewPending:
    """With the record complete the case is closed, and access to the data ends."""
    ctx.require("dispatcher", *CREW)
    if state.recorded_at is None:
        raise RECORD_REQUIRED.broken()
    return _end(state, Closed, ctx, chargeable=True)


def review(state: ReviewPending, command: ReviewBreakGlass, ctx: By) -> Reviewed:
    """Somebody else looks at an access without consent."""
    ctx.require("reviewer")
    if state.glass is None or state.glass.by == ctx.actor.id:
        raise OWN_REVIEW.broken()
    looked = {
        "reviewed_by": ctx.actor.id,
        "justified": command.justified,
        "note": command.note,
    }
    return state.to(Reviewed, glass=state.glass.model_copy(update=looked))


def note_late_review(
    state: ReviewPending, command: ReviewOverdue, ctx: By
) -> ReviewPending:
    """A late review is marked as such; it must still be done."""
    return state.model_copy(update={"review_overdue": True})


def _end(
    state: Call, target: type[T], ctx: By, note: str = "", *, chargeable: bool = False
) -> T | ReviewPending:
    """Return *target*, or first the review that an access without consent needs."""
    kept = {
        "number": getattr(state, "number", None),
        "chargeable": chargeable,
        "note": note,
        "ended_at": ctx.now,
        "retain_until": add_months(day_of(ctx.now), ctx.policy.retention_months),
    }
    if state.glass is None:
        return state.to(target, **kept)
    return state.to(
        ReviewPending,
        **kept,
        ended_as=target.__name__,
        review_by=ctx.now + ctx.policy.review_within,
    )


def _age(state: Call) -> int | None:
    return state.payload.age if state.payload else None
