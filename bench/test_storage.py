"""A command on a case, beside a bare insert and beside an event store."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

import psycopg
import pytest
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from ledger import LINE, Begin, Ledger, Open, file_url, ledger
from sqlalchemy import make_url
from statemachine import State as Node
from statemachine import StateMachine
from tests.servers import fresh, postgres
from transitions import Machine

from ehealthcard.identity import SubjectId
from ehealthcard.workflow import SYSTEM, Context

SIZE = 400
"""Bytes in the bare row: about what a sealed event takes."""

NEAR = 1.5
"""A command seals, links and tells besides; an event store appends in the clear."""


class Lines(Aggregate):
    """The same ledger for the event store."""

    @event("Began")
    def __init__(self) -> None:
        self.number, self.text = 0, ""

    @event("Written")
    def write(self, text: str) -> None:
        self.number, self.text = self.number + 1, text


class Store(Application[Any]):
    """An event store of the library ``eventsourcing``."""

    snapshotting_intervals: ClassVar[dict[Any, int]] = {}


@pytest.fixture
def on_postgres(tmp_path: Path) -> Iterator[Ledger]:
    with fresh("postgresql", tmp_path) as url:
        made = Ledger(url)
        yield made
        made.close()


@pytest.fixture
def on_file(tmp_path: Path) -> Iterator[Ledger]:
    made = Ledger(file_url(tmp_path))
    yield made
    made.close()


@pytest.fixture
def bare_postgres() -> Iterator[Callable[[], None]]:
    url = make_url(postgres()).set(drivername="postgresql").render_as_string()
    row, name = b"x" * SIZE, f"bare_{uuid4().hex}"
    insert = f"INSERT INTO {name} (data) VALUES (%s)"  # noqa: S608  # our own name
    with closing(psycopg.connect(url)) as connection:
        connection.execute(
            f"CREATE TABLE {name} (id BIGSERIAL PRIMARY KEY, data BYTEA)"
        )
        connection.commit()

        def run() -> None:
            connection.execute(insert, (row,))
            connection.commit()

        yield run


@pytest.fixture
def bare_file(tmp_path: Path) -> Iterator[Callable[[], None]]:
    row = b"x" * SIZE
    with closing(sqlite3.connect(tmp_path / "bare.db")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, data BLOB)")
        connection.commit()

        def run() -> None:
            connection.execute("INSERT INTO bare (data) VALUES (?)", (row,))
            connection.commit()

        yield run


def _store_on_postgres() -> Store:
    url = make_url(postgres())
    return Store(
        {
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": url.database or "",
            "POSTGRES_HOST": url.host or str(url.query.get("host", "")),
            "POSTGRES_PORT": str(url.port or 5432),
            "POSTGRES_USER": url.username or "",
            "POSTGRES_PASSWORD": url.password or "",
        }
    )


def _store_on_file(folder: Path) -> Store:
    return Store(
        {
            "PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "SQLITE_DBNAME": str(folder / "store.db"),
        }
    )


def _appending(store: Store) -> Callable[[], None]:
    lines = Lines()
    store.save(lines)

    def append() -> None:
        lines.write(LINE.text)
        store.save(lines)

    return append


def test_a_command_takes_at_most_twice_a_bare_insert_on_postgresql(
    on_postgres: Ledger, bare_postgres: Callable[[], None], contest: Any
) -> None:
    contest(
        "command on PostgreSQL",
        on_postgres.write,
        bare_postgres,
        beside="bare INSERT + COMMIT, psycopg",
        at_most=1 / 0.5,
        batch=20,
        rounds=30,
    )


def test_a_command_stays_near_a_bare_insert_on_sqlite(
    on_file: Ledger, bare_file: Callable[[], None], contest: Any
) -> None:
    contest(
        "command on a SQLite file",
        on_file.write,
        bare_file,
        beside="bare INSERT + COMMIT, sqlite3, FULL",
        at_most=1 / 0.4,
        batch=20,
        rounds=30,
    )


def test_a_command_keeps_up_with_an_event_store_on_postgresql(
    on_postgres: Ledger, contest: Any
) -> None:
    store = _store_on_postgres()
    contest(
        "command on PostgreSQL",
        on_postgres.write,
        _appending(store),
        beside="eventsourcing: append one event",
        at_most=NEAR,
        batch=20,
        rounds=30,
    )
    store.close()


def test_a_command_keeps_up_with_an_event_store_on_sqlite(
    on_file: Ledger, tmp_path: Path, contest: Any
) -> None:
    store = _store_on_file(tmp_path)
    contest(
        "command on a SQLite file",
        on_file.write,
        _appending(store),
        beside="eventsourcing: append one event",
        at_most=NEAR,
        batch=20,
        rounds=30,
    )
    store.close()


class Door:
    """What ``transitions`` moves."""


class Gate(StateMachine):
    """What ``python-statemachine`` moves."""

    opened = Node(initial=True)
    write = opened.to.itself()  # type: ignore[no-untyped-call]  # it has no types


def _decide() -> Callable[[], object]:
    now, subject = datetime(2026, 3, 2, tzinfo=UTC), SubjectId("1" * 32)
    ctx: Context[Any, Any] = Context(now, SYSTEM, None, None, subject)
    state = ledger.decide(None, Begin(), ctx)
    assert isinstance(state, Open)
    return lambda: ledger.decide(state, LINE, ctx)


def test_deciding_is_faster_than_a_trigger_in_transitions(contest: Any) -> None:
    door: Any = Door()
    Machine(
        model=door,
        states=["open"],
        initial="open",
        transitions=[["write", "open", "="]],
    )
    contest(
        "decide",
        _decide(),
        door.write,
        beside="transitions: one trigger",
        at_most=1.0,
        batch=2000,
    )


def test_deciding_is_faster_than_an_event_in_python_statemachine(contest: Any) -> None:
    gate: Any = Gate()
    contest(
        "decide",
        _decide(),
        gate.write,
        beside="python-statemachine: one event",
        at_most=1.0,
        batch=500,
    )
