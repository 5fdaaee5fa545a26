"""A database: connections, transactions, statements compiled once.

SQLAlchemy builds each statement and writes it in the database's own SQL, once. From
then on it goes straight to the driver: on a hot path SQLAlchemy's execution layer would
cost more than the database.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from threading import local
from typing import Any, TypeVar

from sqlalchemy import ClauseElement, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import PoolProxiedConnection

from ehealthcard.errors import StorageUnavailableError, VersionConflictError

from .prepared import Prepared, prepare

Values = Mapping[str, object]
Row = Sequence[Any]
T = TypeVar("T")


class Database:
    """One database, used by any number of threads.

    Args:
        url: As SQLAlchemy writes it, such as ``sqlite:///cards.db``.

    Raises:
        StorageUnavailableError: It cannot be opened.

    """

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._driver: Any = self.engine.dialect.dbapi
        self._begin = _BEGIN.get(self.engine.dialect.name)
        self._thread = local()
        self._compiled: dict[ClauseElement, Prepared] = {}

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    @contextmanager
    def transaction(self) -> Generator[None]:
        """All or nothing, alone while it runs.

        Raises:
            StorageUnavailableError: The database does not answer or has no room.

        """
        if getattr(self._thread, "cursor", None) is not None:
            raise RuntimeError("Transactions do not nest.")
        with self._connected() as (connection, cursor):
            self._thread.cursor = cursor
            try:
                if self._begin:
                    cursor.execute(self._begin)
                yield
                self._finish(connection, cursor, "COMMIT")
            except BaseException:
                self._finish(connection, cursor, "ROLLBACK")
                raise
            finally:
                self._thread.cursor = None

    def run(self, statement: ClauseElement, values: Values | None = None) -> int:
        """Carry out a change; return how many rows it touched.

        Raises:
            VersionConflictError: A unique name was there already.
            StorageUnavailableError: The database does not answer or has no room.

        """
        return self._use(statement, values, _touched)

    def rows(
        self, statement: ClauseElement, values: Values | None = None
    ) -> Sequence[Row]:
        """Return what *statement* finds.

        Raises:
            StorageUnavailableError: The database does not answer.

        """
        return self._use(statement, values, _all)

    def row(self, statement: ClauseElement, values: Values | None = None) -> Row | None:
        """Return the first row that *statement* finds.

        Raises:
            StorageUnavailableError: The database does not answer.

        """
        return self._use(statement, values, _first)

    def _use(
        self,
        statement: ClauseElement,
        values: Values | None,
        take: Callable[[DBAPICursor], T],
    ) -> T:
        """Run in the transaction that is running, or in one of its own."""
        running: DBAPICursor | None = getattr(self._thread, "cursor", None)
        if running is not None:
            self._execute(running, statement, values)
            return take(running)
        with self._connected() as (connection, cursor):
            self._execute(cursor, statement, values)
            found = take(cursor)
            if not self._begin:
                connection.commit()
            return found

    def _execute(
        self, cursor: DBAPICursor, statement: ClauseElement, values: Values | None
    ) -> None:
        known = self._compiled.get(statement)
        if known is None:
            known = self._compiled[statement] = prepare(statement, self.engine.dialect)
        try:
            cursor.execute(known.sql, known.bind(values or {}))
        except self._driver.IntegrityError:
            raise VersionConflictError from None
        except self._driver.Error as error:
            raise StorageUnavailableError from error

    @contextmanager
    def _connected(self) -> Generator[tuple[PoolProxiedConnection, DBAPICursor]]:
        try:
            fairy = self.engine.raw_connection()
        except (SQLAlchemyError, self._driver.Error) as error:
            raise StorageUnavailableError from error
        try:
            cursor = fairy.cursor()
            try:
                yield fairy, cursor
            finally:
                cursor.close()
        except self._driver.Error as error:
            fairy.invalidate()
            raise StorageUnavailableError from error
        finally:
            fairy.close()

    def _finish(
        self, connection: PoolProxiedConnection, cursor: DBAPICursor, how: str
    ) -> None:
        if self._begin:
            cursor.execute(how)
        elif how == "COMMIT":
            connection.commit()
        else:
            connection.rollback()


def _touched(cursor: DBAPICursor) -> int:
    return int(cursor.rowcount)


def _all(cursor: DBAPICursor) -> Sequence[Row]:
    return cursor.fetchall()


def _first(cursor: DBAPICursor) -> Row | None:
    found: Row | None = cursor.fetchone()
    return found


_BEGIN = {"sqlite": "BEGIN IMMEDIATE"}
"""How a transaction begins where the driver does not do it well by itself."""


def _engine(url: str) -> Engine:
    try:
        engine = create_engine(url)
    except SQLAlchemyError as error:
        raise StorageUnavailableError from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: object) -> None:  # noqa: ANN401  # a driver's
    """Make SQLite durable and patient: WAL, every commit on disk, 30 s of waiting."""
    del record
    connection.isolation_level = None
    for setting in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "busy_timeout = 30000",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {setting}")
