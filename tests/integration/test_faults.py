"""Storage that fails, commands that move too much, crashes in the middle."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from ehealthcard import Suite
from ehealthcard.adapters.simulator import document_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.adapters.storage.sql.schema import METADATA
from ehealthcard.desk import work
from ehealthcard.errors import CascadeError, StorageUnavailableError
from ehealthcard.ports import Storage
from ehealthcard.rules.signals import PersonDied
from ehealthcard.services.health_declaration import (
    Submit,
    ValidClear,
    health_declaration,
)
from tests.actors import AUDITOR

from .conftest import GATE, WINDOW, House, build

COMMAND = Submit.from_data(
    {
        "answers": {"temperature": "36.5", "symptoms": [], "exposures": []},
        "consent": "1",
        "commitment": "1",
    }
)


def snapshot(storage: Storage) -> Any:
    """Return everything that a command might have touched."""
    if isinstance(storage, SqlStorage):
        with storage._db.engine.connect() as connection:  # noqa: SLF001  # a test looks inside
            return {
                table.name: sorted(connection.execute(select(table)).all(), key=repr)
                for table in METADATA.sorted_tables
            }
    assert isinstance(storage, MemoryStorage)
    tables = vars(storage._t)  # noqa: SLF001  # the same
    return {k: dict(v) for k, v in tables.items() if isinstance(v, dict)}


def test_a_database_that_cannot_be_opened_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailableError):
        SqlStorage.open(f"sqlite:///{tmp_path}/no/such/folder/cards.db")
    with pytest.raises(StorageUnavailableError):
        SqlStorage.open("nonsense")


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    file = tmp_path / "cards.db"
    file.write_bytes(b"this is no database, " * 100)

    with pytest.raises(StorageUnavailableError):
        SqlStorage.open(f"sqlite:///{file}")


def test_a_full_disk_is_said_so_and_the_file_stays_whole(tmp_path: Path) -> None:
    file = tmp_path / "cards.db"
    house = build(SqlStorage.open(f"sqlite:///{file}"), Suite.INTL)
    card = house.card()
    database = house.desk.storage._db.engine  # type: ignore[attr-defined]  # noqa: SLF001  # to fill the disk
    connection = database.raw_connection()
    pages = connection.cursor().execute("PRAGMA page_count").fetchone()[0]
    connection.close()
    limited = f"PRAGMA max_page_count = {pages + 3}"
    from sqlalchemy import event  # noqa: PLC0415  # for this test only

    event.listen(database, "checkout", lambda c, *_: c.execute(limited))
    house.desk.storage.close()  # what lies idle has no limit yet

    def fill() -> None:
        for _ in range(100):
            house.desk.start(health_declaration, card, COMMAND, by=WINDOW)

    with pytest.raises(StorageUnavailableError):
        fill()

    house.desk.storage.close()
    with sqlite3.connect(file) as checked:
        assert checked.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    checked.close()
    again = build(SqlStorage.open(f"sqlite:///{file}"), Suite.INTL)
    newest, *_ = again.desk.cases(health_declaration, card, by=WINDOW)
    assert isinstance(newest.state, ValidClear)
    again.desk.storage.close()


def test_a_crash_between_any_two_writes_leaves_all_or_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = house.card()
    for _ in range(2):
        house.desk.start(health_declaration, card, COMMAND, by=WINDOW)
    storage = house.desk.storage
    names = ("append", "add_subject", "add_card", "claim_code", "add_use")

    class Crash(BaseException):
        pass

    def crash_at(step: int) -> None:
        left = iter(range(step))

        def wrap(method: Any) -> Any:
            def counted(*args: Any, **more: Any) -> Any:
                done = method(*args, **more)
                if next(left, None) is None:
                    raise Crash
                return done

            return counted

        for name in names:
            monkeypatch.setattr(storage, name, wrap(getattr(storage, name)))

    crashes = 0
    for step in range(10):
        before = snapshot(storage)
        crash_at(step)
        try:
            house.desk.start(health_declaration, card, COMMAND, by=WINDOW)
        except Crash:
            crashes += 1
            monkeypatch.undo()
            assert snapshot(storage) == before
            continue
        break
    monkeypatch.undo()

    assert crashes == 2  # one event of its own, one that supersedes the older
    newest, *rest = house.desk.cases(health_declaration, card, by=WINDOW)
    assert isinstance(newest.state, ValidClear)
    assert {type(c.state).__name__ for c in rest} == {"Superseded"}


def test_a_crash_while_registering_leaves_nobody_half_registered(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = house.desk.storage
    before = snapshot(storage)
    keep, count = storage.append, iter(range(2))

    def crash(entry: Any) -> None:
        keep(entry)
        if next(count, None) is None:
            raise KeyboardInterrupt

    monkeypatch.setattr(storage, "append", crash)
    with pytest.raises(KeyboardInterrupt):
        house.card()
    monkeypatch.undo()

    assert snapshot(storage) == before
    assert house.desk.find(document_of(1), by=AUDITOR) is None
    assert house.card().status.value == "Active"


def test_a_cascade_that_grows_too_large_is_refused_as_a_whole(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = house.card()
    monkeypatch.setattr(work, "MOST_MOVED", 0)
    before = snapshot(house.desk.storage)

    with pytest.raises(CascadeError):
        house.desk.announce(PersonDied(card=card.subject))

    assert snapshot(house.desk.storage) == before


def test_a_scan_that_cannot_be_recorded_uses_nothing_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = house.desk.show(house.card().id, by=WINDOW)

    def full(_: Any) -> None:
        raise StorageUnavailableError

    monkeypatch.setattr(house.desk.storage, "add_use", full)
    with pytest.raises(StorageUnavailableError):
        house.desk.scan(shown.text, by=GATE)
    monkeypatch.undo()

    assert house.desk.scan(shown.text, by=GATE).card == house.card()
