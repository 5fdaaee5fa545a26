"""A database: connections, transactions, statements compiled once.

SQLAlchemy builds each statement and writes it in the database's own SQL, once. From
then on it goes straight to the driver: on a hot path SQLAlchemy's execution layer would
cost more than the database, and so would a generator for each ``with``.
"""

from collections.abc import Callable, Mapping, Sequence
from threading import local
from types import TracebackType
from typing import Any, TypeVar
from weakref import ref

from sqlalchemy import ClauseElement
from sqlalchemy.engine.interfaces import DBAPICursor

from ehealthcard.errors import (
    ClaimTakenError,
    StorageError,
    StorageUnavailableError,
    TransactionConflictError,
    VersionConflictError,
)

from .dialects import connect
from .pool import ConnectionPool, Lent
from .prepared import Prepared, prepare

Values = Mapping[str, object]
Clash = type[StorageError] | type[ClaimTakenError]
Waiting = tuple[str, Any, str | None, Clash]
"""A statement that is to be carried out: SQL, values, table, and our error if a unique
name is taken."""

Row = Sequence[Any]
T = TypeVar("T")


def _none() -> None:
    """Return no transaction."""


class _Thread(local):
    """What a thread is in the middle of."""

    transaction: "Callable[[], Transaction | None]" = staticmethod(_none)
    """Its transaction; one that a signal's handler tore out of its block is gone."""


class Database:
    """One database, used by any number of threads.

    Args:
        url: As SQLAlchemy writes it, such as ``sqlite:///cards.db``.

    Raises:
        StorageUnavailableError: It cannot be opened.

    """

    def __init__(self, url: str) -> None:
        self.engine, self.dialect = connect(url)
        self.pool = ConnectionPool(self.engine)
        self.thread = _Thread()
        self._driver: Any = self.engine.dialect.dbapi
        self._compiled: dict[ClauseElement, Prepared] = {}

    def close(self) -> None:
        """Let go of all connections."""
        self.pool.close()

    def transaction(self) -> "Transaction":
        """All or nothing, alone while it runs.

        Raises:
            TransactionConflictError: Another was faster; do it all again.
            StorageUnavailableError: The database does not answer or has no room.

        """
        return Transaction(self)

    def run(self, statement: ClauseElement, values: Values | None = None) -> int:
        """Carry out a change; return how many rows it touched.

        Raises:
            VersionConflictError: A unique name was there already.
            StorageUnavailableError: The database does not answer or has no room.

        """
        return self._use(statement, values, _touched)

    def later(
        self,
        statement: ClauseElement,
        values: Values,
        *,
        clash: Clash = VersionConflictError,
    ) -> None:
        """Carry out a change before the next look, at the latest with the commit.

        Where the driver can send several statements in one go, they go together.

        Raises:
            StorageError: As :meth:`run`, here or where the change is carried out; if a
                unique name was there already, it is *clash*.

        """
        known, running = self._known(statement), self.thread.transaction()
        if running is None or not self.dialect.pipelines:
            try:
                self.run(statement, values)
            except VersionConflictError:
                raise clash from None
        else:
            running.waiting.append((known.sql, known.bind(values), known.table, clash))

    def remembered(self, key: tuple[str, str], look: Callable[[], T]) -> T:
        """Return what *look* finds; within a transaction it is looked for once.

        A transaction is serialisable: what it has not changed itself stays as it was.
        """
        running = self.thread.transaction()
        if running is None:
            return look()
        if key not in running.memory:
            running.memory[key] = look()
        found: T = running.memory[key]
        return found

    def forget(self, key: tuple[str, str]) -> None:
        """Look anew the next time: this transaction changes it."""
        if running := self.thread.transaction():
            running.memory.pop(key, None)

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

    def part_with(self, lent: Lent, error: BaseException) -> None:
        """Throw a connection away on which something may still be open.

        If *error* says that the database hung up, those at rest are gone as well.
        """
        told: Any = error.__cause__
        gone = isinstance(told, self._driver.Error) and self.pool.is_broken(lent, told)
        self.pool.discard(lent)
        if gone:
            self.pool.close()

    def say(self, cursor: DBAPICursor, sql: str) -> None:
        """Give the driver a statement without values."""
        self.ask(cursor, sql, (), _touched)

    def ask(
        self,
        cursor: DBAPICursor,
        sql: str,
        values: Any,  # noqa: ANN401  # a driver's
        take: Callable[[DBAPICursor], T],
    ) -> T:
        """Give the driver a statement and *take* the result; its errors become ours."""
        try:
            cursor.execute(sql, values)
            return take(cursor)
        except self._driver.Error as error:
            ours = self._ours(error)
            told = isinstance(ours, StorageUnavailableError)
            raise ours from (error if told else None)

    def _use(
        self,
        statement: ClauseElement,
        values: Values | None,
        take: Callable[[DBAPICursor], T],
    ) -> T:
        """Run in the transaction that is running, or in one of its own."""
        known, running = self._known(statement), self.thread.transaction()
        bound = known.bind(values or {})
        if running is not None:
            running.flush()
            return self.ask(running.cursor, known.sql, bound, take)
        lent = self.pool.lend()
        try:
            found = self.ask(lent.cursor, known.sql, bound, take)
        except (VersionConflictError, TransactionConflictError):
            self.pool.take_back(lent)
            raise
        except BaseException as error:
            self.part_with(lent, error)
            raise
        self.pool.take_back(lent)
        return found

    def _known(self, statement: ClauseElement) -> Prepared:
        known = self._compiled.get(statement)
        if known is None:
            known = self._compiled[statement] = prepare(statement, self.engine.dialect)
        return known

    def together(
        self,
        connection: Any,
        cursor: DBAPICursor,
        waiting: Sequence[Waiting],  # noqa: ANN401  # a driver's
    ) -> None:
        """Send all of *waiting* in one go."""
        try:
            with connection.pipeline():
                for sql, values, _, _ in waiting:
                    cursor.execute(sql, values)
        except self._driver.IntegrityError as error:
            table = getattr(getattr(error, "diag", None), "table_name", None)
            clashes = {name: clash for _, _, name, clash in waiting}
            raise clashes.get(table, VersionConflictError) from None
        except self._driver.Error as error:
            ours = self._ours(error)
            told = isinstance(ours, StorageUnavailableError)
            raise ours from (error if told else None)

    def _ours(self, error: Exception) -> StorageError:
        if isinstance(error, self._driver.IntegrityError):
            return VersionConflictError()
        if self.dialect.collided(error):
            return TransactionConflictError()
        return StorageUnavailableError()


