"""How a pass is asked for, checked and given."""

from hashlib import sha256
from typing import TypeVar

from ehealthcard.workflow import Context

from .checks import (
    By,
    To,
    acting_of,
    consent_of,
    free_seat,
    has_seat,
    hindrances,
    is_ward,
    not_fit,
    require_concerned,
    require_fit,
    require_ward,
    tested_until,
)
from .commands import (
    AgreeTo,
    Apply,
    Approve,
    IssueTemporary,
    Reject,
    Renew,
    SeatFreed,
    SubmitTest,
    Upgrade,
)
from .model import Hindrance, PassPolicy
from .resting import rested
from .rules import (
    CONSENT_MISSING,
    NOT_EMERGENCY,
    ORDER_MISSING,
    OWN_PASS,
)
from .states import (
    Active,
    Applied,
    Expired,
    Pass,
    PendingReplacement,
    PendingWard,
    Rejected,
    Suspended,
    Temporary,
)

Checked = Applied | PendingWard | PendingReplacement | Rejected
Tested = TypeVar("Tested", PendingWard, PendingReplacement, Temporary, Suspended)
Agreed = TypeVar("Agreed", Temporary, Suspended)


def apply(state: None, command: Apply, ctx: To) -> Checked:
    """Stay, card, quota, exclusion and tests are checked; then the ward decides.

    What may still come, the patient's consent or an emergency's test, is waited for.
    """
    org, stay = command.admission.partition(":")[0], ctx.facts.stay
    require_concerned(org, ctx)
    if command.second:
        require_ward(ctx, org)
    if stay is None:
        return _rejected(command.admission, ("NOT_INPATIENT",), ctx)
    consent = None
    if acting_of(org, ctx) is not None and (command.consent or not is_ward(ctx, org)):
        consent = consent_of(command.consent or "applied-by-patient", org, ctx)
    elif command.consent:
        consent = consent_of(command.consent, org, ctx)
    asked = Applied(
        card=ctx.subject,
        pass_id=_named(command, ctx),
        admission=command.admission,
        patient=ctx.facts.patient.subject if ctx.facts.patient else "",
        org=stay.org,
        ward=stay.ward,
        bed=stay.bed,
        companion=command.companion,
        consent=consent,
        test=command.test,
        second=command.second,
        applied_at=ctx.now,
        replaces=command.replaces,
        missing=(),
    )
    found = hindrances(
        ctx,
        command.test,
        second=command.second,
        replaces=command.replaces,
        answers=command.answers,
    )
    return _checked(asked, found, ctx)


def complete(state: Applied, command: AgreeTo | SubmitTest, ctx: To) -> Checked:
    """What was missing comes, and all is checked again."""
    if isinstance(command, AgreeTo):
        agreed = consent_of(command.version, state.org, ctx)
        asked = state.model_copy(update={"consent": agreed})
    else:
        require_concerned(state.org, ctx)
        asked = state.model_copy(update={"test": command.test})
    found = hindrances(ctx, asked.test, second=asked.second, replaces=asked.replaces)
    return _checked(asked, found, ctx)


def submit_test(state: Tested, command: SubmitTest, ctx: To) -> Tested:
    """A newer test is kept; one that speaks against the companion is refused here."""
    require_concerned(state.org, ctx)
    if command.test.result == "positive":
        raise not_fit("TEST_POSITIVE")
    return state.model_copy(update={"test": command.test})


def retest(state: Active, command: SubmitTest, ctx: To) -> Active | Suspended:
    """A newer test is kept; a positive one takes the pass out of use."""
    require_concerned(state.org, ctx)
    until = tested_until(command.test, ctx.policy)
    known = state.model_copy(update={"test": command.test, "tested_until": until})
    if command.test.result == "positive":
        return rested(known, Hindrance.TEST, ctx.now)
    return known


def agree(state: Agreed, command: AgreeTo, ctx: To) -> Agreed:
    """The patient of an emergency consents later."""
    consent = consent_of(command.version, state.org, ctx)
    return state.model_copy(update={"consent": consent})


