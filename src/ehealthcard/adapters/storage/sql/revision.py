"""Which schema a database has, and whether this code may work on it (库结构版本).

A revision is a number of four digits. Beside it stands what it needs: the oldest
revision whose code may still work on the database. A step that only adds leaves that
number alone, so old and new code run side by side during a rolling upgrade; a step that
takes away or changes the meaning of something raises it.
"""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import attrs
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    String,
    Table,
    inspect,
    select,
)

from ehealthcard.errors import (
    SchemaOutdatedError,
    SchemaTooNewError,
    StorageUnavailableError,
)

from .opening import NO_FILE, because
from .schema import METADATA

NEWEST = "0007"
"""The revision that this code is written for: that of :mod:`.schema`."""

NEEDS = "0003"
"""The oldest code that may work on a database of the newest revision."""

STAMP = Table(
    "ehc_revision",
    MetaData(),
    Column("version_num", String(32), primary_key=True),
    Column("needs", String(32)),
)
"""One row. The first column is Alembic's; ``needs`` is ours."""

_LOCK = "ehealthcard-schema"
_LOCK_NUMBER = 0x65686373  # "ehcs"
_BEGIN = {
    "sqlite": ("BEGIN IMMEDIATE",),
    "postgresql": ("BEGIN", f"SELECT pg_advisory_xact_lock({_LOCK_NUMBER})"),
    "mysql": (f"SELECT GET_LOCK('{_LOCK}', 60)", "BEGIN"),
}
_BEGIN["mariadb"] = _BEGIN["mysql"]


@attrs.frozen
class Revision:
    """What a database says of itself."""

    number: str
    needs: str | None
    """``None`` where a change of schema was not finished: nobody may work on it."""


def read(connection: Connection) -> Revision | None:
    """Return the revision of a database; ``None`` where none is written down."""
    if not inspect(connection).has_table(STAMP.name):
        return None
    row = connection.execute(select(STAMP)).one_or_none()
    return Revision(row[0], row[1]) if row else None


def ready(engine: Engine, *, create: bool = True) -> None:
    """Create the newest schema in an empty database; leave a fitting one as it is.

    Any number of processes may do so at once: one creates, the others wait.

    Raises:
        SchemaOutdatedError: The schema is older than this code.
        SchemaTooNewError: It is newer, and needs newer code.
        DatabaseConnectError: There is no such file, and none is to be created.

    """
    if not create and is_missing_file(engine):
        raise because(NO_FILE)
    with engine.connect() as connection:
        found = read(connection)
    if found is None and not create:
        raise SchemaOutdatedError(found="0000", wanted=NEWEST)
    if found is None:
        with alone(engine) as connection:
            found = read(connection) or _create(connection)
    _require(found)


@contextmanager
def alone(engine: Engine) -> Generator[Connection]:
    """Lend a connection in a transaction; whoever else wants to change waits.

    MariaDB and MySQL commit each change of schema by itself; there the lock alone
    keeps others out.

    Raises:
        StorageUnavailableError: Somebody else has held the lock for a minute.

    """
    with engine.connect() as connection:
        try:
            _begin(connection, engine.dialect.name)
            yield connection
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            connection.rollback()
            raise
        finally:
            if engine.dialect.name in ("mysql", "mariadb"):
                connection.exec_driver_sql(f"SELECT RELEASE_LOCK('{_LOCK}')")


def is_missing_file(engine: Engine) -> bool:
    """Whether a SQLite file is not there: whoever only reads must not make one."""
    file = engine.url.database
    return engine.dialect.name == "sqlite" and not (file and Path(file).exists())


def _begin(connection: Connection, dialect: str) -> None:
    for statement in _BEGIN[dialect]:
        got = connection.exec_driver_sql(statement)
        if statement.startswith("SELECT GET_LOCK") and got.scalar() != 1:
            raise StorageUnavailableError


def _create(connection: Connection) -> Revision:
    """Create everything, if there is nothing; the stamp comes last."""
    there = set(inspect(connection).get_table_names())
    if there & set(METADATA.tables):
        raise SchemaOutdatedError(found="0000", wanted=NEWEST)
    METADATA.create_all(connection)
    STAMP.create(connection, checkfirst=True)
    connection.execute(STAMP.insert().values(version_num=NEWEST, needs=NEEDS))
    return Revision(NEWEST, NEEDS)


def _require(found: Revision) -> None:
    if found.needs is None or found.number < NEWEST:
        raise SchemaOutdatedError(found=found.number, wanted=NEWEST)
    if found.needs > NEWEST:
        raise SchemaTooNewError(found=found.number, known=NEWEST)
