"""Statements given to a driver, one by one or in one go; its errors become ours."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import attrs
from sqlalchemy.engine.interfaces import DBAPICursor

from ehealthcard.errors import (
    ClaimTakenError,
    StorageError,
    StorageUnavailableError,
    TransactionConflictError,
    VersionConflictError,
)

from .dialects import Dialect
from .pool import ConnectionPool, Lent

T = TypeVar("T")
Row = Sequence[Any]
Clash = type[StorageError] | type[ClaimTakenError]


@attrs.frozen
class Statement:
    """SQL and its values, for the driver."""

    sql: str
    values: Any = attrs.field(default=(), repr=False)
    table: str | None = None
    """The table that it changes."""

    clash: Clash = VersionConflictError
    """Our error if a unique name is taken there."""

    def is_of(self, name: str) -> bool:
        """Whether *name* is that of its table, or of a partition of it."""
        table = self.table
        return table is not None and (name == table or name.startswith(f"{table}_"))


@attrs.frozen
class Driver:
    """A database's driver, and what is particular about the database."""

    module: Any
    dialect: Dialect
    pool: ConnectionPool

    def ask(
        self, lent: Lent, statement: Statement, take: Callable[[DBAPICursor], T]
    ) -> T:
        """Give the driver a statement and *take* the result."""
        cursor = lent.cursor
        try:
            cursor.execute(statement.sql, statement.values)
            return take(cursor)
        except self.module.Error as error:
            raise self._ours(error, ()) from self._told(error)

    def say(self, lent: Lent, sql: str) -> None:
        """Give the driver a statement without values."""
        self.ask(lent, Statement(sql), touched)

    def say_together(self, lent: Lent, statements: Sequence[Statement]) -> None:
        """Send all of *statements* in one go; none of them finds anything."""
        if error := self._failure(lent, statements):
            raise self._ours(error, statements) from self._told(error)

    def _failure(self, lent: Lent, statements: Sequence[Statement]) -> Exception | None:
        """Send *statements*; return the first error, which may come with any later one.

        It does not leave the pipeline's block, which would log that it is aborted. None
        is prepared: the driver would believe it of those that were passed over.
        """
        connection: Any = lent.connection.driver_connection
        cursor: Any = lent.cursor
        failure: Exception | None = None
        try:
            with connection.pipeline():
                try:
                    for statement in statements:
                        cursor.execute(statement.sql, statement.values, prepare=False)
                except self.module.Error as error:
                    failure = error
        except self.module.Error as error:
            failure = failure or error
        return failure

    def part_with(self, lent: Lent, error: BaseException) -> None:
        """Throw a connection away on which something may still be open.

        If *error* says that the database hung up, those at rest are gone as well.
        """
        told: Any = error.__cause__
        gone = isinstance(told, self.module.Error) and self.pool.is_broken(lent, told)
        self.pool.discard(lent)
        if gone:
            self.pool.close()

    def _ours(
        self, error: Exception, waiting: Sequence[Statement]
    ) -> StorageError | ClaimTakenError:
        if isinstance(error, self.module.IntegrityError):
            name = str(getattr(getattr(error, "diag", None), "table_name", None))
            named = [s.clash for s in waiting if s.is_of(name)]
            said = [clash for clash in named if clash is not VersionConflictError]
            return (said or [VersionConflictError])[0]()
        if self.dialect.collided(error):
            return TransactionConflictError()
        return StorageUnavailableError()

    def _told(self, error: Exception) -> Exception | None:
        """Return *error* if it says why the database cannot be used.

        Others may hold what was to be stored, and are left out.
        """
        clash = isinstance(error, self.module.IntegrityError)
        return None if clash or self.dialect.collided(error) else error


def touched(cursor: DBAPICursor) -> int:
    """Return how many rows a change touched."""
    return int(cursor.rowcount)


def every(cursor: DBAPICursor) -> Sequence[Row]:
    """Return all rows that were found."""
    return cursor.fetchall()


def first(cursor: DBAPICursor) -> Row | None:
    """Return the first row that was found."""
    found: Row | None = cursor.fetchone()
    return found
