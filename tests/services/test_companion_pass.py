"""Companion pass (电子陪护证): asked for, given, carried through the gate, ended."""

import re
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import CardLostError, NotAllowedError, RuleViolationError
from ehealthcard.identity import CardStatus
from ehealthcard.rules.epidemiology import Exposure, ExposureKind, Symptom
from ehealthcard.rules.questionnaire import Answers
from ehealthcard.rules.signals import SeatPassedOn
from ehealthcard.rules.stays import CareNeed, StayEnd
from ehealthcard.rules.vouchers import ActsAs
from ehealthcard.rules.ward_tests import WardTest
from ehealthcard.services.companion_pass import (
    Active,
    AgreeTo,
    Applied,
    Apply,
    Approve,
    CardFound,
    CardLost,
    Clear,
    Consent,
    EndingSoon,
    Excluded,
    ExclusionEnded,
    Expired,
    GateFacts,
    Hindrance,
    HolderGone,
    IssueTemporary,
    LiftExclusion,
    PatientMoved,
    PendingReplacement,
    PendingWard,
    Reject,
    Rejected,
    Renew,
    Replace,
    Replaced,
    RetestDue,
    Revoke,
    Revoked,
    RevokedWithStay,
    RevokeReason,
    ScanIn,
    ScanOut,
    SeatFreed,
    StayOver,
    SubmitTest,
    SuccessorSeen,
    Suspend,
    Suspended,
    Temporary,
    Upgrade,
    ValidityEnded,
    Withdraw,
    companion_pass,
)
from ehealthcard.services.companion_pass.model import POLICIES
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor, Claim, Tell, Until

from .inpatients import (
    ADMISSION,
    AT_BED,
    BED,
    CHILD,
    COMPANION,
    DOCTOR,
    GUARD,
    GUARDIAN,
    HEAD,
    NURSE,
    ORG,
    PATIENT,
    STRANGER,
    WARD,
    beside,
    negative,
    resident,
    stay,
)

OLD, NEW = POLICIES.packs
HOLDER, SICK = resident(SUBJECT), resident(PATIENT)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NAME, NEXT = "1" * 32, "2" * 32
CONSENT = Consent(version="v1", by=SICK.id, acted_as=ActsAs.PATIENT, at=NOW)
APPLY = Apply(admission=ADMISSION, companion=COMPANION)
APPLIED = Applied(
    card=SUBJECT,
    pass_id=NAME,
    admission=ADMISSION,
    patient=PATIENT,
    org=ORG,
    ward=WARD,
    bed=BED,
    companion=COMPANION,
    applied_at=NOW,
    missing=("CONSENT",),
)
AGREED = APPLIED.model_copy(update={"consent": CONSENT})
WAITING = AGREED.to(PendingWard, seat=1)
TAKING_OVER = AGREED.to(PendingReplacement, replaces=NEXT)
ACTIVE = WAITING.to(
    Active,
    valid_from=NOW,
    until=NOW + 7 * DAY,
    since=NOW,
    approved_by=NURSE.id,
    remind_at=NOW + 6 * DAY,
)
INSIDE = ACTIVE.model_copy(update={"inside": True, "passages": 1})
TEMPORARY = ACTIVE.to(Temporary, until=NOW + DAY)
RESTING = ACTIVE.to(Suspended, reasons=(Hindrance.FEVER,), temporary=False)
RESTING_TEMPORARY = RESTING.model_copy(update={"temporary": True})
REVOKED = ACTIVE.to(Revoked, reason="not-needed", revoked_by="x", revoked_at=NOW)
EXCLUDED = REVOKED.to(Excluded, reason="lent", excluded_until=NOW + 30 * DAY)
EXPIRED = ACTIVE.to(Expired, expired_at=NOW)
REJECTED = APPLIED.to(Rejected, reasons=("QUOTA",), rejected_at=NOW)
LIVE = (APPLIED, WAITING, TAKING_OVER, TEMPORARY, ACTIVE, RESTING)
SEATED = (TEMPORARY, ACTIVE, RESTING)
AT_GATE = GateFacts(status=CardStatus.ACTIVE)
SUCCESSOR = SuccessorSeen(pass_id=NEXT, card=CardStatus.ACTIVE)
EMERGENCY = beside(stay=stay(emergency=True))


