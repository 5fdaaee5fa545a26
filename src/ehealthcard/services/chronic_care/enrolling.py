"""Somebody is taken into care (建档), and examined besides the visits."""

from datetime import timedelta
from typing import TypeVar

from ehealthcard.rules.access import ADULT_FROM
from ehealthcard.rules.calendar import add_months, day_of
from ehealthcard.rules.chronic.elder import require_elder, self_care
from ehealthcard.rules.chronic.pacing import next_visit
from ehealthcard.rules.chronic.policy import ChronicPolicy
from ehealthcard.rules.chronic.standing import (
    CLINICIANS,
    DOCTORS,
    ChronicFacts,
    require_clinician,
    require_day,
)
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Context

from .commands import AssessSelfCare, DiseaseFound, Enrol, NoteExam
from .model import Exam, Pace, SelfCareSeen
from .planning import planned
from .rules import CARE_OPEN, EXAM_ORDER, FORM_OTHER_DISEASE, GUARDIAN_AGREES
from .states import (
    Due,
    Managed,
    Missed,
    Planned,
    Proposed,
    Referred,
    UrgentlyReferred,
)

Of = Context[ChronicFacts, ChronicPolicy]
By = Context[None, ChronicPolicy]
M = TypeVar("M", Planned, Due, Missed, Referred, UrgentlyReferred)
ENROLLERS = (*DOCTORS, "public-health")


def propose(state: None, command: DiseaseFound, ctx: Context) -> Proposed:
    """A screening has confirmed the disease: the institution takes it from there."""
    return Proposed(**dict(command), proposed_at=ctx.now)


def enrol(state: None, command: Enrol, ctx: Of) -> Planned:
    """Somebody whose diagnosis is known from elsewhere."""
    if command.disease in ctx.facts.managed:
        raise CARE_OPEN.broken()
    return _enrolled(command, ctx)


def enrol_proposed(state: Proposed, command: Enrol, ctx: Of) -> Planned:
    """Somebody whom a screening has found; the patient agrees."""
    if command.disease is not state.disease:
        raise FORM_OTHER_DISEASE.broken()
    return _enrolled(command, ctx)


def note_exam(state: M, command: NoteExam, ctx: By) -> M:
    """Once a year, with a follow-up; the next one is due in a year."""
    require_clinician(ctx, state.org, CLINICIANS)
    today = day_of(ctx.now)
    on, months = command.on or today, ctx.policy.pace.exam_months
    require_day(on, today, (today - add_months(today, -months)).days)
    due = add_months(on, months)
    if (state.exam and on < state.exam.on) or due <= today:
        raise EXAM_ORDER.broken()
    exam = Exam(on=on, summary=command.summary, by=ctx.actor.id)
    changes = {"exam": exam, "exam_due_on": due, "exam_reminded": False}
    return state.model_copy(update=changes)


def assess_self_care(state: M, command: AssessSelfCare, ctx: Of) -> M:
    """From 65 years on."""
    require_clinician(ctx, state.org, CLINICIANS)
    require_elder(ctx.facts.known_age)
    seen = SelfCareSeen(
        on=day_of(ctx.now), result=self_care(command.answers), by=ctx.actor.id
    )
    return state.model_copy(update={"self_care": seen})


def _enrolled(command: Enrol, ctx: Of) -> Planned:
    require_clinician(ctx, command.org, ENROLLERS)
    require_active(ctx.facts.status)
    if ctx.facts.known_age < ADULT_FROM and not command.by_guardian:
        raise GUARDIAN_AGREES.broken()
    today, pace = day_of(ctx.now), ctx.policy.pace
    first = command.first_on
    # A first visit may be today; the day before it stands for the visit before.
    before = today - timedelta(days=1) if first == today else today
    managed = Managed(
        card=ctx.subject,
        disease=command.disease,
        org=command.org,
        org_name=command.org_name,
        consent=Signature(version=command.consent, accepted_at=ctx.now),
        enrolled_on=today,
        due_on=next_visit(before, first, today, pace, soon=False),
        pace=Pace.REGULAR,
        exam_due_on=add_months(today, pace.exam_months),
    )
    return planned(managed, ctx.now, ctx.policy)
