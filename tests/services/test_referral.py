"""Referral (双向转诊): who decides, who answers, what cannot be refused."""

from datetime import timedelta
from typing import Any

import pytest

from ehealthcard.errors import CardCancelledError, CardLostError, RuleViolationError
from ehealthcard.identity import CardStatus
from ehealthcard.rules.declaring import Declarant, Relation
from ehealthcard.rules.referring import (
    BloodPressureFindings,
    Direction,
    Indication,
    Urgency,
    indications_of,
)
from ehealthcard.services.referral import (
    Accept,
    AcceptBack,
    Accepted,
    AcceptReview,
    Agree,
    AnswerPassed,
    Approve,
    Arrangement,
    Arrive,
    Cancel,
    Cancelled,
    CardEnded,
    Close,
    Closed,
    Consent,
    ConsentBy,
    Decline,
    DeclineTarget,
    Escalated,
    Expired,
    Finish,
    FormPassed,
    HolderDied,
    InCare,
    Initiate,
    Issued,
    NoShow,
    Partner,
    ReferBack,
    ReferralPolicy,
    Refuse,
    Refused,
    Retarget,
    ReviewPassed,
    Send,
    Sent,
    SlotBooked,
    SlotRefused,
    SupplyForm,
    ValidityPassed,
    Withdraw,
    Withdrawn,
    referral,
)
from ehealthcard.services.referral.messages import message_asked
from ehealthcard.services.referral.model import POLICIES, Recent, illness_of
from ehealthcard.testing import WorkflowContract
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor, Tell, Until

from .referrals import (
    ACCEPTED,
    APPLIED,
    APPLY,
    BACK_ACCEPTED,
    BACK_ISSUED,
    CANCELLED,
    CARED,
    CHILD,
    CLOSED,
    COMPLETED,
    CONSENT,
    DECLINED,
    DOOR,
    DRAFT,
    ELSEWHERE,
    ESCALATED,
    EXPIRED,
    FACTS,
    FORM,
    GP,
    GUARDIAN,
    HOLDER,
    HOME,
    INITIATE,
    ISSUED,
    NEIGHBOUR,
    NO_SHOW,
    OFFER,
    OWING,
    REFUSED,
    RETURN,
    REVIEWED,
    SENT,
    SLOTTED,
    SPECIALIST,
    TAKE_IN,
    TARGET,
    THERE,
    UNPAPERED,
    URGENT,
    URGENT_ACCEPTED,
    URGENT_ISSUED,
    URGENT_SENT,
    WITHDRAWN,
    at,
    resident,
    when,
)

KEY = SLOTTED.slot.key
BOOKED = SlotBooked(answers=KEY, appointment="a-1")
LOST = SlotRefused(answers=KEY, code="SLOT_TAKEN")
WORDS = {"reason": "made-up"}
POLICY = POLICIES.packs[0]
AGREE = Agree(consent=CONSENT)
LET = FACTS.model_copy(update={"delegated": True})
BY_FAMILY = Declarant(relation=Relation.FAMILY)
UNSIGNED = APPLY.model_copy(update={"consent": None, "declarant": BY_FAMILY})


def refused(code: str, state: Any, command: Any, by: Actor = GP, **more: Any) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by, **more)
    assert code == caught.value.code


def form(**changes: Any) -> Approve:
    return Approve(form=FORM.model_copy(update=changes))


UNAGREED = when(None, UNSIGNED, resident(NEIGHBOUR), LET)
"""What a delegate has applied for; the patient is asked."""