def when(state: Any, command: Any, by: Actor = NURSE, **more: Any) -> Any:
    at_gate = isinstance(command, ScanIn)
    more.setdefault("facts", AT_GATE if at_gate else AT_BED)
    more.setdefault("policy", NEW)
    return given(companion_pass, state, by=by, **more).when(command)


def refused(code: str, state: Any, command: Any, by: Actor, **more: Any) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by, **more)
    assert code == caught.value.code
    told = f"{caught.value} {caught.value.chinese}"
    assert not {"POSITIVE", "FEVER", "SYMPTOM"} & set(re.findall("[A-Z]+", told))


def reasons(command: Apply = APPLY, by: Actor = SICK, **more: Any) -> tuple[str, ...]:
    state = when(None, command, by, **more)
    assert isinstance(state, Rejected)
    return state.reasons


def effects(state: Any, before: Any = None) -> dict[str, Any]:
    found = companion_pass.bring_about(before, state)
    return {e.call.__name__: v for e, v, fresh in found if fresh}


def scan(degrees: str | None = None, ward: str = WARD) -> ScanIn:
    return ScanIn(ward=ward, temperature=Decimal(degrees) if degrees else None)


class TestContract(WorkflowContract):
    workflow = companion_pass
    examples = (
        *LIVE,
        INSIDE,
        REJECTED,
        REVOKED,
        EXCLUDED,
        ACTIVE.to(RevokedWithStay, how=StayEnd.DISCHARGED, ended_at=NOW),
        ACTIVE.to(Replaced, successor=NEXT, replaced_at=NOW),
        EXPIRED,
    )
    commands = (
        APPLY,
        AgreeTo(version="v1"),
        SubmitTest(test=negative()),
        IssueTemporary(),
        Approve(),
        Reject(reason="no"),
        Upgrade(),
        scan("36.5"),
        ScanOut(ward=WARD),
        Suspend(reason=Hindrance.SYMPTOM),
        Clear(test=negative(0)),
        Replace(successor=NEXT),
        Revoke(reason=RevokeReason.LENT),
        Revoke(reason=RevokeReason.NOT_NEEDED),
        Withdraw(),
        Renew(),
        LiftExclusion(),
        StayOver(how=StayEnd.DIED),
        PatientMoved(ward="W-4", bed="1", care=()),
        SeatFreed(seat=1),
        CardLost(),
        CardFound(),
        HolderGone(),
        ValidityEnded(),
        RetestDue(),
        EndingSoon(),
        ExclusionEnded(),
    )
    facts = (AT_BED, AT_GATE)
    roles = frozenset({"doctor", "nurse", "head-nurse"})


def test_the_patient_asks_for_a_companion_and_the_ward_decides() -> None:
    asked = when(None, APPLY, SICK)
    assert isinstance(asked, PendingWard)
    assert (WARD, BED, 1) == (asked.ward, asked.bed, asked.seat)
    assert isinstance(when(asked, Approve()), Active)


def test_a_companion_asks_and_the_patient_consents() -> None:
    asked = when(None, APPLY, HOLDER)
    assert isinstance(asked, Applied)
    assert ("CONSENT",) == asked.missing
    agree = AgreeTo(version="v1")
    refused("PASS_CONSENT_NOT_YOURS", asked, agree, HOLDER)
    refused("PASS_CONSENT_NOT_YOURS", asked, agree, STRANGER)
    assert isinstance(when(asked, agree, SICK), PendingWard)
    on_paper = when(asked, agree, NURSE)
    assert ActsAs.STAFF is on_paper.consent.acted_as


def test_a_companion_cannot_say_that_the_patient_agreed() -> None:
    said = APPLY.model_copy(update={"consent": "v1"})
    refused("PASS_CONSENT_NOT_YOURS", None, said, HOLDER)
    refused("PASS_NOT_CONCERNED", None, APPLY, STRANGER)
    assert isinstance(when(None, said, NURSE), PendingWard)
    assert isinstance(when(None, APPLY, NURSE), Applied)


