"""The tables as they are, without the code that wrote them."""

from typing import Any

from sqlalchemy import Table, create_engine, select
from sqlalchemy.pool import NullPool

from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.adapters.storage.sql.schema import EVENTS, METADATA
from ehealthcard.ports import Storage

Rows = list[dict[str, Any]]


def snapshot(storage: Storage) -> dict[str, list[Any]]:
    """Return everything that is stored."""
    assert isinstance(storage, SqlStorage)
    engine = storage._db.engine  # noqa: SLF001  # a test looks inside
    with engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in METADATA.sorted_tables
        }


def rows(url: str, *tables: Table) -> list[Rows]:
    """Return all rows of *tables*, as one transaction sees them."""
    engine = create_engine(url, poolclass=NullPool)
    one_moment = {"isolation_level": "SERIALIZABLE"}
    with engine.connect().execution_options(**one_moment) as connection:
        return [
            [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in tables
        ]


def commands(url: str) -> set[str]:
    """Return the commands that were carried out, while others go on with theirs."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return set(connection.scalars(select(EVENTS.c.command).distinct()))
