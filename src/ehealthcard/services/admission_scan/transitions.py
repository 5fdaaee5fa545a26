"""How a visit moves."""

from datetime import datetime

from ehealthcard.rules.calendar import day_of, end_of
from ehealthcard.rules.isolation import infection_reasons, route_of
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Context

from .commands import (
    AdmitReviewed,
    Assess,
    BindIdentity,
    BypassEmergency,
    DayEnded,
    DeclarationArrived,
    DivertReviewed,
    Identify,
    IdentifyManually,
    Present,
    RejectCode,
    ScanAgain,
    ScanOut,
)
from .model import (
    AdmissionFacts,
    AdmissionPolicy,
    Assessment,
    IdentityFacts,
    UseFacts,
)
from .rules import OTHER_HOLDER, SCAN_ACCEPTED, SCAN_REFUSED, SCAN_UNKNOWN
from .states import (
    Abandoned,
    CodeRejected,
    DeclarationRequired,
    Diverted,
    Entered,
    EnteredEmergency,
    Identified,
    Left,
    ManualReview,
    Presented,
)

Scan = Context[UseFacts, AdmissionPolicy]
Look = Context[AdmissionFacts, AdmissionPolicy]
Name = Context[IdentityFacts, None]
STAFF = ("staff", "triage", "registrar", "guard")


def present(state: None, command: Present, ctx: Context) -> Presented:
    """Somebody stands at the entrance."""
    ends = end_of(day_of(ctx.now))
    return Presented(**dict(command), arrived_at=ctx.now, day_ends=ends)


def identify(
    state: Presented | CodeRejected, command: Identify, ctx: Scan
) -> Identified:
    """A good scan by this terminal, just now, says who it is."""
    _require_scan(ctx)
    if ctx.facts.outcome != "OK" or ctx.facts.subject is None:
        raise SCAN_REFUSED.broken()
    return state.to(
        Identified,
        holder=ctx.facts.subject,
        identified_by=ctx.actor.id,
        use=command.use,
    )


def reject_code(
    state: Presented | CodeRejected, command: RejectCode, ctx: Scan
) -> CodeRejected:
    """A refused scan leaves the reason; a fresh code or a person helps."""
    _require_scan(ctx)
    if ctx.facts.outcome == "OK":
        raise SCAN_ACCEPTED.broken()
    return state.to(CodeRejected, reason=ctx.facts.outcome)


def identify_manually(
    state: Presented | CodeRejected, command: IdentifyManually, ctx: Name
) -> Identified:
    """Staff read the document: the way for everybody without a phone."""
    ctx.require(*STAFF)
    require_active(ctx.facts.status)
    return state.to(
        Identified, holder=command.holder, identified_by=ctx.actor.id, use=None
    )


def bypass_emergency(
    state: Presented | CodeRejected | Identified | DeclarationRequired | ManualReview,
    command: BypassEmergency,
    ctx: Context,
) -> EnteredEmergency:
    """Danger to life opens every gate at once."""
    ctx.require(*STAFF)
    return state.to(
        EnteredEmergency,
        holder=getattr(state, "holder", None),
        inside=state.org,
        reason=command.reason,
        entered_at=ctx.now,
    )


def bind_identity(
    state: EnteredEmergency, command: BindIdentity, ctx: Name
) -> EnteredEmergency:
    """Who it was is said when there is time."""
    ctx.require(*STAFF)
    if ctx.facts.status is None:
        require_active(None)
    if state.holder not in (None, command.holder):
        raise OTHER_HOLDER.broken()
    return state.model_copy(update={"holder": command.holder})