def test_for_a_child_the_guardian_consents() -> None:
    child = CHILD.model_copy(update={"subject": PATIENT})
    facts = beside(patient=child)
    agree = AgreeTo(version="v1")
    refused("PASS_CONSENT_NOT_YOURS", APPLIED, agree, SICK, facts=facts)
    state = when(APPLIED, agree, resident(GUARDIAN), facts=facts)
    assert ActsAs.GUARDIAN is state.consent.acted_as


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("COMPANION_CARD", {"companion": CardStatus.SUSPENDED}),
        ("COMPANION_INPATIENT", {"inpatient": True}),
        ("EXCLUDED", {"excluded": True}),
        ("ELSEWHERE", {"elsewhere": True}),
        ("WARD_CLOSED", {"stay": stay(care=(CareNeed.INTENSIVE,))}),
        ("WARD_CLOSED", {"stay": stay(companions=0)}),
        ("WARD_CLOSED", {"stay": stay(care=(CareNeed.ISOLATION,), companions=2)}),
    ],
)
def test_what_speaks_against_a_companion_is_named(code: str, more: Any) -> None:
    assert (code,) == reasons(facts=beside(**more))


def test_nobody_accompanies_who_is_not_here_or_himself() -> None:
    gone = beside(stay=None, patient=None)
    assert ("NOT_INPATIENT",) == reasons(by=HOLDER, facts=gone)
    himself = AT_BED.patient
    assert himself
    own = himself.model_copy(update={"subject": SUBJECT})
    assert ("OWN_STAY",) == reasons(by=HOLDER, facts=beside(patient=own))


def test_cp1_a_second_needs_the_ward_and_a_third_never_comes() -> None:
    assert ("QUOTA",) == reasons(facts=beside(1))
    second = APPLY.model_copy(update={"second": "delirium", "consent": "v1"})
    pending = when(None, second, NURSE, facts=beside(1))
    assert 2 == pending.seat
    assert isinstance(when(pending, Approve(), facts=beside(1)), Active)
    by_ward = beside(1, stay=stay(companions=2))
    assert isinstance(when(None, APPLY, SICK, facts=by_ward), PendingWard)
    full = beside(1, 2, stay=stay(companions=2))
    assert ("QUOTA",) == reasons(facts=full)
    assert ("QUOTA",) == reasons(second, NURSE, facts=full)
    refused("ROLE_REQUIRED", None, second, SICK, facts=beside(1))


def test_the_first_place_is_taken_when_it_is_free() -> None:
    facts = beside(2, stay=stay(companions=2))
    assert 1 == when(None, APPLY, SICK, facts=facts).seat


def test_cp3_discharge_ends_every_pass_and_the_next_scan_is_denied() -> None:
    for state in (*LIVE, EXPIRED):
        ended = when(state, StayOver(how=StayEnd.DISCHARGED))
        assert isinstance(ended, RevokedWithStay)
        assert "gate-revoke" == effects(ended, state)["close_gate"].kind
        with pytest.raises(NotAllowedError):
            when(ended, scan("36.5"))


def test_cp5_since_2023_a_companion_comes_in_without_a_test() -> None:
    assert isinstance(when(when(None, APPLY, SICK), Approve()), Active)
    assert ("TEST",) == reasons(policy=OLD)


def test_a_new_companions_test_is_of_24_hours() -> None:
    for hours, well in ((24, True), (24.001, False)):
        command = APPLY.model_copy(update={"test": negative(hours)})
        state = when(None, command, SICK, policy=OLD)
        assert well is isinstance(state, PendingWard)
    bad = WardTest(result="positive", sampled_at=NOW, org="H2")
    positive = APPLY.model_copy(update={"test": bad})
    assert ("TEST", "TEST_POSITIVE") == reasons(positive, policy=OLD)
    assert ("TEST_POSITIVE",) == reasons(positive)


def test_answers_may_speak_against_a_companion() -> None:
    fourteen = (NOW - 14 * DAY).date()
    exposed = Exposure(kind=ExposureKind.E2, last_on=fourteen)
    ill = Answers(
        temperature=Decimal("37.3"), symptoms=(Symptom.DRY_COUGH,), exposures=(exposed,)
    )
    command = APPLY.model_copy(update={"answers": ill, "test": negative()})
    assert ("FEVER", "SYMPTOM", "EXPOSURE") == reasons(command, policy=OLD)
    assert ("FEVER", "SYMPTOM") == reasons(command)


