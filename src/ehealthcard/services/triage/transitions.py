"""How a patient moves through triage."""

from typing import TypeVar

from ehealthcard.rules.grading import Judgement, Level, grade
from ehealthcard.rules.isolation import infection_reasons, route_of
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Context

from .commands import (
    Arrive,
    BindPatient,
    ConfirmNotifiable,
    Deteriorate,
    Exclude,
    Precheck,
    RouteOn,
    Unattended,
)
from .model import PatientFacts, PrecheckFacts, TriagePolicy
from .rules import OTHER_PATIENT
from .states import (
    Arrived,
    Checked,
    InCare,
    Observed,
    Prechecked,
    PutAway,
    Reported,
    RoutedClinic,
    RoutedEmergency,
    RoutedIsolation,
    Waiting,
)

By = Context[None, TriagePolicy]
B = TypeVar(
    "B",
    Arrived,
    Prechecked,
    RoutedClinic,
    RoutedIsolation,
    RoutedEmergency,
    Waiting,
    InCare,
    Observed,
    Reported,
)
STAFF = ("triage", "nurse", "doctor", "staff")
THREATS = (Level.I, Level.II)


def arrive(
    state: None, command: Arrive, ctx: Context[PatientFacts, TriagePolicy]
) -> Arrived:
    """Somebody is at the desk; no card and no lost card stands in the way of care."""
    known = ctx.facts.status is not None
    return Arrived(
        org=command.org,
        reference=ctx.subject,
        holder=ctx.subject if known else None,
        age=ctx.facts.age if known else command.age,
        mode=command.mode,
        complaint=command.complaint,
        prior=command.prior,
        arrived_at=ctx.now,
        ends_at=ctx.now + ctx.policy.put_away_after,
    )


def precheck(
    state: Arrived, command: Precheck, ctx: Context[PrecheckFacts, TriagePolicy]
) -> Prechecked:
    """Declaration, risk, temperature and symptoms say what speaks for isolation."""
    ctx.require(*STAFF)
    counting = ctx.policy.colours_count
    found = infection_reasons(
        temperature=command.vitals.temperature,
        fever=ctx.policy.fever,
        attention=ctx.facts.attention,
        colour=ctx.facts.colour if counting else None,
    )
    if ctx.policy.symptoms_count:
        found += [f"SYMPTOM_{s.value}" for s in command.symptoms]
    more = {} if command.complaint is None else {"complaint": command.complaint}
    return state.to(
        Prechecked,
        vitals=command.vitals,
        symptoms=command.symptoms,
        infectious=tuple(found),
        risk=ctx.facts.colour,
        declared=ctx.facts.declared,
        **more,
    )


def route_on(
    state: Prechecked, command: RouteOn, ctx: By
) -> RoutedIsolation | RoutedEmergency | RoutedClinic:
    """Danger to life first, with protection; then isolation; then the clinic.

    That danger to life goes before isolation is the project's own reading of "emergency
    first"; a life is in danger at level I or II.
    """
    ctx.require(*STAFF)
    infectious = state.infectious
    if command.suspected:
        infectious = (*infectious, "SUSPECTED")
    checked = state.model_copy(update={"infectious": infectious})
    if _is_threat(state, command.judgement, ctx):
        return _to_emergency(checked, command.judgement, ctx, threat=True)
    if infectious:
        route = route_of(infectious).value
        return checked.to(RoutedIsolation, route=route, routed_at=ctx.now)
    if command.emergency or state.mode == "ambulance":
        return _to_emergency(checked, command.judgement, ctx, threat=False)
    return checked.to(RoutedClinic, department=command.department, routed_at=ctx.now)


def deteriorate(
    state: RoutedClinic | RoutedIsolation, command: Deteriorate, ctx: By
) -> RoutedEmergency:
    """A life in danger goes to the emergency department from anywhere."""
    ctx.require(*STAFF)
    return _to_emergency(state, Judgement(), ctx, threat=True)


def exclude(state: RoutedIsolation, command: Exclude, ctx: Context) -> RoutedClinic:
    """A doctor's evidence excludes the infection; the clinic takes over."""
    ctx.require("doctor")
    return state.to(
        RoutedClinic, infectious=(), department=command.department, routed_at=ctx.now
    )


def confirm_notifiable(
    state: RoutedIsolation, command: ConfirmNotifiable, ctx: By
) -> Reported:
    """A doctor confirms; class A is reported within two hours."""
    ctx.require("doctor")
    policy = ctx.policy
    within = policy.class_a_within if command.class_a else policy.report_within
    return state.to(
        Reported,
        disease=command.disease,
        class_a=command.class_a,
        confirmed_at=ctx.now,
        report_by=ctx.now + within,
    )


def bind_patient(state: B, command: BindPatient, ctx: Context[PatientFacts, None]) -> B:
    """Who an unknown patient is, is said when there is time."""
    ctx.require(*STAFF)
    if ctx.facts.status is None:
        require_active(None)
    if state.holder not in (None, command.holder):
        raise OTHER_PATIENT.broken()
    return state.model_copy(update={"holder": command.holder, "age": ctx.facts.age})


def put_away(
    state: Arrived
    | Prechecked
    | RoutedClinic
    | RoutedIsolation
    | RoutedEmergency
    | Waiting,
    command: Unattended,
    ctx: Context,
) -> PutAway:
    """A day after arrival an unattended case ends."""
    return PutAway(org=state.org, holder=state.holder, ended_at=ctx.now)


def _is_threat(state: Prechecked, judgement: Judgement, ctx: By) -> bool:
    policy = ctx.policy
    found = grade(
        state.vitals,
        judgement,
        state.age,
        policy.indicators,
        youngest=policy.mews_from,
    )
    return found is not None and found.level in THREATS


def _to_emergency(
    state: Checked, judgement: Judgement, ctx: By, *, threat: bool
) -> RoutedEmergency:
    return state.to(
        RoutedEmergency,
        threat=threat,
        protected=bool(state.infectious),
        judgement=judgement,
        routed_at=ctx.now,
    )
