"""Connections at rest, taken and put back at the cost of a list.

SQLAlchemy's own pool takes a tenth of the time of a whole scan; SQLAlchemy still opens
the connections and knows when one is broken.
"""

from collections import deque
from threading import BoundedSemaphore
from typing import Any

import attrs
from sqlalchemy import Engine
from sqlalchemy.engine.interfaces import DBAPICursor, DBAPIModule
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import PoolProxiedConnection

from ehealthcard.errors import StorageUnavailableError

MOST = 15
"""Connections of one process to one database; who comes later waits."""

PATIENCE = 30
"""Seconds that somebody waits for a connection."""


@attrs.frozen
class Lent:
    """A connection, and a cursor on it."""

    connection: PoolProxiedConnection
    cursor: DBAPICursor


class ConnectionPool:
    """Lends connections to threads, the one last used first."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._driver: Any = engine.dialect.dbapi
        self._idle: deque[PoolProxiedConnection] = deque()
        self._room = BoundedSemaphore(MOST)

    def lend(self) -> Lent:
        """Return a connection that nobody else has.

        Raises:
            StorageUnavailableError: None can be opened, or none came free in time.

        """
        if not self._room.acquire(timeout=PATIENCE):
            raise StorageUnavailableError
        try:
            return self._ready(self._rested() or self._open())
        except BaseException:
            self._room.release()
            raise

    def take_back(self, lent: Lent) -> None:
        """Put a connection back."""
        lent.cursor.close()
        self._idle.append(lent.connection)
        self._room.release()

    def discard(self, lent: Lent) -> None:
        """Throw a broken connection away, and with it those that lie idle."""
        lent.connection.invalidate()
        self._room.release()
        self.close()

    def close(self) -> None:
        """Close every connection that lies idle."""
        while connection := self._rested():
            connection.close()

    def is_broken(self, lent: Lent, error: DBAPIModule.Error) -> bool:
        """Whether a driver's *error* means that the connection is gone."""
        return self._engine.dialect.is_disconnect(error, lent.connection, None)

    def _ready(self, connection: PoolProxiedConnection) -> Lent:
        """Return *connection* with a cursor; one that was closed at rest is no use."""
        try:
            return Lent(connection, connection.cursor())
        except self._driver.Error as error:
            connection.invalidate()
            raise StorageUnavailableError from error

    def _rested(self) -> PoolProxiedConnection | None:
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def _open(self) -> PoolProxiedConnection:
        try:
            return self._engine.raw_connection()
        except (SQLAlchemyError, self._driver.Error) as error:
            raise StorageUnavailableError from error
