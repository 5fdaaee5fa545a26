"""How a declaration moves."""

from datetime import datetime
from typing import Any, TypeVar

from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Actor, Context

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
from .model import (
    OLDEST_CHILD,
    Answers,
    Declarant,
    DeclarationFacts,
    DeclarationPolicy,
    Relation,
    Signature,
    Visit,
    reasons,
)
from .rules import (
    ANSWER_REQUIRED,
    COMMITMENT_REQUIRED,
    CONSENT_REQUIRED,
    EXPOSURE_IN_FUTURE,
    GUARDIAN_CONSENT_REQUIRED,
    PROXY_IDENTITY_REQUIRED,
    PROXY_KINSHIP_REQUIRED,
    PROXY_REASON_REQUIRED,
    RETENTION_APPLIES,
)
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
    _require_answers(command.answers, ctx.now)
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
    found = reasons(command.answers, ctx.now, ctx.policy)
    if found:
        return ValidAttention(**whole, reasons=tuple(found))
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
    age = ctx.facts.age
    if age is not None and age < OLDEST_CHILD:
        _require_guardian(declarant, ctx)
    elif declarant.relation in (Relation.FAMILY, Relation.FRIEND):
        _require_proxy(declarant, ctx.actor)


def _require_guardian(declarant: Declarant, ctx: To) -> None:
    registered, acting = ctx.facts.guardian, ctx.actor.holder
    known = registered is None or acting is None or acting == registered
    if declarant.relation is not Relation.GUARDIAN or not known:
        raise GUARDIAN_CONSENT_REQUIRED.broken()


def _require_proxy(declarant: Declarant, actor: Actor) -> None:
    if not (declarant.reason or "").strip():
        raise PROXY_REASON_REQUIRED.broken()
    if declarant.relation is Relation.FAMILY and declarant.kinship is None:
        raise PROXY_KINSHIP_REQUIRED.broken()
    named = declarant.name and (declarant.document or declarant.phone)
    if not named and actor.holder is None:
        raise PROXY_IDENTITY_REQUIRED.broken()


def _consent(state: Draft | None, version: str | None, now: datetime) -> Signature:
    if version:
        return Signature(version=version, accepted_at=now)
    if state is None:
        raise CONSENT_REQUIRED.broken()
    return state.consent


def _require_answers(answers: Answers, now: datetime) -> None:
    if answers.missing:
        raise ANSWER_REQUIRED.broken(items=", ".join(answers.missing))
    today = day_of(now)
    if any(e.last_on > today for e in answers.exposures or ()):
        raise EXPOSURE_IN_FUTURE.broken()
