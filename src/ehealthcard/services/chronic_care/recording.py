"""A follow-up is written down (随访评估与分类干预)."""

from datetime import date

from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.chronic.diabetes import assess_sugar
from ehealthcard.rules.chronic.forms import Form, HypertensionForm
from ehealthcard.rules.chronic.hypertension import assess_pressure
from ehealthcard.rules.chronic.indicators import VisitNote
from ehealthcard.rules.chronic.intervention import Decision, Findings, intervene
from ehealthcard.rules.chronic.pacing import next_visit
from ehealthcard.rules.chronic.policy import ChronicPolicy
from ehealthcard.rules.chronic.standing import (
    CLINICIANS,
    ChronicFacts,
    require_clinician,
    require_day,
)
from ehealthcard.workflow import Context

from .commands import Record
from .model import LastVisit, Pace, ReferralMade
from .planning import opening, planned
from .rules import FORM_OTHER_DISEASE, VISIT_ORDER, VISIT_SAME_DAY
from .states import (
    Due,
    Managed,
    Missed,
    Planned,
    Referred,
    TemporarilyLost,
    UrgentlyReferred,
)

Of = Context[ChronicFacts, ChronicPolicy]


def record(
    state: Planned | Due | Missed | TemporarilyLost | Referred | UrgentlyReferred,
    command: Record,
    ctx: Of,
) -> Planned | Referred | UrgentlyReferred:
    """Judged by the table: seen again in time, within two weeks, or referred."""
    require_clinician(ctx, state.org, CLINICIANS)
    form = command.form
    if form.disease != state.disease.value:
        raise FORM_OTHER_DISEASE.broken()
    today = day_of(ctx.now)
    on = form.on or today
    require_day(on, today, ctx.policy.pace.backdate_days)
    found = _findings(form, ctx)
    _require_order(state, on, found)
    before = state.last.findings if state.last else None
    decision = intervene(found, before, ctx.policy.intervention)
    due = next_visit(on, form.next_on, today, ctx.policy.pace, soon=decision.soon)
    visit = LastVisit(
        on=on,
        mode=form.mode,
        form=form,
        findings=found,
        decision=decision,
        by=ctx.actor.id,
    )
    return _went(_seen(state, visit, due), visit, ctx)


def _findings(form: Form, ctx: Of) -> Findings:
    policy = ctx.policy
    if isinstance(form, HypertensionForm):
        return assess_pressure(form, ctx.facts.known_age, policy.hypertension)
    return assess_sugar(form, policy.diabetes, policy.hypertension)


def _require_order(state: Managed, on: date, found: Findings) -> None:
    """Refuse a visit out of order; a second one of a day only where it cannot wait."""
    first = state.last.on if state.last else state.enrolled_on
    if on < first:
        raise VISIT_ORDER.broken()
    if state.last and on == state.last.on and not found.dangers:
        raise VISIT_SAME_DAY.broken()


def _seen(state: Managed, visit: LastVisit, due: date) -> Managed:
    note = VisitNote(on=visit.on, mode=visit.mode, satisfied=visit.findings.satisfied)
    return state.to(
        Managed,
        last=visit,
        visits=(*state.visits, note),
        due_on=due,
        pace=_pace(visit.decision),
    )


def _pace(decision: Decision) -> Pace:
    if decision.refer:
        return Pace.AFTER_REFERRAL
    return Pace.INTENSIFIED if decision.soon else Pace.REGULAR


def _went(
    seen: Managed, visit: LastVisit, ctx: Of
) -> Planned | Referred | UrgentlyReferred:
    decision = visit.decision
    if not decision.refer:
        return planned(seen, ctx.now, ctx.policy)
    made = ReferralMade(
        reasons=decision.reasons,
        to=visit.form.referral,
        on=visit.on,
        number=seen.referral.number + 1 if seen.referral else 1,
    )
    opens = opening(seen.due_on, ctx.now, ctx.policy.pace)
    if decision.urgent:
        return seen.to(UrgentlyReferred, referral=made, opens_at=opens)
    return seen.to(Referred, referral=made, opens_at=opens)
