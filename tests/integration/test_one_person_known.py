"""What is known by the retired card is known of the holder: visits, reports, 120."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Case, Ports, Suite
from ehealthcard.adapters.simulator import (
    SimulatedCentre,
    SimulatedEncounters,
    SimulatedHospital,
    SimulatedIndex,
    SimulatedRecords,
    SimulatedRisk,
)
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.desk import EmergencyLine, HealthRecords, VisitRecords
from ehealthcard.errors import AccessDeniedError, RuleViolationError
from ehealthcard.ports import Institution
from ehealthcard.rules.access import STRONGLY_AUTHENTICATED, GrantScope
from ehealthcard.rules.health_records.standing import MergeProof
from ehealthcard.rules.reporting import ReportKind
from ehealthcard.services.access_grant import Grant, access_grant
from ehealthcard.services.emergency_call import InfoDelivered
from ehealthcard.services.health_record import Merge, OpenToSelf, health_record
from ehealthcard.services.mutual_recognition import Viewed
from ehealthcard.services.report import Order, report
from ehealthcard.services.report.model import Sensitivity
from ehealthcard.services.report_interpretation import Interpreted
from ehealthcard.services.visit_record_query import Ready
from tests.actors import AUDITOR
from tests.services.reports import CRITICAL

from .conftest import build
from .test_emergency import PHONE, Line
from .test_health_records import KEEPER, NEW, Centre, released
from .test_recognising import AWAY, HOME, LOOK, Region, connect
from .test_sensitive_classes import ORDERER
from .test_visit_records import ASK, fill
from .two_cards import Two, two


@pytest.fixture
def pair() -> Two:
    return two(build(MemoryStorage(), Suite.INTL))


def hospitals(pair: Two, index: SimulatedIndex | None) -> SimulatedEncounters:
    one = SimulatedEncounters("H1")
    ports = Ports(institutions=(Institution("H1", "一院", one),), patients=index)
    pair.house.desk = attrs.evolve(pair.desk, ports=ports)
    return one


def visits(pair: Two) -> set[str]:
    """Return the patient numbers under which the holder finds visits."""
    records = VisitRecords(pair.desk)
    case = records.ask(pair.kept, ASK, by=pair.me())
    assert isinstance(case.state, Ready)
    return {visit.patient for visit in case.state.visits}


@pytest.mark.parametrize("indexed", [True, False], ids=["index", "no index"])
def test_visits_under_the_numbers_of_both_cards_are_found(
    pair: Two, *, indexed: bool
) -> None:
    index = SimulatedIndex() if indexed else None
    house = hospitals(pair, index)
    numbers = ("P1", "P2") if index else (pair.kept.subject, pair.gone.subject)
    cards = zip((pair.kept, pair.gone), numbers, strict=True)
    for seed, (card, number) in enumerate(cards):
        fill(house, number, seed)
        if index:
            index.link(card.subject, "H1", number)
    assert visits(pair) == {numbers[0]}
    case = pair.merge()
    assert visits(pair) == set(numbers)
    pair.part(case)
    assert visits(pair) == {numbers[0]}


def test_two_consents_of_one_person_are_one_when_the_number_calls_120() -> None:
    house = build(MemoryStorage(), Suite.INTL)
    centre, records = SimulatedCentre(("3301",)), SimulatedRecords()
    risk = SimulatedRisk(house.clock)
    ports = Ports(risk=risk, emergency=centre, emergency_records=records)
    house.desk = attrs.evolve(house.desk, ports=ports)
    pair = two(house)
    line = Line(house, centre, records, risk, EmergencyLine(house.desk, "E1"))
    for card in (pair.gone, pair.kept):
        line.line.authorise(card, by=pair.me(card), consent="2026-1", phone=PHONE)
    assert line.dial().state.info.reason == "SEVERAL_CARDS"
    pair.merge()
    house.clock.forward(hours=1)
    call = line.dial()
    assert isinstance(call.state, InfoDelivered)
    (sent,) = line.arrived()
    assert sent.card_id == str(pair.kept.id)


def test_the_retired_card_s_record_is_the_holder_s_and_no_second_one_is_built(
    pair: Two,
) -> None:
    centre = Centre(pair.house)
    built = centre.opened(pair.gone)
    pair.merge()
    found = centre.records.of(pair.kept)
    assert found is not None
    assert found.id == built.id
    with pytest.raises(RuleViolationError, match="RECORD_EXISTS"):
        centre.records.build(pair.kept, NEW, by=KEEPER)
    assert centre.records.read(pair.kept, by=pair.me()).number


def test_two_records_are_shown_as_one_until_their_keeper_merges_them(
    pair: Two,
) -> None:
    centre = Centre(pair.house)
    own, other = centre.opened(pair.kept), centre.opened(pair.gone)
    pair.merge()

    page = centre.records.read(pair.kept, by=pair.me())
    assert own.state.number == page.number
    assert [other.state.number] == [one.number for one in page.beside]
    assert 0 == page.unseen
    looks = centre.records.readings(pair.kept, by=AUDITOR)
    marks = [r.access.watermark for r in looks]
    for case in (own, other):
        assert 1 == sum(case.state.number in mark for mark in marks)

    merge = Merge(into=own.state.file, proof=MergeProof.POLICE)
    pair.desk.execute(health_record, _newest(pair, other), merge, by=KEEPER)
    page = centre.records.read(pair.kept, by=pair.me())
    assert [other.state.number] == [one.number for one in page.absorbed]
    assert () == page.beside


def test_a_record_that_is_closed_stays_closed_beside_the_open_one(pair: Two) -> None:
    centre = Centre(pair.house)
    centre.opened(pair.kept)
    other = centre.records.build(pair.gone, NEW, by=KEEPER)
    pair.merge()

    page = centre.records.read(pair.kept, by=pair.me())

    assert ((), 1) == (page.beside, page.unseen)
    pair.desk.execute(health_record, other, OpenToSelf(), by=pair.me())
    assert 1 == len(centre.records.read(pair.kept, by=pair.me()).beside)
    foreign = Actor("other", {"doctor"}, org="C9")
    with pytest.raises((AccessDeniedError, RuleViolationError)):
        centre.records.read(pair.kept, by=foreign)


def _newest(pair: Two, case: Case[Any]) -> Case[Any]:
    found: Case[Any] = pair.desk.case(health_record, case.id, by=AUDITOR)
    return found


def test_a_report_of_the_retired_card_is_explained_to_the_holder(pair: Two) -> None:
    centre = Centre(pair.house)
    released(centre, pair.gone, CRITICAL)
    centre.opened(pair.gone)
    with pytest.raises(RuleViolationError):
        centre.records.interpret(pair.kept, "H1:R-1", by=pair.me())
    pair.merge()
    said = centre.records.interpret(pair.kept, "H1:R-1", by=pair.me())
    assert isinstance(said.state, Interpreted)


def test_a_sensitive_report_of_the_retired_card_asks_for_its_class(pair: Two) -> None:
    desk, friend = pair.desk, pair.house.card(5)
    order = Order(
        report="R-1",
        org="H1",
        org_name="一院",
        department="检验科",
        order="A-1",
        kind=ReportKind.LABORATORY,
        test="一项检测",
        sensitivity=Sensitivity.GENETIC,
    )
    desk.start(report, pair.gone, order, by=ORDERER)
    pair.merge()
    grant = Grant(
        delegate=friend.subject,
        scopes=(GrantScope.RECORDS, GrantScope.REPORTS),
        until=desk.clock() + timedelta(days=7),
        consent="2026-1",
    )
    desk.start(access_grant, pair.kept, grant, by=pair.me())
    roles = {"resident", STRONGLY_AUTHENTICATED}
    by = Actor("app-5", roles, holder=friend.subject)
    with pytest.raises(AccessDeniedError):
        HealthRecords(desk).interpret(pair.kept, "H1:R-1", by=by)


def test_a_report_of_the_retired_card_is_recognised_for_who_has_the_other() -> None:
    house = build(MemoryStorage(), Suite.INTL)
    home, away = SimulatedHospital(HOME), SimulatedHospital(AWAY)
    ports = attrs.evolve(house.desk.ports, results=home.results)
    house.desk = attrs.evolve(house.desk, ports=ports)
    region = Region(house, home, away)
    connect(region)
    pair = two(house)
    region.released(pair.gone)
    with pytest.raises(RuleViolationError):
        region.start(pair.kept, region.offer())
    pair.merge()
    shown: Any = region.start(pair.kept, region.offer())
    region.admit(pair.kept, patient=pair.gone.subject)
    assert isinstance(region.do(shown, LOOK).state, Viewed)
