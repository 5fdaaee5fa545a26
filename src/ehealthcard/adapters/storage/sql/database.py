"""A database: connections, transactions, statements compiled once.

SQLAlchemy builds each statement and writes it in the database's own SQL, once. From
then on it goes straight to the driver: on a hot path SQLAlchemy's execution layer would
cost more than the database, and so would a generator for each ``with``.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import ClauseElement

from ehealthcard.errors import TransactionConflictError, VersionConflictError

from .dialects import Dialect, connect
from .driver import Clash, Driver, Found, Row, Statement, every, first, touched
from .pool import ConnectionPool
from .prepared import Prepared, prepare
from .transaction import OfThread, Transaction

__all__ = ["Database", "Look", "Row", "Values"]

Values = Mapping[str, object]
Key = tuple[str, str]
"""What was looked for: its kind, and which one."""

T = TypeVar("T")


class Look(NamedTuple, Generic[T]):
    """Something to look for once in a transaction."""

    key: Key
    statement: ClauseElement
    values: Values
    read: Callable[[Row], T]
    """Makes of the first row what is remembered."""


class Database:
    """One database, used by any number of threads.

    Args:
        url: As SQLAlchemy writes it, such as ``sqlite:///cards.db``.

    Raises:
        StorageUnavailableError: It cannot be opened.

    """

    def __init__(self, url: str) -> None:
        self.engine, dialect = connect(url)
        pool = ConnectionPool(self.engine)
        kind = _driver_for(dialect)
        self._driver = kind(self.engine.dialect.dbapi, dialect, pool)
        self._pipelines = dialect.pipelines
        self._thread = OfThread()
        self._compiled: dict[ClauseElement, Prepared] = {}

    def close(self) -> None:
        """Let go of all connections."""
        self._driver.pool.close()

    def transaction(self) -> Transaction:
        """All or nothing, alone while it runs.

        Raises:
            TransactionConflictError: Another was faster; do it all again.
            StorageUnavailableError: The database does not answer or has no room.

        """
        return Transaction(self._driver, self._thread)

    def run(self, statement: ClauseElement, values: Values | None = None) -> int:
        """Carry out a change; return how many rows it touched.

        Raises:
            VersionConflictError: A unique name was there already.
            StorageUnavailableError: The database does not answer or has no room.

        """
        return self._use(statement, values, touched)

    def later(
        self,
        statement: ClauseElement,
        values: Values,
        *,
        clash: Clash = VersionConflictError,
    ) -> None:
        """Carry out a change before the next look, at the latest with the commit.

        Raises:
            StorageError: As :meth:`run`, here or where the change is carried out; if a
                unique name was there already, it is *clash*.

        """
        running = self._thread.transaction()
        if running is not None and self._pipelines:
            known = self._compiled.get(statement) or self._compile(statement)
            running.later(Statement(known, known.bind(values), clash))
            return
        try:
            self.run(statement, values)
        except VersionConflictError:
            raise clash from None

    def rows(
        self, statement: ClauseElement, values: Values | None = None
    ) -> Sequence[Row]:
        """Return what *statement* finds.

        Raises:
            StorageUnavailableError: The database does not answer.

        """
        return self._use(statement, values, every)

    def row(self, statement: ClauseElement, values: Values | None = None) -> Row | None:
        """Return the first row that *statement* finds.

        Raises:
            StorageUnavailableError: The database does not answer.

        """
        return self._use(statement, values, first)

    def lacks(self, key: Key) -> bool:
        """Whether a transaction is running that has not looked for *key*."""
        running = self._thread.transaction()
        return running is not None and key not in running.memory

    def remembered(self, look: Look[T]) -> T | None:
        """Return what *look* finds; within a transaction it is looked for once.

        A transaction is serialisable: what it has not changed itself stays as it was.
        """
        running = self._thread.transaction()
        if running is not None and look.key in running.memory:
            found: T | None = running.memory[look.key]
            return found
        row = self._use(look.statement, look.values, first)
        found = None if row is None else look.read(row)
        if running is not None:
            running.memory[look.key] = found
        return found

    def known(self, key: Key) -> Any:  # noqa: ANN401  # whatever was looked for
        """Return what this transaction remembers, or ``None``."""
        running = self._thread.transaction()
        return running.memory.get(key) if running is not None else None

    def remember(self, found: Mapping[Key, object]) -> None:
        """Have this transaction remember what it came to know with one look."""
        if running := self._thread.transaction():
            running.memory |= found

    def forget(self, key: Key) -> None:
        """Look anew the next time: this transaction changes it."""
        if running := self._thread.transaction():
            running.memory.pop(key, None)

    def _use(
        self,
        statement: ClauseElement,
        values: Values | None,
        take: Callable[[Found], T],
    ) -> T:
        """Run in the transaction that is running, or in one of its own."""
        known = self._compiled.get(statement) or self._compile(statement)
        driver, asked = self._driver, Statement(known, known.bind(values or {}))
        running = self._thread.transaction()
        if running is not None:
            return running.ask(asked, take)
        lent = driver.pool.lend()
        try:
            found = driver.ask(lent, asked, take)
        except (VersionConflictError, TransactionConflictError):
            driver.pool.take_back(lent)
            raise
        except BaseException as error:
            driver.part_with(lent, error)
            raise
        driver.pool.take_back(lent)
        return found

    def _compile(self, statement: ClauseElement) -> Prepared:
        written = self._driver.writes_for(self.engine.dialect)
        known = self._compiled[statement] = prepare(statement, written)
        return known


def _driver_for(dialect: Dialect) -> type[Driver]:
    if not dialect.pipelines:
        return Driver
    from .pipelining import PipelineDriver  # noqa: PLC0415  # psycopg is an extra

    return PipelineDriver
