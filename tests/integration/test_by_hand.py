"""What a hospital does not have is done by hand, and the case is told so."""

import ast
import json
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import attrs
import pytest
from typer.testing import CliRunner

import ehealthcard.services
from ehealthcard import OutboxRelay, Ports, Suite
from ehealthcard.adapters.receivers import SchedulingPort
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.cli.app import app
from ehealthcard.errors import (
    CapabilityUnavailableError,
    DefinitionError,
    OutsideUnavailableError,
)
from ehealthcard.ports import (
    ASKED,
    KNOWN,
    TOLD,
    Accepted,
    Answer,
    Capabilities,
    Message,
    Unclear,
)
from ehealthcard.services.appointment import Refused, Request, appointment
from ehealthcard.services.catalogue import CATALOGUE
from ehealthcard.workflow import Outgoing
from tests.actors import AUDITOR

from .conftest import WINDOW, build
from .payment import Doubtful, Failed, GiveBack, Settled, payment
from .shop import PAID, Shop

N = TypeVar("N", bound=ast.AST)
CODE = CapabilityUnavailableError.code


@pytest.fixture
def shop() -> Shop:
    """Return a shop in memory: no storage changes what is told here."""
    catalogue = CATALOGUE.plus(payment)
    return Shop(build(MemoryStorage(), Suite.INTL, catalogue=catalogue))


def relay(shop: Shop, *absent: str, **ports: Any) -> OutboxRelay:
    return OutboxRelay(shop.desk, ports, by_hand=absent)


def notes(shop: Shop) -> list[tuple[str, str]]:
    return [(m.kind, m.note) for m in shop.desk.storage.dead_letters()]


def test_an_ask_to_nobody_is_refused_and_nothing_waits(shop: Shop) -> None:
    case = shop.open()

    relay(shop, "pay", his=shop.his).run_once()

    assert Failed(code=CODE) == shop.state(case)
    assert [] == notes(shop)


def test_an_order_that_was_never_tried_is_refused(shop: Shop) -> None:
    case = shop.open()
    shop.pay.answers = [PAID]
    shop.run(2)
    shop.desk.execute(payment, shop.newest(case), GiveBack(), by=WINDOW)

    relay(shop, "pay", his=shop.his).run_once()

    assert Failed(code=CODE) == shop.state(case)


def test_an_order_that_was_tried_waits_for_a_person(shop: Shop) -> None:
    """It may have been done: to say that it was refused would be a guess."""
    case = shop.open()
    shop.pay.answers = [PAID, Unclear()]
    shop.run(2)
    shop.desk.execute(payment, shop.newest(case), GiveBack(), by=WINDOW)
    shop.run()

    relay(shop, "pay", his=shop.his).run_once()

    assert [("refund", "no such port")] == notes(shop)


def test_a_question_to_nobody_waits_for_a_person(shop: Shop) -> None:
    """Whether the money came is not known by there being nobody to ask."""
    case = shop.open()
    shop.pay.answers = [Unclear()]
    relay(shop, pay=shop.pay).run_once(limit=1)

    relay(shop, "pay", his=shop.his).run_once()

    assert isinstance(shop.state(case), Doubtful)
    assert [("query", "no such port")] == notes(shop)


def test_a_telling_to_nobody_is_a_task_and_the_case_goes_on(shop: Shop) -> None:
    case = shop.open()
    shop.pay.answers = [PAID]
    for _ in range(2):
        relay(shop, "his", pay=shop.pay).run_once()
    assert Settled(receipt="r-1") == shop.state(case)
    assert [("paid", "by hand")] == notes(shop)

    shop.desk.execute(payment, shop.newest(case), GiveBack(), by=WINDOW)
    shop.pay.answers = [Accepted()]
    relay(shop, "his", pay=shop.pay).run_once()

    assert Failed(code="returned") == shop.state(case)


def test_a_destination_that_nobody_declared_is_a_mistake(shop: Shop) -> None:
    shop.open()

    relay(shop, "courier", his=shop.his).run_once()

    assert [("charge", "no such port")] == notes(shop)


def test_a_port_may_say_itself_that_it_cannot(shop: Shop) -> None:
    class Deaf:
        def deliver(self, message: Message, /) -> Answer | None:
            raise next(c for c in TOLD if c.name == "payments").missing()

    case = shop.open()

    relay(shop, pay=Deaf()).run_once()

    assert Failed(code=CODE) == shop.state(case)


def test_a_visit_cannot_be_booked_where_there_is_no_schedule() -> None:
    house = build(MemoryStorage(), Suite.INTL)
    card = house.card()

    with pytest.raises(CapabilityUnavailableError) as caught:
        house.desk.start(appointment, card, Request(slot="S-1"), by=WINDOW)

    assert isinstance(caught.value, OutsideUnavailableError)
    assert "Ports(scheduling=" in caught.value.english
    assert "请到窗口或电话预约" in caught.value.chinese
    assert [] == house.desk.cases(appointment, card, by=AUDITOR)


