"""How a survey moves."""

from datetime import datetime
from typing import TypeVar

from ehealthcard.rules.calendar import day_of, end_of
from ehealthcard.rules.declaring import (
    COMMITMENT_REQUIRED,
    Signature,
    require_declarant,
)
from ehealthcard.rules.preparing import survey_day
from ehealthcard.rules.questionnaire import findings, require_answers
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Context

from .commands import (
    Amend,
    BeginConsultation,
    Dispose,
    Exclude,
    Falsify,
    Require,
    ReuseDeclaration,
    Review,
    Submit,
)
from .model import Declared, EpiSurveyPolicy, SurveyFacts
from .rules import CONSULTATION_BEGUN, NO_DECLARATION, VISIT_DAY_PASSED
from .states import (
    Cleared,
    Expired,
    Falsified,
    Isolated,
    Pending,
    Required,
    SentToFeverClinic,
    Submitted,
    Suspect,
)

To = Context[SurveyFacts, EpiSurveyPolicy]
A = TypeVar("A", Submitted, Cleared, Suspect)
DOCTOR = "doctor"
REVIEWERS = (DOCTOR, "nurse", "triage")
STAFF = (*REVIEWERS, "staff", "registrar")


def require(state: None, command: Require, ctx: To) -> Pending:
    """A booked or present patient is asked for it, up to the end of that day."""
    ctx.require(*STAFF, "terminal")
    require_active(ctx.facts.status)
    if command.visit_on < day_of(ctx.now):
        raise VISIT_DAY_PASSED.broken()
    return Pending(
        **dict(command),
        card=ctx.subject,
        day=survey_day(ctx.subject, command.org, command.visit_on),
        required=True,
        lapses_after=end_of(command.visit_on),
    )


def submit(state: Pending, command: Submit, ctx: To) -> Submitted:
    """Every item answered and the personal commitment signed; a child's by parents."""
    return _filled(state, _given(command, ctx), ctx, edition=1)


def reuse(state: Pending, command: ReuseDeclaration, ctx: To) -> Submitted:
    """A declaration in force answers for it; its 24 hours go on, not anew."""
    if ctx.facts.declared is None:
        raise NO_DECLARATION.broken()
    return _filled(state, ctx.facts.declared, ctx, edition=1, reused=True)


def amend(state: Submitted | Cleared | Suspect, command: Amend, ctx: To) -> Submitted:
    """Corrected before the consultation; staff look again."""
    if state.consulted:
        raise CONSULTATION_BEGUN.broken()
    return _filled(state, _given(command, ctx), ctx, edition=state.edition + 1)


def review(state: Submitted, command: Review, ctx: Context) -> Cleared | Suspect:
    """Nurse or doctor look: any finding, or a suspicion of theirs, is suspect."""
    ctx.require(*REVIEWERS)
    if state.reasons or command.suspicion:
        return state.to(Suspect, reviewed_by=ctx.actor.id, note=command.suspicion)
    return state.to(Cleared, reviewed_by=ctx.actor.id)


def exclude(state: Suspect, command: Exclude, ctx: Context) -> Cleared:
    """Only a doctor rules a suspicion out, and says on what evidence."""
    ctx.require(DOCTOR)
    return state.to(Cleared, reviewed_by=ctx.actor.id, note=command.evidence)


def dispose(
    state: Suspect, command: Dispose, ctx: Context
) -> SentToFeverClinic | Isolated:
    """Led to the fever clinic or isolated, with the list of contacts (IDPL art. 52)."""
    ctx.require(*REVIEWERS)
    led = {"contacts": command.contacts, "led_at": ctx.now}
    if command.to == "fever-clinic":
        return state.to(SentToFeverClinic, **led)
    return state.to(Isolated, **led)


def begin_consultation(state: A, command: BeginConsultation, ctx: Context) -> A:
    """From now on nothing is amended."""
    ctx.require(DOCTOR)
    return state.model_copy(update={"consulted": True})


def falsify(
    state: Submitted | Cleared | Suspect | SentToFeverClinic | Isolated | Expired,
    command: Falsify,
    ctx: Context,
) -> Falsified:
    """Staff find it false; that is a risk event, and care continues."""
    ctx.require(*STAFF)
    return state.to(Falsified, reason=command.reason, found_by=ctx.actor.id)


def _given(command: Submit | Amend, ctx: To) -> Declared:
    """Return what was filled in, once it is whole and from who may."""
    require_active(ctx.facts.status)
    require_declarant(
        command.declarant,
        ctx.actor,
        age=ctx.facts.age,
        guardian=ctx.facts.guardian,
        stands_in=ctx.facts.stands_in,
    )
    if not command.commitment:
        raise COMMITMENT_REQUIRED.broken()
    require_answers(command.answers, ctx.now)
    return Declared(
        answers=command.answers,
        declarant=command.declarant,
        commitment=Signature(version=command.commitment, accepted_at=ctx.now),
        submitted_at=ctx.now,
    )


def _filled(
    state: Required, said: Declared, ctx: To, *, edition: int, reused: bool = False
) -> Submitted:
    at: datetime = said.submitted_at
    return state.to(
        Submitted,
        answers=said.answers,
        declarant=said.declarant,
        commitment=said.commitment,
        edition=edition,
        reused=reused,
        answered_at=at,
        valid_until=at + ctx.policy.valid_for,
        reasons=findings(
            said.answers,
            ctx.now,
            fever=ctx.policy.fever,
            window_days=ctx.policy.exposure_window_days,
            nucleic_counts=ctx.policy.nucleic_counts,
        ),
    )