class TestContract(WorkflowContract):
    workflow = referral
    examples = (
        APPLIED,
        APPLIED.model_copy(update={"late": True}),
        UNAGREED,
        REVIEWED,
        DECLINED,
        DRAFT,
        ISSUED,
        SLOTTED,
        ESCALATED,
        REFUSED,
        ACCEPTED,
        NO_SHOW,
        CANCELLED,
        WITHDRAWN,
        EXPIRED,
        CARED,
        OWING,
        COMPLETED,
        BACK_ISSUED,
        BACK_ACCEPTED,
        CLOSED,
    )
    commands = (
        APPLY,
        INITIATE,
        AGREE,
        AcceptReview(),
        Decline(advice="made-up"),
        Approve(form=FORM),
        Send(),
        Retarget(target=TARGET),
        Accept(arrangement=OFFER),
        Refuse(reason="made-up"),
        DeclineTarget(reason="made-up"),
        Arrive(),
        TAKE_IN,
        SupplyForm(form=URGENT),
        Cancel(reason="made-up"),
        Withdraw(),
        Finish(result="made-up"),
        ReferBack(form=RETURN),
        AcceptBack(),
        Close(),
        BOOKED,
        LOST,
        ReviewPassed(),
        AnswerPassed(),
        ValidityPassed(),
        FormPassed(),
        HolderDied(),
        CardEnded(),
    )
    facts = (FACTS,)
    roles = frozenset({"doctor", "nurse"})


def test_rf1_a_crisis_is_an_emergency_and_cannot_be_refused() -> None:
    found = BloodPressureFindings(systolic=200, diastolic=115, vomiting=True)
    assert indications_of(found) == (Indication.CRISIS,)

    issued = when(DRAFT, form(indications=(), findings=found))
    assert Urgency.EMERGENCY is issued.form.urgency
    assert (Indication.CRISIS,) == issued.form.indications
    sent = when(issued, Send())
    assert sent.answer_by == NOW + timedelta(minutes=30)
    refused("EMERGENCY_NOT_REFUSED", sent, Refuse(reason="full"), SPECIALIST)
    late = sent.to(Escalated)
    refused("EMERGENCY_NOT_REFUSED", late, Refuse(reason="full"), SPECIALIST)


def test_rf5_an_infectious_patient_goes_with_the_record() -> None:
    refused("RECORD_COPY_REQUIRED", DRAFT, form(infectious=True))
    issued = when(DRAFT, form(infectious=True, record_copy="doc-1"))
    assert "doc-1" == issued.form.record_copy
    urgent = URGENT.model_copy(update={"infectious": True})
    refused("RECORD_COPY_REQUIRED", DRAFT, Approve(form=urgent))


@pytest.mark.parametrize(
    ("mmhg", "expected"), [(19, ()), (20, ("I06",)), (21, ("I06",))]
)
def test_rf7_the_arms_differ_from_20_on(mmhg: int, expected: tuple[str, ...]) -> None:
    found = indications_of(BloodPressureFindings(arm_difference=mmhg))

    assert expected == tuple(i.value for i in found)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({"systolic": 180, "severe_headache": True}, "E02"),
        ({"diastolic": 110, "sudden_deficit": True}, "E02"),
        ({"systolic": 179, "diastolic": 109, "vomiting": True}, ""),
        ({"systolic": 200, "diastolic": 115}, ""),
        ({"months_on_drugs": 2}, "F01"),
        ({"months_on_drugs": 1}, ""),
        ({"young": True, "systolic": 180}, "I02"),
        ({"young": True, "systolic": 179}, ""),
        ({"pregnant_or_nursing": True}, "I03"),
        ({"coronary_suspected": True}, "E05"),
    ],
)
def test_what_the_findings_say(found: dict[str, Any], expected: str) -> None:
    said = indications_of(BloodPressureFindings(**found))

    assert expected == "".join(i.value for i in said)


def test_a_patient_applies_and_the_home_institution_has_a_working_day() -> None:
    friday = at("2023-02-03")

    assert at("2023-02-07", "00:00") == when(None, APPLY, HOLDER, now=friday).review_by
    holiday = POLICY.model_copy(update={"holidays": (at("2023-02-06").date(),)})
    shifted = when(None, APPLY, HOLDER, now=friday, policy=holiday)
    assert at("2023-02-08", "00:00") == shifted.review_by


