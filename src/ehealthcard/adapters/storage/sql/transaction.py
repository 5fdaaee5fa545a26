"""All or nothing: what waits in it, what it has seen, and how it ends."""

from collections.abc import Callable
from threading import local
from types import TracebackType
from typing import Any, TypeVar
from weakref import ref

from ehealthcard.errors import EHealthCardError, StorageError, StorageUnavailableError

from .driver import Driver, Found, Statement, plain

T = TypeVar("T")


def _none() -> None:
    """Return no transaction."""


class OfThread(local):
    """What a thread is in the middle of."""

    transaction: "Callable[[], Transaction | None]" = staticmethod(_none)
    """Its transaction; one that a signal's handler tore out of its block is gone."""


class Transaction:
    """A transaction of the thread that enters it.

    Where the driver can send several statements in one go, the beginning and what only
    changes something wait for the next look, or for the commit, and go out with it.

    Once something has failed nothing more is done and nothing is committed, even if
    the error was hushed up: what waited went with it, the beginning perhaps too.
    """

    def __init__(self, driver: Driver, thread: OfThread) -> None:
        self._driver = driver
        self._thread = thread
        self._waiting: list[Statement] = []
        self._failure: type[EHealthCardError] | None = None
        self.memory: dict[tuple[str, str], Any] = {}
        """What was found and cannot change while the transaction runs."""

    def __enter__(self) -> None:
        """Begin.

        Raises:
            RuntimeError: One is running already.

        """
        driver = self._driver
        if self._thread.transaction() is not None:
            raise RuntimeError("Transactions do not nest.")
        self._lent = driver.pool.lend()
        if driver.dialect.pipelines:
            self._waiting.append(plain(driver.dialect.begin))
        else:
            self._begin()
        self._thread.transaction = ref(self)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Commit, or take everything back if an exception leaves the block."""
        self._thread.transaction = _none
        if error is not None:
            self._roll_back()
            return
        try:
            self._commit()
        except BaseException:
            self._roll_back()
            raise
        self._driver.pool.take_back(self._lent)

    def ask(self, statement: Statement, take: Callable[[Found], T]) -> T:
        """Carry out what waits, then *statement*, and *take* its result."""
        if self._failure is not None:
            raise self._failure()
        waiting, self._waiting = self._waiting, []
        try:
            return self._driver.ask(self._lent, statement, take, waiting)
        except EHealthCardError as error:
            self._failure = type(error)
            raise
        except BaseException:
            self._failure = StorageUnavailableError
            raise

    def later(self, statement: Statement) -> None:
        """Carry *statement* out before the next look, at the latest with the commit."""
        self._waiting.append(statement)

    def _begin(self) -> None:
        driver = self._driver
        try:
            driver.say(self._lent, driver.dialect.begin)
        except BaseException as error:
            driver.part_with(self._lent, error)
            raise

    def _commit(self) -> None:
        """Carry out what waits, and commit with it, unless something failed before."""
        if self._failure is not None:
            raise self._failure()
        self._driver.say(self._lent, "COMMIT", self._waiting)

    def _roll_back(self) -> None:
        """Take everything back; a connection that may not have done so never rests.

        The database takes back by itself what a closed connection had open.
        """
        driver = self._driver
        try:
            driver.say(self._lent, "ROLLBACK")
        except StorageError as error:
            driver.part_with(self._lent, error)
        except BaseException as error:
            driver.part_with(self._lent, error)
            raise
        else:
            driver.pool.take_back(self._lent)