def test_cp7_a_temporary_pass_ends_after_24_hours() -> None:
    asked = when(None, APPLY, SICK, facts=EMERGENCY, policy=OLD)
    assert ("TEST",) == asked.missing
    state = when(asked, IssueTemporary(), facts=EMERGENCY, policy=OLD)
    assert Until(NOW + DAY, ValidityEnded()) == effects(state)["validity"]
    assert isinstance(when(state, ValidityEnded()), Expired)


def test_a_temporary_pass_is_for_emergencies_and_by_the_ward() -> None:
    for state in (APPLIED, WAITING):
        assert isinstance(when(state, IssueTemporary(), facts=EMERGENCY), Temporary)
        refused("PASS_NOT_EMERGENCY", state, IssueTemporary(), NURSE)
        refused("ROLE_REQUIRED", state, IssueTemporary(), SICK, facts=EMERGENCY)
        full = beside(2, stay=stay(emergency=True))
        refused("PASS_CHECK_FAILED", state, IssueTemporary(), NURSE, facts=full)


def test_what_an_emergency_s_companion_lacks_is_waited_for() -> None:
    asked = when(None, APPLY, HOLDER, facts=EMERGENCY, policy=OLD)
    assert ("CONSENT", "TEST") == asked.missing
    more: Any = {"facts": EMERGENCY, "policy": OLD}
    agreed = when(asked, AgreeTo(version="v1"), SICK, **more)
    assert ("TEST",) == agreed.missing
    tested = when(asked, SubmitTest(test=negative()), HOLDER, **more)
    assert ("CONSENT",) == tested.missing
    done = when(agreed, SubmitTest(test=negative()), HOLDER, **more)
    assert isinstance(done, PendingWard)
    refused("PASS_NOT_CONCERNED", asked, SubmitTest(test=negative()), STRANGER)


def test_what_comes_too_late_is_rejected() -> None:
    full = beside(1)
    late = when(APPLIED, AgreeTo(version="v1"), SICK, facts=full)
    assert isinstance(late, Rejected)
    late = when(AGREED, SubmitTest(test=negative()), HOLDER, facts=full)
    assert isinstance(late, Rejected)


def test_a_temporary_pass_is_upgraded_with_consent_and_test() -> None:
    state = when(TEMPORARY, Upgrade())
    assert NOW + 7 * DAY == state.until
    refused("PASS_CHECK_FAILED", TEMPORARY, Upgrade(), NURSE, policy=OLD)
    unagreed = TEMPORARY.model_copy(update={"consent": None})
    refused("PASS_CONSENT_MISSING", unagreed, Upgrade(), NURSE)
    agreed = when(unagreed, AgreeTo(version="v1"), SICK)
    assert isinstance(when(agreed, Upgrade()), Active)
    assert isinstance(when(RESTING, AgreeTo(version="v2"), SICK), Suspended)
    refused("ROLE_REQUIRED", TEMPORARY, Upgrade(), HOLDER)


def test_the_ward_approves_what_still_holds() -> None:
    refused("ROLE_REQUIRED", WAITING, Approve(), HOLDER)
    elsewhere = Actor("nurse-9", {"nurse"}, org="H9")
    refused("PASS_OTHER_HOSPITAL", WAITING, Approve(), elsewhere)
    own = Actor("nurse-1", {"nurse"}, org=ORG, holder=SUBJECT)
    refused("PASS_OWN_APPROVAL", WAITING, Approve(), own)
    gone = beside(stay=None)
    refused("PASS_CHECK_FAILED", WAITING, Approve(), NURSE, facts=gone)
    assert {"open_gate", "tell_ready", "seat", "person"} <= effects(ACTIVE).keys()


def test_some_hospitals_want_a_doctors_order() -> None:
    strict = NEW.model_copy(update={"order_required": True})
    refused("COMPANION_ORDER_MISSING", WAITING, Approve(), NURSE, policy=strict)
    named = Approve(order_doctor="doctor-1")
    assert "doctor-1" == when(WAITING, named, policy=strict).order_doctor
    ordered = beside(stay=stay(order="doctor-2"))
    state = when(WAITING, Approve(), facts=ordered, policy=strict)
    assert "doctor-2" == state.order_doctor


