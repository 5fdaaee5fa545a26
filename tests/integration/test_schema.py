"""The schema over the years: created, upgraded, taken back, refused; data in place."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import LargeBinary, MetaData, String, Table, create_engine
from typer.testing import CliRunner

from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.adapters.storage.sql.migrations import Migrations
from ehealthcard.adapters.storage.sql.revision import NEEDS, NEWEST, Revision
from ehealthcard.adapters.storage.sql.schema import METADATA
from ehealthcard.cli.app import app
from ehealthcard.errors import (
    SchemaOutdatedError,
    SchemaTooNewError,
    StorageUnavailableError,
    StoredDataTooNewError,
    UnknownRevisionError,
)
from tests.servers import SERVERS, fresh

LATER = Path(__file__).parent / "later_steps"
KNOWN = [*Migrations("").known, "9001", "9002"]
OPEN = """
import sys
from ehealthcard.adapters.storage.sql import SqlStorage
print("ready", flush=True)
sys.stdin.readline()
storage = SqlStorage.open(sys.argv[1])
storage.set_bookmark(sys.argv[2], "here")
print(storage.bookmark(sys.argv[2]))
"""


@pytest.fixture(params=["sqlite", *SERVERS])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with fresh(request.param, tmp_path) as lent:
        yield lent


def tables(url: str) -> dict[str, Table]:
    engine, found = create_engine(url), MetaData()
    found.reflect(engine)
    engine.dispose()
    return {n: t for n, t in found.tables.items() if n != "ehc_revision"}


def fill(url: str) -> None:
    """Put two rows into every table there is."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for table in tables(url).values():
            rows = [{c.name: value(c.type, n) for c in table.columns} for n in (1, 2)]
            connection.execute(table.insert(), rows)
    engine.dispose()


def value(kind: Any, number: int) -> object:
    if isinstance(kind, LargeBinary):
        return bytes([number, 0, 255])
    return f"值{number}" if isinstance(kind, String) else number


def rows(url: str) -> dict[str, list[dict[str, Any]]]:
    engine, found = create_engine(url), {}
    with engine.connect() as connection:
        for name, table in tables(url).items():
            got = connection.execute(table.select()).mappings()
            found[name] = sorted(map(dict, got), key=repr)
    engine.dispose()
    return found


def columns(url: str) -> dict[str, list[str]]:
    return {n: t.columns.keys() for n, t in tables(url).items()}


def shared(these: list[Any], those: list[Any]) -> list[Any]:
    """Return these rows without what those do not have."""
    return [{n: v for n, v in row.items() if n in those[0]} for row in these]


def test_the_code_s_revision_is_that_of_the_last_step() -> None:
    engine = create_engine("sqlite://")
    shipped = Migrations("").known
    engine.dispose()

    assert NEWEST == shipped[-1]
    assert NEEDS in shipped
    assert sorted(shipped) == shipped
    assert all(len(number) == 4 for number in shipped)


@pytest.mark.parametrize("way", ["open", "upgrade"])
def test_the_schema_is_that_of_the_code_whichever_way_it_came(
    url: str, way: str
) -> None:
    if way == "open":
        SqlStorage.open(url).close()
    else:
        Migrations(url).upgrade()
    engine = create_engine(url)
    with engine.connect() as connection:
        options = {"compare_type": True, "include_object": _is_a_table_of_ours}
        context = MigrationContext.configure(connection, opts=options)
        found = compare_metadata(context, METADATA)
    engine.dispose()

    assert [] == found
    assert Revision(NEWEST, NEEDS) == Migrations(url).current()


def _is_a_table_of_ours(thing: Any, name: str | None, *_: object) -> bool:
    del thing
    return name != "ehc_revision"


@pytest.mark.parametrize("step", range(1, len(KNOWN)), ids=KNOWN[1:])
def test_a_step_there_and_back_leaves_the_data_as_it_was(url: str, step: int) -> None:
    before, after = KNOWN[step - 1 : step + 1]
    migrations = Migrations(url, more=[LATER])
    migrations.upgrade(before)
    fill(url)
    had, shape = rows(url), columns(url)

    migrations.upgrade(after)
    kept = rows(url)
    migrations.downgrade(before)

    for name in had.keys() & kept.keys():
        assert shared(had[name], kept[name]) == shared(kept[name], had[name])
    assert had == rows(url)
    assert shape == columns(url)
    assert before == (migrations.current() or Revision("", None)).number


def test_code_of_today_works_on_a_schema_that_only_added(url: str) -> None:
    SqlStorage.open(url).close()
    Migrations(url, more=[LATER]).upgrade("9001")

    storage = SqlStorage.open(url)

    assert 1 == storage.counter("cards")
    storage.close()


def test_code_of_today_refuses_a_schema_that_took_away(url: str) -> None:
    Migrations(url, more=[LATER]).upgrade()

    with pytest.raises(SchemaTooNewError):
        SqlStorage.open(url)
    with pytest.raises(SchemaTooNewError):
        Migrations(url).upgrade()
    with pytest.raises(SchemaTooNewError):
        Migrations(url).downgrade(NEWEST)


