"""Booking through the desk, with a hospital and a gateway behind it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Case, Clockwork, OutboxRelay, Ports, Suite
from ehealthcard.adapters.receivers import PaymentPort, SchedulingPort
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.codesets import Channel
from ehealthcard.errors import ClaimTakenError, RuleViolationError
from ehealthcard.ports import Accepted, Message, Port, SlotStanding, Storage
from ehealthcard.rules.booking import PROFILE_B, PROFILES
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.messages import MessageKind, MessageRecalled, MessageWanted
from ehealthcard.rules.signals import PersonDied, SessionSuspended
from ehealthcard.services.appointment import (
    Call,
    Cancel,
    Cancelled,
    CheckedIn,
    CheckIn,
    Confirmed,
    ExpiredUnpaid,
    Finish,
    Held,
    Money,
    NoShow,
    Rebook,
    Refunded,
    Refused,
    Request,
    Requested,
    Reschedule,
    Suspended,
    Unsure,
    appointment,
)
from ehealthcard.services.booking_penalty import Blocked, booking_penalty
from ehealthcard.workflow import Timeline
from tests.actors import AUDITOR

from .conftest import WINDOW, House, build
from .visits import declare

APP = Actor("app", {"app"})
SAME = PROFILE_B.model_copy(update={"cancels": None, "before_visit": ()})


class Mailbox:
    """A notifier that keeps what it is given."""

    def __init__(self) -> None:
        self.wanted: list[MessageWanted] = []
        self.recalled: list[str] = []

    def deliver(self, message: Message, /) -> Accepted:
        if message.kind == "message":
            self.wanted.append(MessageWanted.from_json(message.payload))
        else:
            self.recalled.append(MessageRecalled.from_json(message.payload).event)
        return Accepted()


@attrs.define
class Clinic:
    house: House
    hospital: SimulatedHospital
    mail: Mailbox = attrs.field(factory=Mailbox)

    def slots(self, ahead: int = 2, department: str = "03.01") -> list[Any]:
        day = day_of(self.house.clock.now) + timedelta(days=ahead)
        found = self.hospital.scheduling.slots(
            org="H1", department=department, first=day, last=day
        )
        return [o.slot for o in found]

    @property
    def relay(self) -> OutboxRelay:
        ports: dict[str, Port] = {
            "scheduling": SchedulingPort(self.hospital.scheduling),
            "payments": PaymentPort(self.hospital.payments),
            "notifier": self.mail,
        }
        return OutboxRelay(self.house.desk, ports)

    def run(self, rounds: int = 5) -> None:
        for _ in range(rounds):
            self.relay.run_once()
            self.house.clock.forward(seconds=5)

    def book(self, slot: str, seed: int = 1) -> Case[Any]:
        card = self.house.card(seed)
        return self.house.desk.start(appointment, card, Request(slot=slot), by=APP)

    def do(self, case: Case[Any], command: Any) -> Case[Any]:
        desk = self.house.desk
        newest = desk.case(appointment, case.id, by=AUDITOR)
        return desk.execute(appointment, newest, command, by=APP)

    def state(self, case: Case[Any]) -> Any:
        return self.house.desk.case(appointment, case.id, by=AUDITOR).state

    def standing(self, slot: str) -> SlotStanding:
        offer = self.hospital.scheduling.slot(slot)
        assert offer is not None
        return offer.standing


@pytest.fixture
def clinic(storage: Storage) -> Clinic:
    hospital = SimulatedHospital("H1", seed=3)
    policies = {n: Timeline((SAME,)) for n in ("appointment", "booking-penalty")}
    house = build(storage, Suite.INTL, policies=policies)
    house.desk = attrs.evolve(house.desk, ports=Ports(scheduling=hospital.scheduling))
    return Clinic(house, hospital)


def test_a_visit_is_booked_paid_and_ticketed(clinic: Clinic) -> None:
    slot = clinic.slots(ahead=1)[0]
    case = clinic.book(slot.id)
    assert isinstance(case.state, Requested)

    clinic.run()

    state = clinic.state(case)
    assert isinstance(state, Confirmed)
    assert (Money.PAID, 1) == (state.money, state.booking.number)
    assert slot.fees.total == clinic.hospital.payments.balance
    assert [MessageKind.REGISTRATION] == [m.kind for m in clinic.mail.wanted]
    clinic.house.clock.now = slot.starts_at
    clinic.do(case, CheckIn())
    clinic.run(1)
    assert isinstance(clinic.state(case), CheckedIn)
    assert SlotStanding.TICKETED is clinic.standing(slot.id)


def test_a_cancelled_visit_s_message_is_taken_back(clinic: Clinic) -> None:
    case = clinic.book(clinic.slots(ahead=1)[0].id)
    clinic.run()

    clinic.do(case, Cancel())
    clinic.run()

    (told,) = clinic.mail.wanted
    assert [told.event] == clinic.mail.recalled
    assert "模拟医院" == told.variables.org
    assert str(case.subject) not in told.event


def test_ap9_of_a_hundred_at_one_slot_one_holds_it(clinic: Clinic) -> None:
    slot, desk = clinic.slots()[0], clinic.house.desk
    cards = [clinic.house.card(n) for n in range(1, 101)]

    def take(card: Any) -> bool:
        try:
            desk.start(appointment, card, Request(slot=slot.id), by=APP)
        except (ClaimTakenError, RuleViolationError):
            return False
        return True

    with ThreadPoolExecutor(100) as pool:
        assert 1 == sum(pool.map(take, cards))
    clinic.hospital.payments.waits = True
    clinic.run(2)
    held = desk.worklist(appointment, Held, by=WINDOW)
    assert 1 == len(held)


def test_a_lost_reply_is_looked_up_and_the_slot_not_taken_twice(
    clinic: Clinic,
) -> None:
    case = clinic.book(clinic.slots()[0].id)
    clinic.hospital.scheduling.faults.loses_replies = True
    clinic.relay.run_once()
    assert isinstance(clinic.state(case), Unsure)

    clinic.hospital.scheduling.faults.loses_replies = False
    clinic.run()

    assert isinstance(clinic.state(case), Confirmed)


def test_a_lost_payment_is_looked_up_and_never_charged_twice(clinic: Clinic) -> None:
    slot = clinic.slots()[0]
    case = clinic.book(slot.id)
    clinic.hospital.payments.faults.loses_replies = True
    clinic.run(2)
    assert Money.UNCLEAR is clinic.state(case).money

    clinic.hospital.payments.faults.loses_replies = False
    clinic.house.clock.forward(seconds=60)
    clinic.run()

    assert isinstance(clinic.state(case), Confirmed)
    assert slot.fees.total == clinic.hospital.payments.balance


def test_money_that_comes_after_the_hold_goes_back(clinic: Clinic) -> None:
    slot, payments = clinic.slots()[0], clinic.hospital.payments
    payments.waits = True
    case = clinic.book(slot.id)
    clinic.run(2)
    key = clinic.state(case).booking.charge
    clinic.house.clock.forward(minutes=16)
    assert isinstance(clinic.state(case), ExpiredUnpaid)

    clinic.relay.answer(f"{case.id}-2-charge", payments.settle(key))
    clinic.run()

    state = clinic.state(case)
    assert isinstance(state, Refunded)
    assert Money.RETURNED is state.money
    assert Decimal(0) == payments.balance
    assert SlotStanding.FREE is clinic.standing(slot.id)


def test_cancelling_frees_the_slot_and_returns_the_fee(clinic: Clinic) -> None:
    slot = clinic.slots()[0]
    case = clinic.book(slot.id)
    clinic.run()
    clinic.do(case, Cancel())
    clinic.run()

    assert Money.RETURNED is clinic.state(case).money
    assert SlotStanding.FREE is clinic.standing(slot.id)
    again = clinic.book(slot.id)
    clinic.run()
    assert isinstance(clinic.state(again), Confirmed)


def test_the_new_slot_is_taken_before_the_old_one_goes(clinic: Clinic) -> None:
    slots = [s for s in clinic.slots() if not s.is_expert]
    old, new = slots[0], slots[-1]
    case = clinic.book(old.id)
    clinic.run()
    clinic.do(case, Reschedule(slot=new.id))
    clinic.run()

    state = clinic.state(case)
    assert isinstance(state, Confirmed)
    assert (new.id, 2) == (state.booking.slot.id, state.version)
    assert SlotStanding.FREE is clinic.standing(old.id)
    assert SlotStanding.BOOKED is clinic.standing(new.id)
    assert old.fees.total == clinic.hospital.payments.balance


def test_a_called_off_session_moves_every_booking_and_counts_for_none(
    clinic: Clinic,
) -> None:
    slots = [s for s in clinic.slots() if not s.is_expert]
    session = [s for s in slots if s.session == slots[0].session]
    other = next(s for s in slots if s.session != slots[0].session)
    cases = [clinic.book(s.id, n) for n, s in enumerate(session[:4], 1)]
    clinic.run()
    clinic.hospital.scheduling.suspend(session[0].session)

    moved = clinic.house.desk.announce(SessionSuspended(session=session[0].session))

    assert 4 == moved
    assert all(isinstance(clinic.state(c), Suspended) for c in cases)
    clinic.do(cases[0], Rebook(slot=other.id))
    clinic.run()
    assert isinstance(clinic.state(cases[0]), Confirmed)
    clinic.house.clock.now = session[-1].ends_at + timedelta(days=1)
    Clockwork(clinic.house.desk).run_once()
    clinic.run()
    assert Money.RETURNED is clinic.state(cases[1]).money
    card = clinic.house.card(2)
    assert [] == clinic.house.desk.cases(booking_penalty, card, by=WINDOW)


def test_three_no_shows_block_booking_and_the_window_still_helps(
    clinic: Clinic,
) -> None:
    for _ in range(3):
        slot = clinic.slots(ahead=1)[0]
        case = clinic.book(slot.id)
        clinic.run()
        clinic.house.clock.now = slot.ends_at + timedelta(minutes=16)
        Clockwork(clinic.house.desk).run_once()
        assert isinstance(clinic.state(case), NoShow)

    card = clinic.house.card(1)
    (record,) = clinic.house.desk.cases(booking_penalty, card, by=WINDOW)
    assert isinstance(record.state, Blocked)
    with pytest.raises(RuleViolationError, match="BOOKING_BLOCKED"):
        clinic.book(clinic.slots()[0].id)


def test_death_cancels_bookings_once(clinic: Clinic) -> None:
    slot = clinic.slots()[0]
    case = clinic.book(slot.id)
    clinic.run()
    died = PersonDied(card=clinic.house.card(1).subject)

    clinic.house.desk.announce(died)
    assert 0 == clinic.house.desk.announce(died)

    clinic.run()
    assert isinstance(clinic.state(case), Cancelled)
    assert SlotStanding.FREE is clinic.standing(slot.id)
    assert Decimal(0) == clinic.hospital.payments.balance


def test_what_the_hospital_has_given_away_is_refused(clinic: Clinic) -> None:
    slot = clinic.slots()[0]
    case = clinic.book(slot.id)
    clinic.hospital.scheduling.suspend(slot.session)
    clinic.run()

    assert Refused is type(clinic.state(case))
    assert "SLOT_SUSPENDED" == clinic.state(case).code


def test_profiles_are_packs_for_a_desk() -> None:
    assert {"A", "B", "C"} == set(PROFILES)


def test_a_visit_that_was_made_counts_toward_its_day(clinic: Clinic) -> None:
    one, two, *_ = clinic.slots(ahead=1)
    case = clinic.book(one.id)
    clinic.run()
    clinic.house.clock.now = one.starts_at
    case = clinic.do(case, CheckIn())
    doctor = Actor("d", {"doctor"})
    for step in (Call(), Finish()):
        newest = clinic.house.desk.case(appointment, case.id, by=AUDITOR)
        case = clinic.house.desk.execute(appointment, newest, step, by=doctor)

    later = next(s for s in clinic.slots(ahead=0) if s.starts_at > one.ends_at)
    with pytest.raises(RuleViolationError, match="QUOTA_REACHED"):
        clinic.house.desk.start(
            appointment,
            clinic.house.card(1),
            Request(slot=later.id),
            by=Actor("w", {"staff"}, channel=Channel.WINDOW),
        )
    assert two.id != one.id


def test_who_checks_in_has_declared_where_the_hospital_asks(clinic: Clinic) -> None:
    asking = {"appointment": Timeline((SAME.model_copy(update={"declared": True}),))}
    slot = clinic.slots(ahead=1)[0]
    desk = attrs.evolve(clinic.house.desk, policies=asking)
    clinic.house.desk = desk
    case = clinic.book(slot.id)
    clinic.run()
    clinic.house.clock.now = slot.starts_at
    with pytest.raises(RuleViolationError, match="DECLARATION_REQUIRED"):
        clinic.do(case, CheckIn())
    declare(clinic.house, clinic.house.card(1))

    assert isinstance(clinic.do(case, CheckIn()).state, CheckedIn)