@pytest.mark.parametrize("state", [APPLIED, WAITING, TAKING_OVER])
def test_the_ward_says_no_and_why(state: Any) -> None:
    assert ("no",) == when(state, Reject(reason="no")).reasons
    refused("ROLE_REQUIRED", state, Reject(reason="no"), HOLDER)


def test_a_companion_goes_in_and_out() -> None:
    inside = when(ACTIVE, scan("37.2"), GUARD)
    assert (True, 1, "in") == (
        inside.inside,
        inside.passages,
        inside.last_passage.direction,
    )
    refused("PASS_INSIDE_ALREADY", inside, scan(), GUARD)
    outside = when(inside, ScanOut(ward=WARD), GUARD)
    assert (False, 2) == (outside.inside, outside.passages)
    refused("PASS_NOT_INSIDE", outside, ScanOut(ward=WARD), GUARD)
    refused("PASS_OTHER_WARD", ACTIVE, scan(ward="W-9"), GUARD)
    refused("ROLE_REQUIRED", ACTIVE, scan(), HOLDER)
    assert set() == effects(inside, ACTIVE).keys() & {"open_gate", "tell_ready"}


def test_others_with_a_pass_go_in_and_out_too() -> None:
    inside = when(TEMPORARY, scan(), GUARD)
    assert isinstance(when(inside, ScanOut(ward=WARD), GUARD), Temporary)
    resting = RESTING.model_copy(update={"inside": True})
    assert not when(resting, ScanOut(ward=WARD), GUARD).inside


def test_a_lost_card_opens_no_gate() -> None:
    lost = GateFacts(status=CardStatus.SUSPENDED)
    with pytest.raises(CardLostError):
        when(ACTIVE, scan(), GUARD, facts=lost)


@pytest.mark.parametrize("state", [ACTIVE, TEMPORARY])
def test_a_fever_leads_to_the_fever_clinic(state: Any) -> None:
    resting = when(state, scan("37.3"), GUARD)
    assert (Hindrance.FEVER,) == resting.reasons
    found = effects(resting, state)
    assert {"companion-fever", "gate-revoke"} == {
        v.kind for v in found.values() if isinstance(v, Tell)
    }
    with pytest.raises(NotAllowedError):
        when(resting, scan("36.5"), GUARD)


def test_at_night_only_the_ward_opens() -> None:
    night = NEW.model_copy(update={"curfew_from": time(21), "curfew_until": time(6)})
    for hour, closed in ((20, False), (21, True), (5, True), (6, False)):
        now = datetime(2026, 3, 2, hour, tzinfo=SHANGHAI)
        assert closed is night.is_curfew(now)
    late = NOW.replace(hour=22)
    refused("PASS_CURFEW", ACTIVE, scan(), GUARD, policy=night, now=late)
    assert when(ACTIVE, scan(), NURSE, policy=night, now=late).inside
    noon = NEW.model_copy(update={"curfew_from": time(12), "curfew_until": time(14)})
    assert noon.is_curfew(NOW.replace(hour=13))


@pytest.mark.parametrize("state", [ACTIVE, TEMPORARY])
def test_it_rests_and_comes_back(state: Any) -> None:
    resting = when(state, Suspend(reason=Hindrance.SYMPTOM))
    assert type(state) is type(when(resting, Clear(), DOCTOR))
    refused("PASS_CLEARING_TEST", resting, Clear(), NURSE)
    refused("PASS_CLEARING_TEST", resting, Clear(test=negative(1)), NURSE)
    assert type(state) is type(when(resting, Clear(test=negative(0))))
    refused("ROLE_REQUIRED", state, Suspend(reason=Hindrance.FEVER), HOLDER)


@pytest.mark.parametrize("state", [ACTIVE, TEMPORARY])
def test_it_rests_while_the_card_is_lost(state: Any) -> None:
    lost = when(state, CardLost())
    assert (Hindrance.CARD_LOST,) == lost.reasons
    assert lost == when(lost, Clear(), DOCTOR)
    assert type(state) is type(when(lost, CardFound()))
    ill = when(lost, Suspend(reason=Hindrance.FEVER))
    assert (Hindrance.FEVER,) == when(ill, CardFound()).reasons
    assert (Hindrance.FEVER, Hindrance.CARD_LOST) == when(RESTING, CardLost()).reasons


