"""How a critical value moves."""

from ehealthcard.workflow import AnyContext, Context, Rule

from .commands import (
    Acknowledge,
    Found,
    Handle,
    HandlingPassed,
    Raise,
    ReportGone,
    ResponsePassed,
)
from .model import CriticalPolicy, Handling
from .states import Acknowledged, Escalated, Handled, Raised, Voided

PUBLISHERS = ("technician", "report-signer")
WARD = ("doctor", "nurse", "family-doctor")
DOCTORS = ("doctor", "family-doctor")
OTHER_INSTITUTION = Rule(
    "CRITICAL_OTHER_INSTITUTION",
    "The value is for the ward of another institution; only its staff or the family "
    "doctor may act.",
    "该危急值属于其他医疗机构，仅限该机构人员或家庭医生处理。",
)
FINDINGS_REQUIRED = Rule(
    "CRITICAL_FINDINGS_REQUIRED",
    "Say which values are critical.",
    "请填写危急值项目。",
)
With = Context[None, CriticalPolicy]


def raise_found(state: None, command: Found, ctx: With) -> Raised:
    """A verified report raises it at once, before it is released."""
    return Raised(
        card=ctx.subject,
        **dict(command),
        raised_at=ctx.now,
        respond_by=ctx.now + ctx.policy.acknowledge_within,
    )


def raise_early(state: None, command: Raise, ctx: With) -> Raised:
    """The laboratory publishes what it sees, without waiting for the signature."""
    ctx.require(*PUBLISHERS)
    _require_here(ctx, command.org)
    if not command.findings:
        raise FINDINGS_REQUIRED.broken()
    return Raised(
        card=ctx.subject,
        reference=f"{command.org}:{command.report}",
        version=0,
        org=command.org,
        department=command.department,
        publisher=ctx.actor.id,
        findings=command.findings,
        raised_at=ctx.now,
        respond_by=ctx.now + ctx.policy.acknowledge_within,
    )


def acknowledge(
    state: Raised | Escalated, command: Acknowledge, ctx: With
) -> Acknowledged:
    """The ward or the family doctor knows of it."""
    _require_ward(ctx, state.org, *WARD)
    return state.to(
        Acknowledged,
        acknowledged_by=ctx.actor.id,
        acknowledged_at=ctx.now,
        escalations=state.level if isinstance(state, Escalated) else 0,
        handle_by=ctx.now + ctx.policy.handle_within,
    )


def handle(state: Acknowledged, command: Handle, ctx: Context) -> Handled:
    """A doctor says what was done."""
    _require_ward(ctx, state.org, *DOCTORS)
    done = Handling(text=command.handling, by=ctx.actor.id, at=ctx.now)
    return state.to(Handled, handling=done)


def escalate(
    state: Raised | Escalated, command: ResponsePassed, ctx: With
) -> Escalated:
    """Not acknowledged in time: it goes up, to the top and no further."""
    levels, top = ctx.policy.levels, len(ctx.policy.levels)
    level = min(state.level + 1 if isinstance(state, Escalated) else 1, top)
    ends = ctx.now + ctx.policy.acknowledge_within
    return state.to(
        Escalated,
        level=level,
        told=levels[level - 1],
        respond_by=ends if level < top else None,
    )


def run_late(
    state: Acknowledged, command: HandlingPassed, ctx: Context
) -> Acknowledged:
    """Known and not handled in time: it is marked, and a superior hears of it."""
    return state.model_copy(update={"overdue": True})


def void(
    state: Raised | Escalated | Acknowledged, command: ReportGone, ctx: Context
) -> Voided:
    """The report did not hold; nobody acts on it any more."""
    return state.to(Voided, voided_at=ctx.now)


def _require_here(ctx: With, org: str) -> None:
    if ctx.actor.org not in (None, org):
        raise OTHER_INSTITUTION.broken()


def _require_ward(ctx: AnyContext, org: str, *roles: str) -> None:
    ctx.require(*roles)
    if "family-doctor" not in ctx.actor.roles and ctx.actor.org not in (None, org):
        raise OTHER_INSTITUTION.broken()
