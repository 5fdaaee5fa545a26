"""A desk on every storage, with a clock that a test can turn."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest

from ehealthcard import (
    Actor,
    Applicant,
    Card,
    Entrance,
    KeyRing,
    Ports,
    ServiceDesk,
    Suite,
    Terminal,
)
from ehealthcard.adapters.simulator import (
    SimulatedRegistry,
    SimulatedRisk,
    document_of,
    name_of,
)
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.identity import CardStatus
from ehealthcard.ports import SecondFactor, Storage
from ehealthcard.services.admission_scan import AdmissionPolicy
from ehealthcard.services.health_declaration import DeclarationPolicy
from ehealthcard.workflow import Policy, Timeline
from tests.servers import SERVERS, emptied

START = datetime(2026, 3, 2, 1, 0, 0, tzinfo=UTC)
WINDOW = Actor("window-3", {"registrar", "staff"}, org="H1")
GATE = Terminal("gate-1", {"terminal"}, org="H1", place="east")
STRICT: dict[str, Timeline[Policy]] = {
    "admission-scan": Timeline(
        (
            AdmissionPolicy(
                name="strict",
                effective_from=date(2020, 1, 1),
                declaration_required=True,
                colours_count=True,
            ),
        )
    ),
    "health-declaration": Timeline(
        (DeclarationPolicy(name="strict", effective_from=date(2020, 1, 1)),)
    ),
}


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


class Codes:
    """A second-factor verifier that knows one SMS code."""

    def holds(self, card: Card, factor: SecondFactor, /) -> bool:
        known = factor == SecondFactor("sms", "246810")
        return known and card.status is CardStatus.ACTIVE


@cache
def ring(suite: Suite) -> KeyRing:
    return KeyRing.generate(suite, issuer="330100000001")


def applicant(seed: int, **more: Any) -> Applicant:
    return Applicant(name_of(seed), document_of(seed), **more)


@attrs.define
class House:
    """A desk and everything a test wants to reach around it."""

    desk: ServiceDesk
    clock: Clock
    risk: SimulatedRisk
    registry: SimulatedRegistry
    reopen: Callable[[], ServiceDesk]

    def card(self, seed: int = 1) -> Card:
        return self.desk.register(applicant(seed), by=WINDOW)

    def today(self) -> date:
        return self.clock.now.date()

    def entrance(self, terminal: Terminal = GATE) -> Entrance:
        return Entrance(self.desk, terminal)


STORAGES = [
    "memory",
    "sqlite",
    *(
        pytest.param(name, marks=pytest.mark.soak) if name == "mariadb" else name
        for name in SERVERS
    ),
]
"""The desk on each storage; on MariaDB, which passes every contract, in the soak."""


@pytest.fixture(params=STORAGES)
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    if request.param in SERVERS:
        with emptied(SERVERS[request.param]()) as served:
            yield served
        return
    made: Storage = MemoryStorage()
    if request.param == "sqlite":
        made = SqlStorage.open(f"sqlite:///{tmp_path}/cards.db")
    yield made
    made.close()


@pytest.fixture(params=list(Suite), ids=lambda s: s.name)
def suite(request: pytest.FixtureRequest) -> Suite:
    chosen: Suite = request.param
    return chosen


@pytest.fixture
def house(storage: Storage) -> House:
    return build(storage, Suite.INTL)


def build(storage: Storage, suite: Suite, **more: Any) -> House:
    clock, registry = Clock(), SimulatedRegistry()
    risk = SimulatedRisk(clock)
    ports = Ports(risk=risk, real_name=registry, second_factor=Codes())

    def reopen() -> ServiceDesk:
        kept: dict[str, Any] = {"keys": ring(suite), "policies": STRICT} | more
        return ServiceDesk(storage=storage, ports=ports, clock=clock, **kept)

    return House(reopen(), clock, risk, registry, reopen)