def test_nobody_else_applies() -> None:
    refused("REFERRAL_PATIENT_ONLY", None, APPLY, resident(NEIGHBOUR))
    refused("REFERRAL_PATIENT_ONLY", None, APPLY, Actor("x", {"app"}))
    there = Actor("w", {"registrar"}, org=THERE)
    refused("REFERRAL_OTHER_INSTITUTION", None, APPLY, there)
    window = Actor("w", {"registrar"}, org=HOME)
    assert "w" == when(None, APPLY, window).wish.written_by


def test_a_lost_card_does_not_apply() -> None:
    lost = FACTS.model_copy(update={"status": CardStatus.SUSPENDED})
    with pytest.raises(CardLostError):
        when(None, APPLY, HOLDER, facts=lost)


def test_a_doctor_refers_whose_card_is_lost_but_not_cancelled() -> None:
    lost = FACTS.model_copy(update={"status": CardStatus.SUSPENDED})
    gone = FACTS.model_copy(update={"status": CardStatus.CANCELLED})

    assert when(None, INITIATE, facts=lost).number
    with pytest.raises(CardCancelledError):
        when(None, INITIATE, facts=gone)


def test_for_a_child_the_guardian_applies_and_consents() -> None:
    own = Consent(version="1", by=ConsentBy.GUARDIAN)
    told = {"consent": own, "declarant": Declarant(relation=Relation.GUARDIAN)}
    by_guardian = APPLY.model_copy(update=told)
    assert when(None, by_guardian, resident(GUARDIAN), facts=CHILD)
    refused("REFERRAL_GUARDIAN_REQUIRED", None, by_guardian, HOLDER, facts=CHILD)
    refused("REFERRAL_GUARDIAN_REQUIRED", None, INITIATE, facts=CHILD)
    grown = CHILD.model_copy(update={"age": 18})
    guardian = resident(GUARDIAN)
    refused("REFERRAL_PATIENT_ONLY", None, by_guardian, guardian, facts=grown)


def test_only_a_doctor_of_the_home_institution_decides() -> None:
    for state, command in (
        (APPLIED, AcceptReview()),
        (REVIEWED, Decline(advice="made-up")),
        (REVIEWED, Approve(form=FORM)),
        (DRAFT, Approve(form=FORM)),
        (REFUSED, Retarget(target=TARGET)),
    ):
        refused("REFERRAL_OTHER_INSTITUTION", state, command, SPECIALIST)
        refused("ROLE_REQUIRED", state, command, Actor("n", {"nurse"}, org=HOME))
    refused("REFERRAL_OTHER_INSTITUTION", None, INITIATE, Actor("d", {"doctor"}))


def test_an_application_is_issued_with_a_snapshot() -> None:
    issued = when(REVIEWED, Approve(form=FORM))

    assert (60, HOME, "gp-1") == (
        issued.form.age,
        issued.form.origin,
        issued.form.doctor,
    )
    assert issued.number == issued.form.number
    assert SUBJECT not in issued.number + issued.illness


def test_a_form_needs_an_indication_for_its_direction() -> None:
    refused("INDICATION_REQUIRED", DRAFT, form(indications=()))
    refused("INDICATION_REQUIRED", DRAFT, form(indications=(Indication.STABLE,)))
    refused("INDICATION_UNEXPLAINED", DRAFT, form(indications=(Indication.OTHER,)))
    assert when(DRAFT, form(indications=(Indication.OTHER,), **WORDS))
    down = {"direction": Direction.DOWN}
    refused("NOT_READY_FOR_PRIMARY_CARE", DRAFT, form(**down))
    ready = (Indication.STABLE, Indication.PLAN_CLEAR)
    assert when(DRAFT, form(indications=ready, **down))
    urgent = form(indications=ready, urgency=Urgency.EMERGENCY, **down)
    refused("NOT_READY_FOR_PRIMARY_CARE", DRAFT, urgent)


def test_only_an_emergency_goes_without_consent() -> None:
    silent = when(None, Initiate(condition="made-up"))

    refused("REFERRAL_CONSENT_REQUIRED", silent, Approve(form=FORM))
    assert when(silent, Approve(form=URGENT)).form.consent is None


