"""The SQL stays within what every database a hospital may run takes."""

import importlib
import sys
import types
from typing import Any

import pytest
import sqlalchemy.connectors.asyncio as async_parts
from sqlalchemy import (
    ClauseElement,
    Column,
    LargeBinary,
    Select,
    String,
    Table,
    UpdateBase,
)
from sqlalchemy.dialects import mssql, mysql, oracle, postgresql, sqlite
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from ehealthcard.adapters.storage import sql as package
from ehealthcard.adapters.storage.sql.prepared import prepare
from ehealthcard.adapters.storage.sql.revision import STAMP
from ehealthcard.adapters.storage.sql.schema import METADATA

TABLES = [*METADATA.sorted_tables, STAMP]
MODULES = ["cards", "cases", "codes", "events", "listing", "outbox", ""]
LONGEST_NAME = 30  # Oracle before 12.2
LONGEST_KEY = 3072  # InnoDB, in bytes
LONGEST_ORACLE_KEY = 6398  # Oracle with blocks of 8 KiB
LONGEST_MSSQL_KEY = 900  # SQL Server's clustered index, two bytes a character
UTF8MB4 = 4


def dm_dialect() -> Dialect:
    """Return DM's dialect (达梦).

    The asyncio half of its package cannot be imported with SQLAlchemy 2.1, which has
    dropped two names; an empty half in its place lets the other be imported.
    """
    if not hasattr(async_parts, "AsyncAdaptFallback_dbapi_connection"):
        half: Any = types.ModuleType("dmSQLAlchemy.dmasync")
        half.dialect_async = None
        sys.modules.setdefault(half.__name__, half)
    driver: Any = importlib.import_module("dmSQLAlchemy.dmpython")
    made: Dialect = driver.DMDialect_dmPython(dbapi=None)
    return made


def opengauss_dialect() -> Dialect:
    module: Any = importlib.import_module("opengauss_sqlalchemy.psycopg2")
    made: Dialect = module.OpenGaussDialect_psycopg2()
    return made


DIALECTS: dict[str, Any] = {
    "sqlite": sqlite.dialect,
    "postgresql and kingbase": postgresql.dialect,
    "mysql": mysql.dialect,
    "mariadb": lambda: mysql.dialect(is_mariadb=True),
    "oracle": oracle.dialect,
    "mssql": mssql.dialect,
    "dm": dm_dialect,
    "opengauss": opengauss_dialect,
}


@pytest.fixture(params=DIALECTS)
def dialect(request: pytest.FixtureRequest) -> Dialect:
    made: Dialect = DIALECTS[request.param]()
    return made


def statements() -> list[ClauseElement]:
    """Return every statement that stands in a module of the adapter."""
    found: list[ClauseElement] = []
    for name in MODULES:
        where = f"{package.__name__}.{name}".rstrip(".")
        parts = vars(importlib.import_module(where)).values()
        found += [p for p in parts if isinstance(p, UpdateBase | Select)]
    return found


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_a_table_can_be_written_for_every_database(
    table: Table, dialect: Dialect
) -> None:
    text = str(CreateTable(table).compile(dialect=dialect))

    assert f"CREATE TABLE {table.name} (" in text
    for column in table.columns:
        assert f"\t{column.name} " in text, "a quoted one is a reserved word"
    for index in table.indexes:
        made = str(CreateIndex(index).compile(dialect=dialect))
        assert '"' not in made.replace("`", '"').replace("[", '"')


def test_a_statement_can_be_written_for_every_database(dialect: Dialect) -> None:
    found = statements()

    assert len(found) > 40
    for statement in found:
        assert str(statement.compile(dialect=dialect))
        if not isinstance(dialect, oracle.dialect):
            assert prepare(statement, dialect).sql


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_names_are_short_and_lengths_are_said(table: Table) -> None:
    names = [table.name, *table.columns.keys(), *(str(i.name) for i in table.indexes)]

    assert [] == [name for name in names if len(name) > LONGEST_NAME]
    for column in table.columns:
        if isinstance(column.type, String):
            assert 0 < (column.type.length or 0) <= 255


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_nothing_is_used_that_a_database_lacks(table: Table) -> None:
    allowed = {"BigInteger", "Integer", "LargeBinary", "String"}

    assert {type(c.type).__name__ for c in table.columns} <= allowed
    assert not table.foreign_keys
    for column in table.columns:
        assert column.identity is None
        assert column.computed is None
        given: Any = column.server_default
        assert given is None or given.arg.isdigit()  # a number is one everywhere
        assert column.default is None  # least of all an empty string


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_a_key_is_short_enough_for_every_database(table: Table) -> None:
    keys = [list(table.primary_key.columns), *(list(i.columns) for i in table.indexes)]

    for key in keys:
        size = sum(map(_bytes, key))
        assert size <= min(LONGEST_KEY, LONGEST_ORACLE_KEY)
        assert size * 2 / UTF8MB4 <= LONGEST_MSSQL_KEY


def _bytes(column: Column[Any]) -> int:
    assert not isinstance(column.type, LargeBinary)
    if isinstance(column.type, String):
        return UTF8MB4 * (column.type.length or 0)
    return 8


def test_each_table_has_a_key_of_its_own() -> None:
    assert [] == [table.name for table in TABLES if not table.primary_key.columns]
