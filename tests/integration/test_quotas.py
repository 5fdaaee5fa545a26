"""How many bookings a day holds, and what counts as missed, by three hospitals' rules.

Profiles A, B and C are what the hospitals published (``ehealthcard.rules.booking``).
"""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Case, Clockwork, OutboxRelay, Ports, Suite
from ehealthcard.adapters.receivers import PaymentPort, SchedulingPort
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import Channel
from ehealthcard.errors import RuleViolationError
from ehealthcard.ports import Port, Slot, SlotStanding
from ehealthcard.rules.booking import PROFILE_B, PROFILES, BookingPolicy
from ehealthcard.rules.calendar import day_of, end_of
from ehealthcard.services.appointment import (
    Call,
    Cancel,
    Cancelled,
    CheckedIn,
    CheckIn,
    Completed,
    Confirmed,
    Finish,
    NoShow,
    PassBy,
    Passed,
    Refund,
    Refunded,
    Request,
    Requeue,
    Suspend,
    Uncalled,
    appointment,
)
from ehealthcard.services.appointment.effects import queue_ends
from ehealthcard.services.booking_penalty import Blocked, booking_penalty
from ehealthcard.workflow import Catalogue, Timeline
from tests.actors import AUDITOR

from .conftest import House, build

DESK = Actor("window-3", {"staff", "doctor"}, org="H1", channel=Channel.WINDOW)
CHEST, HEART, BONES, SKIN = "03.01", "03.02", "04.03", "13"


@attrs.define
class Clinic:
    house: House
    hospital: SimulatedHospital

    def slots(self, department: str = CHEST, ahead: int = 1) -> list[Slot]:
        """Return the free slots of a day that have not begun, soonest first."""
        now = self.house.clock.now
        day = day_of(now) + timedelta(days=ahead)
        found = self.hospital.scheduling.slots(
            org="H1", department=department, first=day, last=day
        )
        return [
            o.slot
            for o in found
            if o.standing is SlotStanding.FREE and o.slot.starts_at > now
        ]

    def run(self) -> None:
        ports: dict[str, Port] = {
            "scheduling": SchedulingPort(self.hospital.scheduling),
            "payments": PaymentPort(self.hospital.payments),
        }
        for _ in range(3):
            OutboxRelay(self.house.desk, ports).run_once()
            Clockwork(self.house.desk).run_once()
            self.house.clock.forward(seconds=1)

    def book(self, slot: Slot) -> Case[Any]:
        asked, card = Request(slot=slot.id), self.house.card()
        case = self.house.desk.start(appointment, card, asked, by=DESK)
        self.run()
        return self.now(case)

    def now(self, case: Case[Any]) -> Case[Any]:
        return self.house.desk.case(appointment, case.id, by=AUDITOR)

    def do(self, case: Case[Any], *commands: Any) -> Any:
        for command in commands:
            newest = self.now(case)
            self.house.desk.execute(appointment, newest, command, by=DESK)
        self.run()
        return self.now(case).state

    def come(self, case: Case[Any], *commands: Any) -> Any:
        """Check in when the slot begins, and go on."""
        self.house.clock.now = self.now(case).state.booking.slot.starts_at
        return self.do(case, CheckIn(), *commands)

    def refused(self, slot: Slot) -> str | None:
        try:
            self.book(slot)
        except RuleViolationError as error:
            return error.code
        return None


def clinic(policy: BookingPolicy) -> Clinic:
    hospital = SimulatedHospital("H1", seed=3)
    packs = {n: Timeline((policy,)) for n in ("appointment", "booking-penalty")}
    house = build(MemoryStorage(), Suite.INTL, policies=packs)
    house.desk = attrs.evolve(house.desk, ports=Ports(scheduling=hospital.scheduling))
    return Clinic(house, hospital)


def profile(name: str) -> Clinic:
    (policy,) = PROFILES[name].packs
    return clinic(policy)


