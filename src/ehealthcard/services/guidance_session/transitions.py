"""How a session moves."""

from datetime import datetime
from typing import Any

from ehealthcard.rules.declaring import Signature, require_declarant
from ehealthcard.rules.guidance import (
    EMERGENCY,
    EMERGENCY_ADVICE,
    GENERAL_PRACTICE,
    Asked,
    Intake,
)
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Context

from .commands import (
    Answer,
    AskForPerson,
    Finish,
    RaiseRedFlag,
    Start,
)
from .facts import GuidanceFacts
from .model import GuidancePolicy, ManualReason
from .ranking import (
    hindrance,
    person_helps_at,
    rationale,
    recommendations,
)
from .rules import (
    CONSENT_REQUIRED,
    INSUFFICIENT_INPUT,
    OTHER_PERSON,
    SYMPTOM_UNKNOWN,
)
from .states import (
    Collecting,
    EmergencyAdvised,
    ManualGuide,
    Opened,
    Recommended,
)

To = Context[GuidanceFacts, GuidancePolicy]
CARERS = ("doctor", "nurse", "triage")
STAFF = (*CARERS, "staff", "registrar")


def start(state: None, command: Start, ctx: To) -> Collecting:
    """With the separate consent; age and sex come from the card (PIPL art. 29, 31)."""
    facts = ctx.facts
    require_active(facts.status)
    require_declarant(
        command.declarant,
        ctx.actor,
        age=facts.age,
        guardian=facts.guardian,
        stands_in=facts.stands_in,
    )
    if not command.consent:
        raise CONSENT_REQUIRED.broken()
    return Collecting(
        card=ctx.subject,
        session=session_of(ctx.subject, ctx.now),
        org=command.org,
        opened_by=ctx.actor.holder,
        declarant=command.declarant,
        consent=Signature(version=command.consent, accepted_at=ctx.now),
        person=facts.person,
        intake=Intake(),
        expires_at=ctx.now + ctx.policy.open_for,
        questions=facts.questions or (FIRST,),
        knowledge=facts.knowledge,
    )


def answer(
    state: Collecting, command: Answer, ctx: To
) -> Collecting | EmergencyAdvised:
    """Keep what was told and ask on; a red flag stops everything else."""
    require_own(state, ctx)
    facts = ctx.facts
    require_active(facts.status)
    if facts.unknown:
        raise SYMPTOM_UNKNOWN.broken()
    intake = state.intake.plus(command.told)
    if facts.hits:
        return _advised(state, intake, ctx)
    update: dict[str, Any] = {
        "intake": intake,
        "person": facts.person,
        "questions": facts.questions or ((FIRST,) if intake.is_empty else ()),
        "knowledge": facts.knowledge,
    }
    return state.model_copy(update=update)


def finish(
    state: Collecting, command: Finish, ctx: To
) -> EmergencyAdvised | Recommended | ManualGuide:
    """Red flags first, then advisor, then the safety rules; if unsure, a person."""
    require_own(state, ctx)
    facts, policy = ctx.facts, ctx.policy
    require_active(facts.status)
    if state.intake.is_empty:
        raise INSUFFICIENT_INPUT.broken()
    if facts.hits:
        return _advised(state, state.intake, ctx)
    reason = hindrance(facts, policy)
    if reason is not None or facts.advice is None:
        return state.to(
            ManualGuide,
            person=facts.person,
            reason=reason or ManualReason.ADVISOR_FAILED,
            department=person_helps_at(facts, policy),
            knowledge=facts.knowledge,
            expires_at=ctx.now + policy.open_for,
        )
    return state.to(
        Recommended,
        person=facts.person,
        departments=recommendations(facts, policy),
        rationale=rationale(facts.advice, facts, policy),
        recommended_at=ctx.now,
        expires_at=ctx.now + policy.open_for,
    )


def raise_red_flag(
    state: Collecting | Recommended | ManualGuide, command: RaiseRedFlag, ctx: Context
) -> EmergencyAdvised:
    """Staff see an emergency, whatever the machine says."""
    ctx.require(*STAFF, "terminal")
    return state.to(
        EmergencyAdvised,
        flags=(),
        departments=(EMERGENCY,),
        advice=EMERGENCY_ADVICE,
        raised_by=ctx.actor.id,
        knowledge=None,
        advised_at=ctx.now,
    )


def ask_for_person(
    state: Collecting | Recommended,
    command: AskForPerson,
    ctx: Context[None, GuidancePolicy],
) -> ManualGuide:
    """Nobody has to take an automated decision (PIPL art. 24)."""
    require_own(state, ctx)
    return state.to(
        ManualGuide,
        reason=ManualReason.ASKED_FOR,
        department=GENERAL_PRACTICE,
        knowledge=None,
        expires_at=ctx.now + ctx.policy.open_for,
    )


FIRST = Asked(fills="words", text="请描述您哪里不舒服、有什么症状。")


def session_of(subject: str, now: datetime) -> str:
    """Return the name of a session."""
    return f"{subject}:{now.timestamp():.6f}"


def require_own(state: Opened, ctx: Context[object, object]) -> None:
    """Refuse a card holder who is neither the patient nor who began the session."""
    if ctx.actor.holder not in (None, ctx.subject, state.opened_by):
        raise OTHER_PERSON.broken()


def _advised(state: Collecting, intake: Intake, ctx: To) -> EmergencyAdvised:
    facts = ctx.facts
    found = dict.fromkeys(d for hit in facts.hits for d in hit.departments)
    return state.to(
        EmergencyAdvised,
        intake=intake,
        person=facts.person,
        flags=facts.hits,
        departments=tuple(dict.fromkeys((EMERGENCY, *found))),
        advice=EMERGENCY_ADVICE,
        raised_by=None,
        knowledge=facts.knowledge,
        advised_at=ctx.now,
    )
