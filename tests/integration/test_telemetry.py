"""What is counted and timed, read with OpenTelemetry's own reader."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import attrs
import pytest
from opentelemetry.metrics import NoOpMeterProvider
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

from ehealthcard import Clockwork, OutboxRelay, ServiceDesk, Suite, Tier
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.adapters.telemetry import OpenTelemetry
from ehealthcard.desk.atomic import atomically
from ehealthcard.errors import (
    CodeError,
    NotAllowedError,
    ReplayedCodeError,
    TransactionConflictError,
)
from ehealthcard.monitor import Health
from ehealthcard.ports import Rejected
from ehealthcard.ports import telemetry as names
from ehealthcard.services.health_declaration import (
    Withdraw,
    health_declaration,
)

from .conftest import GATE, WINDOW, House, build
from .shop import PAID, Outside, Shop
from .visits import HOT, declare

Said = dict[str, str]


@attrs.define
class Ear:
    """Listens with OpenTelemetry's SDK."""

    reader: InMemoryMetricReader
    telemetry: OpenTelemetry

    def points(self, name: str) -> list[tuple[Said, Any]]:
        data = self.reader.get_metrics_data()
        metrics = [
            m
            for r in (data.resource_metrics if data else ())
            for s in r.scope_metrics
            for m in s.metrics
        ]
        found = (p for m in metrics if m.name == name for p in m.data.data_points)
        return [
            ({k: str(v) for k, v in (p.attributes or {}).items()}, p) for p in found
        ]

    def counts(self, name: str) -> list[tuple[Said, int]]:
        return [(said, point.value) for said, point in self.points(name)]

    def everything(self) -> str:
        data = self.reader.get_metrics_data()
        return str(data.to_json() if data else "")


@pytest.fixture
def ear() -> Ear:
    reader = InMemoryMetricReader()
    meter = MeterProvider([reader]).get_meter("test")
    return Ear(reader, OpenTelemetry(meter))


@pytest.fixture
def listened(ear: Ear) -> House:
    house = build(MemoryStorage(), Suite.INTL)
    return attrs.evolve(house, desk=attrs.evolve(house.desk, telemetry=ear.telemetry))


def test_commands_are_counted_and_timed_by_their_outcome(
    listened: House, ear: Ear
) -> None:
    case = declare(listened)
    desk, withdraw = listened.desk, Withdraw(reason="no")
    case = desk.execute(health_declaration, case, withdraw, by=WINDOW)
    with pytest.raises(NotAllowedError):
        desk.execute(health_declaration, case, withdraw, by=WINDOW)

    def said(command: str, outcome: str) -> Said:
        return {
            "workflow": "health-declaration",
            "command": command,
            "outcome": outcome,
        }

    expected = [
        (said("Submit", "OK"), 1),
        (said("Withdraw", "OK"), 1),
        (said("Withdraw", "NOT_ALLOWED"), 1),
    ]
    assert expected == ear.counts(names.COMMANDS)
    timed = ear.points(names.COMMAND_DURATION)
    assert [s for s, _ in expected] == [s for s, _ in timed]
    assert all(point.sum > 0 for _, point in timed)


def test_what_is_no_error_of_ours_is_counted_as_such(listened: House, ear: Ear) -> None:
    def broken(ask: Any) -> Any:
        raise RuntimeError(name_of(1))

    facts = dict.fromkeys(
        (e.facts for e in health_declaration.edges if e.facts), broken
    )
    desk = attrs.evolve(listened.desk, facts=facts)
    with pytest.raises(RuntimeError):
        declare(attrs.evolve(listened, desk=desk))

    ((said, _),) = ear.counts(names.COMMANDS)
    assert "UNEXPECTED" == said["outcome"]


def test_scans_are_counted_by_tier_and_outcome(listened: House, ear: Ear) -> None:
    desk, card = listened.desk, listened.card()
    shown = desk.show(card.id, by=WINDOW)
    desk.scan(shown.text, by=GATE)
    with pytest.raises(ReplayedCodeError):
        desk.scan(shown.text, by=GATE)
    with pytest.raises(CodeError) as refused:
        desk.scan("nonsense", by=GATE)

    assert [
        ({"tier": Tier.SIGNED.value, "outcome": "OK"}, 1),
        ({"tier": Tier.SIGNED.value, "outcome": "CODE_REPLAYED"}, 1),
        ({"tier": "-", "outcome": refused.value.code}, 1),
    ] == ear.counts(names.SCANS)


