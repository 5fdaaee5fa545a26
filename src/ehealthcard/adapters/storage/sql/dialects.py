"""What differs between databases: beginning, isolation, and words for a collision.

Connections commit by themselves; a transaction is begun and ended by statements of its
own, so that a single look-up costs one round trip.
"""

from collections.abc import Callable, Mapping
from typing import Any

import attrs
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from ehealthcard.errors import StorageUnavailableError, UnsupportedDatabaseError

Connection = Any
"""A driver's connection; drivers share no type."""


@attrs.frozen
class Dialect:
    """How to work with one kind of database."""

    begin: str
    """Begins a serialisable transaction."""

    prepare: Callable[[Connection], None]
    """Sets up a new connection."""

    collided: Callable[[Exception], bool]
    """Whether an error means that doing it all again helps."""

    pipelines: bool = False
    """Whether the driver sends several statements in one go, and hears of them then."""

    url_query: Mapping[str, str] = attrs.field(factory=dict[str, str])
    """What a URL asks for unless it says otherwise."""


def _prepare_sqlite(connection: Connection) -> None:
    """WAL, every commit on disk, 30 s of waiting; what is deleted is overwritten."""
    connection.isolation_level = None
    for setting in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "busy_timeout = 30000",
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {setting}")


def _prepare_postgres(connection: Connection) -> None:
    """Look by index also in small tables.

    Reading a whole table makes a serialisable transaction collide with whoever writes
    anywhere in it; PostgreSQL's manual advises against it where they are used.
    """
    connection.autocommit = True
    connection.execute("SET enable_seqscan = off")


def _prepare_mysql(connection: Connection) -> None:
    connection.autocommit(True)  # noqa: FBT003  # the driver's way
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE")
        cursor.execute("SET SESSION sql_mode = 'STRICT_ALL_TABLES,ANSI_QUOTES'")


def _never(error: Exception) -> bool:
    del error
    return False


def _postgres_collided(error: Exception) -> bool:
    """serialization_failure and deadlock_detected (SQLSTATE class 40)."""
    return getattr(error, "sqlstate", None) in ("40001", "40P01")


def _mysql_collided(error: Exception) -> bool:
    """Deadlock, lock wait too long, and record changed since it was read."""
    return bool(error.args) and error.args[0] in (1213, 1205, 1020)


DIALECTS = {
    "sqlite": Dialect("BEGIN IMMEDIATE", _prepare_sqlite, _never),
    "postgresql": Dialect(
        "BEGIN ISOLATION LEVEL SERIALIZABLE",
        _prepare_postgres,
        _postgres_collided,
        pipelines=True,
    ),
    "mysql": Dialect(
        "BEGIN", _prepare_mysql, _mysql_collided, url_query={"charset": "utf8mb4"}
    ),
}
DIALECTS["mariadb"] = DIALECTS["mysql"]


def connect(url: str) -> tuple[Engine, Dialect]:
    """Return an engine for *url*, and what is particular about its database.

    Raises:
        UnsupportedDatabaseError: Nobody has made this package work with it.
        StorageUnavailableError: The URL is none, or its driver is not installed.

    """
    try:
        plain = create_engine(url, poolclass=NullPool)
        known = DIALECTS.get(plain.dialect.name)
        if known is None:
            raise UnsupportedDatabaseError(name=plain.dialect.name)
        wanted = {**known.url_query, **plain.url.query}
        engine = create_engine(plain.url.set(query=wanted), poolclass=NullPool)
    except NoSuchModuleError as error:
        raise UnsupportedDatabaseError(name=url.partition(":")[0]) from error
    except (SQLAlchemyError, ArgumentError, ModuleNotFoundError) as error:
        raise StorageUnavailableError from error

    def prepare(connection: Connection, record: object) -> None:
        del record
        known.prepare(connection)

    event.listen(engine, "connect", prepare)
    return engine, known