def test_what_is_sensitive_needs_a_consent_that_names_it() -> None:
    refused("REFERRAL_SENSITIVE_CONSENT", DRAFT, form(sensitive_history="made-up"))
    wide = Consent(version="1", sensitive=True)
    draft = when(None, INITIATE.model_copy(update={"consent": wide}))
    assert when(draft, form(sensitive_history="made-up"))


def test_a_target_is_another_institution_in_the_network() -> None:
    own = TARGET.model_copy(update={"org": HOME})
    refused("TARGET_IS_ORIGIN", DRAFT, form(target=own))
    refused("TARGET_IS_ORIGIN", REFUSED, Retarget(target=own))
    net = POLICY.model_copy(update={"partners": (Partner(org=ELSEWHERE),)})
    refused("TARGET_OUT_OF_NETWORK", DRAFT, Approve(form=FORM), policy=net)
    assert when(DRAFT, Approve(form=URGENT), policy=net)


def test_the_same_diagnosis_within_a_week_is_a_duplicate() -> None:
    def before(days: float, code: str = "I10") -> Any:
        made = Recent(
            number="ZZ1",
            illness=illness_of(SUBJECT, code),
            issued_at=NOW - timedelta(days=days),
        )
        return FACTS.model_copy(update={"recent": (made,)})

    refused("REFERRAL_DUPLICATE", DRAFT, Approve(form=FORM), facts=before(7))
    assert when(DRAFT, Approve(form=FORM), facts=before(7.001))
    assert when(DRAFT, Approve(form=FORM), facts=before(1, "E11"))
    assert when(DRAFT, Approve(form=URGENT), facts=before(1))


def test_a_chain_goes_on_from_the_care_of_the_same_institution() -> None:
    cared = Recent(number="ZZ1", illness="", issued_at=NOW, target=HOME)
    facts = FACTS.model_copy(update={"recent": (cared,)})
    chain = INITIATE.model_copy(update={"previous": "ZZ1"})

    refused("PREVIOUS_UNKNOWN", None, chain)
    assert "ZZ1" == when(None, chain, facts=facts).wish.previous


def test_two_doctors_where_the_policy_says_so() -> None:
    two = POLICY.model_copy(update={"two_persons": True})
    refused("REFERRAL_SAME_DOCTOR", DRAFT, Approve(form=FORM), policy=two)
    other = Actor("gp-2", {"doctor"}, org=HOME)
    assert when(DRAFT, Approve(form=FORM), other, policy=two)


@pytest.mark.parametrize("state", [SENT, ESCALATED])
def test_the_receiving_side_takes_or_refuses_with_a_reason(state: Any) -> None:
    taken = when(state, Accept(arrangement=OFFER), SPECIALIST)
    assert isinstance(taken, Accepted)
    assert at("2022-12-09", "00:00") == taken.valid_until
    assert "full" == when(state, Refuse(reason="full"), SPECIALIST).reason
    for command in (Accept(arrangement=OFFER), Refuse(reason="full")):
        refused("REFERRAL_OTHER_INSTITUTION", state, command, GP)
        refused("ROLE_REQUIRED", state, command, DOOR)


def test_a_later_appointment_keeps_the_referral_valid() -> None:
    later = Arrangement(phone="1", at=NOW + timedelta(days=20))
    taken = when(SENT, Accept(arrangement=later), SPECIALIST)

    assert at("2022-12-22", "00:00") == taken.valid_until


def test_a_full_department_takes_only_emergencies() -> None:
    full = POLICY.model_copy(update={"partners": (Partner(org=THERE, places=3),)})
    facts = FACTS.model_copy(update={"expected": 3})
    room = FACTS.model_copy(update={"expected": 2})
    yes = Accept(arrangement=OFFER)

    refused("CAPACITY_FULL", SENT, yes, SPECIALIST, facts=facts, policy=full)
    assert when(SENT, yes, SPECIALIST, facts=room, policy=full)
    assert when(URGENT_SENT, yes, SPECIALIST, facts=facts, policy=full)


