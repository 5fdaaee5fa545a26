"""Time does its work once, whoever turns the clock."""

import logging
from concurrent.futures import ThreadPoolExecutor

import attrs
import pytest

from ehealthcard import Clockwork
from ehealthcard.errors import StoredDataError
from ehealthcard.services.health_declaration import health_declaration
from tests.actors import AUDITOR

from .conftest import WINDOW, House
from .test_faults import COMMAND

HOLDERS = 24


def declared(house: House) -> list[str]:
    cards = [house.card(seed) for seed in range(1, HOLDERS + 1)]
    return [
        house.desk.start(health_declaration, card, COMMAND, by=WINDOW).id
        for card in cards
    ]


def versions(house: House, case: str) -> list[str]:
    found = house.desk.case(health_declaration, case, by=AUDITOR)
    return [
        h.command for h in house.desk.history(health_declaration, found, by=AUDITOR)
    ]


def test_many_workers_fire_each_timer_once(house: House) -> None:
    cases = declared(house)
    house.clock.forward(hours=25)
    workers = [Clockwork(house.reopen()) for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        fired = sum(pool.map(lambda w: w.run_once(limit=HOLDERS), workers))

    assert fired == HOLDERS
    assert {("Submit", "DayPassed")} == {tuple(versions(house, c)) for c in cases}
    assert Clockwork(house.desk).run_once() == 0


def test_after_downtime_the_longest_overdue_comes_first(house: House) -> None:
    cases: list[str] = []
    for seed in (1, 2, 3):
        command = house.desk.start(
            health_declaration, house.card(seed), COMMAND, by=WINDOW
        )
        cases.insert(0, command.id)
        house.clock.forward(hours=-1)
    house.clock.forward(days=3)

    moved: list[list[str]] = []
    for _ in cases:
        assert Clockwork(house.desk).run_once(limit=1) == 1
        moved.append([c for c in cases if len(versions(house, c)) == 2])

    assert moved == [cases[:1], cases[:2], cases]


def test_a_case_that_cannot_be_read_stops_no_other(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    cases = declared(house)
    house.clock.forward(hours=25)
    storage = house.desk.storage
    spoilt = house.desk.case(health_declaration, cases[0], by=AUDITOR)
    row = storage.subject(spoilt.subject)
    assert row is not None
    with storage.transaction():
        storage.put_subject(attrs.evolve(row, wrapped_key=b"altered"))

    with caplog.at_level(logging.WARNING):
        fired = Clockwork(house.reopen()).run_once()

    assert fired == HOLDERS - 1
    assert [f"{cases[0]} was not moved: {StoredDataError.code}"] == caplog.messages
