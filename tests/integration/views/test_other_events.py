"""A HIS's view tells of bookings and reports, as other cases hear of them."""

from pathlib import Path
from typing import Any

import attrs
import pytest
from sqlalchemy import create_engine, text

from ehealthcard import Ports, ServiceDesk, Suite
from ehealthcard.adapters.dbview import (
    EventKind,
    EventMap,
    FieldMap,
    Poller,
    ViewMapping,
    ViewSource,
    Watermark,
    Why,
)
from ehealthcard.adapters.simulator import (
    SimulatedHospital,
    SimulatedMessenger,
    document_of,
)
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.services.appointment import CheckedIn, Suspended, appointment
from ehealthcard.services.report import sheet_of
from ehealthcard.workflow import Timeline
from tests.integration.conftest import build
from tests.integration.test_booking import SAME, Clinic
from tests.integration.test_reports import Ward

COLUMNS = ("SFZH", "YYXH", "BGDH", "BCDM")
MAPPING = ViewMapping(
    name="changes",
    org="H1",
    view="CHANGES",
    key=("ID",),
    watermark=Watermark(column="ID", holds="number"),
    event=EventMap(
        column="WHAT",
        codes={
            "1": EventKind.REGISTRATION,
            "2": EventKind.SESSION_SUSPENDED,
            "3": EventKind.REPORT_BEGUN,
            "4": EventKind.REPORT_READY,
            "5": EventKind.INDEX_CHANGED,
        },
    ),
    fields={
        "document": FieldMap(columns=("SFZH",)),
        "appointment": FieldMap(columns=("YYXH",)),
        "report": FieldMap(columns=("BGDH",)),
        "session": FieldMap(columns=("BCDM",)),
    },
)


@attrs.define
class Changes:
    """A change table: what changed, under a rising number."""

    url: str
    number: int = 0

    def tell(self, what: str, **more: str) -> None:
        self.number += 1
        values = {"what": what, "id": self.number} | dict.fromkeys(COLUMNS) | more
        engine = create_engine(self.url)
        with engine.begin() as connection:
            sql = "INSERT INTO CHANGES VALUES (:id, :what, :SFZH, :YYXH, :BGDH, :BCDM)"
            connection.execute(text(sql), values)
        engine.dispose()

    def poller(self, desk: ServiceDesk) -> Poller:
        return Poller(desk, ViewSource.open(self.url), MAPPING)


@pytest.fixture
def changes(tmp_path: Path) -> Changes:
    url = f"sqlite:///{tmp_path}/his.db"
    engine = create_engine(url)
    with engine.begin() as connection:
        named = ", ".join(f"{name} TEXT" for name in COLUMNS)
        sql = f"CREATE TABLE CHANGES (ID INTEGER, WHAT TEXT, {named})"
        connection.execute(text(sql))
    engine.dispose()
    return Changes(url)


def number_of(seed: int) -> str:
    return document_of(seed).number


@pytest.fixture
def clinic() -> Clinic:
    hospital = SimulatedHospital("H1", seed=3)
    policies = {n: Timeline((SAME,)) for n in ("appointment", "booking-penalty")}
    house = build(MemoryStorage(), Suite.INTL, policies=policies)
    house.desk = attrs.evolve(house.desk, ports=Ports(scheduling=hospital.scheduling))
    return Clinic(house, hospital)


def booked(clinic: Clinic, ahead: int) -> Any:
    case = clinic.book(clinic.slots(ahead=ahead)[0].id)
    clinic.run()
    return case


def test_who_registers_at_the_counter_has_checked_in(
    clinic: Clinic, changes: Changes
) -> None:
    case = booked(clinic, ahead=1)
    key = clinic.state(case).booking.key
    poller = changes.poller(clinic.house.desk)
    changes.tell("1", SFZH=number_of(1), YYXH=key)
    assert ["OTHER_DAY"] == [one.reason for one in poller.run_once().asides]

    clinic.house.clock.forward(days=1)
    again = poller.retry()

    assert (1, ()) == (again.done, again.asides)
    assert isinstance(clinic.state(case), CheckedIn)
    changes.tell("1", SFZH=number_of(1), YYXH=key)
    changes.tell("1", SFZH=number_of(1), YYXH="of nobody")
    report = poller.run_once()
    assert (1, [Why.CASE_UNKNOWN]) == (report.done, [a.reason for a in report.asides])


def test_a_session_that_is_off_suspends_its_bookings(
    clinic: Clinic, changes: Changes
) -> None:
    case = booked(clinic, ahead=2)
    changes.tell("2", BCDM=clinic.state(case).booking.slot.session)
    changes.tell("5", SFZH=number_of(1))

    assert 2 == changes.poller(clinic.house.desk).run_once().done
    assert isinstance(clinic.state(case), Suspended)
    found = clinic.house.desk.storage.history(case.id)
    assert 1 == [event.state for event in found].count("Suspended")
    assert appointment.name == found[-1].workflow


def test_a_report_begins_and_is_released_when_its_paper_is_there(
    changes: Changes,
) -> None:
    hospital = SimulatedHospital("H1")
    house = build(MemoryStorage(), Suite.INTL)
    house.desk = attrs.evolve(house.desk, ports=Ports(results=hospital.results))
    ward = Ward(house, hospital, SimulatedMessenger(house.clock))
    card = house.card(1)
    house.card(2)
    case = ward.final(card)
    org, number = case.state.org, case.state.report
    changes.tell("4", SFZH=number_of(1), BGDH=number)
    changes.tell("4", SFZH=number_of(2), BGDH=number)
    changes.tell("4", SFZH=number_of(3), BGDH=number)
    changes.tell("4", SFZH="110101", BGDH=number)
    changes.tell("3", SFZH=number_of(1), BGDH=number)
    mapping = MAPPING.model_copy(update={"org": org})
    poller = Poller(house.desk, ViewSource.open(changes.url), mapping)
    hospital.results.print_sheet(sheet_of(case.state))

    report = poller.run_once()

    assert 2 == report.done
    assert [Why.ID_REUSED, Why.PATIENT_UNKNOWN, Why.CARD_UNREADABLE] == [
        one.reason for one in report.asides
    ]
    related = house.desk.storage.related("report", f"{org}:{number}")
    assert ["Released"] == [event.state for event in related]