def test_an_acceptance_says_when_to_come() -> None:
    bare = Accept(arrangement=Arrangement(phone="1"))

    refused("ARRANGEMENT_REQUIRED", SENT, bare, SPECIALIST)
    assert when(URGENT_SENT, bare, SPECIALIST)
    assert when(SLOTTED, bare, SPECIALIST)


@pytest.mark.parametrize("state", [ISSUED, SENT, ESCALATED, ACCEPTED])
def test_the_patient_may_refuse_a_target(state: Any) -> None:
    left = when(state, DeclineTarget(reason="far"), HOLDER)

    assert isinstance(left, Refused)
    assert left.by_patient
    other = TARGET.model_copy(update={"org": ELSEWHERE})
    again = when(left, Retarget(target=other))
    assert (ELSEWHERE, 2) == (again.form.target.org, again.attempt)
    refused("REFERRAL_PATIENT_ONLY", state, DeclineTarget(reason="far"), DOOR)


def test_nobody_answers_and_it_goes_up() -> None:
    (timer,) = [referral.deadline(SENT)]
    assert isinstance(timer, Until)
    assert at("2022-12-06", "00:00") == timer.last  # Thursday and two working days
    late = when(SENT, AnswerPassed())
    assert isinstance(late, Escalated)
    assert isinstance(when(late, Retarget(target=TARGET)), Issued)


def test_a_slot_is_checked_before_it_is_reserved() -> None:
    silent = FACTS.model_copy(update={"is_silent": True})
    refused("REFERRAL_SLOT_UNFIT", ISSUED, Send(slot="S-1"))
    refused("REFERRAL_SCHEDULE_SILENT", ISSUED, Send(slot="S-1"), facts=silent)
    assert when(ISSUED, Send(), facts=silent).slot is None


@pytest.mark.parametrize("state", [SLOTTED, ESCALATED, ACCEPTED])
def test_what_the_appointments_answer_is_noted(state: Any) -> None:
    assert "a-1" == when(state, BOOKED).slot.appointment
    assert "SLOT_TAKEN" == when(state, LOST).slot.refusal
    other = BOOKED.model_copy(update={"answers": "old"})
    assert state == when(state, other)


@pytest.mark.parametrize(
    "state",
    [
        ISSUED,
        REFUSED,
        CARED,
        NO_SHOW,
        CANCELLED,
        WITHDRAWN,
        EXPIRED,
        COMPLETED,
        BACK_ISSUED,
        BACK_ACCEPTED,
        CLOSED,
    ],
    ids=lambda s: type(s).__name__,
)
def test_an_answer_that_comes_too_late_changes_nothing(state: Any) -> None:
    assert state == when(state, BOOKED)
    assert state == when(state, LOST)


def test_the_patient_comes_and_is_received_there() -> None:
    refused("REFERRAL_OTHER_INSTITUTION", ACCEPTED, Arrive(), GP)
    refused("REFERRAL_OTHER_CARD", ACCEPTED, Arrive(scan="u-1"), DOOR)
    seen = FACTS.model_copy(update={"scanned": NOW})
    assert "u-1" == when(ACCEPTED, Arrive(scan="u-1"), DOOR, facts=seen).scan


@pytest.mark.parametrize("state", [ISSUED, SENT, ESCALATED])
def test_only_an_emergency_comes_unasked(state: Any) -> None:
    refused("REFERRAL_ARRIVAL_EARLY", state, Arrive(), DOOR)
    urgent = state.model_copy(update={"form": URGENT_ISSUED.form})
    assert isinstance(when(urgent, Arrive(), DOOR), InCare)


def test_an_emergency_without_a_form_gets_it_within_24_hours() -> None:
    timer = referral.deadline(UNPAPERED)
    assert timer is not None
    assert timer.last == NOW + timedelta(hours=24)
    refused("REFERRAL_FORM_OWED", UNPAPERED, Finish(result="x"), SPECIALIST)
    refused("REFERRAL_FORM_OWED", UNPAPERED, ReferBack(form=RETURN), SPECIALIST)
    owing = when(UNPAPERED, FormPassed())
    assert owing.form_overdue
    supplied = when(owing, SupplyForm(form=URGENT))
    assert (THERE, Urgency.EMERGENCY) == (
        supplied.form.target.org,
        supplied.form.urgency,
    )
    assert when(UNPAPERED, SupplyForm(form=URGENT), SPECIALIST).form
    refused("REFERRAL_FORM_NOT_OWED", supplied, SupplyForm(form=URGENT))
    stranger = Actor("d", {"doctor"}, org=ELSEWHERE)
    refused("REFERRAL_OTHER_INSTITUTION", UNPAPERED, SupplyForm(form=URGENT), stranger)


