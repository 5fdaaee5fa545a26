"""A signal in the middle of a statement: nothing stays open, nothing is lost.

The signal's handler raises, as Ctrl+C does and as Celery's time limits do. A connection
that went back to rest with its transaction open would lock everybody else out, and
would swallow the next write that somebody does alone.
"""

import gc
import random
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread, main_thread
from types import FrameType

import pytest
from sqlalchemy import Engine, create_engine, text

from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.errors import StorageError
from tests.servers import fresh, mariadb_server, postgres_server

MARK = "interrupted"
WAITING = {
    "postgresql": "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    " AND datname = :name",
    "mariadb": "SELECT count(*) FROM information_schema.innodb_trx t JOIN"
    " information_schema.processlist p ON p.id = t.trx_mysql_thread_id"
    " WHERE t.trx_state = 'LOCK WAIT' AND p.db = :name",
}


class Struck(BaseException):
    """What the handler raises."""


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with fresh(request.param, tmp_path) as found:
        yield found


@pytest.fixture
def storage(url: str) -> Iterator[SqlStorage]:
    opened = SqlStorage.open(url)
    opened.set_bookmark(MARK, "before")
    yield opened
    opened.close()


@pytest.fixture
def other(url: str, storage: SqlStorage) -> Iterator[SqlStorage]:
    """Another process's view: it shares no connection."""
    opened = SqlStorage.open(url)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def handler() -> Iterator[None]:
    def strike(number: int, frame: FrameType | None) -> None:
        raise Struck

    numbers = (signal.SIGUSR1, signal.SIGALRM)
    before = [signal.signal(number, strike) for number in numbers]
    yield
    for number, old in zip(numbers, before, strict=True):
        signal.signal(number, old)


def send() -> None:
    signal.pthread_kill(main_thread().ident or 0, signal.SIGUSR1)


def poll(done: Callable[[], bool]) -> None:
    pause = Event()
    for _ in range(3000):
        if done():
            return
        pause.wait(0.01)
    raise AssertionError


def inside_a_statement() -> bool:
    """Whether the main thread is inside the driver, which shows no frame of its own."""
    frame = sys._current_frames().get(main_thread().ident or 0)  # noqa: SLF001
    while frame:
        if frame.f_code.co_name == "ask":
            return True
        frame = frame.f_back
    return False


@contextmanager
def held_up(url: str) -> Iterator[None]:
    """Hold a lock; once the main thread waits for it, strike, and let go."""
    locked, ended = Event(), Event()
    hold = hold_sqlite if url.startswith("sqlite") else hold_server
    thread = Thread(target=hold, args=(url, locked, ended))
    thread.start()
    assert locked.wait(30)
    try:
        yield
    finally:
        ended.set()
        thread.join()


def hold_sqlite(url: str, locked: Event, ended: Event) -> None:
    file = sqlite3.connect(url.partition("///")[2], isolation_level=None)
    with closing(file):
        file.execute("BEGIN IMMEDIATE")
        locked.set()
        poll(inside_a_statement)
        send()
        file.execute("COMMIT")


def hold_server(url: str, locked: Event, ended: Event) -> None:
    engine = create_engine(url)
    name = engine.url.database
    look = text(WAITING["postgresql" if "postgresql" in url else "mariadb"])

    def waits() -> bool:
        with watching(url) as watcher, watcher.connect() as eye:
            return bool(eye.execute(look, {"name": name}).scalar())

    with engine.begin() as connection:
        change = text("UPDATE ehc_bookmark SET place = 'held' WHERE name = :mark")
        connection.execute(change, {"mark": MARK})
        locked.set()
        poll(waits)
        send()
        ended.wait(30)
    engine.dispose()


@contextmanager
def watching(url: str) -> Iterator[Engine]:
    server = postgres_server() if "postgresql" in url else mariadb_server()
    engine = create_engine(server)
    yield engine
    engine.dispose()


def test_a_transaction_that_a_signal_ends_leaves_nothing_open(
    url: str, storage: SqlStorage, other: SqlStorage
) -> None:
    with pytest.raises(Struck), held_up(url), storage.transaction():
        storage.set_bookmark(MARK, "never")

    other.set_bookmark(MARK, "other")
    storage.set_bookmark("alone", "kept")

    assert ["other", "kept"] == [other.bookmark(MARK), other.bookmark("alone")]


def test_a_write_of_its_own_that_a_signal_ends_leaves_nothing_open(
    url: str, storage: SqlStorage, other: SqlStorage
) -> None:
    with pytest.raises(Struck), held_up(url):
        storage.set_bookmark(MARK, "never")

    other.set_bookmark(MARK, "other")
    storage.set_bookmark("alone", "kept")

    assert ["other", "kept"] == [other.bookmark(MARK), other.bookmark("alone")]


def test_what_was_confirmed_is_there_whenever_a_signal_falls(
    storage: SqlStorage, other: SqlStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a strike may fall into a finaliser, and into whatever would tell us so
    monkeypatch.setattr(sys, "unraisablehook", bool)
    confirmed, struck, rounds = list[str](), 0, 150
    moments = random.Random(7)  # noqa: S311  # no secret
    for number in range(rounds):
        try:
            signal.setitimer(signal.ITIMER_REAL, moments.uniform(0.00001, 0.003))
            try:
                with storage.transaction():
                    storage.set_bookmark(f"two-{number}", "first")
                    storage.set_bookmark(f"two-{number}", "second")
                confirmed.append(f"two-{number}")
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
        except (Struck, StorageError):
            struck += 1
    gc.collect()  # what a strike tore out of its block goes now, and here
    storage.set_bookmark("alone", "kept")

    found = [other.bookmark(f"two-{number}") for number in range(rounds)]
    assert struck
    assert {"second"} >= {other.bookmark(name) for name in confirmed}
    assert {"second", None} >= set(found)
    assert ["kept", 1] == [other.bookmark("alone"), other.counter("n")]
