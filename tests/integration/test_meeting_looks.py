"""Where merged cards, looks, limits and builds meet (合并、查阅、限流与客户端)."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest

from ehealthcard import Actor, Card, ServiceDesk, Suite
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.codesets import Channel, Purpose
from ehealthcard.desk import ClientBuilds, PersonalData
from ehealthcard.errors import (
    AccessDeniedError,
    ClientLimitedError,
    RateLimitedError,
    RuleViolationError,
)
from ehealthcard.monitor.clients import ClientPolicy
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.reporting import ReportKind
from ehealthcard.services.access_grant import Grant, access_grant
from ehealthcard.services.foundation.broken_glass import (
    GlassBroken,
    Justify,
    broken_glass,
)
from ehealthcard.services.foundation.card import Cancel, card_life
from ehealthcard.services.health_declaration import health_declaration
from ehealthcard.services.report import Cancel as Drop
from ehealthcard.services.report import Order, report
from ehealthcard.services.report.model import Sensitivity
from ehealthcard.services.visit_record_query import Ask, visit_record_query
from ehealthcard.workflow import SYSTEM
from tests.actors import AUDITOR

from .conftest import GATE, START, WINDOW, House, build, ring
from .test_accounts import app
from .test_limits import OTHER, stored
from .test_meeting_families import ERASER, GROWN, Two
from .visits import submit

ORDERER = Actor("doctor-1", {"doctor"}, org="H1", purpose=Purpose.CARE)
DOCTOR = Actor("doctor-2", {"doctor"}, org="H1", purpose=Purpose.CARE)
ON_CALL = Actor(
    "doctor-3", {"doctor", "break-glass"}, org="H1", purpose=Purpose.EMERGENCY
)


@attrs.define
class Pair(Two):
    """One person with two cards."""

    kept: Card
    gone: Card
    case: Any = None

    def unite(self) -> None:
        self.case = self.merge(self.kept, self.gone)


@pytest.fixture(params=["memory", "sqlite"])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pair]:
    storage: Any = MemoryStorage()
    if request.param == "sqlite":
        storage = SqlStorage.open(f"sqlite:///{tmp_path}/pair.db")
    yield people(build(storage, Suite.INTL))
    storage.close()


def people(house: House) -> Pair:
    two = Two(house)
    return Pair(house, two.numbered(1, GROWN), two.abroad(1, GROWN))


def ordered(desk: ServiceDesk, card: Card, sensitivity: Sensitivity | None) -> Any:
    order = Order(
        report=f"R-{sensitivity}",
        org="H1",
        org_name="一院",
        department="检验科",
        order=f"A-{sensitivity}",
        kind=ReportKind.LABORATORY,
        test="一项检测",
        sensitivity=sensitivity,
    )
    return desk.start(report, card, order, by=ORDERER)


def reviews(pair: Pair) -> list[Any]:
    return list(pair.desk.worklist(broken_glass, GlassBroken, by=WINDOW))


def test_care_for_a_retired_card_is_care_for_the_person(pair: Pair) -> None:
    pair.desk.start(health_declaration, pair.gone, submit(), by=WINDOW)
    with pytest.raises(AccessDeniedError):
        pair.desk.all_cases(pair.kept, by=DOCTOR)
    pair.unite()
    assert pair.desk.all_cases(pair.kept, by=DOCTOR)
    assert pair.desk.all_cases(pair.kept, by=ON_CALL)
    assert not reviews(pair)


def test_no_glass_is_broken_where_care_goes_on_for_the_card_that_stays(
    pair: Pair,
) -> None:
    pair.desk.start(health_declaration, pair.kept, submit(), by=WINDOW)
    pair.unite()
    assert pair.desk.all_cases(pair.gone, by=ON_CALL)
    assert not reviews(pair)


def test_the_holder_sees_what_is_sensitive_of_either_card(pair: Pair) -> None:
    hiv = ordered(pair.desk, pair.gone, Sensitivity.HIV)
    pair.unite()
    me = app(pair.kept)
    for card in (pair.kept, pair.gone):
        assert hiv.id in {c.id for c in pair.desk.cases(report, card, by=me)}
        assert hiv.id in {c.id for c in pair.desk.all_cases(card, by=me)}
    assert hiv.id == pair.desk.case(report, hiv.id, by=me).id


def test_a_list_that_only_a_broken_glass_opens_is_reviewed(pair: Pair) -> None:
    hiv = ordered(pair.desk, pair.kept, Sensitivity.HIV)
    found = pair.desk.cases(report, pair.kept, by=ON_CALL)
    assert [hiv.id] == [case.id for case in found]
    (waiting,) = reviews(pair)
    assert "doctor-3" == waiting.state.by


def test_a_list_is_reviewed_once_whatever_the_glass_opens(pair: Pair) -> None:
    hiv = ordered(pair.desk, pair.kept, Sensitivity.HIV)
    pair.desk.execute(report, hiv, Drop(reason="double"), by=ORDERER)
    with pytest.raises(AccessDeniedError):
        pair.desk.all_cases(pair.kept, by=DOCTOR)
    found = pair.desk.all_cases(pair.kept, by=ON_CALL)
    assert hiv.id in {case.id for case in found}
    assert 1 == len(reviews(pair))


def test_a_window_sees_a_grant_that_covers_everything(pair: Pair) -> None:
    friend = pair.numbered(5, GROWN)
    given = granted(pair, friend, sensitive=True)
    clerk = Actor("clerk-2", {"staff"}, org="H1")
    assert given.id == pair.desk.case(access_grant, given.id, by=clerk).id
    found = pair.desk.cases(access_grant, pair.kept, by=clerk)
    assert [given.id] == [case.id for case in found]


def granted(pair: Pair, friend: Card, **more: Any) -> Any:
    grant = Grant(
        delegate=friend.subject,
        scopes=(GrantScope.SHOW, GrantScope.RECORDS),
        until=START + timedelta(days=7),
        consent="1",
        **more,
    )
    me = attrs.evolve(app(pair.kept), roles={"resident", "strong-auth"})
    return pair.desk.start(access_grant, pair.kept, grant, by=me)


def test_what_falls_due_tells_nothing_sensitive_of_a_holder(pair: Pair) -> None:
    friend = pair.numbered(5, GROWN)
    granted(pair, friend)
    day = START.date()
    asked = Ask(first=day, last=day, purpose="second opinion", sensitive=True)
    me = attrs.evolve(app(pair.kept), roles={"resident", "strong-auth"})
    query = pair.desk.start(visit_record_query, pair.kept, asked, by=me)
    wanted = {"until": START + timedelta(days=4000), "card": pair.kept, "limit": 100}

    def seen(by: Actor) -> set[str]:
        return {due.case.id for due in pair.desk.due(by=by, **wanted).cases}

    assert query.id in seen(me)
    assert query.id not in seen(app(friend))
    with pytest.raises(AccessDeniedError):
        pair.desk.case(visit_record_query, query.id, by=app(friend))


def test_the_uses_of_both_cards_are_the_holder_s(pair: Pair) -> None:
    text = pair.desk.show(pair.gone.id, by=WINDOW).text
    pair.desk.scan(text, by=GATE)
    pair.unite()
    pair.desk.scan(pair.desk.show(pair.kept.id, by=WINDOW).text, by=GATE)

    uses = pair.desk.uses(pair.kept, by=app(pair.kept))
    assert {pair.kept.subject, pair.gone.subject} == {use.subject for use in uses}
    assert [use.id for use in uses] == sorted((use.id for use in uses), reverse=True)
    assert 1 == len(pair.desk.uses(pair.kept, by=AUDITOR, limit=1))


def test_a_copy_of_everything_has_what_a_retired_card_has(pair: Pair) -> None:
    old = pair.desk.start(health_declaration, pair.gone, submit(), by=WINDOW)
    pair.desk.scan(pair.desk.show(pair.gone.id, by=WINDOW).text, by=GATE)
    before = json.loads(copy(pair))
    pair.unite()
    told = json.loads(copy(pair))

    assert 1 == len(before["cards"])
    assert {"ACTIVE", "MERGED"} == {card["status"].upper() for card in told["cards"]}
    assert old.id in {case["case"] for case in told["cases"]}
    assert "gate-1" in {use["terminal"] for use in told["uses"]}
    assert ["E00000001"] == [person["number"] for person in told["merged"]]
    assert told["person"]["number"] != "E00000001"


def copy(pair: Pair) -> bytes:
    return PersonalData(pair.desk).copy(pair.kept, by=app(pair.kept)).data


def test_who_is_inside_is_let_out_with_the_card_that_stays(pair: Pair) -> None:
    entrance = pair.house.entrance()
    pair.desk.start(health_declaration, pair.gone, submit(), by=WINDOW)
    inside = entrance.enter(pair.desk.show(pair.gone.id, by=WINDOW).text)
    pair.unite()

    again = entrance.enter(pair.desk.show(pair.kept.id, by=WINDOW).text)
    assert inside.id == again.id
    out = entrance.leave(pair.desk.show(pair.kept.id, by=WINDOW).text)
    assert out is not None
    assert inside.id == out.id


def test_a_holder_of_two_cards_is_counted_once(pair: Pair) -> None:
    ports = attrs.evolve(pair.desk.ports, card_limiter=stored(pair.house, 1))
    old = pair.desk.show(pair.gone.id, by=WINDOW).text
    pair.unite()
    desk = attrs.evolve(pair.desk, ports=ports)
    desk.scan(old, by=GATE)
    with pytest.raises(RateLimitedError):
        desk.scan(desk.show(pair.kept.id, by=WINDOW).text, by=OTHER)


def test_an_attempt_counts_whatever_becomes_of_it(pair: Pair) -> None:
    ports = attrs.evolve(pair.desk.ports, card_limiter=stored(pair.house, 2))
    desk = attrs.evolve(pair.desk, ports=ports)
    text = desk.show(pair.kept.id, by=WINDOW).text
    desk.scan(text, by=GATE)
    with pytest.raises(Exception, match="REPLAYED"):
        desk.scan(text, by=GATE)
    with pytest.raises(RateLimitedError):
        desk.scan(desk.show(pair.kept.id, by=WINDOW).text, by=GATE)


def test_a_delegate_shows_the_code_even_with_an_old_build(pair: Pair) -> None:
    friend = pair.numbered(5, GROWN)
    granted(pair, friend)
    roots = (ring(Suite.INTL).public().trust,)
    desk = attrs.evolve(pair.desk, clients=ClientBuilds(roots))
    old = attrs.evolve(app(friend), channel=Channel.MINI_PROGRAM)

    assert desk.show(pair.kept.id, by=old).text
    with pytest.raises(ClientLimitedError):
        desk.all_cases(pair.kept, by=old)
    with pytest.raises(AccessDeniedError):
        desk.show(pair.gone.id, by=old)


def test_the_system_itself_acts_with_no_build(pair: Pair) -> None:
    roots = (ring(Suite.INTL).public().trust,)
    everywhere = ClientPolicy(named=tuple(Channel))
    clients = ClientBuilds(roots, policy=everywhere)
    desk = attrs.evolve(pair.desk, clients=clients)
    with pytest.raises(ClientLimitedError):
        desk.all_cases(pair.kept, by=AUDITOR)
    assert desk.all_cases(pair.kept, by=SYSTEM)


def test_an_emergency_look_is_reviewed_before_its_holder_is_erased(pair: Pair) -> None:
    pair.desk.all_cases(pair.kept, by=ON_CALL)
    case = pair.desk.case(card_life, pair.kept.case, by=AUDITOR)
    pair.desk.execute(card_life, case, Cancel(reason="moved"), by=WINDOW)
    (look,) = reviews(pair)

    with pytest.raises(RuleViolationError, match="broken-glass"):
        pair.desk.erase(pair.kept.id, by=ERASER, reason="asked")
    pair.desk.execute(broken_glass, look, Justify(note="cardiac arrest"), by=AUDITOR)
    assert pair.desk.erase(pair.kept.id, by=ERASER, reason="asked")
