"""Referrals through the desk: slots, silence, lost replies, the fortnight."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Case, Clockwork, OutboxRelay, Ports, Suite
from ehealthcard.adapters.receivers import PaymentPort, SchedulingPort
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.desk import AppointmentOffice
from ehealthcard.errors import (
    ClaimTakenError,
    NotAllowedError,
    RuleViolationError,
    VersionConflictError,
)
from ehealthcard.ports import Accepted as Taken
from ehealthcard.ports import Message, Port, Slot, SlotStanding, Storage
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.messages import MessageKind
from ehealthcard.rules.referring import BloodPressureFindings
from ehealthcard.rules.signals import CardCancelled, PersonDied
from ehealthcard.services.appointment import Confirmed, Money, appointment
from ehealthcard.services.referral import (
    Accept,
    AcceptBack,
    Accepted,
    AcceptReview,
    Approve,
    Arrangement,
    Arrive,
    BackAccepted,
    Cancelled,
    Escalated,
    InCare,
    Issued,
    NoShow,
    ReferBack,
    Refuse,
    Refused,
    Retarget,
    Send,
    Withdraw,
    Withdrawn,
    referral,
)
from ehealthcard.services.referral.forms import MASKED
from ehealthcard.services.referral_follow_up import (
    Done,
    Due,
    Outcome,
    Overdue,
    Record,
    referral_follow_up,
)
from ehealthcard.workflow import Timeline
from tests.actors import AUDITOR
from tests.services.referrals import (
    APPLY,
    DOOR,
    FORM,
    GP,
    INITIATE,
    RETURN,
    SPECIALIST,
    TARGET,
)

from .conftest import WINDOW, House, build
from .test_booking import SAME, Mailbox


class His:
    """Keeps the kinds of what it is told."""

    def __init__(self) -> None:
        self.kinds: list[str] = []

    def deliver(self, message: Message, /) -> Taken:
        self.kinds.append(message.kind)
        return Taken()


@attrs.define
class Network:
    house: House
    hospital: SimulatedHospital
    mail: Mailbox = attrs.field(factory=Mailbox)
    his: His = attrs.field(factory=His)

    def slot(self) -> Slot:
        day = day_of(self.house.clock.now) + timedelta(days=2)
        found = self.hospital.scheduling.slots(
            org="H1", department="03.03", first=day, last=day
        )[0].slot
        kept = found.model_copy(update={"id": "REF-1", "for_referral": True})
        self.hospital.scheduling.add(kept)
        return kept

    def issued(self, **changes: Any) -> Case[Any]:
        desk, card = self.house.desk, self.house.card()
        case = desk.start(referral, card, INITIATE, by=GP)
        form = FORM.model_copy(update=changes)
        return desk.execute(referral, case, Approve(form=form), by=GP)

    def do(self, case: Case[Any], command: Any, by: Actor = GP) -> Case[Any]:
        desk = self.house.desk
        newest = desk.case(referral, case.id, by=AUDITOR)
        return desk.execute(referral, newest, command, by=by)

    def run(self, rounds: int = 6) -> None:
        desk = self.house.desk
        ports: dict[str, Port] = {
            "appointments": AppointmentOffice(desk),
            "scheduling": SchedulingPort(self.hospital.scheduling),
            "payments": PaymentPort(self.hospital.payments),
            "notifier": self.mail,
            "his": self.his,
        }
        for _ in range(rounds):
            OutboxRelay(desk, ports).run_once()
            self.house.clock.forward(seconds=20)

    def state(self, case: Case[Any]) -> Any:
        return self.house.desk.case(referral, case.id, by=AUDITOR).state

    def visits(self) -> list[Any]:
        card = self.house.card()
        found = self.house.desk.cases(appointment, card, by=WINDOW)
        return [c.state for c in found]

    def follow_up(self) -> Case[Any]:
        card = self.house.card()
        (found,) = self.house.desk.cases(referral_follow_up, card, by=WINDOW)
        return found

    def standing(self, slot: str) -> SlotStanding:
        offer = self.hospital.scheduling.slot(slot)
        assert offer is not None
        return offer.standing


@pytest.fixture
def network(storage: Storage) -> Network:
    hospital = SimulatedHospital("H1", seed=3)
    policies = {n: Timeline((SAME,)) for n in ("appointment", "booking-penalty")}
    house = build(storage, Suite.INTL, policies=policies)
    house.desk = attrs.evolve(house.desk, ports=Ports(scheduling=hospital.scheduling))
    return Network(house, hospital)


def test_an_application_leads_there_and_back(network: Network) -> None:
    desk, card = network.house.desk, network.house.card()
    holder = Actor("app", holder=card.subject)
    case: Case[Any] = desk.start(referral, card, APPLY, by=holder)
    for command, by in (
        (AcceptReview(), GP),
        (Approve(form=FORM), GP),
        (Send(), GP),
        (Accept(arrangement=Arrangement(phone="1", bed="3", ward="W")), SPECIALIST),
        (Arrive(), DOOR),
        (ReferBack(form=RETURN), SPECIALIST),
        (AcceptBack(), GP),
    ):
        case = network.do(case, command, by)
        network.run(1)
    network.run()

    assert isinstance(case.state, BackAccepted)
    assert {"referral", "referral-accepted", "referral-return"} <= set(
        network.his.kinds
    )
    kinds = [m.kind for m in network.mail.wanted]
    assert 3 == kinds.count(MessageKind.REFERRAL)
    follow = network.follow_up()
    done = desk.execute(
        referral_follow_up, follow, Record(outcome=Outcome.RETURNED), by=GP
    )
    assert isinstance(done.state, Done)


def test_lists_show_the_papers_to_clinicians_and_at_home_only(
    network: Network,
) -> None:
    desk, card = network.house.desk, network.house.card()
    case = network.issued()
    clinician = Actor("doctor-1", {"doctor", "staff"}, org="H1")
    at_home = Actor("app", holder=card.subject)

    def listed(reader: Actor) -> Any:
        return [c.state for c in desk.cases(referral, card, by=reader)]

    (shown,) = listed(WINDOW)
    assert {MASKED} == {shown.form.diagnosis, shown.form.history}
    assert FORM.diagnosis not in shown.to_json().decode()
    assert [[case.state]] * 2 == [listed(clinician), listed(at_home)]


def test_a_slot_kept_for_referrals_becomes_an_appointment(network: Network) -> None:
    slot = network.slot()
    case = network.do(network.issued(), Send(slot=slot.id))
    network.run()

    (visit,) = network.visits()
    assert isinstance(visit, Confirmed)
    assert Money.LATER is visit.money
    assert case.state.number == visit.booking.referral
    assert network.state(case).slot.appointment
    taken = network.do(case, Accept(arrangement=Arrangement(phone="1")), SPECIALIST)
    assert isinstance(taken.state, Accepted)
    network.run()
    assert 1 == len(network.visits())


def test_a_refused_referral_gives_its_slot_back_and_nobody_is_blamed(
    network: Network,
) -> None:
    slot = network.slot()
    case = network.do(network.issued(), Send(slot=slot.id))
    network.run()
    network.do(case, Refuse(reason="no bed"), SPECIALIST)
    network.run(10)

    assert SlotStanding.FREE is network.standing(slot.id)
    assert isinstance(network.state(case), Refused)
    network.do(case, Retarget(target=TARGET))
    again = network.do(case, Send(slot=slot.id))
    network.run(10)
    assert network.state(again).slot.appointment


@pytest.mark.parametrize("fault", ["is_down", "is_slow", "loses_replies", "repeats"])
def test_a_slot_is_booked_once_whatever_the_schedule_does(
    network: Network, fault: str
) -> None:
    slot = network.slot()
    case = network.do(network.issued(), Send(slot=slot.id))
    setattr(network.hospital.scheduling.faults, fault, True)
    network.run(2)
    setattr(network.hospital.scheduling.faults, fault, False)
    network.run(12)

    assert [Confirmed] == [type(v) for v in network.visits()]
    assert network.state(case).slot.appointment


def test_a_slot_of_a_withdrawn_referral_goes_back_even_if_it_came_late(
    network: Network,
) -> None:
    slot = network.slot()
    case = network.do(network.issued(), Send(slot=slot.id))
    holder = Actor("app", holder=network.house.card().subject)
    network.do(case, Withdraw(), holder)
    network.run(12)

    assert isinstance(network.state(case), Withdrawn)
    assert SlotStanding.FREE is network.standing(slot.id)
    assert [] == network.house.desk.storage.dead_letters()
    assert network.follow_up().state.dropped
    assert isinstance(network.issued().state, Issued)


def test_rf1_through_the_desk(network: Network) -> None:
    found = BloodPressureFindings(systolic=200, diastolic=115, vomiting=True)
    case = network.do(network.issued(indications=(), findings=found), Send())
    with pytest.raises(RuleViolationError, match="EMERGENCY_NOT_REFUSED"):
        network.do(case, Refuse(reason="full"), SPECIALIST)
    clock = network.house.clock
    clock.now = case.state.answer_by
    assert not isinstance(network.state(case), Escalated)
    clock.forward(seconds=1)
    assert isinstance(network.state(case), Escalated)
    assert isinstance(network.do(case, Arrive(), DOOR).state, InCare)


def test_rf3_through_the_desk(network: Network) -> None:
    network.issued()
    desk, clock = network.house.desk, network.house.clock
    follow = network.follow_up()
    clock.now = follow.state.due_by
    assert isinstance(desk.case(referral_follow_up, follow.id, by=AUDITOR).state, Due)
    clock.forward(seconds=1)
    Clockwork(desk).run_once()
    late = desk.case(referral_follow_up, follow.id, by=AUDITOR)
    assert isinstance(late.state, Overdue)
    done = desk.execute(referral_follow_up, late, Record(outcome=Outcome.LOST), by=GP)
    assert isinstance(done.state, Done)
    assert done.state.late


def test_rf5_through_the_desk(network: Network) -> None:
    with pytest.raises(RuleViolationError, match="RECORD_COPY_REQUIRED"):
        network.issued(infectious=True)


def test_the_same_illness_is_not_referred_twice_within_a_week(
    network: Network,
) -> None:
    network.issued()
    with pytest.raises((RuleViolationError, ClaimTakenError)):
        network.issued()
    assert isinstance(network.issued(diagnosis="E11").state, Issued)


def test_who_does_not_come_is_a_no_show_and_the_origin_hears_it(
    network: Network,
) -> None:
    case = network.do(network.issued(), Send())
    offer = Accept(arrangement=Arrangement(phone="1", bed="3"))
    case = network.do(case, offer, SPECIALIST)
    network.house.clock.now = case.state.valid_until + timedelta(seconds=1)
    assert isinstance(network.state(case), NoShow)
    Clockwork(network.house.desk).run_once()
    with pytest.raises(NotAllowedError):
        network.do(case, Arrive(), DOOR)
    network.run()
    assert "referral-note" in network.his.kinds


def test_one_bed_is_not_promised_to_two(network: Network) -> None:
    offer = Accept(arrangement=Arrangement(phone="1", bed="3", ward="W"))
    network.do(network.do(network.issued(), Send()), offer, SPECIALIST)
    other = network.do(network.issued(diagnosis="E11"), Send())

    with pytest.raises(ClaimTakenError):
        network.do(other, offer, SPECIALIST)


@pytest.mark.parametrize("signal", [PersonDied, CardCancelled])
def test_it_ends_with_holder_and_card(network: Network, signal: Any) -> None:
    case = network.do(network.issued(), Send())
    network.house.desk.announce(signal(card=network.house.card().subject))

    assert isinstance(network.state(case), Cancelled)


def test_an_old_version_is_told_so(network: Network) -> None:
    case = network.issued()
    network.do(case, Send())

    with pytest.raises(VersionConflictError):
        network.house.desk.execute(referral, case, Send(), by=GP)
