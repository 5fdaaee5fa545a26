"""Inpatient certificate (电子住院证): written, applied with, waited for, stayed on."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from ehealthcard.codesets import Kinship
from ehealthcard.errors import (
    CardLostError,
    InvalidInputError,
    NotAllowedError,
    RuleViolationError,
)
from ehealthcard.identity import CardStatus
from ehealthcard.rules.signals import StayEnded, StayMoved
from ehealthcard.rules.stays import (
    CareNeed,
    StayEnd,
    Urgency,
    Waiter,
    in_rank,
    most_companions,
)
from ehealthcard.rules.vouchers import ActsAs
from ehealthcard.rules.ward_tests import is_fresh
from ehealthcard.services.inpatient_certificate import (
    Accept,
    Address,
    Admit,
    AdmitEmergency,
    Admitted,
    BedHeld,
    BedOffered,
    BedRefused,
    BedReserved,
    BillClosed,
    BillOpen,
    Cancel,
    Cancelled,
    CardEnded,
    CertificatePolicy,
    Deceased,
    Decline,
    Deferred,
    Died,
    Discharged,
    DischargePending,
    Forfeited,
    GrantLeave,
    Issued,
    KeepEnded,
    Lapsed,
    LeaveEnded,
    NotPlaced,
    OfferBed,
    OfferEnded,
    OnLeave,
    OrderDischarge,
    Payer,
    Placed,
    Prescribe,
    Queue,
    QueueFacts,
    Register,
    Registered,
    Relocate,
    Return,
    Revoke,
    Revoked,
    SetCompanions,
    Settle,
    Supply,
    Transfer,
    Transferred,
    ValidityEnded,
    WaitingBed,
    WithdrawDischarge,
    inpatient_certificate,
)
from ehealthcard.services.inpatient_certificate.model import POLICIES
from ehealthcard.services.inpatient_certificate.model import (
    Registered as Registering,
)
from ehealthcard.services.inpatient_certificate.states import GivenUp
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor, Claim, Order, Outgoing, Signal, Until

from .inpatients import (
    CHILD,
    DEPOSIT,
    DOCTOR,
    FACTS,
    GUARDIAN,
    NURSE,
    OFFICE,
    ORG,
    PRESCRIBE,
    PRESCRIPTION,
    REGISTRATION,
    SPOUSE,
    STRANGER,
    VOUCHED,
    WARD,
    negative,
    resident,
)

OLD, NEW = POLICIES.packs
HOLDER = resident(SUBJECT)
CASHIER = Actor("cashier-1", {"cashier"}, org=ORG)
LATER = NOW + timedelta(hours=4)
NAME = "c" * 32
REGISTERING = Registering(
    data=REGISTRATION, by=HOLDER.id, acted_as=ActsAs.PATIENT, at=NOW
)
ISSUED = Issued(
    card=SUBJECT,
    certificate=NAME,
    org=ORG,
    prescription=PRESCRIPTION,
    doctor=DOCTOR.id,
    issued_at=NOW,
    valid_until=NOW + timedelta(days=7),
)
REGISTERED = ISSUED.to(Registered, registered=REGISTERING)
WAITING = REGISTERED.to(WaitingBed, ward=WARD, queue=f"{ORG}:{WARD}", since=NOW)
OFFERED = WAITING.to(BedOffered, bed="12", offered_at=NOW, until=LATER)
RESERVED = OFFERED.to(BedReserved)
GIVEN_UP = GivenUp(ward=WARD, bed="12", at=NOW)
ADMITTED = RESERVED.to(
    Admitted,
    admission=f"{ORG}:Z-1",
    care=(CareNeed.MATERNITY,),
    emergency=False,
    companions=1,
    companion_order=None,
    admitted_at=NOW,
    placed_at=NOW,
)
BACK = ADMITTED.model_copy(update={"leaves": 1, "back_at": NOW})
AWAY = ADMITTED.to(OnLeave, left_at=NOW, back_by=LATER, leaves=1)
PENDING = ADMITTED.to(DischargePending, ordered_at=NOW)
DISCHARGED = ADMITTED.to(Discharged, ended_at=NOW)
ENDS = (
    DISCHARGED,
    ADMITTED.to(Transferred, ended_at=NOW, destination="H9"),
    ADMITTED.to(Deceased, ended_at=NOW),
    ADMITTED.to(Revoked, ended_at=NOW, reason="false-identity", revoked_by="x"),
)
FORFEITED = OFFERED.to(Forfeited, given_up=GIVEN_UP)
CANCELLED = ISSUED.to(Cancelled, reason="R")
INSIDE = (ADMITTED, AWAY, PENDING)
BEFORE = (ISSUED, REGISTERED, WAITING, OFFERED, RESERVED)
ADMIT = Admit(number="Z-1", bed="12", identity_checked=True, deposit=DEPOSIT)
EMERGENCY = AdmitEmergency(number="Z-1", ward=WARD, bed="12")
MOVE = Relocate(ward="W-4", bed="1")


def when(state: Any, command: Any, by: Actor = OFFICE, **more: Any) -> Any:
    more.setdefault("facts", FACTS)
    more.setdefault("policy", NEW)
    return given(inpatient_certificate, state, by=by, **more).when(command)


def refused(code: str, state: Any, command: Any, by: Actor, **more: Any) -> None:
    with pytest.raises(RuleViolationError) as caught:
        when(state, command, by, **more)
    assert code == caught.value.code


def effects(state: Any, before: Any = None) -> dict[str, Any]:
    found = inpatient_certificate.bring_about(before, state)
    return {e.call.__name__: v for e, v, fresh in found if fresh}


class TestContract(WorkflowContract):
    workflow = inpatient_certificate
    examples = (*BEFORE, *INSIDE, BACK, *ENDS, FORFEITED, CANCELLED, ISSUED.to(Lapsed))
    commands = (
        PRESCRIBE,
        Register(registration=REGISTRATION),
        Queue(),
        OfferBed(bed="12"),
        Accept(),
        Decline(),
        Supply(identity_checked=True, deposit=DEPOSIT),
        ADMIT,
        EMERGENCY,
        GrantLeave(back_by=LATER),
        Return(),
        MOVE,
        SetCompanions(most=2, reason="delirium"),
        OrderDischarge(),
        WithdrawDischarge(),
        Settle(),
        Transfer(destination="H9"),
        Cancel(reason="R"),
        Revoke(reason="wrong-patient"),
        ValidityEnded(),
        OfferEnded(),
        KeepEnded(),
        LeaveEnded(),
        BedHeld(),
        BedRefused(code="BED_TAKEN"),
        Placed(),
        NotPlaced(code="BED_TAKEN"),
        BillClosed(),
        BillOpen(code="UNPAID"),
        Died(),
        CardEnded(),
    )
    facts = (FACTS, QueueFacts())
    roles = frozenset({"doctor", "nurse", "registrar"})


def test_a_doctor_who_saw_the_patient_writes_it() -> None:
    state = when(None, PRESCRIBE, DOCTOR)
    assert isinstance(state, Issued)
    assert NOW + timedelta(days=7) == state.valid_until
    refused("ROLE_REQUIRED", None, PRESCRIBE, NURSE)
    unseen = PRESCRIBE.model_copy(update={"has_seen_patient": False})
    refused("INPATIENT_PATIENT_UNSEEN", None, unseen, DOCTOR)
    elsewhere = Actor("doctor-9", {"doctor"}, org="H9")
    refused("INPATIENT_OTHER_HOSPITAL", None, PRESCRIBE, elsewhere)
    refused("ADMISSION_DAY_PASSED", None, PRESCRIBE, DOCTOR, now=NOW.replace(year=2027))


def test_a_lost_card_stops_an_ordinary_certificate_and_no_pressing_one() -> None:
    lost = FACTS.patient.model_copy(update={"status": CardStatus.SUSPENDED})
    facts = FACTS.model_copy(update={"patient": lost})
    with pytest.raises(CardLostError):
        when(None, PRESCRIBE, DOCTOR, facts=facts)
    urgent = PRESCRIPTION.model_copy(update={"urgency": Urgency.CRITICAL})
    command = PRESCRIBE.model_copy(update={"prescription": urgent})
    assert isinstance(when(None, command, DOCTOR, facts=facts), Issued)


def test_ip1_without_a_prescription_nobody_applies() -> None:
    with pytest.raises(NotAllowedError):
        when(None, Register(registration=REGISTRATION), HOLDER)


def test_ip3_a_second_certificate_for_one_visit_is_refused() -> None:
    again = FACTS.model_copy(update={"episodes": ("H1:O-77",)})
    refused("CERTIFICATE_OPEN", None, PRESCRIBE, DOCTOR, facts=again)
    assert Claim("inpatient-episode:H1:O-77") == effects(ISSUED)["episode"]
    inside = FACTS.model_copy(update={"inpatient": True})
    refused("ALREADY_INPATIENT", None, PRESCRIBE, DOCTOR, facts=inside)
    refused("ALREADY_INPATIENT", RESERVED, ADMIT, OFFICE, facts=inside)
    refused("ALREADY_INPATIENT", ISSUED, EMERGENCY, OFFICE, facts=inside)


def test_ip7_a_spouse_applies_with_the_family_voucher_and_not_without() -> None:
    apply, spouse = Register(registration=REGISTRATION), resident(SPOUSE)
    refused("NO_FAMILY_VOUCHER", ISSUED, apply, spouse)
    facts = FACTS.model_copy(update={"patient": VOUCHED})
    state = when(ISSUED, apply, spouse, facts=facts)
    assert ActsAs.VOUCHER is state.registered.acted_as


def test_the_patient_applies_a_child_s_guardian_does_or_staff_on_paper() -> None:
    apply = Register(registration=REGISTRATION)
    assert when(ISSUED, apply, HOLDER) == REGISTERED
    child = FACTS.model_copy(update={"patient": CHILD})
    refused("NO_FAMILY_VOUCHER", ISSUED, apply, HOLDER, facts=child)
    by_guardian = when(ISSUED, apply, resident(GUARDIAN), facts=child)
    assert ActsAs.GUARDIAN is by_guardian.registered.acted_as
    assert ActsAs.STAFF is when(ISSUED, apply).registered.acted_as
    refused("NO_FAMILY_VOUCHER", ISSUED, apply, STRANGER)
    refused("NO_FAMILY_VOUCHER", ISSUED, apply, Actor("app", {"app"}))
    elsewhere = Actor("office-9", {"registrar"}, org="H9")
    refused("NO_FAMILY_VOUCHER", ISSUED, apply, elsewhere)


def test_a_guardian_s_voucher_ends_when_the_patient_is_of_age() -> None:
    given_by_guardian = VOUCHED.vouchers[0].model_copy(update={"by_guardian": True})
    patient = VOUCHED.model_copy(update={"vouchers": (given_by_guardian,)})
    facts = FACTS.model_copy(update={"patient": patient})
    apply = Register(registration=REGISTRATION)
    refused("NO_FAMILY_VOUCHER", ISSUED, apply, resident(SPOUSE), facts=facts)


@pytest.mark.parametrize("state", [ISSUED, REGISTERED])
def test_it_lapses_after_its_last_moment(state: Any) -> None:
    assert Until(state.valid_until, ValidityEnded()) == effects(state)["validity"]
    assert isinstance(when(state, ValidityEnded()), Lapsed)


def test_the_queue_goes_by_urgency_then_time() -> None:
    early, late = NOW, NOW + timedelta(minutes=1)
    a = Waiter(certificate="a", urgency=Urgency.ORDINARY, since=early)
    b = Waiter(certificate="b", urgency=Urgency.ORDINARY, since=late)
    c = Waiter(certificate="c", urgency=Urgency.CRITICAL, since=late)
    assert (c, a, b) == in_rank((b, a, c, a))


def test_somebody_waits_in_the_queue_of_a_ward() -> None:
    assert when(REGISTERED, Queue(), NURSE) == WAITING
    assert "W-9" == when(REGISTERED, Queue(ward="W-9"), NURSE).ward
    nowhere = PRESCRIPTION.model_copy(update={"ward": None})
    bare = REGISTERED.model_copy(update={"prescription": nowhere})
    refused("WARD_MISSING", bare, Queue(), NURSE)
    refused("ROLE_REQUIRED", REGISTERED, Queue(), HOLDER)


def test_a_bed_is_offered_by_rank_or_for_a_reason() -> None:
    first = Waiter(certificate="a", urgency=Urgency.CRITICAL, since=NOW)
    facts = QueueFacts(waiters=(first,))
    refused("NOT_FIRST_IN_RANK", WAITING, OfferBed(bed="12"), NURSE, facts=facts)
    jumped = OfferBed(bed="12", out_of_turn="single room")
    assert isinstance(when(WAITING, jumped, NURSE, facts=facts), BedOffered)
    assert when(WAITING, OfferBed(bed="12"), NURSE, facts=QueueFacts()) == OFFERED


def test_an_offered_bed_is_held_in_the_his_and_the_patient_told() -> None:
    found = effects(OFFERED)
    assert isinstance(found["hold"], Order)
    assert Claim("bed:H1:W-3:12") == found["bed"]
    assert Until(LATER, OfferEnded()) == found["offer_ends"]
    assert "bed" == found["tell_offer"].payload.kind
    assert when(OFFERED, BedHeld()) == OFFERED
    assert when(RESERVED, BedHeld()) == RESERVED


def test_the_patient_takes_the_bed_or_waits_on_with_his_rank() -> None:
    assert when(OFFERED, Accept(), HOLDER) == RESERVED
    waits = when(OFFERED, Decline(), HOLDER)
    assert (NOW, ("12",), GIVEN_UP) == (waits.since, waits.declined, waits.given_up)
    refused("NO_FAMILY_VOUCHER", OFFERED, Accept(), STRANGER)
    refused("NO_FAMILY_VOUCHER", OFFERED, Decline(), STRANGER)
    assert {"release", "pass_on", "unsay_offer"} <= effects(waits, OFFERED).keys()


def test_ip5_an_unanswered_bed_is_forfeited_and_passed_on() -> None:
    state = when(OFFERED, OfferEnded())
    assert FORFEITED == state
    free = effects(state, OFFERED)["pass_on"]
    assert ("beds", "bed-free", "12") == (free.to, free.kind, free.payload.bed)


def test_a_reserved_bed_is_kept_as_long_as_the_hospital_says() -> None:
    assert "keep_ends" not in effects(RESERVED)
    keeps = NEW.model_copy(update={"keep_for": timedelta(hours=24)})
    kept = when(OFFERED, Accept(), HOLDER, policy=keeps)
    until = NOW + timedelta(hours=24)
    assert Until(until, KeepEnded()) == effects(kept)["keep_ends"]
    assert isinstance(when(kept, KeepEnded()), Forfeited)


@pytest.mark.parametrize("state", [OFFERED, RESERVED])
def test_a_bed_that_the_his_refuses_is_not_his(state: Any) -> None:
    assert state == when(state, BedRefused(code="CAPABILITY_UNAVAILABLE"))
    waits = when(state, BedRefused(code="BED_TAKEN"))
    assert WAITING == waits
    assert "pass_on" not in effects(waits, state)


@pytest.mark.parametrize(
    "state", [WAITING, FORFEITED, CANCELLED, *INSIDE, *ENDS], ids=str
)
def test_what_the_his_says_too_late_of_a_bed_changes_nothing(state: Any) -> None:
    assert state == when(state, BedHeld())
    assert state == when(state, BedRefused(code="BED_TAKEN"))


def test_an_admission_needs_identity_deposit_and_a_bed() -> None:
    state = when(RESERVED, ADMIT)
    assert isinstance(state, Admitted)
    assert ("H1:Z-1", WARD, "12") == (state.admission, state.ward, state.bed)
    unchecked = ADMIT.model_copy(update={"identity_checked": False})
    refused("INPATIENT_IDENTITY_UNCHECKED", RESERVED, unchecked, OFFICE)
    unpaid = ADMIT.model_copy(update={"deposit": None})
    refused("DEPOSIT_MISSING", RESERVED, unpaid, OFFICE)
    exempt = unpaid.model_copy(update={"exemption": "green channel"})
    assert isinstance(when(REGISTERED, exempt), Admitted)
    refused("WARD_MISSING", REGISTERED, exempt.model_copy(update={"bed": None}), OFFICE)
    other = ADMIT.model_copy(update={"bed": "13"})
    refused("OTHER_BED_RESERVED", RESERVED, other, OFFICE)
    refused("ROLE_REQUIRED", RESERVED, ADMIT, HOLDER)
    dear = NEW.model_copy(update={"least_deposit": Decimal("2000.01")})
    refused("DEPOSIT_MISSING", RESERVED, ADMIT, OFFICE, policy=dear)


def test_an_insured_patient_shows_his_own_voucher() -> None:
    insured = REGISTRATION.model_copy(update={"payer": Payer.EMPLOYEES})
    data = REGISTERING.model_copy(update={"data": insured})
    state = RESERVED.model_copy(update={"registered": data})
    refused("INSURANCE_VOUCHER_UNSEEN", state, ADMIT, OFFICE)
    shown = ADMIT.model_copy(update={"voucher_shown": True})
    assert isinstance(when(state, shown), Admitted)


def test_the_admission_test_is_of_48_hours_and_off_since_2023() -> None:
    refused("ADMISSION_TEST_MISSING", RESERVED, ADMIT, OFFICE, policy=OLD)
    fresh = ADMIT.model_copy(update={"test": negative(48)})
    assert isinstance(when(RESERVED, fresh, policy=OLD), Admitted)
    stale = ADMIT.model_copy(update={"test": negative(48.001)})
    refused("ADMISSION_TEST_MISSING", RESERVED, stale, OFFICE, policy=OLD)
    ahead = negative(-1)
    assert not is_fresh(ahead, timedelta(hours=48), NOW)
    assert isinstance(when(RESERVED, ADMIT), Admitted)


@pytest.mark.parametrize("state", [REGISTERED, WAITING, OFFERED, RESERVED])
def test_papers_are_brought_before_the_admission(state: Any) -> None:
    brought = when(state, Supply(identity_checked=True, deposit=DEPOSIT))
    assert ((DEPOSIT,), OFFICE.id) == (brought.deposits, brought.identity_checked_by)
    refused("NOTHING_SUPPLIED", state, Supply(), OFFICE)


@pytest.mark.parametrize("state", BEFORE, ids=str)
def test_an_emergency_is_admitted_first_and_brings_the_rest_later(state: Any) -> None:
    stay = when(state, EMERGENCY, DOCTOR, policy=OLD)
    assert stay.emergency
    assert {Deferred.IDENTITY, Deferred.DEPOSIT, Deferred.TEST} <= set(stay.deferred)
    later = Supply(
        identity_checked=True, deposit=DEPOSIT, test=negative(), voucher_shown=True
    )
    assert () == when(stay, later, policy=OLD).deferred


@pytest.mark.parametrize("state", INSIDE, ids=str)
def test_what_may_happen_anywhere_in_a_stay(state: Any) -> None:
    brought = when(state, Supply(exemption="green channel"))
    assert "green channel" == brought.exemption
    refused("NOTHING_SUPPLIED", state, Supply(), OFFICE)
    moved = when(state, MOVE, NURSE)
    assert ("W-4", "1", 1) == (moved.ward, moved.bed, moved.move)
    assert (
        StayMoved(admission="H1:Z-1", ward="W-4", bed="1", care=state.care)
        == effects(moved, state)["moved"]
    )
    assert "place" in effects(moved, state)
    refused("WARD_MISSING", state, Relocate(ward=WARD, bed="12"), NURSE)
    refused("ROLE_REQUIRED", state, MOVE, OFFICE)
    two = SetCompanions(most=2, reason="delirium", ordered_by="doctor-1")
    assert (2, "doctor-1") == (
        when(state, two, NURSE).companions,
        when(state, two, NURSE).companion_order,
    )
    noted = when(state, NotPlaced(code="BED_TAKEN"))
    assert "BED_TAKEN" == noted.his_refused
    assert state == when(noted, Placed())
    assert isinstance(when(state, Transfer(destination="H9"), DOCTOR), Transferred)
    assert isinstance(when(state, Revoke(reason="wrong-patient")), Revoked)
    assert isinstance(when(state, Died()), Deceased)
    refused("ROLE_REQUIRED", state, Transfer(destination="H9"), NURSE)
    refused("ROLE_REQUIRED", state, Revoke(reason="wrong-patient"), HOLDER)


def test_three_companions_cannot_be_allowed() -> None:
    with pytest.raises(InvalidInputError, match="most"):
        SetCompanions(most=3, reason="delirium")
    assert 0 == most_companions(2, (CareNeed.INTENSIVE,))
    assert 2 == most_companions(9, (CareNeed.HOSPICE,))


def test_a_doctor_lets_the_patient_out_for_a_while() -> None:
    away = when(ADMITTED, GrantLeave(back_by=LATER), DOCTOR)
    assert away == AWAY
    refused("ROLE_REQUIRED", ADMITTED, GrantLeave(back_by=LATER), NURSE)
    last = NOW + timedelta(hours=24)
    assert isinstance(when(ADMITTED, GrantLeave(back_by=last), DOCTOR), OnLeave)
    for wrong in (NOW, last + timedelta(seconds=1)):
        refused("LEAVE_TOO_LONG", ADMITTED, GrantLeave(back_by=wrong), DOCTOR)
    gate = Actor("gate-1", {"terminal"}, org=ORG)
    back = when(away, Return(), gate)
    assert back == BACK
    told = effects(back, away)["came_back"]
    assert ("inpatient-back", NOW) == (told.kind, told.payload.at)
    assert "came_back" not in effects(ADMITTED, AWAY)
    late = when(away, LeaveEnded())
    assert late.overdue
    assert {"went"} == effects(late, away).keys()


def test_the_doctor_orders_the_discharge_and_may_take_it_back() -> None:
    assert when(ADMITTED, OrderDischarge(), DOCTOR) == PENDING
    assert isinstance(when(AWAY, OrderDischarge(), DOCTOR), DischargePending)
    refused("ROLE_REQUIRED", ADMITTED, OrderDischarge(), NURSE)
    assert isinstance(when(PENDING, WithdrawDischarge(), DOCTOR), Admitted)
    assert isinstance(effects(PENDING)["close_bill"], Order)


def test_the_bill_closes_the_stay() -> None:
    assert when(PENDING, Settle(), CASHIER) == DISCHARGED
    assert when(PENDING, BillClosed()) == DISCHARGED
    assert "UNPAID" == when(PENDING, BillOpen(code="UNPAID")).unsettled
    refused("ROLE_REQUIRED", PENDING, Settle(), NURSE)


@pytest.mark.parametrize("state", [ADMITTED, AWAY, *ENDS], ids=str)
def test_a_late_word_of_the_bill_changes_nothing(state: Any) -> None:
    assert state == when(state, BillClosed())
    assert state == when(state, BillOpen(code="UNPAID"))


@pytest.mark.parametrize("state", ENDS, ids=str)
def test_every_end_is_told_to_companions_and_his(state: Any) -> None:
    found = effects(state)
    assert isinstance(found["ended"], StayEnded)
    assert StayEnd(found["ended"].how) is found["ended_at_his"].payload.how
    assert state == when(state, Placed())
    assert state == when(state, NotPlaced(code="X"))


def test_a_false_identity_is_told_to_insurance_and_monitor() -> None:
    found = effects(ENDS[3])
    assert "insurance-notice" == found["tell_insurance"].kind
    assert "monitor" == found["tell_monitor"].to


@pytest.mark.parametrize("state", BEFORE, ids=str)
def test_before_the_stay_it_can_be_called_off(state: Any) -> None:
    gone = when(state, Cancel(reason="better"), HOLDER)
    assert isinstance(gone, Cancelled)
    kept = isinstance(state, BedOffered | BedReserved)
    assert kept == ("pass_on" in effects(gone, state))
    refused("NO_FAMILY_VOUCHER", state, Cancel(reason="better"), STRANGER)
    assert "DIED" == when(state, Died()).reason
    assert "CARD_CANCELLED" == when(state, CardEnded()).reason


def test_a_deposit_goes_back_with_a_cancelled_certificate() -> None:
    paid = RESERVED.model_copy(update={"deposits": (DEPOSIT,)})
    gone = when(paid, Cancel(reason="better"))
    assert Decimal("2000.00") == effects(gone, paid)["deposit_back"].payload.amount


def test_nothing_private_shows() -> None:
    address = Address(province="P-made-up", city="C", county="D")
    data = REGISTRATION.model_copy(update={"current_address": address})
    shown = repr(REGISTERED) + repr(data) + repr(PRESCRIBE)
    assert "made up" not in shown
    assert "13900000000" not in shown
    assert "P-made-up" not in shown
    assert Kinship.SPOUSE is data.contact.kinship


def test_effects_are_what_they_say() -> None:
    for state in (*BEFORE, *INSIDE, *ENDS, FORFEITED, CANCELLED):
        for value in effects(state).values():
            assert isinstance(value, Until | Claim | Outgoing | Signal)


def test_a_policy_can_do_without_a_deposit() -> None:
    free = CertificatePolicy(
        name="free", effective_from=NEW.effective_from, deposit_required=False
    )
    bare = ADMIT.model_copy(update={"deposit": None})
    assert isinstance(when(RESERVED, bare, policy=free), Admitted)
    assert Prescribe(**dict(PRESCRIBE)) == PRESCRIBE