def test_b_one_visit_to_a_department_a_day_also_after_it_was_made() -> None:
    here = profile("B")
    case = here.book(here.slots()[0])
    assert "QUOTA_REACHED" == here.refused(here.slots()[-1])

    assert isinstance(here.come(case, Call(), Finish()), Completed)

    assert "QUOTA_REACHED" == here.refused(here.slots(ahead=0)[-1])
    assert here.refused(here.slots(HEART, ahead=0)[-1]) is None
    assert here.refused(here.slots(ahead=1)[0]) is None


def test_b_a_missed_visit_counts_for_its_day() -> None:
    here = profile("B")
    case = here.book(here.slots()[0])
    here.house.clock.now = case.state.booking.slot.ends_at + timedelta(minutes=16)
    here.run()
    assert isinstance(here.now(case).state, NoShow)

    assert "QUOTA_REACHED" == here.refused(here.slots(ahead=0)[-1])


def test_b_a_ticket_given_back_counts_as_its_slot_is_void() -> None:
    here = profile("B")
    case = here.book(here.slots()[0])

    assert isinstance(here.come(case, Refund()), Refunded)

    offer = here.hospital.scheduling.slot(here.now(case).state.booking.slot.id)
    assert offer is not None
    assert SlotStanding.VOID is offer.standing
    assert "QUOTA_REACHED" == here.refused(here.slots(ahead=0)[-1])


def test_b_what_went_back_in_time_or_was_called_off_counts_no_more() -> None:
    here = profile("B")
    case = here.book(here.slots()[0])
    assert isinstance(here.do(case, Cancel()), Cancelled)
    again = here.book(here.slots()[0])
    assert isinstance(again.state, Confirmed)

    assert isinstance(here.do(again, Suspend(reason="ill"), Refund()), Refunded)

    assert here.refused(here.slots()[1]) is None


def test_c_three_departments_a_day_also_once_two_of_them_are_done() -> None:
    here = profile("C")
    for department in (CHEST, HEART):
        case = here.book(here.slots(department, ahead=0)[0])
        here.come(case, Call(), Finish())
    third = here.slots(BONES, ahead=0)[-1]
    assert here.refused(third) is None

    fourth = next(s for s in here.slots(SKIN, ahead=0) if s.ends_at <= third.starts_at)
    assert "QUOTA_REACHED" == here.refused(fourth)


def test_c_one_visit_to_a_doctor_a_day_also_after_it_was_made() -> None:
    here = profile("C")
    case = here.book(here.slots(ahead=1)[0])
    doctor = case.state.booking.slot.doctor
    here.come(case, Call(), Finish())

    same = [s for s in here.slots(ahead=0) if s.doctor == doctor]
    others = [s for s in here.slots(ahead=0) if s.doctor != doctor]
    assert "QUOTA_REACHED" == here.refused(same[-1])
    assert here.refused(others[-1]) is None


def test_a_has_no_quota() -> None:
    here = profile("A")
    one, *_, last = here.slots()
    here.book(one)

    assert here.refused(last) is None


@pytest.mark.parametrize(("name", "missed"), [("A", True), ("B", False), ("C", False)])
def test_who_was_called_and_never_came_back_was_not_seen(
    name: str, missed: object
) -> None:
    here = profile(name)
    case = here.book(here.slots()[0])
    here.come(case, PassBy())
    here.house.clock.now = end_of(day_of(here.house.clock.now))
    assert not isinstance(here.now(case).state, NoShow)

    here.house.clock.forward(seconds=1)
    here.run()

    assert isinstance(here.now(case).state, NoShow)
    card = here.house.card()
    records = here.house.desk.cases(booking_penalty, card, by=DESK)
    assert missed == bool(records)


def uncalled_by(here: Clinic, case: Case[Any]) -> Any:
    """Let the day of the visit pass; return what became of it."""
    here.house.clock.now = end_of(day_of(here.house.clock.now))
    assert isinstance(here.now(case).state, CheckedIn)
    here.house.clock.forward(seconds=1)
    here.run()
    return here.now(case)


