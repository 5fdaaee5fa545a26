"""What began with a card that has retired since is finished with the one that stays."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Entrance, OutboxRelay, Ports, Suite
from ehealthcard.adapters.receivers import PaymentPort, SchedulingPort
from ehealthcard.adapters.settling import BillingPort, InsurancePort
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.errors import CardMergedError, RuleViolationError
from ehealthcard.ports import Accepted, Message, Storage
from ehealthcard.services.appointment import (
    Call,
    CheckIn,
    Completed,
    Confirmed,
    Finish,
    Request,
    Reschedule,
    appointment,
)
from ehealthcard.services.health_declaration import (
    Superseded,
    ValidAttention,
    health_declaration,
)
from ehealthcard.services.settlement import (
    ChooseInsurance,
    Pay,
    Publish,
    Settled,
    settlement,
)
from ehealthcard.services.triage import Arrive, Precheck, RouteOn, triage
from ehealthcard.workflow import Policy, Timeline
from tests.actors import AUDITOR

from .cashdesk import HIS, bill, money
from .conftest import GATE, WINDOW, build
from .test_triage import LOOKING, NURSE, WELL
from .two_cards import Two, two
from .visits import now, submit

DOCTOR = Actor("doctor-1", {"doctor"}, org="H1")


class Silent:
    """Takes messages for people who are not asked here."""

    def deliver(self, message: Message, /) -> Accepted:
        del message
        return Accepted()


@attrs.define
class Visit:
    """A hospital, and a person with two cards who goes there."""

    pair: Two
    hospital: SimulatedHospital
    relay: OutboxRelay

    @classmethod
    def of(cls, storage: Storage) -> "Visit":
        house = build(storage, Suite.INTL, policies={})
        hospital = SimulatedHospital("H1", seed=3, clock=house.clock)
        ports = Ports(
            scheduling=hospital.scheduling,
            billing=hospital.billing,
            insurance=hospital.insurance,
        )
        house.desk = attrs.evolve(house.desk, ports=ports)
        receivers: dict[str, Any] = {
            "scheduling": SchedulingPort(hospital.scheduling),
            "payments": PaymentPort(hospital.payments),
            "billing": BillingPort(hospital.billing),
            "insurance": InsurancePort(hospital.insurance),
            "notifier": Silent(),
            "monitor": Silent(),
        }
        return cls(two(house), hospital, OutboxRelay(house.desk, receivers))

    def slots(self) -> tuple[Any, Any]:
        """Return two free slots behind today of one kind and fee."""
        day = self.pair.house.clock.now.date() + timedelta(days=1)
        offers = self.hospital.scheduling.slots(
            org="H1", department="03.01", first=day, last=day
        )
        one = offers[0].slot
        alike = (o.slot for o in offers if o.slot.session == one.session)
        return one, next(slot for slot in alike if slot.id != one.id)

    def run(self, rounds: int = 6) -> None:
        for _ in range(rounds):
            self.relay.run_once()
            self.pair.house.clock.forward(seconds=5)

    def do(self, case: Any, command: Any, by: Actor) -> Any:
        workflow = self.pair.desk.catalogue.named[case.workflow]
        newest = self.pair.desk.case(workflow, case.id, by=AUDITOR)
        done = self.pair.desk.execute(workflow, newest, command, by=by)
        assert done.subject == self.pair.gone.subject
        return done.state

    def state(self, case: Any) -> Any:
        return now(self.pair.house, case)


def test_a_visit_booked_and_billed_with_the_retired_card_is_made_with_the_other(
    storage: Storage,
) -> None:
    visit = Visit.of(storage)
    pair, desk, made = visit.pair, visit.pair.desk, bill("150.00", "50.00")
    one, other = visit.slots()
    request, traveller = Request(slot=one.id), pair.me(pair.gone)
    booked = desk.start(appointment, pair.gone, request, by=traveller)
    visit.run()
    visit.hospital.billing.add(pair.gone.subject, made)
    published = Publish(bill=made, org_name="市第一医院")
    billed = desk.start(settlement, pair.gone, published, by=HIS)
    credential = visit.hospital.insurance.enrol(pair.gone.subject, money("30.00"))

    pair.merge()

    me = pair.me()
    assert isinstance(visit.state(booked), Confirmed)
    visit.do(booked, Reschedule(slot=other.id), me)
    visit.run()
    pair.house.clock.now = other.starts_at
    visit.do(booked, CheckIn(), me)
    visit.run(1)
    visit.do(booked, Call(), DOCTOR)
    assert isinstance(visit.do(booked, Finish(), DOCTOR), Completed)
    visit.do(billed, ChooseInsurance(credential=credential), me)
    visit.run(2)
    visit.do(billed, Pay(version=1, amount=visit.state(billed).split.cash), me)
    visit.run()
    assert isinstance(visit.state(billed), Settled)
    mine = {case.id for case in desk.all_cases(pair.kept, by=me, limit=50)}
    assert {booked.id, billed.id} <= mine


def test_who_still_comes_with_the_retired_card_is_told_so() -> None:
    visit = Visit.of(MemoryStorage())
    pair, old = visit.pair, visit.pair.me(visit.pair.gone)
    one, other = visit.slots()
    request, moved = Request(slot=one.id), Reschedule(slot=other.id)
    booked = pair.desk.start(appointment, pair.gone, request, by=old)
    visit.run()
    pair.merge()
    with pytest.raises(CardMergedError):
        visit.do(booked, moved, old)
    visit.do(booked, moved, pair.me())


def test_nothing_new_begins_with_the_retired_card() -> None:
    visit = Visit.of(MemoryStorage())
    pair, request = visit.pair, Request(slot=visit.slots()[0].id)
    pair.merge()
    for by in (pair.me(pair.gone), pair.me(), HIS):
        with pytest.raises((CardMergedError, RuleViolationError)):
            pair.desk.start(appointment, pair.gone, request, by=by)


def test_after_parting_it_is_the_other_card_s_alone() -> None:
    visit = Visit.of(MemoryStorage())
    pair, old = visit.pair, visit.pair.me(visit.pair.gone)
    one, other = visit.slots()
    request, moved = Request(slot=one.id), Reschedule(slot=other.id)
    booked = pair.desk.start(appointment, pair.gone, request, by=old)
    visit.run()
    pair.part(pair.merge())
    with pytest.raises(RuleViolationError):
        visit.do(booked, moved, pair.me())
    visit.do(booked, moved, old)


def test_triage_begun_with_the_retired_card_and_the_other_s_declaration_meet() -> None:
    packs: dict[str, Timeline[Policy]] = {triage.name: Timeline((LOOKING,))}
    house = build(MemoryStorage(), Suite.INTL, policies=packs)
    pair = two(house)
    at_desk = house.desk.start(triage, pair.gone, Arrive(org="H1"), by=NURSE)
    pair.merge()
    declared = pair.desk.start(health_declaration, pair.kept, submit(), by=pair.me())
    house.risk.colours[pair.gone.id] = "RED"
    checked = house.desk.execute(triage, at_desk, Precheck(vitals=WELL), by=NURSE)
    seen: Any = checked.state
    assert seen.declared
    house.desk.execute(triage, checked, RouteOn(), by=NURSE)
    assert isinstance(now(house, declared), ValidAttention)


def test_a_newer_declaration_takes_the_place_of_one_of_the_retired_card() -> None:
    house = build(MemoryStorage(), Suite.INTL)
    pair = two(house)
    old = pair.desk.start(health_declaration, pair.gone, submit(), by=WINDOW)
    pair.merge()
    pair.desk.start(health_declaration, pair.kept, submit(), by=WINDOW)
    assert isinstance(now(house, old), Superseded)


def test_an_entry_with_the_other_card_is_noted_on_the_retired_one_s_declaration() -> (
    None
):
    house = build(MemoryStorage(), Suite.INTL)
    pair = two(house)
    old = pair.desk.start(health_declaration, pair.gone, submit(), by=WINDOW)
    pair.merge()
    Entrance(pair.desk, GATE).enter(pair.desk.show(pair.kept.id, by=WINDOW).text)
    (use,) = now(house, old).uses
    assert use.place == "east"