def assess(
    state: Identified, command: Assess, ctx: Look
) -> Entered | Diverted | DeclarationRequired | ManualReview:
    """Divert what is dangerous, ask for what is missing, else open; never refuse.

    What is known to call for care decides first, then a missing declaration, then a
    risk that nobody could say. An unknown colour is left to staff.
    """
    reasons, seen = _dangers(command, ctx), _assessment(command, ctx)
    if reasons:
        return _divert(state, reasons, ctx.now, seen)
    if ctx.policy.declaration_required and not ctx.facts.declared:
        return state.to(DeclarationRequired)
    if ctx.policy.colours_count:
        if ctx.facts.risk is None:
            return state.to(ManualReview, reason="RISK_SOURCE_SILENT", assessment=seen)
        if ctx.facts.risk.colour != "GREEN":
            return state.to(ManualReview, reason="RISK_COLOUR_UNKNOWN", assessment=seen)
    return state.to(Entered, inside=state.org, entered_at=ctx.now, assessment=seen)


def admit_reviewed(
    state: ManualReview, command: AdmitReviewed, ctx: Context
) -> Entered:
    """Staff looked and opened."""
    ctx.require(*STAFF)
    return state.to(
        Entered, inside=state.org, entered_at=ctx.now, reviewed=command.reason
    )


def divert_reviewed(
    state: ManualReview, command: DivertReviewed, ctx: Context
) -> Diverted:
    """Staff looked and lead elsewhere."""
    ctx.require(*STAFF)
    return _divert(state, [command.reason], ctx.now, state.assessment)


def declare(
    state: DeclarationRequired, command: DeclarationArrived, ctx: Context
) -> Identified:
    """The declaration is there; assess again."""
    return state.to(Identified)


def scan_again(
    state: Entered, command: ScanAgain, ctx: Context[None, AdmissionPolicy]
) -> Entered:
    """A repeated scan is the same entry; a later one a new entry, counted once."""
    if ctx.now - state.entered_at <= ctx.policy.rescan_within:
        return state
    return state.model_copy(
        update={"entered_at": ctx.now, "entries": state.entries + 1}
    )


def leave(
    state: Entered | Diverted | EnteredEmergency, command: ScanOut, ctx: Context
) -> Left:
    """The holder goes."""
    return Left(org=state.org, holder=state.holder, left_at=ctx.now, how="scan")


def end_day(
    state: Entered | Diverted | EnteredEmergency, command: DayEnded, ctx: Context
) -> Left:
    """Who did not scan out has left by midnight."""
    return Left(org=state.org, holder=state.holder, left_at=ctx.now, how="day-end")


def abandon(
    state: Presented | CodeRejected | Identified | DeclarationRequired | ManualReview,
    command: DayEnded,
    ctx: Context,
) -> Abandoned:
    """Who was not let in by midnight went home."""
    return Abandoned(org=state.org)


def _require_scan(ctx: Scan) -> None:
    """Refuse a scan that is not this terminal's own of a moment ago."""
    facts = ctx.facts
    own = facts.terminal == ctx.actor.id and facts.at is not None
    if facts.outcome is None or not own:
        raise SCAN_UNKNOWN.broken()
    if facts.at is None or ctx.now - facts.at > ctx.policy.use_within:
        raise SCAN_UNKNOWN.broken()


def _dangers(command: Assess, ctx: Look) -> list[str]:
    risk = ctx.facts.risk
    return infection_reasons(
        temperature=command.temperature,
        fever=ctx.policy.fever,
        attention=ctx.facts.attention,
        colour=risk.colour if ctx.policy.colours_count and risk else None,
    )


def _assessment(command: Assess, ctx: Look) -> Assessment:
    return Assessment(
        at=ctx.now,
        declared=ctx.facts.declared,
        temperature=command.temperature,
        risk=ctx.facts.risk if ctx.policy.colours_count else None,
    )


def _divert(
    state: Identified | ManualReview,
    reasons: list[str],
    now: datetime,
    seen: Assessment | None,
) -> Diverted:
    return state.to(
        Diverted,
        inside=state.org,
        route=route_of(reasons).value,
        reasons=tuple(reasons),
        diverted_at=now,
        assessment=seen,
    )