def test_a_test_may_have_to_be_repeated() -> None:
    again = OLD.model_copy(update={"retest_every": DAY})
    tested = WAITING.model_copy(update={"test": negative(1)})
    active = when(tested, Approve(), policy=again)
    assert Until(NOW + DAY - HOUR, RetestDue()) == effects(active)["test_ages"]
    resting = when(active, RetestDue())
    assert (Hindrance.TEST,) == resting.reasons
    fresh = when(resting, Clear(test=negative(0)), policy=again)
    assert NOW + DAY == fresh.tested_until


@pytest.mark.parametrize("state", [WAITING, TAKING_OVER, *SEATED])
def test_a_newer_test_is_kept_and_a_positive_one_refused(state: Any) -> None:
    test = negative(0)
    assert test == when(state, SubmitTest(test=test), HOLDER).test
    bad = SubmitTest(test=WardTest(result="positive", sampled_at=NOW, org="H2"))
    if isinstance(state, Active):
        assert (Hindrance.TEST,) == when(state, bad, HOLDER).reasons
    else:
        refused("PASS_CHECK_FAILED", state, bad, HOLDER)
    refused("PASS_NOT_CONCERNED", state, SubmitTest(test=test), STRANGER)


def test_a_companion_is_reminded_before_the_end() -> None:
    assert Until(NOW + 6 * DAY, EndingSoon()) == effects(ACTIVE)["ends_soon"]
    told = when(ACTIVE, EndingSoon())
    assert "pass-ending" == effects(told, ACTIVE)["tell_ending"].payload.kind
    assert "ends_soon" not in effects(told)


def test_the_old_companion_goes_first_and_the_new_one_takes_the_place() -> None:
    instead = APPLY.model_copy(update={"replaces": NEXT})
    taken = beside(2)
    facts = taken.model_copy(
        update={"seats": (taken.seats[0].model_copy(update={"pass_id": NEXT}),)}
    )
    new = when(None, instead, SICK, facts=facts)
    assert isinstance(new, PendingReplacement)
    assert ("NOBODY_TO_REPLACE",) == reasons(instead)
    for old in SEATED:
        ready = beside(successors=(SUCCESSOR,))
        gone = when(old, Replace(successor=NEXT), facts=ready)
        assert SeatPassedOn(successor=NEXT, seat=1) == effects(gone)["pass_seat_on"]
        assert "seat" not in effects(gone)
    active = when(new, SeatFreed(seat=1))
    assert (1, NOW + 7 * DAY) == (active.seat, active.until)


def test_a_replacement_waits_for_consent() -> None:
    asked = APPLIED.model_copy(update={"replaces": "1" * 32})
    agreed = when(asked, AgreeTo(version="v1"), SICK, facts=beside(1))
    assert isinstance(agreed, PendingReplacement)
    tested = asked.model_copy(update={"consent": CONSENT})
    submit = SubmitTest(test=negative())
    done = when(tested, submit, HOLDER, facts=beside(1))
    assert isinstance(done, PendingReplacement)


def test_a_replacement_needs_a_successor_with_a_fresh_test() -> None:
    command = Replace(successor=NEXT)
    refused("PASS_NO_SUCCESSOR", ACTIVE, command, NURSE)
    ready = beside(successors=(SUCCESSOR,))
    refused("PASS_CHECK_FAILED", ACTIVE, command, NURSE, facts=ready, policy=OLD)
    lost = SUCCESSOR.model_copy(update={"card": CardStatus.SUSPENDED})
    gone = beside(successors=(lost,))
    refused("PASS_CHECK_FAILED", ACTIVE, command, NURSE, facts=gone)
    refused("ROLE_REQUIRED", ACTIVE, command, SICK, facts=ready)
    closed = RESTING.model_copy(update={"reasons": (Hindrance.WARD_CLOSED,)})
    refused("PASS_CHECK_FAILED", closed, command, NURSE, facts=ready)


