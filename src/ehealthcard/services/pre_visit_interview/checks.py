"""Who may do what, and with which questions."""

from ehealthcard.rules.declaring import (
    GUARDED_BELOW,
    GUARDIAN_CONSENT_REQUIRED,
    Declarant,
    Relation,
    require_declarant,
)
from ehealthcard.rules.interview import About, QuestionSet, Sheet
from ehealthcard.rules.standing import require_active
from ehealthcard.rules.visits import Visit
from ehealthcard.workflow import Actor, Context

from .model import ADULT, InterviewFacts, InterviewPolicy, Opening, Respondent
from .rules import (
    NO_QUESTIONS,
    NOT_YOUR_PATIENT,
    OTHER_PERSON,
    PROXY_NOT_FOR_ADULTS,
    QUESTIONS_ALTERED,
    QUESTIONS_SILENT,
)
from .states import Answering, Begun, ForVisit

To = Context[InterviewFacts, InterviewPolicy]
By = Context[None, InterviewPolicy]
DOCTOR = "doctor"
STAFF = (DOCTOR, "nurse", "staff", "registrar", "triage")


def is_staff(actor: Actor) -> bool:
    """Return whether somebody of the institution helps at a window."""
    return not actor.roles.isdisjoint(STAFF)


def require_respondent(declarant: Declarant, ctx: To) -> Respondent:
    """Return who answers; refuse all but the patient, or the proxy of a minor or elder.

    Below 14 it is the guardian (PIPL art. 31). An adult's registered guardian may
    answer too, whom the holder has let declare for anybody (授权代办), and staff write
    down what a patient of any age says at the window.
    """
    facts, actor = ctx.facts, ctx.actor
    require_declarant(
        declarant,
        actor,
        age=facts.age,
        guardian=facts.guardian,
        stands_in=facts.stands_in,
    )
    if declarant.relation is Relation.SELF:
        if actor.holder not in (None, ctx.subject):
            raise OTHER_PERSON.broken()
        return Respondent(declarant=declarant)
    if _poses_as_guardian(declarant, ctx):
        raise GUARDIAN_CONSENT_REQUIRED.broken()
    if not is_staff(actor) and not _may_have_proxy(declarant, ctx):
        raise PROXY_NOT_FOR_ADULTS.broken()
    own = actor.holder == ctx.subject
    return Respondent(declarant=declarant, holder=None if own else actor.holder)


def require_same(state: ForVisit, ctx: To) -> None:
    """Refuse who is neither the patient, nor the guardian, nor the proxy who began.

    Below 14 the patient alone is not enough (PIPL art. 31). Whom the holder has let
    declare goes on with what another began.
    """
    age, allowed = ctx.facts.age, {None, ctx.facts.guardian}
    if age is None or age >= GUARDED_BELOW:
        allowed.add(ctx.subject)
    if isinstance(state, Begun):
        allowed.add(state.respondent.holder)
    trusted = ctx.facts.began or ctx.facts.stands_in or is_staff(ctx.actor)
    if ctx.actor.holder not in allowed and not trusted:
        raise OTHER_PERSON.broken()


def newest(ctx: To) -> QuestionSet:
    """Return the list to begin with."""
    if ctx.facts.is_silent:
        raise QUESTIONS_SILENT.broken()
    if ctx.facts.questions is None:
        raise NO_QUESTIONS.broken()
    return ctx.facts.questions


def sheet(state: Answering, ctx: To) -> Sheet:
    """Return the sheet as it is; refuse another list than the one it began with."""
    facts = ctx.facts
    require_active(facts.status)
    require_same(state, ctx)
    if facts.is_silent:
        raise QUESTIONS_SILENT.broken()
    questions = facts.questions
    if questions is None or questions.fingerprint != state.bank.fingerprint:
        raise QUESTIONS_ALTERED.broken()
    return Sheet(questions, about(ctx), state.answers)


def about(ctx: To) -> About:
    """Return what conditions may know of the patient."""
    return About(ctx.facts.age, ctx.facts.sex)


def require_doctor(visit: Visit, ctx: By) -> Opening:
    """Return the look that this doctor takes; refuse all but the visit's own.

    It is the doctor of the appointment, or a colleague of the department who covers.
    """
    ctx.require(DOCTOR)
    actor = ctx.actor
    here = actor.org in (None, visit.org)
    own = actor.id == visit.doctor
    covers = ctx.policy.department_covers and actor.department == visit.department
    if not here or not (own or covers):
        raise NOT_YOUR_PATIENT.broken()
    return Opening(by=actor.id, at=ctx.now, covering=not own)


def _may_have_proxy(declarant: Declarant, ctx: To) -> bool:
    facts, age = ctx.facts, ctx.facts.age
    if facts.stands_in and declarant.relation is not Relation.GUARDIAN:
        return True
    if age is None:
        return False
    if age < ADULT or age >= ctx.policy.elder_from:
        return True
    return declarant.relation is Relation.GUARDIAN and facts.guardian is not None


def _poses_as_guardian(declarant: Declarant, ctx: To) -> bool:
    """Return whether somebody else than the registered guardian says to be it."""
    if declarant.relation is not Relation.GUARDIAN or ctx.facts.guardian is None:
        return False
    return ctx.actor.holder not in (None, ctx.facts.guardian)
