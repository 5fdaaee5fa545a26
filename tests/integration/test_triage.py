"""Triage through the desk: declaration, risk, clock, unknown patients."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ehealthcard import Actor, Clockwork, Suite
from ehealthcard.ports import Storage
from ehealthcard.rules.grading import Judgement, Level, Resource
from ehealthcard.rules.vitals import Avpu, Vitals
from ehealthcard.services.foundation.card import ReportLost, card_life
from ehealthcard.services.health_declaration import ValidAttention
from ehealthcard.services.triage import (
    Arrive,
    Arrived,
    BindPatient,
    CallIn,
    Grade,
    InCare,
    Precheck,
    PutAway,
    Regrade,
    RoutedClinic,
    RoutedEmergency,
    RoutedIsolation,
    RouteOn,
    TriagePolicy,
    Waiting,
    triage,
)
from ehealthcard.workflow import Timeline
from tests.actors import AUDITOR

from .conftest import WINDOW, House, build
from .visits import HOT, declare, now

NURSE = Actor("nurse-1", {"triage"}, org="H1")
DOCTOR = Actor("doctor-1", {"doctor"}, org="H1")
LOOKING = TriagePolicy(
    name="looking", effective_from=date(2020, 1, 1), colours_count=True
)
WELL = Vitals(
    systolic=120,
    heart_rate=72,
    respiration=12,
    temperature=Decimal("36.8"),
    avpu=Avpu.ALERT,
)


@pytest.fixture
def house(storage: Storage) -> House:
    return build(storage, Suite.INTL, policies={triage.name: Timeline((LOOKING,))})


def do(house: House, case: Any, *commands: Any, by: Actor = NURSE) -> Any:
    for command in commands:
        case = house.desk.execute(triage, case, command, by=by)
    return case


def at_desk(house: House, seed: int = 1, **more: Any) -> Any:
    return house.desk.start(
        triage, house.card(seed), Arrive(org="H1", **more), by=NURSE
    )


def waiting(house: House, level: str, **more: Any) -> Any:
    judgement = Judgement(level=Level(level), **more)
    steps = (Precheck(vitals=WELL), RouteOn(emergency=True), Grade(judgement=judgement))
    return do(house, at_desk(house), *steps)


def test_a_red_card_is_led_to_an_isolated_point_and_its_declaration_hears_of_it(
    house: House,
) -> None:
    declared = declare(house)
    house.risk.colours[house.card().id] = "RED"

    case = do(house, at_desk(house), Precheck(vitals=WELL))
    assert (case.state.risk, case.state.declared) == ("RED", True)
    case = do(house, case, RouteOn())

    assert isinstance(case.state, RoutedIsolation)
    assert case.state.infectious == ("RISK_RED",)
    assert isinstance(now(house, declared), ValidAttention)
    kinds = {m.kind for m in house.desk.storage.pending(at=house.clock.now, limit=9)}
    assert kinds == {"triage-isolation", "declaration-attention"}


def test_a_declaration_counts_for_its_24_hours_and_not_after(house: House) -> None:
    declare(house, answers=HOT)
    house.clock.forward(hours=24)
    within = do(house, at_desk(house), Precheck(vitals=WELL))
    house.clock.forward(seconds=1)
    after = do(house, at_desk(house), Precheck(vitals=WELL))

    assert within.state.infectious == ("DECLARED_ATTENTION",)
    assert (after.state.infectious, after.state.declared) == ((), False)


def test_a_silent_risk_source_holds_nobody_up(house: House) -> None:
    house.risk.is_down = True

    case = do(house, at_desk(house), Precheck(vitals=WELL), RouteOn())

    assert isinstance(case.state, RoutedClinic)
    assert case.state.risk is None


def test_a_lost_card_is_triaged_all_the_same(house: House) -> None:
    card = house.card()
    life = house.desk.case(card_life, card.case, by=AUDITOR)
    house.desk.execute(card_life, life, ReportLost(reason="bus"), by=WINDOW)

    case = at_desk(house)

    assert isinstance(case.state, Arrived)
    assert case.state.holder == card.subject


def test_tr1_and_the_wait_is_stored(house: House) -> None:
    case = waiting(house, "4", resources=(Resource.LAB, Resource.IMAGING))
    assert case.state.level is Level.III
    house.clock.forward(minutes=12)

    case = do(house, case, CallIn(), by=DOCTOR)

    assert isinstance(case.state, InCare)
    assert case.state.waited == timedelta(minutes=12)


def test_tr3_the_clockwork_writes_down_that_a_response_time_has_passed(
    house: House,
) -> None:
    case = waiting(house, "2")
    house.clock.forward(minutes=15)
    assert Clockwork(house.desk).run_once() == 0
    house.clock.forward(seconds=1)

    assert Clockwork(house.desk).run_once() == 1

    found = house.desk.case(triage, case.id, by=AUDITOR)
    assert isinstance(found.state, Waiting)
    assert found.state.level is Level.II
    last = house.desk.history(triage, found, by=AUDITOR)[-1]
    assert (last.command, last.actor) == ("ResponseOverdue", "system")
    kinds = [m.kind for m in house.desk.storage.pending(at=house.clock.now, limit=9)]
    assert kinds == ["triage-overdue"]
    again = do(house, found, Regrade(judgement=Judgement()))
    assert again.state.overdue_since is None
    causes = [g.cause for g in again.state.gradings]
    assert causes == ["grade", "overdue", "nurse"]


def test_tr5_a_childs_level_is_the_nurses(house: House) -> None:
    case = house.desk.start(triage, None, Arrive(org="H1", age=8), by=NURSE)
    judgement = Judgement(level=Level.III)

    case = do(
        house,
        case,
        Precheck(vitals=WELL),
        RouteOn(emergency=True),
        Grade(judgement=judgement),
    )

    assert case.state.gradings[0].mews.standing == "NOT_APPLICABLE"


def test_an_unknown_patient_is_treated_first_and_bound_later(house: House) -> None:
    case = house.desk.start(triage, None, Arrive(org="H1", mode="ambulance"), by=NURSE)
    case = do(house, case, Precheck(vitals=Vitals(spo2=70)), RouteOn())
    assert isinstance(case.state, RoutedEmergency)
    assert case.state.threat

    card = house.card()
    case = do(house, case, BindPatient(holder=card.subject))

    assert case.state.holder == card.subject
    found = house.desk.storage.related("card", card.subject)
    assert case.id in {e.case for e in found}


def test_an_unattended_case_is_put_away(house: House) -> None:
    case = at_desk(house)
    house.clock.forward(hours=24, seconds=1)

    Clockwork(house.desk).run_once()

    assert isinstance(house.desk.case(triage, case.id, by=AUDITOR).state, PutAway)