class Transaction:
    """A transaction of the thread that enters it; see :meth:`Database.transaction`."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self.waiting: list[Waiting] = []
        self.memory: dict[tuple[str, str], Any] = {}

    def __enter__(self) -> None:
        """Begin.

        Raises:
            RuntimeError: One is running already.

        """
        db = self._db
        if db.thread.transaction() is not None:
            raise RuntimeError("Transactions do not nest.")
        self._lent = db.pool.lend()
        try:
            db.say(self._lent.cursor, db.dialect.begin)
        except BaseException as error:
            db.part_with(self._lent, error)
            raise
        self.cursor = self._lent.cursor
        db.thread.transaction = ref(self)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Commit, or take everything back if an exception leaves the block."""
        db = self._db
        db.thread.transaction = _none
        if error is not None:
            self._roll_back()
            return
        try:
            self._commit()
        except BaseException:
            self._roll_back()
            raise
        db.pool.take_back(self._lent)

    def flush(self) -> None:
        """Carry out what waits."""
        if self.waiting:
            waiting, self.waiting = self.waiting, []
            self._db.together(self._driver_connection, self.cursor, waiting)

    def _commit(self) -> None:
        if self.waiting:
            self.waiting.append(("COMMIT", (), None, VersionConflictError))
            self.flush()
        else:
            self._db.say(self._lent.cursor, "COMMIT")

    @property
    def _driver_connection(self) -> Any:  # noqa: ANN401  # a driver's
        return self._lent.connection.driver_connection

    def _roll_back(self) -> None:
        """Take everything back; a connection that may not have done so never rests.

        The database takes back by itself what a closed connection had open.
        """
        db = self._db
        try:
            db.say(self._lent.cursor, "ROLLBACK")
        except StorageError as error:
            db.part_with(self._lent, error)
        except BaseException as error:
            db.part_with(self._lent, error)
            raise
        else:
            db.pool.take_back(self._lent)


def _touched(cursor: DBAPICursor) -> int:
    return int(cursor.rowcount)


def _all(cursor: DBAPICursor) -> Sequence[Row]:
    return cursor.fetchall()


def _first(cursor: DBAPICursor) -> Row | None:
    found: Row | None = cursor.fetchone()
    return found