def test_a_transaction_that_is_done_again_is_counted(ear: Ear) -> None:
    tries = iter([TransactionConflictError(), TransactionConflictError(), None])

    def act() -> None:
        if error := next(tries):
            raise error

    atomically(MemoryStorage(), act, ear.telemetry)

    assert [({}, 2)] == ear.counts(names.RETRIES)


def test_deliveries_are_counted_by_what_became_of_them(
    listened: House, ear: Ear
) -> None:
    shop = Shop(payable(listened))
    shop.pay.answers = [PAID, Rejected(code="NO"), "down", None]
    for _ in range(4):
        shop.open()
        shop.run()

    outcomes = {
        (said["to"], said["outcome"]) for said, _ in ear.counts(names.DELIVERIES)
    }

    assert {
        ("pay", "accepted"),
        ("pay", "rejected"),
        ("pay", "later"),
        ("pay", "waiting"),
    } <= outcomes


def payable(house: House) -> House:
    from ehealthcard.services.catalogue import CATALOGUE  # noqa: PLC0415

    from .payment import payment  # noqa: PLC0415

    desk = attrs.evolve(house.desk, catalogue=CATALOGUE.plus(payment))
    return attrs.evolve(house, desk=desk)


def test_the_clockworks_lag_is_measured(listened: House, ear: Ear) -> None:
    declare(listened)
    listened.clock.forward(hours=24, seconds=90)

    assert 1 == Clockwork(listened.desk).run_once()

    ((said, point),) = ear.points(names.CLOCKWORK_LAG)
    assert ({}, 1, 90.0) == (said, point.count, point.sum)


def test_a_case_that_cannot_be_moved_is_counted(listened: House, ear: Ear) -> None:
    case = declare(listened)
    (event,) = listened.desk.storage.history(case.id)
    listened.clock.forward(hours=25)
    storage: Any = listened.desk.storage
    storage._t.events[case.id, 1] = attrs.evolve(event, schema_version=2)  # noqa: SLF001

    assert 0 == Clockwork(listened.desk).run_once()

    assert [({"outcome": "STORED_DATA"}, 1)] == ear.counts(names.PASSED_OVER)


def test_health_is_observed_when_the_numbers_are_collected(
    listened: House, ear: Ear
) -> None:
    declare(listened, answers=HOT)
    listened.clock.forward(hours=25)
    ear.telemetry.watch(listened.desk.health)

    def value(name: str) -> float:
        ((_, found),) = ear.counts(f"ehealthcard.{name}")
        return found

    assert 1 == value("database.answers")
    assert 1 == value("outbox.undelivered")
    assert timedelta(hours=25).total_seconds() == value("outbox.age")
    assert 0 == value("outbox.dead")
    assert timedelta(hours=1).total_seconds() == value("timers.overdue")


def test_what_is_not_known_is_not_said_to_be_zero(ear: Ear) -> None:
    ear.telemetry.watch(lambda: Health(answers=False))

    assert [({}, 0)] == ear.counts("ehealthcard.database.answers")
    assert [] == ear.counts("ehealthcard.outbox.undelivered")


def test_nothing_that_is_told_names_anybody(listened: House, ear: Ear) -> None:
    case, card = declare(listened, answers=HOT), listened.card()
    listened.desk.scan(listened.desk.show(card.id, by=WINDOW).text, by=GATE)
    OutboxRelay(listened.desk, {"his": Outside()}).run_once()
    listened.clock.forward(days=2)
    Clockwork(listened.desk).run_once()
    ear.telemetry.watch(listened.desk.health)

    told = ear.everything()

    assert "health-declaration" in told
    private = (name_of(1), document_of(1).number, card.id, card.subject, case.id)
    for secret in (*private, WINDOW.id, GATE.id):
        assert secret not in told


def test_without_a_provider_it_is_silent(listened: House) -> None:
    silent = OpenTelemetry(NoOpMeterProvider().get_meter("none"))

    declare(attrs.evolve(listened, desk=attrs.evolve(listened.desk, telemetry=silent)))


@pytest.mark.parametrize("made", [OpenTelemetry, lambda: names.SILENT])
def test_by_default_and_with_the_api_alone_work_goes_on(
    listened: House, made: Callable[[], Any]
) -> None:
    desk: ServiceDesk = attrs.evolve(listened.desk, telemetry=made())

    assert declare(attrs.evolve(listened, desk=desk)).version == 1


def test_the_desk_loads_no_opentelemetry() -> None:
    code = "import sys, json, ehealthcard.desk; print(json.dumps(sorted(sys.modules)))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # our own code

    loaded = json.loads(done.stdout)
    assert [] == [name for name in loaded if name.startswith("opentelemetry")]
