"""Inpatients and their companions through the desk, with a HIS behind it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Card, Case, Clockwork, OutboxRelay, Suite
from ehealthcard.adapters.inpatients import InpatientPort
from ehealthcard.adapters.simulator import SimulatedInpatients
from ehealthcard.codesets import Kinship
from ehealthcard.desk import BedManager, FamilyVouchers, WardGate
from ehealthcard.errors import (
    AccessDeniedError,
    ClaimTakenError,
    NotAllowedError,
    RuleViolationError,
    VersionConflictError,
)
from ehealthcard.ports import Accepted, Message, Port, Rejected, Storage
from ehealthcard.rules.signals import PersonDied
from ehealthcard.rules.stays import CareNeed, Urgency
from ehealthcard.services.companion_pass import (
    Active,
    Applied,
    Apply,
    Approve,
    CompanionData,
    Expired,
    Hindrance,
    IssueTemporary,
    PendingReplacement,
    PendingWard,
    Replace,
    Replaced,
    Revoke,
    Revoked,
    RevokedWithStay,
    RevokeReason,
    ScanIn,
    ScanOut,
    Suspend,
    Suspended,
    Temporary,
    companion_pass,
)
from ehealthcard.services.companion_pass import Rejected as Refused
from ehealthcard.services.family_voucher import Ended, Give, family_voucher
from ehealthcard.services.foundation.card import ReportLost, Restore
from ehealthcard.services.inpatient_certificate import (
    Accept,
    Admit,
    AdmitEmergency,
    Admitted,
    BedOffered,
    BedReserved,
    Cancel,
    Decline,
    Deposit,
    Discharged,
    DischargePending,
    Forfeited,
    GrantLeave,
    Issued,
    OfferBed,
    OrderDischarge,
    Payer,
    Person,
    Prescribe,
    Prescription,
    Queue,
    Register,
    Registration,
    Relocate,
    SetCompanions,
    Settle,
    Transfer,
    WaitingBed,
    inpatient_certificate,
)
from tests.actors import AUDITOR

from .conftest import GATE as EAST
from .conftest import WINDOW, House, build

DOCTOR = Actor("doctor-1", {"doctor"}, org="H1")
NURSE = Actor("nurse-1", {"nurse"}, org="H1")
OFFICE = Actor("office-1", {"registrar"}, org="H1")
GATE = Actor("gate-9", {"terminal"}, org="H1")
COMPANION = CompanionData(kinship=Kinship.SPOUSE, phone="13900000000")
REGISTER = Register(
    registration=Registration(
        contact=Person(name="made up", kinship=Kinship.SPOUSE, phone="13900000000"),
        payer=Payer.SELF,
        allergies=(),
    )
)
DEPOSIT = Deposit(amount=Decimal(2000), receipt="R-1")
INTENSIVE = Relocate(ward="ICU", bed="1", care=(CareNeed.INTENSIVE,))


class Elsewhere:
    """Everybody else; takes all that comes."""

    def __init__(self) -> None:
        self.kinds: list[str] = []

    def deliver(self, message: Message, /) -> Accepted:
        self.kinds.append(message.kind)
        return Accepted()


@attrs.define
class Hospital:
    house: House
    his: SimulatedInpatients = attrs.field(factory=SimulatedInpatients)
    others: Elsewhere = attrs.field(factory=Elsewhere)

    @property
    def relay(self) -> OutboxRelay:
        ports: dict[str, Port] = {
            "his": InpatientPort(self.his, self.others),
            "beds": BedManager(self.house.desk),
            "notifier": self.others,
            "monitor": self.others,
        }
        return OutboxRelay(self.house.desk, ports)

    def run(self, rounds: int = 4) -> None:
        for _ in range(rounds):
            self.relay.run_once()
            self.house.clock.forward(seconds=90)

    def app(self, card: Card) -> Actor:
        return Actor(f"app-{card.subject[:4]}", {"app"}, holder=card.subject)

    def prescribe(
        self, card: Card, episode: str = "O-1", urgency: Urgency = Urgency.ORDINARY
    ) -> Case[Any]:
        written = Prescription(
            episode=episode,
            department="03",
            ward="W-3",
            diagnosis="made up",
            urgency=urgency,
            planned_on=date(2026, 3, 9),
        )
        command = Prescribe(org="H1", prescription=written, has_seen_patient=True)
        return self.house.desk.start(inpatient_certificate, card, command, by=DOCTOR)

    def do(self, case: Case[Any], command: Any, by: Actor = OFFICE) -> Case[Any]:
        desk = self.house.desk
        w = desk.catalogue.named[case.workflow]
        return desk.execute(w, desk.case(w, case.id, by=AUDITOR), command, by=by)

    def state(self, case: Case[Any]) -> Any:
        desk = self.house.desk
        return desk.case(desk.catalogue.named[case.workflow], case.id, by=AUDITOR).state

    def wait(self, seed: int, urgency: Urgency = Urgency.ORDINARY) -> Case[Any]:
        case = self.prescribe(self.house.card(seed), f"O-{seed}", urgency)
        self.do(case, REGISTER)
        waiting = self.do(case, Queue(), NURSE)
        self.house.clock.forward(minutes=1)
        return waiting

    def admit(self, seed: int = 1, bed: str = "12") -> Case[Any]:
        case = self.prescribe(self.house.card(seed), f"O-{seed}")
        self.do(case, REGISTER)
        command = Admit(
            number=f"Z-{seed}", bed=bed, identity_checked=True, deposit=DEPOSIT
        )
        return self.do(case, command)

    def apply(
        self, seed: int, patient: int = 1, by: Actor | None = None, **more: Any
    ) -> Case[Any]:
        card = self.house.card(seed)
        actor = by or self.app(self.house.card(patient))
        command = Apply(admission=f"H1:Z-{patient}", companion=COMPANION, **more)
        return self.house.desk.start(companion_pass, card, command, by=actor)

    def accompany(self, seed: int, patient: int = 1) -> Case[Any]:
        return self.do(self.apply(seed, patient), Approve(), NURSE)


@pytest.fixture
def hospital(storage: Storage) -> Hospital:
    return Hospital(build(storage, Suite.INTL))


def test_a_stay_from_the_doctor_to_the_door(hospital: Hospital) -> None:
    card = hospital.house.card(1)
    case = hospital.prescribe(card)
    assert isinstance(case.state, Issued)
    hospital.do(case, REGISTER, hospital.app(card))
    hospital.do(case, Queue(), NURSE)
    hospital.do(case, OfferBed(bed="12"), NURSE)
    hospital.run(1)
    name = case.state.certificate
    assert {("H1", "W-3", "12"): name} == hospital.his.beds
    hospital.do(case, Accept(), hospital.app(card))
    hospital.do(case, Admit(number="Z-1", identity_checked=True, deposit=DEPOSIT))
    hospital.do(case, Relocate(ward="W-4", bed="3"), NURSE)
    hospital.run()
    assert {("H1", "W-4", "3"): name} == hospital.his.beds
    hospital.do(case, OrderDischarge(), DOCTOR)
    hospital.run()
    assert isinstance(hospital.state(case), Discharged)
    assert {} == hospital.his.beds
    assert [] == hospital.house.desk.storage.dead_letters()


def test_ip3_two_certificates_for_one_visit_at_once_are_one(
    hospital: Hospital,
) -> None:
    card = hospital.house.card(1)

    def write(_: int) -> bool:
        try:
            hospital.prescribe(card)
        except (ClaimTakenError, RuleViolationError):
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert 1 == sum(pool.map(write, range(4)))
    with pytest.raises(RuleViolationError, match="CERTIFICATE_OPEN"):
        hospital.prescribe(card)


def test_ip5_an_unanswered_bed_goes_to_the_next_in_rank(hospital: Hospital) -> None:
    first, second = hospital.wait(1), hospital.wait(2)
    urgent = hospital.wait(3, Urgency.CRITICAL)
    with pytest.raises(RuleViolationError, match="NOT_FIRST_IN_RANK"):
        hospital.do(first, OfferBed(bed="12"), NURSE)
    hospital.do(urgent, OfferBed(bed="12"), NURSE)
    hospital.run(1)
    hospital.house.clock.now = hospital.state(urgent).until
    assert isinstance(hospital.state(urgent), BedOffered)
    hospital.house.clock.forward(seconds=1)

    Clockwork(hospital.house.desk).run_once()
    hospital.run()

    assert isinstance(hospital.state(urgent), Forfeited)
    offered = hospital.state(first)
    assert isinstance(offered, BedOffered)
    assert isinstance(hospital.state(second), WaitingBed)
    assert offered.certificate == hospital.his.beds["H1", "W-3", "12"]


def test_a_declined_bed_is_not_offered_to_the_same_patient_again(
    hospital: Hospital,
) -> None:
    first, second = hospital.wait(1), hospital.wait(2)
    hospital.do(first, OfferBed(bed="12"), NURSE)
    hospital.do(first, Decline())
    hospital.run()
    assert isinstance(hospital.state(first), WaitingBed)
    assert isinstance(hospital.state(second), BedOffered)
    hospital.do(second, Decline())
    hospital.run()
    assert isinstance(hospital.state(first), WaitingBed)
    assert isinstance(hospital.state(second), WaitingBed)
    assert {} == hospital.his.beds


def test_a_cancelled_offer_goes_on_and_its_deposit_back(hospital: Hospital) -> None:
    first, second = hospital.wait(1), hospital.wait(2)
    hospital.do(first, OfferBed(bed="12"), NURSE)
    hospital.do(first, Cancel(reason="better"))
    hospital.run()
    assert isinstance(hospital.state(second), BedOffered)


def test_one_bed_is_not_offered_to_two(hospital: Hospital) -> None:
    first, second = hospital.wait(1), hospital.wait(2)
    hospital.do(first, OfferBed(bed="12"), NURSE)
    with pytest.raises(ClaimTakenError):
        hospital.do(second, OfferBed(bed="12"), NURSE)


def test_a_bed_that_the_his_gave_away_is_not_kept(hospital: Hospital) -> None:
    hospital.his.beds["H1", "W-3", "12"] = "somebody"
    case = hospital.wait(1)
    hospital.do(case, OfferBed(bed="12"), NURSE)
    hospital.run()
    assert isinstance(hospital.state(case), WaitingBed)


@pytest.fixture(params=["is_down", "is_slow", "loses_replies", "loses_requests"])
def fault(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_his_that_fails_hears_of_the_bed_later(
    hospital: Hospital, fault: str
) -> None:
    setattr(hospital.his.faults, fault, True)
    case = hospital.wait(1)
    hospital.do(case, OfferBed(bed="12"), NURSE)
    hospital.run(2)
    hospital.do(case, Accept())
    setattr(hospital.his.faults, fault, False)
    hospital.house.clock.forward(minutes=20)
    hospital.run(6)
    assert isinstance(hospital.state(case), BedReserved)
    name = case.state.certificate
    assert {("H1", "W-3", "12"): name} == hospital.his.beds
    assert [] == hospital.house.desk.storage.dead_letters()


def test_a_his_that_hears_twice_does_it_once(hospital: Hospital) -> None:
    hospital.his.faults.repeats = True
    case = hospital.admit()
    hospital.accompany(2)
    hospital.do(case, OrderDischarge(), DOCTOR)
    hospital.run()
    assert isinstance(hospital.state(case), Discharged)
    assert 1 == len(hospital.his.discharges)
    assert {} == hospital.his.gate_list


def test_ip7_a_spouse_needs_the_family_voucher(hospital: Hospital) -> None:
    card, spouse = hospital.house.card(1), hospital.house.card(2)
    case = hospital.prescribe(card)
    with pytest.raises(RuleViolationError, match="NO_FAMILY_VOUCHER"):
        hospital.do(case, REGISTER, hospital.app(spouse))
    until = hospital.house.clock.now + timedelta(days=30)
    give = Give(
        delegate=spouse.subject, kinship=Kinship.SPOUSE, until=until, consent="v1"
    )
    hospital.house.desk.start(family_voucher, card, give, by=hospital.app(card))
    registered = hospital.do(case, REGISTER, hospital.app(spouse))
    assert "voucher" == registered.state.registered.acted_as


def test_a_person_s_family_vouchers_are_listed_for_who_is_concerned(
    hospital: Hospital,
) -> None:
    desk = hospital.house.desk
    card, spouse, mother = (hospital.house.card(seed) for seed in (1, 2, 3))
    until = hospital.house.clock.now + timedelta(days=30)
    for giver in (card, mother):
        give = Give(
            delegate=spouse.subject, kinship=Kinship.OTHER, until=until, consent="v1"
        )
        desk.start(family_voucher, giver, give, by=hospital.app(giver))
    vouchers = FamilyVouchers(desk)

    given = vouchers.given(card, by=hospital.app(card))
    held = vouchers.held(spouse, by=hospital.app(spouse))

    assert [spouse.subject] == [v.state.delegate for v in given]
    assert [card.subject, mother.subject] == [v.subject for v in held]
    assert [] == vouchers.held(card, by=hospital.app(card))
    with pytest.raises(AccessDeniedError):
        vouchers.held(spouse, by=hospital.app(card))
    hospital.house.clock.now = until + timedelta(microseconds=1)
    assert [] == vouchers.held(spouse, by=AUDITOR)
    (ended,) = vouchers.given(card, by=AUDITOR)
    assert isinstance(ended.state, Ended)


def test_nobody_is_an_inpatient_twice(hospital: Hospital) -> None:
    hospital.admit()
    with pytest.raises(RuleViolationError, match="ALREADY_INPATIENT"):
        hospital.prescribe(hospital.house.card(1), "O-9")
    other = hospital.admit(2, bed="13")
    with pytest.raises(ClaimTakenError):
        hospital.do(other, Relocate(ward="W-3", bed="12"), NURSE)


def test_cp1_one_companion_two_with_the_ward_never_three(hospital: Hospital) -> None:
    stay = hospital.admit()
    hospital.accompany(2)
    second = hospital.apply(3)
    assert isinstance(second.state, Refused)
    assert ("QUOTA",) == second.state.reasons
    hospital.do(stay, SetCompanions(most=2, reason="delirium"), NURSE)
    assert isinstance(hospital.accompany(3).state, Active)
    third = hospital.apply(4, by=NURSE, second="delirium", consent="v1")
    assert ("QUOTA",) == third.state.reasons


def test_two_who_ask_for_one_place_at_once_are_one(hospital: Hospital) -> None:
    hospital.admit()
    for seed in range(2, 6):
        hospital.house.card(seed)

    def ask(seed: int) -> bool:
        try:
            return isinstance(hospital.apply(seed).state, PendingWard)
        except ClaimTakenError:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert 1 == sum(pool.map(ask, range(2, 6)))


def test_cp3_discharge_ends_the_passes_of_three_companions_at_once(
    hospital: Hospital,
) -> None:
    stay = hospital.admit()
    hospital.do(stay, SetCompanions(most=2, reason="delirium"), NURSE)
    one, two = hospital.accompany(2), hospital.accompany(3)
    three = hospital.apply(4, by=NURSE, replaces=one.state.pass_id, consent="v1")
    assert isinstance(three.state, PendingReplacement)
    hospital.do(one, ScanIn(ward="W-3"), GATE)
    hospital.do(two, Suspend(reason=Hindrance.FEVER), NURSE)
    hospital.run(1)
    assert 1 == len(hospital.his.gate_list)
    hospital.do(stay, OrderDischarge(), DOCTOR)
    done = hospital.do(stay, Settle())

    causes = set[str | None]()
    for case in (one, two, three):
        state = hospital.state(case)
        assert isinstance(state, RevokedWithStay)
        assert "discharged" == state.how
        last = hospital.house.desk.history(companion_pass, case, by=AUDITOR)[-1]
        causes.add(last.cause)
        with pytest.raises(NotAllowedError):
            hospital.do(case, ScanIn(ward="W-3"), GATE)
    assert {f"{stay.id}-{done.version}"} == causes
    hospital.run()
    assert {} == hospital.his.gate_list


def test_a_discharge_that_cannot_be_written_ends_nothing(hospital: Hospital) -> None:
    stay = hospital.admit()
    companion = hospital.accompany(2)
    before = hospital.do(stay, OrderDischarge(), DOCTOR)
    hospital.do(stay, SetCompanions(most=2, reason="delirium"), NURSE)
    desk = hospital.house.desk
    with pytest.raises(VersionConflictError):
        desk.execute(inpatient_certificate, before, Settle(), by=OFFICE)
    assert isinstance(hospital.state(stay), DischargePending)
    assert isinstance(hospital.state(companion), Active)


def test_cp5_no_test_is_asked_for_now(hospital: Hospital) -> None:
    hospital.admit()
    assert isinstance(hospital.accompany(2).state, Active)


def test_cp7_a_temporary_pass_of_25_hours_ago_is_over(hospital: Hospital) -> None:
    case = hospital.prescribe(hospital.house.card(1), urgency=Urgency.CRITICAL)
    hospital.do(case, AdmitEmergency(number="Z-1", ward="W-3", bed="12"), NURSE)
    asked = hospital.apply(2, by=hospital.app(hospital.house.card(2)))
    assert isinstance(asked.state, Applied)
    assert isinstance(hospital.do(asked, IssueTemporary(), NURSE).state, Temporary)
    start = hospital.house.clock.now
    hospital.house.clock.now = start + timedelta(hours=24)
    assert isinstance(hospital.state(asked), Temporary)
    hospital.house.clock.now = start + timedelta(hours=25)
    assert isinstance(hospital.state(asked), Expired)
    with pytest.raises(NotAllowedError):
        hospital.do(asked, ScanIn(ward="W-3"), GATE)


def test_a_companion_is_replaced_and_two_are_never_in_use(hospital: Hospital) -> None:
    hospital.admit()
    old = hospital.accompany(2)
    new = hospital.apply(3, replaces=old.state.pass_id)
    assert isinstance(new.state, PendingReplacement)
    hospital.do(old, Replace(successor=new.state.pass_id), NURSE)
    assert isinstance(hospital.state(old), Replaced)
    taken = hospital.state(new)
    assert isinstance(taken, Active)
    assert 1 == taken.seat
    history = hospital.house.desk.history(companion_pass, new, by=AUDITOR)
    gone = hospital.house.desk.history(companion_pass, old, by=AUDITOR)
    assert history[-1].at == gone[-1].at
    assert history[-1].cause is not None


def test_a_lost_card_rests_and_a_found_one_goes_on(hospital: Hospital) -> None:
    hospital.admit()
    case = hospital.accompany(2)
    desk, card = hospital.house.desk, hospital.house.card(2)
    life = desk.all_cases(card, by=WINDOW)[-1]
    hospital.do(life, ReportLost(reason="lost"), WINDOW)
    assert isinstance(hospital.state(case), Suspended)
    hospital.do(life, Restore(), WINDOW)
    assert isinstance(hospital.state(case), Active)


def test_a_pass_follows_the_patient_into_intensive_care(hospital: Hospital) -> None:
    stay = hospital.admit()
    case = hospital.accompany(2)
    hospital.do(stay, INTENSIVE, NURSE)
    assert ("ICU", ("ward-closed",)) == (
        hospital.state(case).ward,
        hospital.state(case).reasons,
    )
    hospital.do(stay, Relocate(ward="W-3", bed="12", care=()), NURSE)
    assert isinstance(hospital.state(case), Active)


def test_the_gate_s_list_follows_a_patient_away_and_back(hospital: Hospital) -> None:
    stay = hospital.admit()
    hospital.accompany(2)
    for ward, bed in (("W-4", "1"), ("W-3", "13")):
        hospital.do(stay, Relocate(ward=ward, bed=bed), NURSE)
        hospital.run(1)

        assert [ward] == [e.ward for e in hospital.his.gate_list.values()]


def test_a_death_ends_stay_and_passes_once(hospital: Hospital) -> None:
    stay = hospital.admit()
    case = hospital.accompany(2)
    desk = hospital.house.desk
    died = PersonDied(card=hospital.house.card(1).subject)
    assert 1 <= desk.announce(died)
    assert "died" == hospital.state(case).how
    version = desk.case(inpatient_certificate, stay.id, by=AUDITOR).version
    desk.announce(died)
    assert version == desk.case(inpatient_certificate, stay.id, by=AUDITOR).version


def test_a_companion_who_dies_leaves_the_place(hospital: Hospital) -> None:
    hospital.admit()
    case = hospital.accompany(2)
    died = PersonDied(card=hospital.house.card(2).subject)
    hospital.house.desk.announce(died)
    assert isinstance(hospital.state(case), Revoked)
    assert isinstance(hospital.accompany(3).state, Active)


def test_nobody_accompanies_two_or_while_excluded(hospital: Hospital) -> None:
    hospital.admit()
    hospital.admit(5, bed="13")
    case = hospital.accompany(2)
    assert ("ELSEWHERE",) == hospital.apply(2, 5).state.reasons
    assert ("COMPANION_INPATIENT",) == hospital.apply(
        5, 1, replaces=case.state.pass_id
    ).state.reasons
    hospital.do(case, Revoke(reason=RevokeReason.LENT), NURSE)
    assert ("EXCLUDED",) == hospital.apply(2, 5).state.reasons
    hospital.house.clock.forward(days=31)
    assert isinstance(hospital.apply(2, 5).state, PendingWard)


def test_in_and_out_are_in_the_record(hospital: Hospital) -> None:
    hospital.admit()
    case = hospital.accompany(2)
    hospital.do(case, ScanIn(ward="W-3", temperature=Decimal("36.6")), GATE)
    hospital.do(case, ScanOut(ward="W-3"), GATE)
    history = hospital.house.desk.history(companion_pass, case, by=AUDITOR)
    passages = [s.last_passage for h in history if isinstance(s := h.state, Active)]
    assert ["in", "out"] == [p.direction for p in passages if p]


def test_a_bill_that_is_open_keeps_the_patient(hospital: Hospital) -> None:
    stay = hospital.admit()
    hospital.his.unpaid.add("H1:Z-1")
    hospital.do(stay, OrderDischarge(), DOCTOR)
    hospital.run()
    assert "UNPAID" == hospital.state(stay).unsettled
    hospital.do(stay, Settle())
    assert isinstance(hospital.state(stay), Discharged)


def test_a_bill_that_is_closed_by_call_back_ends_the_stay(hospital: Hospital) -> None:
    stay = hospital.admit()
    hospital.his.waits = True
    hospital.run(1)
    pending = hospital.do(stay, OrderDischarge(), DOCTOR)
    hospital.run(2)
    cause = f"{stay.id}-{pending.version}-close_bill"
    hospital.relay.answer(cause, Accepted())
    assert isinstance(hospital.state(stay), Discharged)
    hospital.relay.answer(cause, Accepted())
    assert isinstance(hospital.state(stay), Discharged)


def test_a_transfer_and_a_leave(hospital: Hospital) -> None:
    stay = hospital.admit()
    companion = hospital.accompany(2)
    back = hospital.house.clock.now + timedelta(hours=2)
    hospital.do(stay, GrantLeave(back_by=back), DOCTOR)
    hospital.house.clock.forward(hours=3)
    assert hospital.state(stay).overdue
    hospital.do(stay, Transfer(destination="H9"), DOCTOR)
    assert "transferred" == hospital.state(companion).how


def test_a_stranger_sees_nothing_change(hospital: Hospital) -> None:
    stay = hospital.admit()
    stranger = hospital.app(hospital.house.card(9))
    for command in (Settle(), Transfer(destination="H9"), INTENSIVE):
        with pytest.raises((RuleViolationError, NotAllowedError)):
            hospital.do(stay, command, stranger)
    with pytest.raises(RuleViolationError, match="PASS_NOT_CONCERNED"):
        hospital.apply(2, by=stranger)
    assert isinstance(hospital.state(stay), Admitted)


def test_the_bed_manager_knows_only_its_own_kind(hospital: Hospital) -> None:
    hospital.wait(1)
    message = hospital.house.desk.storage.pending(at=hospital.house.clock.now, limit=1)[
        0
    ]
    assert BedManager(hospital.house.desk).deliver(message) == Rejected(
        code="KIND_UNKNOWN"
    )


def test_the_ward_s_gate_knows_companions_and_inpatients(hospital: Hospital) -> None:
    stay, desk = hospital.admit(), hospital.house.desk
    companion = hospital.accompany(2)
    gate = WardGate(desk, EAST, "W-3")

    def shown(seed: int) -> str:
        hospital.house.clock.forward(minutes=2)
        return desk.show(hospital.house.card(seed).id, by=WINDOW).text

    assert gate.enter(shown(2), temperature=Decimal("36.6")).state.inside
    left = gate.leave(shown(2))
    assert left
    assert not left.state.inside
    assert gate.leave(shown(2)) is None
    assert stay.id == gate.enter(shown(1)).id
    with pytest.raises(RuleViolationError, match="INPATIENT_NOT_ON_LEAVE"):
        gate.leave(shown(1))
    back = hospital.house.clock.now + timedelta(hours=2)
    hospital.do(stay, GrantLeave(back_by=back), DOCTOR)
    assert gate.leave(shown(1))
    assert isinstance(gate.enter(shown(1)).state, Admitted)
    with pytest.raises(RuleViolationError, match="NO_WARD_PASS"):
        gate.enter(shown(3))
    with pytest.raises(RuleViolationError, match="NO_WARD_PASS"):
        WardGate(desk, EAST, "W-9").enter(shown(2))
    resting = gate.enter(shown(2), temperature=Decimal("37.3"))
    assert isinstance(resting.state, Suspended)
    with pytest.raises(NotAllowedError):
        gate.enter(shown(2))
    hospital.do(stay, OrderDischarge(), DOCTOR)
    hospital.do(stay, Settle())
    assert isinstance(hospital.state(companion), RevokedWithStay)
    with pytest.raises(RuleViolationError, match="NO_WARD_PASS"):
        gate.enter(shown(2))
