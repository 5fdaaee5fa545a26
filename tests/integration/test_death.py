"""CX1: what ends with somebody's life, all of it at once."""

from datetime import timedelta
from typing import Any

import attrs

from ehealthcard import Actor, Card, Case, Suite
from ehealthcard.adapters.simulator import (
    SimulatedHospital,
    SimulatedResidence,
    document_of,
    name_of,
)
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.desk import HealthRecords
from ehealthcard.identity import Applicant
from ehealthcard.ports import ResidenceReading, Storage
from ehealthcard.rules.booking import PROFILES
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.chronic.codes import EndReason
from ehealthcard.rules.health_records.codes import CancelReason
from ehealthcard.rules.signals import PersonDied
from ehealthcard.services import appointment as booking
from ehealthcard.services import child_health as children
from ehealthcard.services import chronic_care as care
from ehealthcard.services import companion_pass as companion
from ehealthcard.services import family_doctor_contract as signing
from ehealthcard.services import health_record as records
from ehealthcard.services import inpatient_certificate as stays
from ehealthcard.services import pregnancy as mothers
from ehealthcard.services import senior_card as senior
from ehealthcard.services.foundation import card as life
from tests.actors import AUDITOR
from tests.services.contracts import DOCTOR as GP
from tests.services.contracts import REQUEST
from tests.services.test_chronic_care import ENROL

from .conftest import WINDOW, House, build
from .test_chronic import FAMILY
from .test_health_records import KEEPER, NEW
from .test_inpatients import DEPOSIT, NURSE, REGISTER, Hospital
from .test_mother_and_child import BORN, DAY, Centre
from .test_senior_cards import APPLY, ISSUE, OFFICE


def test_cx1_death_ends_what_must_end_and_once(storage: Storage) -> None:
    house = furnished(storage)
    card = elder(house)
    cases = everything(house, card)
    desk = house.desk

    moved = desk.announce(PersonDied(card=card.subject))
    ends = {name: now(house, case).state for name, case in cases.items()}
    versions = [now(house, case).version for case in cases.values()]

    assert moved >= len(cases)
    assert isinstance(ends["appointment"], booking.Cancelled)
    assert isinstance(ends["chronic-care"], care.Ended)
    assert EndReason.DIED is ends["chronic-care"].reason
    assert isinstance(ends["family-doctor-contract"], signing.Terminated)
    assert signing.EndReason.DIED is ends["family-doctor-contract"].reason
    assert isinstance(ends["senior-card"], senior.Cancelled)
    assert senior.Ending.DIED is ends["senior-card"].reason
    assert isinstance(ends["inpatient-certificate"], stays.Deceased)
    assert isinstance(ends["companion-pass"], companion.RevokedWithStay)
    assert "died" == ends["companion-pass"].how
    assert isinstance(ends["card"], life.Cancelled)
    assert "died" == ends["card"].reason
    assert isinstance(ends["health-record"], records.Cancelled)
    assert CancelReason.DIED is ends["health-record"].reason
    assert "1" == CancelReason.DIED.value
    assert 0 == desk.announce(PersonDied(card=card.subject))
    assert versions == [now(house, case).version for case in cases.values()]


def test_cx1_a_childs_death_ends_its_care_and_record_and_not_its_mothers() -> None:
    house = build(MemoryStorage(), Suite.INTL)
    centre = Centre(house)
    hers = centre.deliver(centre.book())
    centre.wait(BORN + 6 * DAY)
    card, agreed = centre.child(), NEW.model_copy(update={"by_guardian": True})
    cases: tuple[Case[Any], ...] = (
        centre.enrol(card),
        HealthRecords(house.desk).build(card, agreed, by=KEEPER),
        now(house, hers),
    )

    moved = house.desk.announce(PersonDied(card=card.subject))
    visited, file, mother = (now(house, case) for case in cases)

    assert moved
    assert isinstance(visited.state, children.Died)
    assert isinstance(file.state, records.Cancelled)
    assert CancelReason.DIED is file.state.reason
    assert isinstance(mother.state, mothers.Postpartum)
    assert cases[2] == mother
    assert 0 == house.desk.announce(PersonDied(card=card.subject))
    assert [visited, file, mother] == [now(house, case) for case in cases]


def furnished(storage: Storage) -> House:
    """Return a house with a hospital and a register of residents."""
    policies = dict.fromkeys(("appointment", "booking-penalty"), PROFILES["B"])
    house = build(storage, Suite.INTL, policies=policies)
    hospital, register = SimulatedHospital("H1", seed=3), SimulatedResidence()
    ports = attrs.evolve(
        house.desk.ports, scheduling=hospital.scheduling, residence=register
    )
    house.desk = attrs.evolve(house.desk, ports=ports)
    return house


def elder(house: House) -> Card:
    born = house.clock.now.date() - timedelta(days=366 * 70)
    who = Applicant(name_of(1), document_of(1, born=born))
    card = house.desk.register(who, by=WINDOW)
    register = house.desk.ports.residence
    assert isinstance(register, SimulatedResidence)
    register.register(card.id, ResidenceReading(registered_in="370102"))
    return card


def everything(house: House, card: Card) -> dict[str, Case[Any]]:
    """Return a case of each service that a death must end."""
    desk, hospital = house.desk, Hospital(house)
    app = Actor("app", {"app"}, holder=card.subject)
    day = day_of(house.clock.now) + timedelta(days=2)
    scheduling = desk.ports.scheduling
    assert scheduling
    slot, *_ = scheduling.slots(org="H1", department="03.01", first=day, last=day)
    book = booking.Request(slot=slot.slot.id)
    contract = desk.start(signing.family_doctor_contract, card, REQUEST, by=app)
    badge = desk.start(senior.senior_card, card, APPLY, by=app)
    stay = hospital.prescribe(card)
    hospital.do(stay, REGISTER, app)
    admit = stays.Admit(number="Z-1", bed="12", identity_checked=True, deposit=DEPOSIT)
    hospital.do(stay, admit)
    beside = hospital.apply(2, by=app)
    return {
        "appointment": desk.start(booking.appointment, card, book, by=app),
        "chronic-care": desk.start(care.chronic_care, card, ENROL, by=FAMILY),
        "family-doctor-contract": hospital.do(
            contract, signing.Accept(has_read=True), GP
        ),
        "senior-card": hospital.do(badge, ISSUE, OFFICE),
        "inpatient-certificate": stay,
        "companion-pass": hospital.do(beside, companion.Approve(), NURSE),
        "card": desk.case(life.card_life, card.case, by=AUDITOR),
        "health-record": HealthRecords(desk).build(card, NEW, by=KEEPER),
    }


def now(house: House, case: Case[Any]) -> Case[Any]:
    return house.desk.case(
        house.desk.catalogue.named[case.workflow], case.id, by=AUDITOR
    )
