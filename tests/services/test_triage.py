"""Triage (预检分诊): vectors TR1, TR3, TR5 and every sentence between them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from ehealthcard.errors import (
    CardNotFoundError,
    NotAllowedError,
    RuleViolationError,
)
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.rules.access import Grounds
from ehealthcard.rules.epidemiology import Symptom
from ehealthcard.rules.grading import Area, Judgement, Level, Resource
from ehealthcard.rules.mews import Mews
from ehealthcard.rules.response import MOMENT
from ehealthcard.rules.vitals import Avpu, Vitals
from ehealthcard.services.triage import (
    Admitted,
    Arrive,
    Arrived,
    BindPatient,
    CallIn,
    ConfirmNotifiable,
    Deteriorate,
    Died,
    Discharged,
    Dispose,
    Exclude,
    Grade,
    Grading,
    InCare,
    Leave,
    LeaveFacts,
    LeftUnseen,
    MeasureVitals,
    Observed,
    PatientFacts,
    Precheck,
    Prechecked,
    PrecheckFacts,
    PutAway,
    Regrade,
    Reported,
    ResponseOverdue,
    RoutedClinic,
    RoutedEmergency,
    RoutedIsolation,
    RouteOn,
    Transferred,
    TriagePolicy,
    Unattended,
    Waiting,
    triage,
)
from ehealthcard.services.triage.model import POLICIES
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

T0 = NOW
OLD_PACK, NEW_PACK = POLICIES.packs
HOLDER, OTHER = SubjectId("6" * 32), SubjectId("7" * 32)
NURSE, DOCTOR = {"triage"}, {"doctor"}
WELL = Vitals(
    systolic=120,
    heart_rate=72,
    respiration=12,
    temperature=Decimal("36.8"),
    avpu=Avpu.ALERT,
)
NOT_IN_STEAD = LeaveFacts()
GUARDS = LeaveFacts(in_stead=Grounds.GUARDIAN)
LET = LeaveFacts(in_stead=Grounds.DELEGATE)
LIKE_IV = Judgement(level=Level.IV)

ARRIVED = Arrived(
    org="H1",
    reference=SUBJECT,
    holder=HOLDER,
    age=40,
    mode="walk",
    complaint="头痛",
    prior=None,
    arrived_at=T0,
    ends_at=T0 + timedelta(hours=24),
)
PRECHECKED = ARRIVED.to(
    Prechecked, vitals=WELL, symptoms=(), infectious=(), risk=None, declared=True
)
HOT = PRECHECKED.model_copy(update={"infectious": ("FEVER",)})
ISOLATED = HOT.to(RoutedIsolation, route="fever-clinic", routed_at=T0)
EMERGENCY = PRECHECKED.to(
    RoutedEmergency,
    threat=False,
    protected=False,
    judgement=Judgement(),
    routed_at=T0,
)
CLINIC = PRECHECKED.to(RoutedClinic, department="03", routed_at=T0)
GRADING = Grading(
    level=Level.III,
    mews=Mews(standing="SCORED", score=0),
    reasons=("JUDGEMENT_3",),
    cause="grade",
    by="tester",
    at=T0,
)
WAITING = EMERGENCY.to(
    Waiting,
    judgement=Judgement(level=Level.III),
    gradings=(GRADING,),
    level=Level.III,
    area=Area.YELLOW,
    waiting_since=T0,
    due_at=T0 + timedelta(minutes=30),
    last=T0 + timedelta(minutes=30) - MOMENT,
)
CARE = WAITING.to(InCare, waited=timedelta(minutes=5), seen_at=T0)
UNSEEN = WAITING.to(LeftUnseen, left_at=T0)
REPORTED = ISOLATED.to(
    Reported,
    disease="A20",
    class_a=True,
    confirmed_at=T0,
    report_by=T0 + timedelta(hours=2),
)
ENDED = {"ended_at": T0, "destination": None, "record_copied": False}
OBSERVED = CARE.to(Observed, **ENDED)
QUEUED = (CLINIC, ISOLATED, EMERGENCY, WAITING)
KNOWN = PatientFacts(status=CardStatus.ACTIVE, age=40)
LOST, NOBODY = (
    PatientFacts(status=CardStatus.SUSPENDED, age=40),
    PatientFacts(status=None),
)


def looked(colour: str | None = None, *, attention: bool = False) -> PrecheckFacts:
    return PrecheckFacts(declared=attention, attention=attention, colour=colour)


def graded(
    command: Grade, state: RoutedEmergency = EMERGENCY, policy: Any = NEW_PACK
) -> Waiting:
    found = given(triage, state, roles=NURSE, policy=policy).when(command)
    assert isinstance(found, Waiting)
    return found


def judged(level: str, **more: Any) -> Judgement:
    return Judgement(level=Level(level), **more)


def effects(state: Any, before: Any = None) -> dict[str, Any]:
    return {
        e.call.__name__: v for e, v, new in triage.bring_about(before, state) if new
    }


class TestContract(WorkflowContract):
    workflow = triage
    examples = (
        ARRIVED,
        PRECHECKED,
        ISOLATED,
        EMERGENCY,
        CLINIC,
        WAITING,
        CARE,
        UNSEEN,
        REPORTED,
        CARE.to(Discharged, **ENDED),
        OBSERVED,
        CARE.to(Admitted, **ENDED),
        CARE.to(Transferred, **ENDED),
        CARE.to(Died, **ENDED),
        PutAway(org="H1", holder=None, ended_at=T0),
    )
    commands = (
        Arrive(org="H1"),
        Precheck(vitals=WELL),
        Precheck(vitals=Vitals(temperature=Decimal("38.0"))),
        RouteOn(),
        RouteOn(emergency=True),
        RouteOn(judgement=judged("1")),
        Grade(judgement=LIKE_IV),
        MeasureVitals(vitals=Vitals(spo2=85)),
        Regrade(judgement=judged("4"), reason="better"),
        CallIn(),
        Leave(),
        Deteriorate(reason="collapsed"),
        Exclude(evidence="PCR negative"),
        ConfirmNotifiable(disease="A20", class_a=True),
        Dispose(outcome="discharged"),
        Dispose(outcome="observed"),
        Dispose(outcome="transferred", destination="H2", record_copied=True),
        BindPatient(holder=HOLDER),
        ResponseOverdue(),
        Unattended(),
    )
    facts = (
        KNOWN,
        LOST,
        NOBODY,
        looked(),
        looked("RED"),
        looked(attention=True),
        NOT_IN_STEAD,
    )
    roles = frozenset({"triage", "doctor"})


@pytest.mark.parametrize("facts", [KNOWN, LOST], ids=["active", "lost"])
def test_who_has_a_card_is_known_whatever_has_become_of_it(facts: PatientFacts) -> None:
    found = given(triage, facts=facts).when(Arrive(org="H1", complaint="头痛", age=7))

    assert ARRIVED.model_copy(update={"holder": SUBJECT}) == found


def test_who_has_no_card_is_taken_in_with_an_estimated_age() -> None:
    found = given(triage, facts=NOBODY).when(Arrive(org="H1", complaint="头痛", age=7))

    assert ARRIVED.model_copy(update={"holder": None, "age": 7}) == found


@pytest.mark.parametrize(
    ("degrees", "facts", "symptoms", "old", "new"),
    [
        ("37.2", looked("GREEN"), (), (), ()),
        ("37.3", looked("GREEN"), (), ("FEVER",), ("FEVER",)),
        ("36.5", looked("RED"), (), ("RISK_RED",), ()),
        ("36.5", looked("YELLOW"), (), ("RISK_YELLOW",), ()),
        ("36.5", looked("PURPLE"), (), (), ()),
        ("36.5", looked(), (), (), ()),
        (
            "36.5",
            looked(attention=True),
            (),
            ("DECLARED_ATTENTION",),
            ("DECLARED_ATTENTION",),
        ),
        ("36.5", looked(), (Symptom.DRY_COUGH,), ("SYMPTOM_01",), ()),
    ],
)
def test_precheck_finds_what_speaks_for_isolation(
    degrees: str,
    facts: PrecheckFacts,
    symptoms: tuple[Symptom, ...],
    old: tuple[str, ...],
    new: tuple[str, ...],
) -> None:
    command = Precheck(vitals=Vitals(temperature=Decimal(degrees)), symptoms=symptoms)

    for policy, expected in ((OLD_PACK, old), (NEW_PACK, new)):
        start = given(triage, ARRIVED, roles=NURSE, facts=facts, policy=policy)
        found = start.when(command)
        assert isinstance(found, Prechecked)
        assert expected == found.infectious
        assert (found.risk, found.declared) == (facts.colour, facts.declared)


def test_the_complaint_may_be_corrected_at_precheck() -> None:
    start = given(triage, ARRIVED, roles=NURSE, facts=looked())

    found = start.when(Precheck(complaint="胸痛"))

    assert isinstance(found, Prechecked)
    assert found.complaint == "胸痛"


@pytest.mark.parametrize(
    ("state", "command", "target"),
    [
        (PRECHECKED, RouteOn(), RoutedClinic),
        (PRECHECKED, RouteOn(judgement=judged("3")), RoutedClinic),
        (PRECHECKED, RouteOn(emergency=True), RoutedEmergency),
        (PRECHECKED, RouteOn(suspected=True), RoutedIsolation),
        (PRECHECKED, RouteOn(judgement=judged("2")), RoutedEmergency),
        (HOT, RouteOn(), RoutedIsolation),
        (HOT, RouteOn(emergency=True), RoutedIsolation),
        (HOT, RouteOn(judgement=judged("1")), RoutedEmergency),
    ],
    ids=[
        "else",
        "urgent is no threat",
        "asked for",
        "suspected",
        "critical",
        "fever",
        "fever before wish",
        "life before isolation",
    ],
)
def test_danger_to_life_then_isolation_then_the_clinic(
    state: Prechecked, command: RouteOn, target: type
) -> None:
    found = given(triage, state, roles=NURSE).when(command)

    assert target is type(found)
    if isinstance(found, RoutedEmergency):
        assert found.protected == bool(state.infectious)
        assert found.threat == (command.judgement.level is not None)


def test_bad_values_are_a_danger_to_life_without_anybodys_judgement() -> None:
    bad = PRECHECKED.model_copy(update={"vitals": Vitals(spo2=79)})
    off = NEW_PACK.model_copy(update={"indicators": None})

    found = given(triage, bad, roles=NURSE, policy=NEW_PACK).when(RouteOn())
    unread = given(triage, bad, roles=NURSE, policy=off).when(RouteOn())

    assert isinstance(found, RoutedEmergency)
    assert "alarm_resuscitation" in effects(found)
    assert isinstance(unread, RoutedClinic)


def test_who_comes_by_ambulance_goes_to_the_emergency_department() -> None:
    brought = PRECHECKED.model_copy(update={"mode": "ambulance"})

    found = given(triage, brought, roles=NURSE).when(RouteOn())

    assert isinstance(found, RoutedEmergency)
    assert "alarm_resuscitation" not in effects(found)


def test_isolation_is_expected_and_the_declaration_hears_of_it() -> None:
    told = effects(ISOLATED)

    assert told["tell_isolation"].payload.reasons == ("FEVER",)
    assert told["diverted"].card == HOLDER
    unknown = ISOLATED.model_copy(update={"holder": None})
    assert "diverted" not in effects(unknown)
    assert (
        effects(unknown, ISOLATED)["tell_isolation"].key == told["tell_isolation"].key
    )


@pytest.mark.parametrize("state", [CLINIC, ISOLATED])
def test_a_life_in_danger_goes_to_the_emergency_from_anywhere(state: Any) -> None:
    found = given(triage, state, roles=NURSE).when(Deteriorate(reason="collapsed"))

    assert isinstance(found, RoutedEmergency)
    assert found.threat
    assert found.protected == bool(state.infectious)


def test_a_doctor_excludes_a_suspicion() -> None:
    command = Exclude(evidence="PCR negative", department="03")

    found = given(triage, ISOLATED, roles=DOCTOR).when(command)

    assert found == CLINIC
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        given(triage, ISOLATED, roles=NURSE).when(command)


@pytest.mark.parametrize(("class_a", "hours"), [(True, 2), (False, 24)])
def test_a_doctor_confirms_a_notifiable_disease_and_it_is_reported(
    class_a: bool,  # noqa: FBT001  # a table
    hours: int,
) -> None:
    command = ConfirmNotifiable(disease="A20", class_a=class_a)

    found = given(triage, ISOLATED, roles=DOCTOR).when(command)

    assert isinstance(found, Reported)
    assert found.report_by == T0 + timedelta(hours=hours)
    assert effects(found)["report"].kind == "notifiable-disease"
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        given(triage, ISOLATED, roles=NURSE).when(command)


def test_tr1_level_iv_with_two_resources_waits_as_level_iii() -> None:
    resources = (Resource.LAB, Resource.IMAGING)

    found = graded(Grade(judgement=judged("4", resources=resources)))

    assert (found.level, found.area) == (Level.III, Area.YELLOW)
    assert found.gradings[0].reasons == ("MEWS_0", "JUDGEMENT_4", "RESOURCES")


def test_what_was_said_when_routing_still_counts_when_grading() -> None:
    state = EMERGENCY.model_copy(update={"judgement": judged("2")})

    assert graded(Grade(), state).level is Level.II
    assert graded(Grade(judgement=judged("3")), state).level is Level.III


def test_tr5_a_child_has_no_score_and_needs_the_nurse() -> None:
    child = EMERGENCY.model_copy(update={"age": 8})

    found = graded(Grade(judgement=judged("3")), child)

    assert found.gradings[0].mews == Mews(standing="NOT_APPLICABLE")
    assert "PAEDIATRIC_TOOL_NEEDED" in found.gradings[0].reasons
    with pytest.raises(RuleViolationError, match="JUDGEMENT_REQUIRED"):
        graded(Grade(), child)


def test_nobody_is_graded_on_silence() -> None:
    unmeasured = EMERGENCY.model_copy(update={"vitals": Vitals()})

    with pytest.raises(RuleViolationError, match="JUDGEMENT_REQUIRED"):
        graded(Grade(), unmeasured)


@pytest.mark.parametrize(
    ("level", "seconds", "area"),
    [
        ("1", 0, Area.RED),
        ("2", 900, Area.RED),
        ("3", 1800, Area.YELLOW),
        ("4", 3600, Area.GREEN),
    ],
)
def test_each_level_has_its_area_and_response_time(
    level: str, seconds: int, area: Area
) -> None:
    found = graded(Grade(judgement=judged(level)))

    assert (found.due_at, found.area) == (T0 + timedelta(seconds=seconds), area)


@pytest.mark.parametrize(
    ("level", "minutes", "late"), [("2", 15, False), ("3", 30, True), ("4", 60, True)]
)
def test_15_minutes_are_in_time_at_level_ii_and_30_are_not_at_level_iii(
    level: str,
    minutes: int,
    late: bool,  # noqa: FBT001  # a table
) -> None:
    waiting = graded(Grade(judgement=judged(level)))
    due = T0 + timedelta(minutes=minutes)

    def fired(at: Any) -> bool:
        return bool(list(triage.elapse(waiting, at, NEW_PACK, HOLDER)))

    assert not fired(due - MOMENT)
    assert late == fired(due)
    assert fired(due + MOMENT)


def test_tr3_a_passed_response_time_is_graded_again_and_never_lower() -> None:
    waiting = graded(Grade(judgement=judged("3")))
    after = waiting.due_at + timedelta(minutes=1)

    ((found, notice, _),) = triage.elapse(waiting, after, NEW_PACK, HOLDER)

    assert isinstance(notice, ResponseOverdue)
    assert isinstance(found, Waiting)
    assert found.level is Level.III
    assert [g.cause for g in found.gradings] == ["grade", "overdue"]
    assert found.overdue_since == waiting.last
    assert effects(found, waiting)["tell_overdue"].payload.level == "3"
    assert not list(triage.elapse(found, after, NEW_PACK, HOLDER)), "told once"


def test_a_place_may_let_a_passed_response_time_raise_the_level() -> None:
    raising = NEW_PACK.model_copy(update={"overdue_raises": True})

    found = given(triage, WAITING, policy=raising).when(ResponseOverdue())
    highest = given(triage, graded(Grade(judgement=judged("1"))), policy=raising).when(
        ResponseOverdue()
    )

    assert isinstance(found, Waiting)
    assert isinstance(highest, Waiting)
    assert (found.level, found.area) == (Level.II, Area.RED)
    assert highest.level is Level.I


def test_new_values_raise_a_level_and_never_lower_it() -> None:
    start = given(triage, WAITING, roles={"terminal"}, policy=NEW_PACK)

    worse = start.when(MeasureVitals(vitals=Vitals(spo2=85)))
    assert isinstance(worse, Waiting)
    better = given(triage, worse, roles=NURSE, policy=NEW_PACK).when(
        MeasureVitals(vitals=Vitals(spo2=99))
    )

    assert isinstance(better, Waiting)
    assert (worse.level, worse.due_at) == (Level.II, T0 + timedelta(minutes=15))
    assert (better.level, better.vitals.spo2) == (Level.II, 99)
    assert [g.cause for g in better.gradings] == ["grade", "vitals"]


def test_a_level_is_lowered_by_a_nurse_with_a_reason_and_the_history_stays() -> None:
    later = T0 + timedelta(minutes=10)
    command = Regrade(judgement=judged("4"), reason="pain is gone")

    found = given(triage, WAITING, roles=NURSE, now=later).when(command)

    assert isinstance(found, Waiting)
    assert (found.level, found.area) == (Level.IV, Area.GREEN)
    assert found.due_at == later + timedelta(hours=1)
    assert found.gradings[0] == GRADING
    assert (found.gradings[1].cause, found.gradings[1].note) == (
        "nurse",
        "pain is gone",
    )
    with pytest.raises(RuleViolationError, match="LOWERING_REASON_REQUIRED"):
        given(triage, WAITING, roles=NURSE).when(Regrade(judgement=judged("4")))
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        given(triage, WAITING, roles={"staff"}).when(command)
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        given(triage, WAITING).when(command)


def test_a_level_is_not_lowered_below_what_the_values_say() -> None:
    bad = WAITING.model_copy(update={"vitals": Vitals(spo2=92)})
    command = Regrade(judgement=judged("4"), reason="looks well")

    found = given(triage, bad, roles=NURSE).when(command)

    assert isinstance(found, Waiting)
    assert found.level is Level.III


def test_regrading_gives_no_more_time_unless_the_time_had_passed() -> None:
    later = T0 + timedelta(minutes=10)
    command = Regrade(judgement=Judgement())

    same = given(triage, WAITING, roles=NURSE, now=later).when(command)
    late = WAITING.model_copy(update={"overdue_since": WAITING.last})
    again = given(triage, late, roles=NURSE, now=later).when(command)

    assert isinstance(same, Waiting)
    assert isinstance(again, Waiting)
    assert (same.due_at, same.last) == (WAITING.due_at, WAITING.last)
    assert (again.due_at, again.overdue_since) == (later + timedelta(minutes=30), None)


@pytest.mark.parametrize("state", QUEUED)
def test_the_wait_is_stored_when_the_patient_is_called(state: Any) -> None:
    now = T0 + timedelta(minutes=7)

    found = given(triage, state, roles=DOCTOR, now=now).when(CallIn())

    assert isinstance(found, InCare)
    assert found.waited == timedelta(minutes=7)
    assert found.protected == bool(state.infectious)
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        given(triage, state).when(CallIn())


@pytest.mark.parametrize("state", QUEUED)
def test_who_leaves_unseen_is_called_at_home(state: Any) -> None:
    found = given(triage, state, roles=NURSE, facts=NOT_IN_STEAD).when(Leave())

    for by, facts in ((HOLDER, NOT_IN_STEAD), (OTHER, GUARDS)):
        said = given(triage, state, by=Actor("app", holder=by), facts=facts)
        assert found == said.when(Leave())
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        given(triage, state, by=Actor("app", holder=OTHER), facts=NOT_IN_STEAD).when(
            Leave()
        )
    assert isinstance(found, LeftUnseen)
    level = "3" if state is WAITING else None
    assert effects(found)["follow_up"].payload.level == level


@pytest.mark.parametrize("state", QUEUED)
def test_a_delegate_takes_nobody_out_of_a_queue_but_a_clinic_s(state: Any) -> None:
    said = given(triage, state, by=Actor("app", holder=OTHER), facts=LET)
    if state is CLINIC:
        assert isinstance(said.when(Leave()), LeftUnseen)
        return
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        said.when(Leave())


@pytest.mark.parametrize("outcome", ["discharged", "observed", "admitted", "died"])
@pytest.mark.parametrize("state", [CARE, ISOLATED, REPORTED, OBSERVED])
def test_a_doctor_says_where_the_patient_goes(state: Any, outcome: Any) -> None:
    command = Dispose(outcome=outcome, destination="W7")

    found = given(triage, state, roles=DOCTOR).when(command)

    assert type(found).__name__.lower() == outcome
    with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
        given(triage, state, roles=NURSE).when(command)


@pytest.mark.parametrize("state", [CARE, ISOLATED, REPORTED, OBSERVED])
def test_who_may_be_infectious_is_transferred_with_a_copy_of_the_record(
    state: Any,
) -> None:
    bare = Dispose(outcome="transferred", destination="H2")
    start = given(triage, state, roles=DOCTOR)

    whole = start.when(bare.model_copy(update={"record_copied": True}))

    assert isinstance(whole, Transferred)
    if state.infectious:
        with pytest.raises(RuleViolationError, match="RECORD_COPY_REQUIRED"):
            start.when(bare)
    else:
        assert isinstance(start.when(bare), Transferred)
    for outcome in ("admitted", "transferred"):
        with pytest.raises(RuleViolationError, match="DESTINATION_REQUIRED"):
            start.when(Dispose.from_data({"outcome": outcome}))


@pytest.mark.parametrize(
    "state", [ARRIVED, PRECHECKED, *QUEUED, CARE, OBSERVED, REPORTED]
)
def test_who_an_unknown_patient_is_may_be_said_at_any_time(state: Any) -> None:
    unknown = state.model_copy(update={"holder": None, "age": None})
    start = given(triage, unknown, roles=NURSE, facts=LOST)

    bound = start.when(BindPatient(holder=HOLDER))

    assert state == bound
    again = given(triage, bound, roles=NURSE, facts=KNOWN)
    with pytest.raises(RuleViolationError, match="OTHER_PATIENT"):
        again.when(BindPatient(holder=OTHER))
    with pytest.raises(CardNotFoundError):
        given(triage, unknown, roles=NURSE, facts=NOBODY).when(
            BindPatient(holder=HOLDER)
        )


@pytest.mark.parametrize("state", [ARRIVED, PRECHECKED, *QUEUED])
def test_an_unattended_case_is_put_away_after_a_day(state: Any) -> None:
    found = given(triage, state).when(Unattended())

    assert found == PutAway(org="H1", holder=HOLDER, ended_at=T0)
    day = T0 + timedelta(hours=24)
    *_, (_, notice, at) = triage.elapse(state, day + MOMENT, NEW_PACK, HOLDER)
    assert (notice, at) == (Unattended(), day)


def test_only_staff_precheck_route_and_grade() -> None:
    for state, command in (
        (ARRIVED, Precheck()),
        (PRECHECKED, RouteOn()),
        (EMERGENCY, Grade()),
        (CLINIC, Deteriorate(reason="r")),
        (WAITING, MeasureVitals(vitals=WELL)),
    ):
        with pytest.raises(RuleViolationError, match="ROLE_REQUIRED"):
            given(triage, state, facts=looked()).when(command)


def test_who_was_discharged_is_not_graded_again() -> None:
    with pytest.raises(NotAllowedError):
        given(triage, CARE.to(Discharged, **ENDED), roles=NURSE).when(Grade())


def test_the_packs_differ_in_epidemic_guards_alone() -> None:
    def rest(policy: TriagePolicy) -> dict[str, Any]:
        named = {"name", "effective_from", "effective_to"}
        return policy.model_dump(exclude={*named, "symptoms_count", "colours_count"})

    assert rest(OLD_PACK) == rest(NEW_PACK)