def test_a_booking_is_refused_where_slots_are_seen_but_not_taken() -> None:
    """The schedule can be read, but nothing takes a slot: staff do."""
    house, hospital = build(MemoryStorage(), Suite.INTL), SimulatedHospital("H1")
    desk = attrs.evolve(house.desk, ports=Ports(scheduling=hospital.scheduling))
    day = house.clock.now.date() + timedelta(days=2)
    slot = hospital.scheduling.slots(org="H1", department="03.01", first=day, last=day)[
        0
    ].slot
    case = desk.start(appointment, house.card(), Request(slot=slot.id), by=WINDOW)

    OutboxRelay(desk, {}, by_hand=("scheduling",)).run_once()

    state = desk.case(appointment, case.id, by=AUDITOR).state
    assert isinstance(state, Refused)
    assert CODE in state.model_dump().values()


def test_what_is_missing_is_said_in_words() -> None:
    ports = Ports(scheduling=SimulatedHospital("H1").scheduling)
    found = Capabilities.of(ports, ("scheduling", "his"), ("courier",))

    missing = {c.key for c in found.missing}
    assert {"ports.scheduling", "outbox.scheduling", "outbox.his"} & missing == set()
    assert {"ports.billing", "outbox.courier", "outbox.payments"} <= missing
    assert "outbox.courier" not in {c.key for c in found.undeclared}
    assert all(c.staff and c.staff_zh and c.zh and c.en for c in KNOWN)


def test_a_destination_is_not_wired_and_absent_at_once(shop: Shop) -> None:
    with pytest.raises(DefinitionError):
        relay(shop, "his", his=shop.his).declare()


@pytest.mark.parametrize("where", ["ports", "by_hand"])
def test_a_misspelt_destination_is_refused_with_the_nearest_name(
    shop: Shop, where: str
) -> None:
    with pytest.raises(DefinitionError, match="is 'monitor' meant") as refused:
        OutboxRelay(
            shop.desk,
            {"montior": shop.his} if where == "ports" else {},
            by_hand=["montior"] if where == "by_hand" else [],
        )
    assert "是否应为 'monitor'" in str(refused.value)


def test_a_destination_of_the_hospitals_own_is_taken(shop: Shop) -> None:
    own = relay(shop, robot=shop.his, monitor=shop.his, monitors=shop.his)
    assert {"robot", "monitor", "monitors"} == own.ports.keys()


def test_a_relay_says_at_the_start_whose_messages_nobody_takes(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    relay(shop, *(c.name for c in TOLD if c.name != "monitor"))
    (said,) = caplog.messages
    assert "Nobody takes messages to monitor: each becomes a dead letter" in said
    assert "monitor 无人接收" in said
    caplog.clear()

    relay(shop, *(c.name for c in TOLD))

    assert [] == caplog.messages


def test_every_question_of_a_desk_is_known_by_name() -> None:
    limiters = {f.name for f in attrs.fields(Ports) if f.name.endswith("limiter")}
    assert {f.name for f in attrs.fields(Ports)} - limiters == {c.name for c in ASKED}


def test_every_destination_of_a_service_is_known_by_name() -> None:
    manners = {kind.__name__ for kind in Outgoing.__subclasses__()} | {"Order"}
    named = {
        _said(call.args[0], path)
        for path in Path(ehealthcard.services.__file__).parent.rglob("*.py")
        for call in _nodes(path, ast.Call)
        if isinstance(call.func, ast.Name) and call.func.id in manners and call.args
    }
    assert {c.name for c in TOLD} == named


def _said(word: ast.expr, path: Path) -> str:
    """Return a destination, written out or by the name of a constant of the house."""
    if isinstance(word, ast.Constant):
        return str(word.value)
    assert isinstance(word, ast.Name)
    return next(
        str(made.value.value)
        for near in path.parent.glob("*.py")
        for made in _nodes(near, ast.Assign)
        if isinstance(made.value, ast.Constant)
        and word.id in [t.id for t in made.targets if isinstance(t, ast.Name)]
    )


def _nodes(path: Path, kind: type[N]) -> list[N]:
    tree = ast.parse(path.read_text("utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, kind)]


def test_the_health_check_names_what_is_missing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/desk.db"
    storage = SqlStorage.open(url)
    desk = build(storage, Suite.INTL).desk
    assert desk.health().lacks is None
    scheduling = SchedulingPort(SimulatedHospital("H1").scheduling)
    for _ in range(2):
        OutboxRelay(desk, {"scheduling": scheduling}, by_hand=("courier",)).declare()
    lacks = desk.health().lacks
    storage.close()

    shown = CliRunner().invoke(app, ["health", "--db", url])

    assert shown.exit_code == 0, shown.output
    assert lacks == json.loads(shown.stdout)["lacks"]
    assert lacks is not None
    assert "by-hand" == lacks["outbox.courier"]
    assert "missing" == lacks["outbox.his"]
    assert "outbox.scheduling" not in lacks
    assert "请到窗口领取" in shown.stderr
