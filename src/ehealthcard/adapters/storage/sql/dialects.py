"""What differs between databases: beginning, isolation, and words for a collision.

Connections commit by themselves; a transaction is begun and ended by statements of its
own, so that a single look-up costs one round trip.
"""

from collections.abc import Callable, Mapping
from typing import Any

import attrs
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from ehealthcard.errors import DatabaseUrlError, UnsupportedDatabaseError
from ehealthcard.extras import needs

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

    driver: str | None = None
    """The driver of a URL that names none."""

    extra: str = "sql"
    """The extra that installs this driver."""


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
        driver="psycopg",
        extra="postgres",
    ),
    "mysql": Dialect(
        "BEGIN",
        _prepare_mysql,
        _mysql_collided,
        url_query={"charset": "utf8mb4"},
        driver="pymysql",
        extra="mysql",
    ),
}
DIALECTS["mariadb"] = DIALECTS["mysql"]


def connect(url: str) -> tuple[Engine, Dialect]:
    """Return an engine for *url*, and what is particular about its database.

    A URL that names no driver (``postgresql://``, ``mysql://``) gets ours, and
    ``postgres://``, which PostgreSQL's own programs take too, is the same.

    Raises:
        UnsupportedDatabaseError: Nobody has made this package work with it.
        DatabaseUrlError: The URL is none, or names no file to keep anything in.
        MissingExtraError: Its driver is not installed.

    """
    try:
        asked = make_url(url)
        if asked.drivername == "postgres":
            asked = asked.set(drivername="postgresql")
        if asked.get_backend_name() == "sqlite" and not _is_file(asked):
            raise DatabaseUrlError
        known = _known(asked)
        if known.driver and "+" not in asked.drivername:
            asked = asked.set(drivername=f"{asked.drivername}+{known.driver}")
        asked = asked.set(query={**known.url_query, **asked.query})
        with needs(known.extra):
            engine = create_engine(asked, poolclass=NullPool)
    except NoSuchModuleError as error:
        raise UnsupportedDatabaseError(name=url.partition(":")[0]) from error
    except SQLAlchemyError as error:
        raise DatabaseUrlError from error

    def prepare(connection: Connection, record: object) -> None:
        del record
        known.prepare(connection)

    event.listen(engine, "connect", prepare)
    return engine, known


def _is_file(url: URL) -> bool:
    """Whether a SQLite database outlives its connection."""
    return url.database not in (None, "", ":memory:")


def _known(url: URL) -> Dialect:
    known = DIALECTS.get(url.get_backend_name())
    if known is None:
        raise UnsupportedDatabaseError(name=url.get_backend_name())
    wrong = known.pipelines and url.drivername not in (
        url.get_backend_name(),
        f"{url.get_backend_name()}+{known.driver}",
    )
    if wrong:  # what is sent in one go is written for one driver
        raise UnsupportedDatabaseError(name=url.drivername)
    return known
