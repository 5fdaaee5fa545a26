"""How a report comes about: ordered, begun, found, verified."""

from datetime import datetime
from typing import Any, TypeVar

from ehealthcard.errors import CardCancelledError, CardNotFoundError
from ehealthcard.identity import CardStatus
from ehealthcard.rules.reporting import ReportContent, Sample
from ehealthcard.workflow import AnyContext, Context

from .checks import (
    DOCTOR,
    HIS,
    NURSE,
    SIGNER,
    TECHNICIAN,
    found_in,
    require_another,
    require_content,
    require_signer,
    require_staff,
    sensitivity_of,
)
from .commands import (
    Begin,
    Cancel,
    Order,
    RecordPreliminary,
    SendBack,
    TurnaroundPassed,
    Verify,
)
from .model import OrderFacts, ReportPolicy, Signed
from .rules import SAMPLE_TIMES_REVERSED, SIGNED_CONTENT
from .states import (
    Asked,
    Begun,
    Cancelled,
    Final,
    InProgress,
    Ordered,
    Preliminary,
    VerifiedOnce,
)

B = TypeVar("B", InProgress, Preliminary, VerifiedOnce)
By = Context[None, ReportPolicy]


def order(
    state: None, command: Order, ctx: Context[OrderFacts, ReportPolicy]
) -> Ordered:
    """A doctor orders; a lost card is no hindrance to care, a cancelled one is."""
    require_staff(ctx, command.org, DOCTOR, HIS)
    if ctx.facts.status is None:
        raise CardNotFoundError
    if ctx.facts.status is CardStatus.CANCELLED:
        raise CardCancelledError
    told = ctx.policy.sensitivity_of((command.test,))
    return Ordered(
        card=ctx.subject,
        reference=f"{command.org}:{command.report}",
        report=command.report,
        org=command.org,
        org_name=command.org_name,
        department=command.department,
        order=command.order,
        kind=command.kind,
        group=command.group,
        test=command.test,
        urgent=command.urgent,
        inpatient=command.inpatient,
        sensitivity=command.sensitivity or told,
        ordered_by=ctx.actor.id,
        ordered_at=ctx.now,
    )


def begin(state: Ordered, command: Begin, ctx: By) -> InProgress:
    """Collected or begun; from now on the turnaround time runs."""
    require_staff(ctx, state.org, TECHNICIAN, NURSE, DOCTOR, HIS)
    if command.sample:
        _require_order(command.sample, ctx.now)
    due = ctx.policy.due(state.group, ctx.now, urgent=state.urgent)
    return state.to(
        InProgress,
        sample=command.sample,
        performer=ctx.actor.id,
        begun_at=ctx.now,
        due_by=due,
    )


def record_preliminary(
    state: InProgress | Preliminary, command: RecordPreliminary, ctx: By
) -> Preliminary:
    """Written down, for clinicians only; once more replaces it."""
    require_staff(ctx, state.org, TECHNICIAN, SIGNER, DOCTOR, HIS)
    return state.to(Preliminary, **draft_of(state, command.content, ctx.policy))


def verify_first(
    state: InProgress | Preliminary, command: Verify, ctx: By
) -> VerifiedOnce | Final:
    """An authorised signer verifies; some kinds need a second person."""
    require_signer(ctx, state, ctx.policy)
    written = state.content if isinstance(state, Preliminary) else None
    draft = draft_of(state, command.content or written, ctx.policy)
    return signed(state, draft, ctx, number=1)


def verify_second(state: VerifiedOnce, command: Verify, ctx: By) -> Final:
    """Another person signs the same contents; never the same person twice."""
    require_signer(ctx, state, ctx.policy)
    require_another(ctx, state.signatures[0].by)
    if command.content not in (None, state.content):
        raise SIGNED_CONTENT.broken()
    return final(state, {}, (*state.signatures, signature_of(ctx)), ctx)


def send_back(state: VerifiedOnce, command: SendBack, ctx: Context) -> Preliminary:
    """The second person does not sign; nothing of the first signature stays."""
    require_staff(ctx, state.org, SIGNER)
    return state.to(Preliminary, signatures=())


def cancel(
    state: Ordered | InProgress | Preliminary, command: Cancel, ctx: Context
) -> Cancelled:
    """Given up before anything was verified."""
    require_staff(ctx, state.org, DOCTOR, TECHNICIAN, HIS)
    return state.to(Cancelled, reason=command.reason, cancelled_by=ctx.actor.id)


def run_late(state: B, command: TurnaroundPassed, ctx: Context) -> B:
    """Late: it is marked, the laboratory hears of it, and the work goes on."""
    return state.model_copy(update={"overdue": True})


def signed(
    state: Begun, draft: dict[str, Any], ctx: By, *, number: int
) -> VerifiedOnce | Final:
    """Return it with its first signature: done, or to be signed by another person."""
    signatures = (signature_of(ctx),)
    if state.kind in ctx.policy.two_persons:
        more = draft | {"signatures": signatures, "version": number}
        return state.to(VerifiedOnce, **more)
    return final(state, draft | {"version": number}, signatures, ctx)


def final(
    state: Begun, more: dict[str, Any], signatures: tuple[Signed, ...], ctx: By
) -> Final:
    """Return it with all its signatures."""
    return state.to(
        Final,
        **more,
        **verified(state, ctx),
        signatures=signatures,
        release_from=ctx.now + ctx.policy.delay_of(state.kind),
    )


def draft_of(
    state: Begun, content: ReportContent | None, policy: ReportPolicy
) -> dict[str, Any]:
    """Return what a draft holds beyond the test that was ordered."""
    found = require_content(content)
    return {
        "content": found,
        "critical": found_in(found, policy),
        "sensitivity": sensitivity_of(state, found, policy),
    }


def verified(state: Asked, ctx: Context[object, ReportPolicy]) -> dict[str, Any]:
    """Return what follows from a verification at this moment."""
    inside, policy = state.inpatient, ctx.policy
    return {
        "verified_at": ctx.now,
        "file_by": ctx.now + policy.file_within if inside else None,
        "kept_until": policy.kept_until(ctx.now, inpatient=inside),
    }


def signature_of(ctx: AnyContext) -> Signed:
    """Return the actor's signature."""
    return Signed(by=ctx.actor.id, at=ctx.now)


def _require_order(sample: Sample, now: datetime) -> None:
    received = sample.received_at or now
    if not sample.collected_at <= received <= now:
        raise SAMPLE_TIMES_REVERSED.broken()
