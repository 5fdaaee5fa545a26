"""How a declaration moves."""

from datetime import datetime
from typing import Any, TypeVar

from ehealthcard.rules.declaring import (
    COMMITMENT_REQUIRED,
    Declarant,
    Signature,
    require_declarant,
)
from ehealthcard.rules.questionnaire import Answers, findings, require_answers
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Context

from .commands import (
    Create,
    DayPassed,
    Discard,
    DraftOld,
    Escalate,
    Replaced,
    RiskSeen,
    Save,
    Submit,
    Used,
    Void,
    Withdraw,
)
from .model import DeclarationFacts, DeclarationPolicy, Visit
from .rules import CONSENT_REQUIRED, RETENTION_APPLIES
from .states import (
    Discarded,
    Draft,
    Expired,
    Superseded,
    ValidAttention,
    ValidClear,
    Voided,
    Withdrawn,
)

To = Context[DeclarationFacts, DeclarationPolicy]
V = TypeVar("V", ValidClear, ValidAttention)
STAFF = ("staff", "triage", "registrar")


def create(state: None, command: Create, ctx: To) -> Draft:
    """Begin a draft; card, consent and proxy are checked at once."""
    _require_declarant(command.declarant, ctx)
    return Draft(
        card=ctx.subject,
        declarant=command.declarant,
        visit=command.visit,
        answers=Answers(),
        consent=Signature(version=command.consent, accepted_at=ctx.now),
        discard_after=ctx.now + ctx.policy.draft_for,
    )


def save(state: Draft, command: Save, ctx: Context) -> Draft:
    """Keep what has been answered so far."""
    return state.model_copy(update={"answers": command.answers})


def submit(
    state: Draft | None, command: Submit, ctx: To
) -> ValidClear | ValidAttention:
    """Declare for 24 hours; a symptom, a fever or an exposure calls for attention."""
    declarant = command.declarant or (state.declarant if state else Declarant())
    _require_declarant(declarant, ctx)
    consent = _consent(state, command.consent, ctx.now)
    if not command.commitment:
        raise COMMITMENT_REQUIRED.broken()
    require_answers(command.answers, ctx.now)
    whole: dict[str, Any] = {
        "card": ctx.subject,
        "declarant": declarant,
        "visit": command.visit or (state.visit if state else Visit()),
        "answers": command.answers,
        "consent": consent,
        "commitment": Signature(version=command.commitment, accepted_at=ctx.now),
        "submitted_at": ctx.now,
        "valid_until": ctx.now + ctx.policy.valid_for,
        "channel": ctx.actor.channel.value,
    }
    found = findings(
        command.answers,
        ctx.now,
        fever=ctx.policy.fever,
        window_days=ctx.policy.exposure_window_days,
        nucleic_counts=ctx.policy.nucleic_counts,
    )
    if found:
        return ValidAttention(**whole, reasons=found)
    return ValidClear(**whole)


def discard(state: Draft, command: Discard | DraftOld, ctx: Context) -> Discarded:
    """Throw a draft away; after seven days it goes by itself."""
    return Discarded()


def use(state: V, command: Used, ctx: Context) -> V:
    """Note an entry made with it; a declaration may be used again and again."""
    return state.model_copy(update={"uses": (*state.uses, command.use)})


def escalate(state: ValidClear, command: Escalate, ctx: Context) -> ValidAttention:
    """Staff see a fever or another risk; the end of the 24 hours stays."""
    ctx.require(*STAFF, "terminal")
    return state.to(ValidAttention, attention=True, reasons=(command.reason,))


def see_risk(
    state: ValidClear | ValidAttention,
    command: RiskSeen,
    ctx: Context[None, DeclarationPolicy],
) -> ValidAttention:
    """Being diverted at an entrance calls for attention, and may have to be kept."""
    known = state.reasons if isinstance(state, ValidAttention) else ()
    fresh = tuple(r for r in command.reasons if r not in known)
    kept = ctx.policy.keep_used_attention
    return state.to(ValidAttention, attention=True, reasons=(*known, *fresh), kept=kept)


def replace(
    state: ValidClear | ValidAttention, command: Replaced, ctx: Context
) -> Superseded:
    """A newer declaration takes its place: one is in force per person."""
    return state.to(Superseded)


def withdraw(
    state: ValidClear | ValidAttention, command: Withdraw, ctx: Context
) -> Withdrawn:
    """The holder takes it back; the answers are erased (PIPL art. 15, 47)."""
    if isinstance(state, ValidAttention) and state.kept:
        raise RETENTION_APPLIES.broken()
    return Withdrawn(reason=command.reason)


def void(
    state: Draft | ValidClear | ValidAttention, command: Void, ctx: Context
) -> Voided:
    """Staff find it false."""
    ctx.require(*STAFF)
    return state.to(Voided, reason=command.reason, voided_by=ctx.actor.id)


def expire(
    state: ValidClear | ValidAttention, command: DayPassed, ctx: Context
) -> Expired:
    """24 hours, the last moment included (guide §4.1.1, 民法典 art. 1259)."""
    return state.to(Expired)


def _require_declarant(declarant: Declarant, ctx: To) -> None:
    require_active(ctx.facts.status)
    require_declarant(
        declarant,
        ctx.actor,
        age=ctx.facts.age,
        guardian=ctx.facts.guardian,
        stands_in=ctx.facts.stands_in,
    )


def _consent(state: Draft | None, version: str | None, now: datetime) -> Signature:
    if version:
        return Signature(version=version, accepted_at=now)
    if state is None:
        raise CONSENT_REQUIRED.broken()
    return state.consent
