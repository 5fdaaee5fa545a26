"""A database: connections, transactions, statements compiled once.

SQLAlchemy builds each statement and writes it in the database's own SQL, once. From
then on it goes straight to the driver: on a hot path SQLAlchemy's execution layer would
cost more than the database.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from threading import local
from typing import Any, TypeVar

from sqlalchemy import ClauseElement
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import PoolProxiedConnection

from ehealthcard.errors import (
    StorageUnavailableError,
    TransactionConflictError,
    VersionConflictError,
)

from .dialects import connect
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
        self.engine, self._dialect = connect(url)
        self._driver: Any = self.engine.dialect.dbapi
        self._thread = local()
        self._compiled: dict[ClauseElement, Prepared] = {}

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    @contextmanager
    def transaction(self) -> Generator[None]:
        """All or nothing, alone while it runs.

        Raises:
            TransactionConflictError: Another was faster; do it all again.
            StorageUnavailableError: The database does not answer or has no room.

        """
        if getattr(self._thread, "cursor", None) is not None:
            raise RuntimeError("Transactions do not nest.")
        with self._connected() as cursor:
            self._thread.cursor = cursor
            try:
                cursor.execute(self._dialect.begin)
                yield
                cursor.execute("COMMIT")
            except BaseException:
                cursor.execute("ROLLBACK")
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
        with self._connected() as cursor:
            self._execute(cursor, statement, values)
            return take(cursor)

    def _execute(
        self, cursor: DBAPICursor, statement: ClauseElement, values: Values | None
    ) -> None:
        known = self._compiled.get(statement)
        if known is None:
            known = self._compiled[statement] = prepare(statement, self.engine.dialect)
        with self._translated():
            cursor.execute(known.sql, known.bind(values or {}))

    @contextmanager
    def _translated(self) -> Generator[None]:
        """Turn a driver's errors into ours."""
        try:
            yield
        except self._driver.IntegrityError:
            raise VersionConflictError from None
        except self._driver.Error as error:
            if self._dialect.collided(error):
                raise TransactionConflictError from None
            raise StorageUnavailableError from error

    @contextmanager
    def _connected(self) -> Generator[DBAPICursor]:
        """Lend a cursor; a connection that broke takes the idle ones with it."""
        with self._translated():
            fairy = self._checked_out()
            try:
                cursor = fairy.cursor()
                try:
                    yield cursor
                finally:
                    cursor.close()
            except Exception as error:
                if self._is_broken(error, fairy):
                    fairy.invalidate()
                    self.engine.dispose()
                raise
            finally:
                fairy.close()

    def _checked_out(self) -> PoolProxiedConnection:
        try:
            return self.engine.raw_connection()
        except SQLAlchemyError as error:
            raise StorageUnavailableError from error

    def _is_broken(self, error: Exception, fairy: PoolProxiedConnection) -> bool:
        ours = isinstance(error, StorageUnavailableError)
        told: Any = error.__cause__ if ours else error
        if not isinstance(told, self._driver.Error):
            return False
        return self.engine.dialect.is_disconnect(told, fairy, None)


def _touched(cursor: DBAPICursor) -> int:
    return int(cursor.rowcount)


def _all(cursor: DBAPICursor) -> Sequence[Row]:
    return cursor.fetchall()


def _first(cursor: DBAPICursor) -> Row | None:
    found: Row | None = cursor.fetchone()
    return found
