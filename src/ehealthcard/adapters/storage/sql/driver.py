"""Statements given to a driver; its errors become ours."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple, Protocol, TypeVar, cast

import attrs
from sqlalchemy import Dialect as SqlDialect

from ehealthcard.adapters.storage.texts import refuse_unstorable_texts
from ehealthcard.errors import (
    ClaimTakenError,
    ReplayedCodeError,
    StorageError,
    StorageUnavailableError,
    TransactionConflictError,
    UnstorableInputError,
    VersionConflictError,
)

from .dialects import Dialect
from .pool import ConnectionPool, Lent
from .prepared import Prepared

T = TypeVar("T")
Row = Sequence[Any]
Clash = type[StorageError] | type[ClaimTakenError] | type[ReplayedCodeError]


class Found(Protocol):
    """What a statement has found or touched: a cursor, or as much of one."""

    @property
    def rowcount(self) -> int:
        """How many rows it touched."""
        ...

    def fetchall(self) -> Sequence[Row]:
        """Return every row that it found."""
        ...

    def fetchone(self) -> Any:  # noqa: ANN401  # as drivers declare it
        """Return the next row that it found, or ``None``."""
        ...


class Statement(NamedTuple):
    """A statement and its values, for the driver."""

    prepared: Prepared
    values: Any = ()
    clash: Clash = VersionConflictError
    """Our error if a unique name is taken in its table."""

    def is_of(self, name: str) -> bool:
        """Whether *name* is that of its table, or of a partition of it."""
        table = self.prepared.table
        return table is not None and (name == table or name.startswith(f"{table}_"))

    def __repr__(self) -> str:
        return f"Statement({self.prepared.sql!r})"


@cache
def plain(sql: str) -> Statement:
    """Return a statement without values."""
    return Statement(Prepared(sql))


@attrs.frozen
class Driver:
    """A database's driver, and what is particular about the database."""

    module: Any
    dialect: Dialect
    pool: ConnectionPool

    def writes_for(self, dialect: SqlDialect) -> SqlDialect:
        """Return *dialect* as statements are to be written in it."""
        return dialect

    def ask(
        self,
        lent: Lent,
        statement: Statement,
        take: Callable[[Found], T],
        after: Sequence[Statement] = (),
    ) -> T:
        """Carry out *statement*, *after* those that waited; *take* its result.

        Raises:
            StorageError: The database refuses one, or does not answer.
            ClaimTakenError: A unique name is taken.
            ReplayedCodeError: A code was used already.
            UnstorableInputError: A text cannot be kept, here or anywhere.

        """
        try:
            return take(self._carry_out(lent, (*after, statement)))
        except self.module.Error as error:
            raise self._ours(error, after) from self._told(error)

    def say(self, lent: Lent, sql: str, after: Sequence[Statement] = ()) -> None:
        """Carry out a statement without values, *after* those that waited."""
        self.ask(lent, plain(sql), touched, after)

    def _carry_out(self, lent: Lent, statements: Sequence[Statement]) -> Found:
        """Return what the last of *statements* has found; the errors are the driver's.

        Raises:
            UnstorableInputError: A text cannot be kept, here or anywhere.

        """
        refuse_unstorable_texts(_plain(s.values) for s in statements)
        cursor = lent.cursor
        for statement in statements:
            cursor.execute(statement.prepared.sql, statement.values)
        return cursor

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
    ) -> StorageError | ClaimTakenError | ReplayedCodeError | UnstorableInputError:
        if isinstance(error, self.module.IntegrityError):
            name = str(getattr(getattr(error, "diag", None), "table_name", None))
            named = [s.clash for s in waiting if s.is_of(name)]
            said = [clash for clash in named if clash is not VersionConflictError]
            return (said or [VersionConflictError])[0]()
        if self.dialect.collided(error):
            return TransactionConflictError()
        if isinstance(error, self.module.DataError):
            return UnstorableInputError()
        return StorageUnavailableError()

    def _told(self, error: Exception) -> Exception | None:
        """Return *error* if it says why the database cannot be used.

        Others may hold what was to be stored, and are left out.
        """
        clash = isinstance(error, self.module.IntegrityError | self.module.DataError)
        return None if clash or self.dialect.collided(error) else error


def _plain(values: Any) -> Iterable[Any]:  # noqa: ANN401  # as drivers take them
    """Return the values of a statement without their names."""
    if isinstance(values, dict):
        return cast("dict[str, Any]", values).values()
    return cast("Iterable[Any]", values)


def touched(found: Found) -> int:
    """Return how many rows a change touched."""
    return int(found.rowcount)


def every(found: Found) -> Sequence[Row]:
    """Return all rows that were found."""
    return found.fetchall()


def first(found: Found) -> Row | None:
    """Return the first row that was found."""
    row: Row | None = found.fetchone()
    return row
