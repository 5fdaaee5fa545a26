"""Triage (预检分诊, guide §4.3.2; FHIR ``Encounter.priority``).

The desk shows the card's health risk; staff join the declaration, the survey and the
chief complaint and lead the patient on (结合流调结果与主诉). Danger to life goes first
and with protection, then isolation of whoever may be infectious (传染病防治法 art. 52),
then the clinic. In the emergency department the level is the worst of single values,
MEWS and the nurse's judgement; each level has a response time. A level rises by itself
and is lowered only by a nurse with a reason; every grading is kept. Nobody is refused,
and a lost or missing card changes nothing. Whoever goes unseen says so himself, or his
guardian; a delegate only from a clinic's queue, for a word from far away must not take
somebody out of one that a life may hang on.

The guide's flow chart is lost from its text; states and arrows are a reconstruction.
Beyond the table it was made from: a doctor may exclude a suspicion, whoever was led to
a clinic or an isolated point may deteriorate, unknown patients are bound later,
observed patients get an outcome, and an unattended case is put away after a day. The
thresholds of single values and the MEWS bands of the levels are recalled from the 2018
consensus and not verified; they are data of the policy. Response times are one of
three profiles.

Known to be missing: a paediatric tool (a child's level is the nurse's, and the case
says so); results of the epidemiological survey as a fact (staff say ``suspected``); a
fifth level; the death of a patient is not announced to other services, for a doctor's
certificate does that.
"""

from ehealthcard.workflow import Title, Workflow

from .commands import (
    Arrive,
    BindPatient,
    CallIn,
    ConfirmNotifiable,
    Deteriorate,
    Dispose,
    Exclude,
    Grade,
    Leave,
    MeasureVitals,
    Precheck,
    Regrade,
    ResponseOverdue,
    RouteOn,
    Unattended,
)
from .effects import (
    alarm_resuscitation,
    diverted,
    follow_up,
    report,
    response_ends,
    tell_isolation,
    tell_overdue,
    unattended_ends,
)
from .model import (
    POLICIES,
    Grading,
    LeaveFacts,
    PatientFacts,
    PrecheckFacts,
    TriagePolicy,
    leave_facts,
    patient_facts,
    precheck_facts,
)
from .states import (
    Admitted,
    Arrived,
    Died,
    Discharged,
    InCare,
    LeftUnseen,
    Observed,
    Prechecked,
    PutAway,
    Reported,
    RoutedClinic,
    RoutedEmergency,
    RoutedIsolation,
    Transferred,
    Waiting,
)
from .transitions import (
    arrive,
    bind_patient,
    confirm_notifiable,
    deteriorate,
    exclude,
    precheck,
    put_away,
    route_on,
)
from .waiting import (
    call_in,
    conclude,
    dispose,
    give_level,
    leave,
    measure,
    overdue,
    regrade,
)

Triage = (
    Arrived
    | Prechecked
    | RoutedIsolation
    | RoutedEmergency
    | RoutedClinic
    | Waiting
    | InCare
    | LeftUnseen
    | Reported
    | Discharged
    | Observed
    | Admitted
    | Transferred
    | Died
    | PutAway
)
TriageCommand = (
    Arrive
    | Precheck
    | RouteOn
    | Grade
    | MeasureVitals
    | Regrade
    | CallIn
    | Leave
    | Deteriorate
    | Exclude
    | ConfirmNotifiable
    | Dispose
    | BindPatient
    | ResponseOverdue
    | Unattended
)

triage: Workflow[Triage, TriageCommand] = Workflow(
    "triage",
    Title("预检分诊", "Triage", "4.3.2"),
    transitions=(
        arrive,
        precheck,
        route_on,
        give_level,
        measure,
        regrade,
        overdue,
        call_in,
        leave,
        deteriorate,
        exclude,
        confirm_notifiable,
        dispose,
        conclude,
        bind_patient,
        put_away,
    ),
    effects=(
        response_ends,
        unattended_ends,
        tell_isolation,
        diverted,
        alarm_resuscitation,
        tell_overdue,
        follow_up,
        report,
    ),
    sources=(patient_facts, precheck_facts, leave_facts),
    policies=POLICIES,
)

__all__ = [
    "Admitted",
    "Arrive",
    "Arrived",
    "BindPatient",
    "CallIn",
    "ConfirmNotifiable",
    "Deteriorate",
    "Died",
    "Discharged",
    "Dispose",
    "Exclude",
    "Grade",
    "Grading",
    "InCare",
    "Leave",
    "LeaveFacts",
    "LeftUnseen",
    "MeasureVitals",
    "Observed",
    "PatientFacts",
    "Precheck",
    "PrecheckFacts",
    "Prechecked",
    "PutAway",
    "Regrade",
    "Reported",
    "ResponseOverdue",
    "RouteOn",
    "RoutedClinic",
    "RoutedEmergency",
    "RoutedIsolation",
    "Transferred",
    "Triage",
    "TriageCommand",
    "TriagePolicy",
    "Unattended",
    "Waiting",
    "triage",
]