def test_who_does_not_come_in_time_is_a_no_show() -> None:
    timer = referral.deadline(ACCEPTED)
    assert timer is not None
    assert timer.last == ACCEPTED.valid_until
    assert isinstance(when(ACCEPTED, ValidityPassed()), NoShow)


@pytest.mark.parametrize("state", [ISSUED, REFUSED])
def test_a_form_that_is_not_used_expires(state: Any) -> None:
    assert isinstance(when(state, ValidityPassed()), Expired)


@pytest.mark.parametrize("state", [APPLIED, REVIEWED])
def test_an_application_that_nobody_decides_is_late(state: Any) -> None:
    late = when(state, ReviewPassed())

    assert late.late
    assert referral.deadline(late) is None


BEFORE_CARE = (
    APPLIED,
    REVIEWED,
    DRAFT,
    ISSUED,
    SLOTTED,
    ESCALATED,
    REFUSED,
    ACCEPTED,
)


@pytest.mark.parametrize("state", BEFORE_CARE, ids=lambda s: type(s).__name__)
def test_before_care_it_is_withdrawn_or_called_off(state: Any) -> None:
    assert isinstance(when(state, Withdraw(), HOLDER), Withdrawn)
    refused("REFERRAL_PATIENT_ONLY", state, Withdraw(), resident(NEIGHBOUR))
    assert "x" == when(state, Cancel(reason="x")).reason
    assert "DIED" == when(state, HolderDied()).reason
    assert "CARD_CANCELLED" == when(state, CardEnded()).reason


def test_who_calls_it_off_is_one_of_the_two_sides() -> None:
    stranger = Actor("d", {"doctor"}, org=ELSEWHERE)
    refused("REFERRAL_OTHER_INSTITUTION", ACCEPTED, Cancel(reason="x"), stranger)
    assert isinstance(when(ACCEPTED, Cancel(reason="x"), SPECIALIST), Cancelled)
    off = Cancel(reason="x")
    refused("EMERGENCY_NOT_REFUSED", URGENT_ACCEPTED, off, SPECIALIST)
    assert isinstance(when(URGENT_ACCEPTED, off, GP), Cancelled)


def test_the_way_back_needs_a_stable_patient_and_a_clear_plan() -> None:
    shaky = RETURN.model_copy(update={"grounds": (Indication.STABLE,)})
    refused("NOT_READY_FOR_PRIMARY_CARE", CARED, ReferBack(form=shaky), SPECIALIST)
    refused("REFERRAL_OTHER_INSTITUTION", CARED, ReferBack(form=RETURN), GP)
    refused("REFERRAL_OTHER_INSTITUTION", BACK_ISSUED, AcceptBack(), SPECIALIST)
    assert "RETURNED" == when(BACK_ACCEPTED, Close()).reason


@pytest.mark.parametrize("state", [CARED, BACK_ISSUED, BACK_ACCEPTED])
def test_death_ends_the_care(state: Any) -> None:
    ended = when(state, HolderDied())

    assert isinstance(ended, Closed)
    assert "DIED" == ended.reason


def test_nothing_clinical_shows_in_a_repr() -> None:
    for state in (APPLIED, ISSUED, BACK_ISSUED, COMPLETED, REFUSED):
        assert "made-up" not in repr(state)
        assert "I10" not in repr(state)