def issue_temporary(
    state: Applied | PendingWard, command: IssueTemporary, ctx: To
) -> Temporary:
    """An emergency's companion comes in for a day; test and consent follow."""
    require_ward(ctx, state.org)
    _require_other(ctx)
    replaces = state.replaces if isinstance(state, Applied) else None
    found = hindrances(ctx, state.test, second=state.second)
    if serious := tuple(code for code in found if code != "TEST"):
        raise not_fit(*serious)
    if ctx.facts.stay is None or not ctx.facts.stay.emergency or replaces:
        raise NOT_EMERGENCY.broken()
    seat = free_seat(ctx.facts, state.second, None)
    return state.to(
        Temporary,
        seat=seat,
        valid_from=ctx.now,
        until=ctx.now + ctx.policy.temporary_for,
        since=ctx.now,
        approved_by=ctx.actor.id,
    )


def approve(
    state: PendingWard | PendingReplacement, command: Approve, ctx: To
) -> Active:
    """The ward lets the companion in, where nothing has changed since."""
    require_ward(ctx, state.org)
    _require_other(ctx)
    stay = ctx.facts.stay
    order = command.order_doctor or (stay.order if stay else None)
    if ctx.policy.order_required and not order:
        raise ORDER_MISSING.broken()
    seat = require_fit(state, ctx)
    return _active(state, seat, order, ctx)


def take_seat(state: PendingReplacement, command: SeatFreed, ctx: By) -> Active:
    """The one before has gone; the new companion takes the place at once."""
    return _active(state, command.seat, None, ctx)


def reject(
    state: Applied | PendingWard | PendingReplacement, command: Reject, ctx: Context
) -> Rejected:
    """The ward says no, and why."""
    require_ward(ctx, state.org)
    return state.to(Rejected, reasons=(command.reason,), rejected_at=ctx.now)


def upgrade(state: Temporary, command: Upgrade, ctx: To) -> Active:
    """With consent and a fresh test a temporary pass becomes a full one."""
    require_ward(ctx, state.org)
    if state.consent is None:
        raise CONSENT_MISSING.broken()
    require_fit(state, ctx)
    return _active(state, state.seat, state.order_doctor, ctx)


def extend(state: Active, command: Renew, ctx: To) -> Active:
    """The ward lets it go on before it has run out, with a fresh test."""
    require_ward(ctx, state.org)
    _require_other(ctx)
    require_fit(state, ctx)
    until = ctx.now + ctx.policy.valid_for
    more = {
        "until": until,
        "remind_at": until - ctx.policy.remind_before,
        "reminded": False,
        "edition": state.edition + 1,
        "tested_until": tested_until(state.test, ctx.policy),
    }
    return state.model_copy(update=more)


def renew(state: Expired, command: Renew, ctx: To) -> PendingWard:
    """After it has run out it is asked for again; the ward decides anew."""
    require_concerned(state.org, ctx)
    return state.to(PendingWard, seat=require_fit(state, ctx), applied_at=ctx.now)


def _checked(asked: Applied, found: tuple[str, ...], ctx: To) -> Checked:
    replaced = asked.replaces
    if replaced and not has_seat(ctx.facts, replaced):
        found = (*found, "NOBODY_TO_REPLACE")
    waits = ctx.facts.stay is not None and ctx.facts.stay.emergency and not replaced
    missing = ("TEST",) if waits and "TEST" in found else ()
    if rest := tuple(code for code in found if code not in missing):
        return _rejected(asked.admission, rest, ctx)
    if asked.consent is None:
        missing = ("CONSENT", *missing)
    if missing:
        return asked.model_copy(update={"missing": missing})
    if replaced:
        return asked.to(PendingReplacement)
    return asked.to(PendingWard, seat=free_seat(ctx.facts, asked.second, None))


def _rejected(admission: str, reasons: tuple[str, ...], ctx: To) -> Rejected:
    return Rejected(
        card=ctx.subject, admission=admission, reasons=reasons, rejected_at=ctx.now
    )


def _active(
    state: Pass, seat: int, order: str | None, ctx: Context[object, PassPolicy]
) -> Active:
    now, policy = ctx.now, ctx.policy
    until = now + policy.valid_for
    return state.to(
        Active,
        seat=seat,
        valid_from=now,
        until=until,
        since=now,
        approved_by=ctx.actor.id,
        order_doctor=order,
        remind_at=until - policy.remind_before,
        tested_until=tested_until(state.test, policy),
    )


def _require_other(ctx: To) -> None:
    if ctx.actor.holder == ctx.subject:
        raise OWN_PASS.broken()


def _named(command: Apply, ctx: To) -> str:
    """Return a name for one pass; asked for again, it has another."""
    moment = f"{ctx.now.timestamp():.6f}"
    seed = f"{command.admission}\0{ctx.subject}\0{moment}"
    return sha256(seed.encode()).hexdigest()[:32]