@pytest.mark.parametrize("name", ["A", "B", "C"])
def test_who_checked_in_and_was_never_called_missed_nothing(name: str) -> None:
    here = profile(name)
    case = here.book(here.slots()[0])
    here.come(case, PassBy(), Requeue(serving=3))

    over = uncalled_by(here, case)

    assert isinstance(over.state, Uncalled)
    assert over.state.counts
    card = here.house.card()
    assert [] == here.house.desk.cases(booking_penalty, card, by=DESK)
    last = here.house.desk.history(appointment, over, by=AUDITOR)[-1]
    assert ("DayEnded", "Uncalled") == (last.command, last.state_name)
    assert end_of(over.state.on) == last.at


def test_a_night_clinic_calls_behind_midnight() -> None:
    here = clinic(PROFILE_B.model_copy(update={"uncalled_for": timedelta(hours=3)}))
    case = here.book(here.slots()[0])
    here.come(case)
    here.house.clock.now = end_of(day_of(here.house.clock.now)) + timedelta(hours=3)
    assert isinstance(here.do(case, Call(), Finish()), Completed)


def test_a_night_clinic_waits_behind_midnight_for_who_missed_the_call() -> None:
    here = clinic(PROFILE_B.model_copy(update={"uncalled_for": timedelta(hours=3)}))
    case = here.book(here.slots()[0])
    here.come(case)
    midnight = end_of(day_of(here.house.clock.now))
    here.house.clock.now = midnight + timedelta(hours=1)
    assert isinstance(here.do(case, PassBy()), Passed)
    assert isinstance(here.do(case, Requeue(serving=3), PassBy()), Passed)

    here.house.clock.now = midnight + timedelta(hours=3, seconds=1)
    assert isinstance(here.now(case).state, NoShow)


def test_who_waits_since_before_there_was_an_end_is_caught_up_with() -> None:
    here = profile("B")
    desk = here.house.desk
    without = attrs.evolve(
        appointment, effects=tuple(e for e in appointment.effects if e != queue_ends)
    )
    others = [w for w in desk.catalogue.workflows if w is not appointment]
    here.house.desk = attrs.evolve(desk, catalogue=Catalogue((*others, without)))
    case = here.book(here.slots()[0])
    here.come(case)
    here.house.desk = desk
    here.house.clock.forward(seconds=24 * 3600)
    here.run()
    assert case.id in [c.id for c in desk.worklist(appointment, CheckedIn, by=DESK)]

    assert 1 == desk.catch_up(appointment, CheckedIn, limit=1).moved

    assert [] == desk.worklist(appointment, CheckedIn, by=DESK)
    assert (0, True) == attrs.astuple(desk.catch_up(appointment, CheckedIn))


def test_a_who_came_back_into_the_queue_missed_nothing() -> None:
    here = profile("A")
    case = here.book(here.slots()[0])
    seen = here.come(case, PassBy(), Requeue(serving=3), Call(), Finish())

    assert isinstance(seen, Completed)
    assert [] == here.house.desk.cases(booking_penalty, here.house.card(), by=DESK)


@pytest.mark.parametrize(("name", "times"), [("A", 3), ("B", 3), ("C", 4)])
def test_so_many_missed_visits_block(name: str, times: int) -> None:
    here = profile(name)
    card = here.house.card()
    for _ in range(times):
        records = here.house.desk.cases(booking_penalty, card, by=DESK)
        assert not any(isinstance(r.state, Blocked) for r in records)
        case = here.book(here.slots()[0])
        slot = here.now(case).state.booking.slot
        here.house.clock.now = slot.ends_at + timedelta(minutes=16)
        here.run()

    (record,) = here.house.desk.cases(booking_penalty, card, by=DESK)
    assert isinstance(record.state, Blocked)


def test_a_late_cancellation_loses_its_slot_for_the_quota() -> None:
    here = clinic(PROFILE_B.model_copy(update={"cancel_ahead": timedelta(days=2)}))
    case = here.book(next(s for s in here.slots() if not s.is_expert))
    here.do(case, Cancel())

    assert "CancelledLate" == type(here.now(case).state).__name__
    assert "QUOTA_REACHED" == here.refused(here.slots()[-1])
