"""How a screening moves."""

from datetime import timedelta

from ehealthcard.rules.calendar import add_months, day_of
from ehealthcard.rules.chronic.codes import EndReason
from ehealthcard.rules.chronic.naming import happening
from ehealthcard.rules.chronic.policy import ChronicPolicy
from ehealthcard.rules.chronic.standing import (
    CHRONIC_OTHER_INSTITUTION,
    CLINICIANS,
    DOCTORS,
    ChronicFacts,
    require_clinician,
    require_voice,
)
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Context

from .commands import (
    DayCame,
    Died,
    NewRound,
    RecheckPassed,
    Repeat,
    ReportDiagnosis,
    ResultOverdue,
    Screen,
    Stop,
)
from .judging import Judged, judge, read
from .model import Diagnosis
from .rules import (
    ALREADY_MANAGED,
    DIAGNOSIS_ORDER,
    OTHER_DISEASE,
    READING_ORDER,
    SCREENING_AGE,
    SCREENING_NOTE,
    SCREENING_OPEN,
)
from .states import (
    Confirmed,
    DueAgain,
    Excluded,
    HighRisk,
    Normal,
    ReferredForDiagnosis,
    Screened,
    Stopped,
    Superseded,
    Suspect,
)

Of = Context[ChronicFacts, ChronicPolicy]
By = Context[None, ChronicPolicy]


def screen(
    state: None, command: Screen, ctx: Of
) -> Normal | HighRisk | Suspect | ReferredForDiagnosis:
    """From 35 years on: normal, at risk, to be repeated, or in danger and referred."""
    require_clinician(ctx, command.org, CLINICIANS)
    require_active(ctx.facts.status)
    least, age = ctx.policy.screening.from_age, ctx.facts.known_age
    if age < least:
        raise SCREENING_AGE.broken(age=least)
    reading = read(command.measured, command.on or day_of(ctx.now), ctx)
    judged = judge(reading, (), ctx)
    if judged.disease in ctx.facts.managed:
        raise ALREADY_MANAGED.broken()
    if judged.disease in ctx.facts.suspected:
        raise SCREENING_OPEN.broken()
    begun = Screened(
        card=ctx.subject,
        screening=happening("screening", ctx.subject, judged.disease.value),
        disease=judged.disease,
        org=command.org,
        org_name=command.org_name,
        readings=(reading,),
        begun_at=ctx.now,
    )
    return _found(begun, judged, ctx)


def repeat(
    state: Suspect, command: Repeat, ctx: Of
) -> Normal | HighRisk | Suspect | ReferredForDiagnosis:
    """Raised on three different days it is referred; another reading ends the doubt."""
    require_clinician(ctx, state.org, CLINICIANS)
    if command.measured.disease != state.disease.value:
        raise OTHER_DISEASE.broken()
    reading = read(command.measured, command.on or day_of(ctx.now), ctx)
    if reading.on < state.readings[-1].on:
        raise READING_ORDER.broken()
    more = state.model_copy(update={"readings": (*state.readings, reading)})
    judged = judge(reading, state.raised_on, ctx)
    same_day = reading.on in state.raised_on
    if same_day and not reading.raised and not judged.urgent:
        return more
    return _found(more, judged, ctx)


def report_diagnosis(
    state: ReferredForDiagnosis, command: ReportDiagnosis, ctx: Of
) -> Confirmed | Excluded | ReferredForDiagnosis:
    """Confirmed, excluded, or referred once more; a doctor says so."""
    ctx.require(*DOCTORS)
    if ctx.actor.org not in (None, command.org, state.org):
        raise CHRONIC_OTHER_INSTITUTION.broken()
    today = day_of(ctx.now)
    on = command.on or today
    if not state.readings[0].on <= on <= today:
        raise DIAGNOSIS_ORDER.broken()
    if command.result is Diagnosis.CONFIRMED:
        return state.to(
            Confirmed,
            confirmed_on=on,
            confirmed_by=command.org,
            opens_care=state.disease not in ctx.facts.managed,
        )
    if command.result in (Diagnosis.EXCLUDED, Diagnosis.SECONDARY):
        months = ctx.policy.screening.normal_months
        return state.to(
            Excluded,
            result=command.result,
            excluded_on=on,
            next_on=add_months(today, months),
        )
    return _referred(
        state,
        ctx,
        urgent=state.urgent,
        attempt=state.attempt + 1,
        secondary=command.result is Diagnosis.SECONDARY_SUSPECT,
    )


def come_due(
    state: Normal | HighRisk | Excluded, command: DayCame, ctx: Context
) -> DueAgain:
    """A year has passed, or half of one where there is a risk."""
    return state.to(DueAgain)


def miss_recheck(state: Suspect, command: RecheckPassed, ctx: Context) -> Suspect:
    """The repeat is overdue: the holder is reminded."""
    return state.model_copy(update={"overdue": True})


def miss_result(
    state: ReferredForDiagnosis, command: ResultOverdue, ctx: Context
) -> ReferredForDiagnosis:
    """Two weeks without a result: holder and institution are reminded."""
    return state.model_copy(update={"overdue": True})


def give_way(
    state: Normal | HighRisk | Excluded | DueAgain, command: NewRound, ctx: Context
) -> Superseded:
    """A new round has begun."""
    return state.to(Superseded)


def stop(
    state: Normal | HighRisk | Suspect | ReferredForDiagnosis | Excluded | DueAgain,
    command: Stop,
    ctx: Of,
) -> Stopped:
    """The holder refuses, or staff write down why it ends."""
    if ctx.actor.roles.isdisjoint(CLINICIANS):
        require_voice(ctx.actor, ctx.subject, ctx.facts)
        return state.to(Stopped, reason=EndReason.REFUSED, stopped_at=ctx.now)
    require_clinician(ctx, state.org, CLINICIANS)
    if not command.note.strip():
        raise SCREENING_NOTE.broken()
    return state.to(Stopped, reason=command.reason, stopped_at=ctx.now)


def end_with_holder(
    state: Normal | HighRisk | Suspect | ReferredForDiagnosis | Excluded | DueAgain,
    command: Died,
    ctx: Context,
) -> Stopped:
    """It ends with the holder."""
    return state.to(Stopped, reason=EndReason.DIED, stopped_at=ctx.now)


def _found(
    begun: Screened, judged: Judged, ctx: Of
) -> Normal | HighRisk | Suspect | ReferredForDiagnosis:
    on = begun.readings[-1].on
    if judged.urgent or judged.enough:
        return _referred(begun, ctx, urgent=judged.urgent)
    if judged.raised_on:
        by = on + timedelta(days=ctx.policy.screening.recheck_days)
        return begun.to(
            Suspect, raised_on=judged.raised_on, recheck_by=by, overdue=False
        )
    if judged.risks:
        next_on = add_months(on, judged.risk_months)
        return begun.to(HighRisk, risks=judged.risks, next_on=next_on)
    next_on = add_months(on, ctx.policy.screening.normal_months)
    return begun.to(Normal, next_on=next_on)


def _referred(
    begun: Screened, ctx: Of, *, urgent: bool, attempt: int = 1, secondary: bool = False
) -> ReferredForDiagnosis:
    today = day_of(ctx.now)
    return begun.to(
        ReferredForDiagnosis,
        urgent=urgent,
        attempt=attempt,
        secondary=secondary,
        referred_on=today,
        result_by=today + timedelta(days=ctx.policy.pace.intensified_days),
        overdue=False,
    )