def test_a_refused_slot_goes_back_and_no_second_follow_up_is_opened() -> None:
    kinds = [e.kind.__name__ for e, v, _ in referral.bring_about(SLOTTED, REFUSED)]
    assert "Tell" in kinds
    again = when(REFUSED, Retarget(target=TARGET))
    names = [
        e.call.__name__ for e, _, new in referral.bring_about(REFUSED, again) if new
    ]
    assert "issued" not in names
    assert "give_slot_back" not in names
    assert isinstance(when(again, Send()), Sent)
    assert isinstance(POLICY, ReferralPolicy)


def test_a_delegate_applies_and_the_patient_consents_himself() -> None:
    friend = resident(NEIGHBOUR)
    asked = UNAGREED
    assert asked.wish.consent is None
    assert asked.wish.written_by == friend.id
    assert isinstance(message_asked(asked), Tell)
    reviewed = when(asked, AcceptReview())
    refused("REFERRAL_CONSENT_REQUIRED", reviewed, Approve(form=FORM))
    for state in (asked, reviewed):
        refused("REFERRAL_PATIENT_ONLY", state, AGREE, friend, facts=LET)
        agreed = when(state, AGREE, HOLDER)
        assert agreed.wish.consent is not None
        assert state is reviewed or message_asked(agreed) is None
    assert isinstance(when(when(reviewed, AGREE, HOLDER), Approve(form=FORM)), Issued)
    assert isinstance(when(reviewed, Approve(form=URGENT)), Issued)


def test_a_delegate_signs_no_consent_and_is_neither_patient_nor_guardian() -> None:
    friend = resident(NEIGHBOUR)
    signed = UNSIGNED.model_copy(update={"consent": CONSENT})
    refused("REFERRAL_CONSENT_OWN", None, signed, friend, facts=LET)
    for relation in (Relation.SELF, Relation.GUARDIAN):
        said = {"declarant": Declarant(relation=relation)}
        wrong = UNSIGNED.model_copy(update=said)
        refused("REFERRAL_DELEGATE_RELATION", None, wrong, friend, facts=LET)
    refused("REFERRAL_PATIENT_ONLY", None, UNSIGNED, friend)
    mine = APPLY.model_copy(update={"consent": None})
    refused("REFERRAL_CONSENT_REQUIRED", None, mine, HOLDER)


def test_a_child_s_referral_that_a_delegate_asked_for_is_the_guardian_s_to_agree() -> (
    None
):
    let = CHILD.model_copy(update={"delegated": True})
    asked = when(None, UNSIGNED, resident(NEIGHBOUR), let)
    refused("REFERRAL_GUARDIAN_REQUIRED", asked, AGREE, HOLDER, facts=CHILD)
    by = Consent(version="1", by=ConsentBy.GUARDIAN)
    agreed = when(asked, Agree(consent=by), resident(GUARDIAN), CHILD)
    assert ConsentBy.GUARDIAN is agreed.wish.consent.by


def test_a_delegate_calls_off_what_is_no_emergency() -> None:
    friend = resident(NEIGHBOUR)
    for state in (APPLIED, REVIEWED, DRAFT, ISSUED, SENT, ACCEPTED):
        assert isinstance(when(state, Withdraw(), friend, LET), Withdrawn)
    for state in (URGENT_ISSUED, URGENT_SENT, URGENT_ACCEPTED):
        refused("REFERRAL_PATIENT_ONLY", state, Withdraw(), friend, facts=LET)
    refused("REFERRAL_PATIENT_ONLY", SENT, DeclineTarget(**WORDS), friend, facts=LET)


def test_an_adult_s_guardian_by_a_court_order_applies_as_a_minor_s_does() -> None:
    ward = FACTS.model_copy(update={"guardian": GUARDIAN, "by_court": True})
    by = Consent(version="1", by=ConsentBy.GUARDIAN)
    guards = {"consent": by, "declarant": Declarant(relation=Relation.GUARDIAN)}
    said = APPLY.model_copy(update=guards)
    assert (
        ConsentBy.GUARDIAN is when(None, said, resident(GUARDIAN), ward).wish.consent.by
    )
    refused("REFERRAL_PATIENT_ONLY", None, said, resident(NEIGHBOUR), facts=ward)
