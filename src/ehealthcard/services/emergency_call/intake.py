"""How a call comes in and its data set goes out."""

from typing import Any, TypeVar

from ehealthcard.rules.emergency import EmergencyDataSet, Location, Scope
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import AnyContext, Context

from .commands import (
    BreakGlass,
    Dial,
    DropCall,
    InfoAccepted,
    InfoOverdue,
    InfoRefused,
    NamePatient,
    Patient,
    Relocate,
)
from .model import CallFacts, CallPolicy, GlassBroken, Info
from .states import (
    Accepted,
    AtHospital,
    Call,
    Calling,
    Dispatched,
    HandedOver,
    InfoDelivered,
    InfoUnavailable,
    OnScene,
    Transporting,
)

To = Context[CallFacts, CallPolicy]
By = Context[None, CallPolicy]
Late = TypeVar(
    "Late", Accepted, Dispatched, OnScene, Transporting, AtHospital, HandedOver
)
Moving = TypeVar("Moving", Accepted, Dispatched, OnScene, Transporting)
Live = TypeVar(
    "Live", Calling, InfoDelivered, InfoUnavailable, Accepted, Dispatched, OnScene
)
Early = TypeVar("Early", Calling, InfoDelivered, InfoUnavailable, Accepted)
CENTRE = ("dispatcher", "crew", "doctor")


def dial(state: None, command: Dial, ctx: To) -> Calling | InfoUnavailable:
    """With consent, in a covered area, from the card's number, the data go at once.

    Whatever is missing, the plain call goes on.
    """
    location = command.location
    call: dict[str, Any] = {
        **dict(command),
        "reference": ctx.subject,
        "caller": ctx.actor.id,
        "location_stale": _is_stale(location, ctx),
        "dialled_at": ctx.now,
        **_push(ctx, 0, location, command.patient),
    }
    if call["payload"] is None:
        return InfoUnavailable(**call)
    return Calling(**call, answer_by=ctx.now + ctx.policy.answer_within)


def name_patient(
    state: Calling | InfoDelivered | InfoUnavailable,
    command: NamePatient | BreakGlass,
    ctx: To,
) -> Calling | InfoUnavailable:
    """The dispatcher picks the patient's card; to save a life also without consent."""
    changes = _named(state, command, ctx)
    if changes["payload"] is None:
        return state.to(InfoUnavailable, **changes)
    by = ctx.now + ctx.policy.answer_within
    return state.to(Calling, **changes, answer_by=by)


def name_late(state: Moving, command: NamePatient | BreakGlass, ctx: To) -> Moving:
    """The same once the call is taken on."""
    return state.model_copy(update=_named(state, command, ctx))


def take_answer(
    state: Calling | InfoDelivered | InfoUnavailable,
    command: InfoAccepted,
    ctx: Context,
) -> InfoDelivered:
    """The centre has the data set; also when it answers late."""
    return state.to(InfoDelivered, info=Info(standing="delivered", at=ctx.now))


def take_refusal(
    state: Calling | InfoDelivered | InfoUnavailable, command: InfoRefused, ctx: Context
) -> InfoUnavailable:
    """The centre will not take the data; the plain call goes on."""
    info = Info(standing="unavailable", reason=command.code, at=ctx.now)
    return state.to(InfoUnavailable, info=info, payload=None)


def take_late(state: Late, command: InfoAccepted | InfoRefused, ctx: Context) -> Late:
    """An answer that comes when the call has moved on is noted."""
    if isinstance(command, InfoAccepted):
        info = Info(standing="delivered", at=ctx.now)
        return state.model_copy(update={"info": info})
    info = Info(standing="unavailable", reason=command.code, at=ctx.now)
    return state.model_copy(update={"info": info, "payload": None})


def give_up(state: Calling, command: InfoOverdue, ctx: Context) -> InfoUnavailable:
    """A silent centre delays nothing; the data set is still on its way."""
    info = Info(standing="unavailable", reason="CENTRE_SILENT", at=ctx.now)
    return state.to(InfoUnavailable, info=info)


def relocate(state: Live, command: Relocate, ctx: By) -> Live:
    """A newer location takes the older one's place, never the other way round."""
    require_caller(state, ctx)
    known = state.location
    if known is not None and known.at > command.location.at:
        return state
    stale = _is_stale(command.location, ctx)
    return state.model_copy(
        update={"location": command.location, "location_stale": stale}
    )


def drop_call(state: Early, command: DropCall, ctx: Context) -> Early:
    """The connection broke; the case stays and the dispatcher calls back."""
    require_caller(state, ctx)
    return state.model_copy(update={"dropped_at": ctx.now})


def require_caller(state: Call, ctx: AnyContext) -> None:
    """Refuse whoever neither dialled nor belongs to the centre."""
    if ctx.actor.id != state.caller:
        ctx.require("dispatcher", "crew", "terminal")


def _named(state: Call, command: NamePatient | BreakGlass, ctx: To) -> dict[str, Any]:
    ctx.require(*CENTRE)
    changes: dict[str, Any] = {"holder": command.holder}
    if isinstance(command, BreakGlass):
        if not ctx.facts.candidates:
            require_active(None)
        changes["glass"] = GlassBroken(
            holder=command.holder,
            by=ctx.actor.id,
            reason=command.reason,
            at=ctx.now,
        )
    known: Patient = "self" if command.holder else "other"
    pushed = _push(ctx, state.push, state.location, known)
    pushed.pop("holder")
    pushed.pop("candidates")
    return changes | pushed


def _push(
    ctx: To, pushed: int, location: Location | None, patient: Patient
) -> dict[str, Any]:
    """Return what a call knows of its patient, and the data set to send."""
    facts = ctx.facts
    data = facts.data
    if data is None:
        reason = facts.reason or "NO_CONSENT"
        info = Info(standing="unavailable", reason=reason, at=ctx.now)
        only = facts.candidates[0] if len(facts.candidates) == 1 else None
        return {
            "holder": only,
            "candidates": facts.candidates,
            "payload": None,
            "push": pushed,
            "info": info,
        }
    shown = location if Scope.LOCATION in data.scope else None
    said = dict(data)
    for name in ("holder", "scope"):
        said.pop(name)
    return {
        "holder": data.holder,
        "candidates": facts.candidates,
        "payload": EmergencyDataSet(
            **said,
            location=shown,
            location_stale=_is_stale(shown, ctx),
            patient_confirmed=patient == "self",
        ),
        "push": pushed + 1,
        "info": Info(standing="pending", at=ctx.now),
    }


def _is_stale(location: Location | None, ctx: To | By) -> bool:
    return location is not None and location.is_stale(ctx.now, ctx.policy.stale_after)