def test_who_takes_over_may_be_approved_when_the_place_is_free() -> None:
    assert isinstance(when(TAKING_OVER, Approve()), Active)
    refused("PASS_CHECK_FAILED", TAKING_OVER, Approve(), NURSE, facts=beside(1))


@pytest.mark.parametrize("state", [APPLIED, WAITING, TAKING_OVER, EXPIRED])
def test_a_request_follows_the_patient(state: Any) -> None:
    moved = when(state, PatientMoved(ward="W-4", bed="1", care=()))
    assert ("W-4", "1") == (moved.ward, moved.bed)


@pytest.mark.parametrize("state", [ACTIVE, TEMPORARY])
def test_a_pass_follows_the_patient_and_rests_in_intensive_care(state: Any) -> None:
    moved = when(state, PatientMoved(ward="W-4", bed="1", care=()))
    assert (type(state), "W-4") == (type(moved), moved.ward)
    assert "open_gate" in effects(moved, state)
    intensive = PatientMoved(ward="ICU", bed="1", care=(CareNeed.INTENSIVE,))
    resting = when(moved, intensive)
    assert (Hindrance.WARD_CLOSED,) == resting.reasons
    assert resting.reasons == when(resting, intensive).reasons
    back = when(resting, PatientMoved(ward=WARD, bed=BED, care=()))
    assert type(state) is type(back)


@pytest.mark.parametrize("state", LIVE, ids=str)
def test_the_ward_takes_it_away_and_misuse_keeps_its_holder_out(state: Any) -> None:
    gone = when(state, Revoke(reason=RevokeReason.NOT_NEEDED))
    assert type(gone) is Revoked
    lent = when(state, Revoke(reason=RevokeReason.LENT))
    assert NOW + 30 * DAY == lent.excluded_until
    assert "monitor" == effects(lent, state)["tell_monitor"].to
    refused("ROLE_REQUIRED", state, Revoke(reason=RevokeReason.LENT), GUARD)


def test_an_exclusion_ends_or_is_lifted() -> None:
    until = NOW + 30 * DAY
    assert Until(until, ExclusionEnded()) == effects(EXCLUDED)["exclusion"]
    assert type(when(EXCLUDED, ExclusionEnded())) is Revoked
    assert type(when(EXCLUDED, LiftExclusion(), HEAD)) is Revoked
    refused("ROLE_REQUIRED", EXCLUDED, LiftExclusion(), NURSE)


@pytest.mark.parametrize("state", LIVE, ids=str)
def test_companion_or_patient_give_it_up(state: Any) -> None:
    assert "given-up" == when(state, Withdraw(), HOLDER).reason
    assert "consent-withdrawn" == when(state, Withdraw(), SICK).reason
    refused("PASS_NOT_CONCERNED", state, Withdraw(), STRANGER)
    assert isinstance(when(state, HolderGone()), Revoked)


def test_it_expires_and_is_renewed() -> None:
    for state in SEATED:
        assert Until(state.until, ValidityEnded()) == effects(state)["validity"]
        assert isinstance(when(state, ValidityEnded()), Expired)
    again = when(EXPIRED, Renew(), HOLDER)
    assert isinstance(again, PendingWard)
    refused("PASS_NOT_CONCERNED", EXPIRED, Renew(), STRANGER)
    refused("PASS_CHECK_FAILED", EXPIRED, Renew(), HOLDER, facts=beside(1))
    assert isinstance(when(EXPIRED, HolderGone()), Revoked)


def test_the_ward_extends_it_before_it_has_run_out() -> None:
    longer = when(ACTIVE, Renew(), now=NOW + DAY)
    assert (NOW + 8 * DAY, 2) == (longer.until, longer.edition)
    refused("ROLE_REQUIRED", ACTIVE, Renew(), HOLDER)
    refused("PASS_CHECK_FAILED", ACTIVE, Renew(), NURSE, policy=OLD)


def test_nobody_accompanies_two_patients() -> None:
    for state in LIVE:
        assert Claim(f"companion:{SUBJECT}") == effects(state)["person"]


def test_nothing_private_shows() -> None:
    assert "13900000000" not in repr(ACTIVE) + repr(APPLY)