def test_code_of_tomorrow_refuses_a_schema_of_today(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    SqlStorage.open(url).close()
    monkeypatch.setattr("ehealthcard.adapters.storage.sql.revision.NEWEST", "9001")

    with pytest.raises(SchemaOutdatedError) as refused:
        SqlStorage.open(url)

    assert {"found": NEWEST, "wanted": "9001"} == refused.value.facts
    assert "ehealthcard db upgrade URL" in refused.value.english


def test_tables_without_a_revision_are_upgraded_with_their_data(url: str) -> None:
    engine = create_engine(url)
    Migrations(url).upgrade(KNOWN[0])
    fill(url)
    had = rows(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE ehc_revision")
    engine.dispose()

    with pytest.raises(SchemaOutdatedError):
        SqlStorage.open(url)
    Migrations(url).upgrade(KNOWN[0])

    assert had == rows(url)


def test_a_change_that_was_not_finished_keeps_everybody_out(url: str) -> None:
    SqlStorage.open(url).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE ehc_revision SET needs = NULL")
    engine.dispose()

    with pytest.raises(SchemaOutdatedError):
        SqlStorage.open(url)
    Migrations(url).upgrade()
    SqlStorage.open(url).close()


@pytest.mark.parametrize("table", ["ehc_subject", "ehc_event", "ehc_outbox"])
def test_versions_are_not_forgotten_where_they_say_something(
    url: str, table: str
) -> None:
    migrations, engine = Migrations(url), create_engine(url)
    migrations.upgrade("0003")
    fill(url)  # two rows each: of version 1 and of version 2
    with engine.begin() as connection:
        for other in {"ehc_subject", "ehc_event", "ehc_outbox"} - {table}:
            connection.exec_driver_sql(f"UPDATE {other} SET schema_version = 1")  # noqa: S608  # our own names
    engine.dispose()
    had = rows(url)

    with pytest.raises(StoredDataTooNewError):
        migrations.downgrade("0002")

    assert had == rows(url)


def test_there_is_no_step_beyond_what_is_known(url: str) -> None:
    migrations = Migrations(url, more=[LATER])
    with pytest.raises(SchemaOutdatedError):
        migrations.downgrade(NEWEST)
    migrations.upgrade("9001")

    for wrong in ("base", "head", "-1", "7777"):
        with pytest.raises(UnknownRevisionError):
            migrations.upgrade(wrong)
        with pytest.raises(UnknownRevisionError):
            migrations.downgrade(wrong)
    with pytest.raises(UnknownRevisionError):
        migrations.upgrade(NEWEST)
    with pytest.raises(UnknownRevisionError):
        migrations.downgrade("9002")
    assert Revision("9001", NEWEST) == migrations.current()


def test_many_processes_open_an_empty_database_at_once(url: str) -> None:
    command = [sys.executable, "-c", OPEN, url]
    workers = [
        subprocess.Popen(  # noqa: S603  # our own code
            [*command, f"worker-{number}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(6)
    ]
    for worker in workers:
        assert worker.stdout
        assert "ready\n" == worker.stdout.readline()
    for worker in workers:
        assert worker.stdin
        worker.stdin.write("go\n")
        worker.stdin.flush()
    said = [worker.communicate()[0] for worker in workers]

    assert [0] * 6 == [worker.returncode for worker in workers]
    assert ["here\n"] * 6 == said


def test_the_command_line_tells_and_changes_the_schema(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/cards.db"
    runner = CliRunner()

    before = runner.invoke(app, ["db", "current", url])
    made = runner.invoke(app, ["db", "upgrade", url])
    same = runner.invoke(app, ["db", "downgrade", url, "--to", NEWEST])

    assert f"schema none, needs -, newest {NEWEST}\n" == before.output
    assert f"schema {NEWEST}, needs {NEEDS}, newest {NEWEST}\n" == made.output
    assert made.output == same.output
    wrong = runner.invoke(app, ["db", "downgrade", url, "--to", "base"])
    assert isinstance(wrong.exception, UnknownRevisionError)


def test_a_server_that_does_not_answer_is_said_so(tmp_path: Path) -> None:
    migrations = Migrations(f"sqlite:///{tmp_path}/no/such/folder/cards.db")

    with pytest.raises(StorageUnavailableError):
        migrations.current()
    with pytest.raises(StorageUnavailableError):
        migrations.upgrade()


def test_who_only_looks_creates_nothing(url: str, tmp_path: Path) -> None:
    missing = tmp_path / "mistyped.db"
    with pytest.raises(StorageUnavailableError):
        SqlStorage.open(f"sqlite:///{missing}", create=False)
    assert not missing.exists()

    if not url.startswith("sqlite"):
        with pytest.raises(SchemaOutdatedError):
            SqlStorage.open(url, create=False)
        assert {} == tables(url)
    SqlStorage.open(url).close()
    SqlStorage.open(url, create=False).close()
