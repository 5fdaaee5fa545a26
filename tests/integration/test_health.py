"""Whether the desk is well, and what the command line says of it."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest
from typer.testing import CliRunner

from ehealthcard import Clockwork, Suite
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.adapters.storage.sql.revision import NEWEST
from ehealthcard.cli.app import app
from ehealthcard.errors import StorageUnavailableError
from ehealthcard.monitor import Health, Limits, Problem
from ehealthcard.ports import Storage

from .conftest import House, build
from .visits import HOT, declare

RUNNER = CliRunner()
HOUR = timedelta(hours=1)


def test_a_desk_at_rest_is_well(house: House) -> None:
    found = house.desk.health()

    assert () == found.problems()
    kept = house.desk.keys.provider.manifest.generations
    assert dict(found.generations) == {k.name.lower(): g for k, g in kept.items()}
    assert attrs.evolve(found, schema=None, generations={}) == Health(answers=True)


def test_what_waits_is_seen_with_its_age(house: House) -> None:
    case = declare(house, answers=HOT)
    storage = house.desk.storage
    (message,) = storage.pending(at=house.clock.now, limit=9)
    house.clock.forward(hours=24)
    young = house.desk.health()
    assert (1, 24 * HOUR) == (young.undelivered, young.undelivered_for)
    assert timedelta() == young.overdue_for

    house.clock.forward(hours=1)
    storage.keep(attrs.evolve(message, standing="dead"), by=None)
    found = house.desk.health()

    assert (Problem.OVERDUE, Problem.DEAD_LETTERS) == found.problems()
    assert (0, 1, HOUR) == (found.undelivered, found.dead_letters, found.overdue_for)
    assert () == found.problems(Limits(overdue=HOUR, dead_letters=1))
    Clockwork(house.desk).run_once()
    assert timedelta() == house.desk.health().overdue_for
    assert case.id


def test_the_schema_is_told_where_there_is_one(storage: Storage) -> None:
    house = build(storage, Suite.INTL)
    expected = NEWEST if isinstance(storage, SqlStorage) else None

    assert expected == house.desk.health().schema


def test_a_silent_database_is_an_answer_and_no_error(house: House) -> None:
    class Down:
        def backlog(self) -> Any:
            raise StorageUnavailableError

    silent: Any = Down()
    found = attrs.evolve(house.desk, storage=silent).health()

    assert (False, (Problem.SILENT,)) == (found.answers, found.problems())


def run(url: str, *more: str) -> Any:
    return RUNNER.invoke(app, ["health", "--db", url, *more])


def test_the_command_ends_with_what_the_matter_is(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/cards.db"
    storage = SqlStorage.open(url)
    house = build(storage, Suite.INTL)
    well = run(url)
    declare(house, answers=HOT)  # by this house's clock, long ago
    ill = run(url)
    minutes = str(60 * 24 * 365 * 100)
    patient = run(url, "--undelivered", minutes, "--overdue", minutes)
    storage.close()

    assert (0, 1, 0) == (well.exit_code, ill.exit_code, patient.exit_code)
    assert {
        "answers": True,
        "schema": NEWEST,
        "undelivered": 0,
        "dead_letters": 0,
    }.items() <= (json.loads(well.stdout).items())
    assert "UNDELIVERED" in ill.stderr
    assert "OVERDUE" in ill.stderr
    assert 1 == json.loads(ill.stdout)["undelivered"]


@pytest.mark.parametrize("url", ["sqlite:////no/such/folder/cards.db"])
def test_the_command_ends_with_2_where_there_is_no_database(url: str) -> None:
    found = run(url)

    assert 2 == found.exit_code
    assert "DATABASE_CONNECT" in found.stderr
