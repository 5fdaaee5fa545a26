"""The 120 call (急救呼叫): EC5 and every sentence of the journey."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from ehealthcard.codesets import Sex
from ehealthcard.errors import CardNotFoundError, NotAllowedError, RuleViolationError
from ehealthcard.identity import SubjectId
from ehealthcard.ports.emergency import DATA_SET, DESTINATION
from ehealthcard.rules.emergency import (
    CoordSystem,
    EmergencyDataSet,
    EmergencyRecord,
    Location,
    Scope,
)
from ehealthcard.rules.mews import Mews
from ehealthcard.rules.vitals import Avpu, Vitals
from ehealthcard.services.emergency_call import (
    Accept,
    Accepted,
    Advise,
    ArriveHospital,
    ArriveScene,
    AtHospital,
    BreakGlass,
    CallFacts,
    Calling,
    Cancel,
    Cancelled,
    CancelledChargeable,
    Close,
    Closed,
    ClosedAdvice,
    ClosedOnScene,
    CompleteRecord,
    Depart,
    Dial,
    Dispatch,
    Dispatched,
    DispatchOverdue,
    Divert,
    DropCall,
    FalseCall,
    FlagFalse,
    HandedOver,
    InfoAccepted,
    InfoDelivered,
    InfoOverdue,
    InfoRefused,
    InfoUnavailable,
    MeasureVitals,
    Merge,
    Merged,
    NamePatient,
    OnScene,
    RecordOverdue,
    RefuseTransport,
    Release,
    Relocate,
    ReportRefusal,
    ReviewBreakGlass,
    Reviewed,
    ReviewOverdue,
    ReviewPending,
    SignHandover,
    Transporting,
    emergency_call,
)
from ehealthcard.services.emergency_call.model import (
    POLICIES,
    GlassBroken,
    Info,
    PatientData,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

T0 = NOW
(PACK,) = POLICIES.packs
MOMENT = timedelta(microseconds=1)
HOLDER = SubjectId("6" * 32)
DISPATCHER = Actor("d-1", {"dispatcher"})
CREW = Actor("c-1", {"crew"})
ED = Actor("n-1", {"emergency-department"})
HERE = Location(longitude=120.15, latitude=30.28, coord_system=CoordSystem.WGS84, at=T0)
WELL = Vitals(
    systolic=120,
    heart_rate=72,
    respiration=12,
    temperature=Decimal("36.8"),
    avpu=Avpu.ALERT,
)
DATA = PatientData(
    holder=HOLDER,
    consent="1",
    scope=tuple(Scope),
    card_id="C",
    sex=Sex.FEMALE,
    age=70,
    risk="GREEN",
    record=EmergencyRecord(pacemaker=True),
)
FOUND = CallFacts(candidates=(HOLDER,), data=DATA)
NONE = CallFacts(reason="NO_CONSENT")
PAYLOAD = EmergencyDataSet(
    card_id="C",
    sex=Sex.FEMALE,
    age=70,
    risk="GREEN",
    record=EmergencyRecord(pacemaker=True),
    location=HERE,
    consent="1",
)
GLASS = GlassBroken(holder=HOLDER, by="d-1", reason="unconscious", at=T0)

CALLING = Calling(
    org="E1",
    reference=SUBJECT,
    caller="d-1",
    phone="13900000001",
    line="l1",
    patient="unknown",
    location=HERE,
    location_stale=False,
    dialled_at=T0,
    holder=HOLDER,
    candidates=(HOLDER,),
    payload=PAYLOAD,
    push=1,
    info=Info(standing="pending", at=T0),
    answer_by=T0 + timedelta(seconds=10),
)
DELIVERED = CALLING.to(InfoDelivered, info=Info(standing="delivered", at=T0))
UNAVAILABLE = CALLING.to(
    InfoUnavailable,
    payload=None,
    holder=None,
    candidates=(),
    push=0,
    info=Info(standing="unavailable", reason="NO_CONSENT", at=T0),
)
ACCEPTED = DELIVERED.to(
    Accepted,
    number="N1",
    category="chest pain",
    accepted_at=T0,
    dispatch_by=T0 + timedelta(minutes=1),
)
SENT = ACCEPTED.to(Dispatched, vehicle="A1", dispatched_at=T0)
SCENE = SENT.to(OnScene, vitals=WELL, mews=Mews(standing="SCORED", score=0), met_at=T0)
MOVING = SCENE.to(Transporting, hospital="H1", criteria=("nearest",), departed_at=T0)
THERE = MOVING.to(AtHospital, arrived_at=T0)
HANDED = THERE.to(
    HandedOver, handed_over_at=T0, record_by=T0 + timedelta(hours=6), recorded_at=T0
)
ENDED: dict[str, Any] = {
    "chargeable": False,
    "note": "",
    "ended_at": T0,
    "retain_until": date(2024, 12, 1),
}
CLOSED = HANDED.to(Closed, **ENDED)
PENDING = CLOSED.to(
    ReviewPending,
    glass=GLASS,
    ended_as="Closed",
    review_by=T0 + timedelta(hours=72),
)
EARLY = (CALLING, DELIVERED, UNAVAILABLE)
LATE = (ACCEPTED, SENT, SCENE, MOVING, THERE, HANDED)


class TestContract(WorkflowContract):
    workflow = emergency_call
    examples = (
        *EARLY,
        *LATE,
        CLOSED.to(ClosedAdvice),
        CLOSED.to(FalseCall),
        CLOSED.to(Merged),
        CLOSED.to(Cancelled),
        CLOSED.to(CancelledChargeable),
        CLOSED.to(ClosedOnScene),
        CLOSED,
        PENDING,
        PENDING.to(Reviewed),
    )
    commands = (
        Dial(org="E1", phone="13900000001"),
        NamePatient(holder=HOLDER),
        BreakGlass(holder=HOLDER, reason="r"),
        Relocate(location=HERE),
        DropCall(),
        Accept(number="N1"),
        Dispatch(vehicle="A1"),
        Advise(advice="rest"),
        FlagFalse(evidence="laughs"),
        Merge(into="c9"),
        Cancel(),
        ArriveScene(vitals=WELL),
        MeasureVitals(vitals=WELL),
        Release(record="r"),
        RefuseTransport(signed_by="s", record="r"),
        Depart(hospital="H1"),
        Divert(hospital="H2", reason="r", risk_told=True),
        ArriveHospital(),
        ReportRefusal(words="full"),
        SignHandover(side="crew", sheet="S1"),
        SignHandover(side="hospital", sheet="S1"),
        CompleteRecord(),
        Close(),
        ReviewBreakGlass(justified=True, note="n"),
        InfoAccepted(),
        InfoRefused(code="c"),
        InfoOverdue(),
        DispatchOverdue(),
        RecordOverdue(),
        ReviewOverdue(),
    )
    facts = (FOUND, NONE)
    roles = frozenset({"dispatcher", "crew", "emergency-department", "reviewer"})


def when(state: Any, command: Any, by: Actor = DISPATCHER, **more: Any) -> Any:
    return given(emergency_call, state, by=by, **more).when(command)


def refused(rule: str, state: Any, command: Any, by: Actor = DISPATCHER) -> None:
    with pytest.raises(RuleViolationError, match=rule):
        when(state, command, by, facts=FOUND)


def effects(state: Any, before: Any = None) -> dict[str, Any]:
    found = emergency_call.bring_about(before, state)
    return {e.call.__name__: v for e, v, new in found if new}


def broken(state: Any) -> Any:
    return state.model_copy(update={"glass": GLASS})


def test_a_call_with_consent_sends_its_data_set_once_per_call() -> None:
    dial = Dial(org="E1", phone="13900000001", line="l1", location=HERE)

    assert when(None, dial, facts=FOUND) == CALLING
    sent = effects(CALLING)["send_info"]
    assert (sent.to, sent.kind, sent.payload) == (DESTINATION, DATA_SET, PAYLOAD)
    for before, after in pairwise((CALLING, DELIVERED, ACCEPTED, SENT)):
        assert "send_info" not in effects(after, before)


def test_a_call_without_consent_is_a_plain_call() -> None:
    dial = Dial(org="E1", phone="13900000001", line="l1", location=HERE)

    assert when(None, dial, facts=NONE) == UNAVAILABLE
    assert "send_info" not in effects(UNAVAILABLE)


@pytest.mark.parametrize("state", EARLY)
@pytest.mark.parametrize(
    "command", [NamePatient(holder=HOLDER), BreakGlass(holder=HOLDER, reason="r")]
)
def test_the_dispatcher_names_the_patient(state: Any, command: Any) -> None:
    known = CallFacts(candidates=(HOLDER,), reason="AREA_NOT_COVERED")

    sent = when(state, command, facts=FOUND)
    unsent = when(state, command, facts=known)

    assert isinstance(sent, Calling)
    assert (sent.holder, sent.push) == (HOLDER, state.push + 1)
    assert sent.payload
    assert sent.payload.patient_confirmed
    assert isinstance(unsent, InfoUnavailable)
    assert unsent.holder == HOLDER
    assert (sent.glass is not None) == isinstance(command, BreakGlass)
    refused("ROLE_REQUIRED", state, command, Actor("app", {"app"}))


@pytest.mark.parametrize("state", [ACCEPTED, SENT, SCENE, MOVING])
@pytest.mark.parametrize(
    "command", [NamePatient(holder=HOLDER), BreakGlass(holder=HOLDER, reason="r")]
)
def test_the_patient_may_be_named_until_the_hospital(state: Any, command: Any) -> None:
    found = when(state, command, facts=FOUND)

    assert type(found) is type(state)
    assert effects(found, state)["send_info"].key == f"{SUBJECT}:2"


def test_none_of_these_is_the_patient() -> None:
    nobody = CallFacts(reason="PATIENT_UNKNOWN")

    found = when(DELIVERED, NamePatient(holder=None), facts=nobody)

    assert isinstance(found, InfoUnavailable)
    assert (found.holder, found.payload) == (None, None)


def test_the_glass_is_not_broken_for_a_card_that_is_not_there() -> None:
    with pytest.raises(CardNotFoundError):
        when(CALLING, BreakGlass(holder=HOLDER, reason="r"), facts=NONE)


@pytest.mark.parametrize("state", EARLY)
def test_the_centres_answer_is_noted_whenever_it_comes(state: Any) -> None:
    yes, no = when(state, InfoAccepted()), when(state, InfoRefused(code="FULL"))

    assert isinstance(yes, InfoDelivered)
    assert isinstance(no, InfoUnavailable)
    assert (no.info.reason, no.payload) == ("FULL", None)


@pytest.mark.parametrize("state", LATE)
def test_an_answer_that_comes_late_changes_the_note_alone(state: Any) -> None:
    yes, no = when(state, InfoAccepted()), when(state, InfoRefused(code="FULL"))

    assert (type(yes), yes.info.standing) == (type(state), "delivered")
    assert (type(no), no.info.reason) == (type(state), "FULL")


def test_a_silent_centre_delays_nothing() -> None:
    by = T0 + timedelta(seconds=10)
    assert not list(emergency_call.elapse(CALLING, by, PACK, SUBJECT))

    ((found, _, _),) = emergency_call.elapse(CALLING, by + MOMENT, PACK, SUBJECT)

    assert isinstance(found, InfoUnavailable)
    assert isinstance(when(CALLING, InfoOverdue()), InfoUnavailable)
    assert found.info.reason == "CENTRE_SILENT"
    assert "send_info" not in effects(found, CALLING), "it is on its way already"


@pytest.mark.parametrize("state", [*EARLY, ACCEPTED, SENT, SCENE])
def test_a_newer_location_takes_the_older_ones_place(state: Any) -> None:
    newer = HERE.model_copy(update={"at": T0 + timedelta(seconds=5)})
    older = HERE.model_copy(update={"at": T0 - timedelta(seconds=61)})

    assert when(state, Relocate(location=newer)).location == newer
    assert when(state, Relocate(location=older)) == state
    unplaced = state.model_copy(update={"location": None})
    assert when(unplaced, Relocate(location=older)).location_stale


@pytest.mark.parametrize("state", [*EARLY, ACCEPTED])
def test_a_dropped_call_stays(state: Any) -> None:
    assert state.model_copy(update={"dropped_at": T0}) == when(state, DropCall())


@pytest.mark.parametrize("state", EARLY)
def test_every_call_is_taken_on_with_data_or_without(state: Any) -> None:
    found = when(state, Accept(number="N1", category="chest pain"))

    assert isinstance(found, Accepted)
    assert found.dispatch_by == T0 + timedelta(minutes=1)
    refused("ROLE_REQUIRED", state, Accept(number="N1"), CREW)


def test_a_vehicle_is_sent_within_a_minute_or_the_monitor_hears_of_it() -> None:
    by = T0 + timedelta(minutes=1)
    assert not list(emergency_call.elapse(ACCEPTED, by, PACK, SUBJECT))

    ((late, _, _),) = emergency_call.elapse(ACCEPTED, by + MOMENT, PACK, SUBJECT)

    assert late == when(ACCEPTED, DispatchOverdue())
    assert "tell_overdue" in effects(late, ACCEPTED)
    assert isinstance(when(late, Dispatch(vehicle="A1")), Dispatched)
    off = PACK.model_copy(update={"dispatch_within": None})
    free = when(CALLING, Accept(number="N1"), policy=off)
    assert free.dispatch_by is None
    assert not list(emergency_call.elapse(free, by + MOMENT, off, SUBJECT))


ENDINGS = [
    (ACCEPTED, Advise(advice="rest"), ClosedAdvice, DISPATCHER, False),
    (ACCEPTED, FlagFalse(evidence="laughs"), FalseCall, DISPATCHER, False),
    *((s, Merge(into="c9"), Merged, DISPATCHER, False) for s in (*EARLY, ACCEPTED)),
    *((s, Cancel(), Cancelled, DISPATCHER, False) for s in (*EARLY, ACCEPTED)),
    (SENT, Cancel(), CancelledChargeable, DISPATCHER, True),
    (SCENE, Release(record="r"), ClosedOnScene, CREW, True),
    (SCENE, RefuseTransport(signed_by="s", record="r"), ClosedOnScene, CREW, True),
    (HANDED, Close(), Closed, CREW, True),
]


@pytest.mark.parametrize(("state", "command", "target", "by", "chargeable"), ENDINGS)
def test_a_call_ends_and_is_kept_for_two_years(
    state: Any,
    command: Any,
    target: type,
    by: Actor,
    chargeable: bool,  # noqa: FBT001  # a table
) -> None:
    found = when(state, command, by)

    assert (type(found), found.chargeable) == (target, chargeable)
    assert found.retain_until == date(2024, 12, 1)
    assert not hasattr(found, "payload"), "access to the data set has ended"


@pytest.mark.parametrize(("state", "command", "target", "by", "chargeable"), ENDINGS)
def test_a_call_with_an_unreviewed_access_is_not_over(
    state: Any,
    command: Any,
    target: type,
    by: Actor,
    chargeable: bool,  # noqa: FBT001  # a table
) -> None:
    found = when(broken(state), command, by)

    assert isinstance(found, ReviewPending)
    assert (found.ended_as, found.chargeable) == (target.__name__, chargeable)
    assert found.review_by == T0 + timedelta(hours=72)


def test_only_the_centre_ends_a_call_and_the_caller_may_cancel() -> None:
    app = Actor("app", {"app"})
    for state, command in (
        (ACCEPTED, Advise(advice="rest")),
        (ACCEPTED, FlagFalse(evidence="e")),
        (ACCEPTED, Merge(into="c9")),
        (ACCEPTED, Dispatch(vehicle="A1")),
        (SENT, ArriveScene()),
        (SCENE, Release(record="r")),
        (SCENE, Depart(hospital="H1")),
        (SCENE, MeasureVitals(vitals=WELL)),
        (MOVING, ArriveHospital()),
        (THERE, ReportRefusal(words="full")),
        (HANDED, CompleteRecord()),
        (HANDED, Close()),
        (CALLING, Cancel()),
        (SENT, Cancel()),
        (CALLING, DropCall()),
        (CALLING, Relocate(location=HERE)),
    ):
        refused("ROLE_REQUIRED", state, command, app)
    own = CALLING.model_copy(update={"caller": "app"})
    assert isinstance(when(own, Cancel(), app), Cancelled)


def test_a_false_call_goes_to_the_police() -> None:
    assert "tell_false_call" in effects(CLOSED.to(FalseCall))


def test_somebody_else_reviews_an_access_without_consent() -> None:
    command = ReviewBreakGlass(justified=True, note="unconscious, alone")
    reviewer = Actor("r-1", {"reviewer"})

    found = when(PENDING, command, reviewer)

    assert isinstance(found, Reviewed)
    assert found.glass
    assert (found.glass.reviewed_by, found.glass.justified) == ("r-1", True)
    refused("OWN_REVIEW", PENDING, command, Actor("d-1", {"reviewer"}))
    refused("ROLE_REQUIRED", PENDING, command)


def test_a_review_is_due_in_72_hours() -> None:
    by = T0 + timedelta(hours=72)
    assert not list(emergency_call.elapse(PENDING, by, PACK, SUBJECT))

    ((late, _, _),) = emergency_call.elapse(PENDING, by + MOMENT, PACK, SUBJECT)

    assert late == when(PENDING, ReviewOverdue())
    assert effects(late, PENDING)["tell_review"].key == f"{SUBJECT}:overdue"


def test_the_crew_measures_and_scores() -> None:
    found = when(SENT, ArriveScene(vitals=WELL), CREW)
    assert found == SCENE

    for state in (SCENE, MOVING):
        worse = when(state, MeasureVitals(vitals=Vitals(respiration=30)), CREW)
        assert worse.mews == Mews(standing="SCORED", score=3)
    unmeasured = when(SENT, ArriveScene(), CREW)
    assert unmeasured.mews.standing == "INCOMPLETE"


def test_who_refuses_transport_signs_for_it() -> None:
    for signed in ("", " "):
        command = RefuseTransport(signed_by=signed, record="r")
        refused("REFUSAL_SIGNATURE_REQUIRED", SCENE, command, CREW)


def test_the_hospital_is_told_ahead_and_again_after_a_diversion() -> None:
    moving = when(SCENE, Depart(hospital="H1"), CREW)
    assert moving == MOVING
    told = effects(moving, SCENE)["tell_hospital"]
    assert (told.payload.hospital, told.payload.data) == ("H1", PAYLOAD)

    command = Divert(hospital="H2", reason="no catheter lab", risk_told=True)
    found = when(MOVING, command, CREW)

    assert (found.hospital, found.diversions[0].reason) == ("H2", "no catheter lab")
    assert effects(found, MOVING)["tell_hospital"].payload.hospital == "H2"
    untold = Divert(hospital="H2", reason="r")
    refused("RISK_NOT_TOLD", MOVING, untold, CREW)


def test_ec5_a_hospital_that_refuses_is_a_violation_and_no_way_out() -> None:
    there = when(MOVING, ArriveHospital(), CREW)
    assert there == THERE

    found = when(THERE, ReportRefusal(words="we are full"), CREW)

    assert isinstance(found, AtHospital)
    assert effects(found, THERE)["tell_refusal"].kind == "emergency-refused"
    assert {e.target for e in emergency_call.edges if e.source is AtHospital} == {
        AtHospital,
        HandedOver,
    }


def test_both_sides_sign_the_same_sheet() -> None:
    crew = SignHandover(side="crew", sheet="S1")
    hospital = SignHandover(side="hospital", sheet="S1")

    half = when(THERE, crew, CREW)
    assert isinstance(half, AtHospital)
    assert when(half, crew, CREW) == half
    done = when(half, hospital, ED)

    assert isinstance(done, HandedOver)
    assert [s.by for s in done.signed] == ["c-1", "n-1"]
    assert done.record_by == T0 + timedelta(hours=6)
    other = hospital.model_copy(update={"sheet": "S2"})
    refused("OTHER_SHEET", half, other, ED)
    both = Actor("c-1", {"crew", "emergency-department"})
    refused("OTHER_SIGNATURE_REQUIRED", half, hospital, both)
    refused("ROLE_REQUIRED", half, hospital, CREW)
    refused("ROLE_REQUIRED", THERE, crew, ED)


def test_the_record_may_follow_within_six_hours_and_is_needed_to_close() -> None:
    open_ = HANDED.model_copy(update={"recorded_at": None})
    by = T0 + timedelta(hours=6)

    assert not list(emergency_call.elapse(open_, by, PACK, SUBJECT))
    ((late, _, _),) = emergency_call.elapse(open_, by + MOMENT, PACK, SUBJECT)
    assert late == when(open_, RecordOverdue())

    assert when(open_, CompleteRecord(), CREW) == HANDED
    assert when(late, CompleteRecord(), ED).record_overdue
    refused("RECORD_REQUIRED", open_, Close())


def test_who_is_handed_over_is_not_handed_over_again() -> None:
    with pytest.raises(NotAllowedError):
        when(HANDED, SignHandover(side="crew", sheet="S1"), CREW)


def test_there_is_no_place_for_a_psychiatric_flag() -> None:
    for model in (EmergencyDataSet, EmergencyRecord, PatientData):
        assert not [n for n in model.model_fields if "psych" in n or "mental" in n]
