"""Any single change of any byte of any entry, or of its event, is found."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import IntegrityError

from ehealthcard import Suite
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.adapters.storage.sql.schema import AUDIT, EVENTS
from ehealthcard.monitor import verify_audit
from ehealthcard.services.health_declaration import Withdraw, health_declaration

from .conftest import WINDOW, build
from .test_faults import COMMAND

Trail = tuple[SqlStorage, Suite]


@pytest.fixture(scope="module", params=list(Suite), ids=lambda s: s.name)
def trail(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Trail]:
    folder: Path = tmp_path_factory.mktemp("trail")
    storage = SqlStorage.open(f"sqlite:///{folder}/cards.db")
    house = build(storage, request.param)
    for seed in range(3):
        case = house.desk.start(
            health_declaration, house.card(seed), COMMAND, by=WINDOW
        )
    withdraw = Withdraw(reason="not coming")
    house.desk.execute(health_declaration, case, withdraw, by=WINDOW)
    yield storage, request.param
    storage.close()


def put(storage: SqlStorage, table: Table, column: str, row: int, value: Any) -> None:
    change = f"update {table} set {column} = :value where rowid = :row"  # noqa: S608  # our names
    with storage._db.engine.begin() as connection:  # noqa: SLF001  # behind its back
        connection.execute(text(change), {"value": value, "row": row})


def stored(connection: Connection, table: Table) -> dict[int, dict[str, Any]]:
    found = connection.execute(text(f"select rowid as row_no, * from {table}"))  # noqa: S608  # our names
    rows = [dict(row) for row in found.mappings()]
    return {row.pop("row_no"): row for row in rows}


@st.composite
def another(draw: st.DrawFn, value: Any) -> Any:
    """Return *value* with one byte, or one bit of a number, changed."""
    match value:
        case None:
            return draw(st.sampled_from(["x", b"x"]))
        case int():
            return value ^ (1 << draw(st.integers(0, 60)))
        case bytes():
            place = draw(st.integers(0, len(value) - 1))
            flipped = bytes([value[place] ^ draw(st.integers(1, 255))])
            return value[:place] + flipped + value[place + 1 :]
        case str():
            place = draw(st.integers(0, len(value) - 1))
            letters = st.characters(max_codepoint=127, exclude_characters=value[place])
            return value[:place] + draw(letters) + value[place + 1 :]
        case _:
            raise AssertionError(type(value))


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_any_single_change_is_found(trail: Trail, data: st.DataObject) -> None:
    storage, suite = trail
    table = data.draw(st.sampled_from([AUDIT, EVENTS]))
    with storage._db.engine.connect() as connection:  # noqa: SLF001  # behind its back
        rows = stored(connection, table)
    row = data.draw(st.sampled_from(sorted(rows)))
    column = data.draw(st.sampled_from(sorted(rows[row])))
    old = rows[row][column]
    new = data.draw(another(old))

    try:
        put(storage, table, column, row, new)
    except IntegrityError:  # the primary key forbids the change
        reject()
    found = verify_audit(storage, suite).flaw
    put(storage, table, column, row, old)
    assert found is not None
    assert verify_audit(storage, suite).flaw is None
