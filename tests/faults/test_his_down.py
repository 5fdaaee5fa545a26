"""The HIS is down for the whole run, then up."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import attrs
import pytest

from ehealthcard import OutboxRelay, Suite
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.adapters.storage.sql.schema import OUTBOX
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.ports import Accepted, Message
from ehealthcard.services.catalogue import CATALOGUE
from ehealthcard.services.health_declaration import (
    Void,
    health_declaration,
)
from tests.actors import AUDITOR
from tests.integration.conftest import WINDOW, House, build
from tests.integration.visits import HOT, declare, text

from .raw import rows

CASES = 12
LONG = 10**6
"""Attempts: nobody gives up in this test."""


@attrs.define
class Hospital:
    """A HIS that is down or up, and does an act once however often it is told."""

    is_up: bool = False
    arrived: list[str] = attrs.field(factory=list[str])
    """Message names in the order in which they first came."""

    acts: list[str] = attrs.field(factory=list[str])
    refusals: int = 0

    def deliver(self, message: Message, /) -> Accepted:
        if not self.is_up:
            self.refusals += 1
            raise OutsideUnavailableError
        if message.id not in self.arrived:
            self.arrived.append(message.id)
        if message.key not in self.acts:
            self.acts.append(message.key)
        return Accepted()


@attrs.frozen
class Run:
    """What was waiting when the HIS came up, and what it got."""

    his: Hospital
    waiting: list[dict[str, Any]]
    dead: int


@pytest.fixture
def run(tmp_path: Path) -> Run:
    url = f"sqlite:///{tmp_path}/cards.db"
    storage = SqlStorage.open(url)
    house, his = build(storage, Suite.INTL, catalogue=CATALOGUE), Hospital()
    relay = OutboxRelay(house.desk, {"his": his, "monitor": his}, patience=LONG)
    _a_day_with_the_his_down(house, relay)
    (waiting,) = rows(url, OUTBOX)
    his.is_up = True
    _run_until_empty(house, relay)
    dead = len(storage.dead_letters())
    storage.close()
    return Run(his, waiting, dead)


def test_what_waited_is_delivered_once_in_effect(run: Run) -> None:
    assert run.his.refusals > CASES  # a HIS that is down is probed, not stormed
    assert len(run.waiting) >= 3 * CASES
    assert sorted(row["id"] for row in run.waiting) == sorted(run.his.arrived)
    assert {row["act"] for row in run.waiting} == set(run.his.acts)
    assert run.dead == 0


def test_what_waited_is_delivered_in_order_per_case(run: Run) -> None:
    order = defaultdict[str, list[int]](list)
    for name in run.his.arrived:
        case, version, _ = name.split("-", 2)
        order[case].append(int(version))

    assert all(versions == sorted(versions) for versions in order.values())
    assert max(map(len, order.values())) > 1


def _a_day_with_the_his_down(house: House, relay: OutboxRelay) -> None:
    """Let people come and go while nothing can be told."""
    for seed in range(CASES):
        card = house.card(seed)
        case = declare(house, card, HOT)
        relay.run_once()
        house.clock.forward(minutes=7)
        house.entrance().enter(text(house, seed), temperature=38.2)
        case = house.desk.case(health_declaration, case.id, by=AUDITOR)
        command = Void(reason="made up")
        house.desk.execute(health_declaration, case, command, by=WINDOW)
        relay.run_once()
        house.clock.forward(minutes=3)


def _run_until_empty(house: House, relay: OutboxRelay) -> None:
    for _ in range(50):
        relay.run_once()
        house.clock.forward(hours=1)
    assert house.desk.storage.pending(at=house.clock.now, limit=9) == []
