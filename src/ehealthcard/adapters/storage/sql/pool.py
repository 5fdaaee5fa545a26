"""Connections at rest, taken and put back at the cost of a list.

SQLAlchemy's own pool takes a tenth of the time of a whole scan; SQLAlchemy still opens
the connections and knows when one is broken. A signal's handler may raise between any
two lines, so the room a connection takes comes back by itself when nobody holds it: a
semaphore would stay shut, or short of one, for ever.
"""

import weakref
from collections import deque
from queue import Empty, SimpleQueue
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


class Room:
    """The right to have one connection; it is given back, or dropped."""

    def __init__(self, pool: "weakref.ref[ConnectionPool]") -> None:
        self._pool: weakref.ref[ConnectionPool] | None = pool

    def leave(self) -> None:
        """Make room for the next; once is enough."""
        kept, self._pool = self._pool, None
        pool = kept() if kept is not None else None
        if kept is not None and pool is not None:
            pool.rooms.put(Room(kept))

    __del__ = leave


@attrs.define
class Lent:
    """A connection, and a cursor on it as soon as one is used."""

    room: Room
    connection: PoolProxiedConnection
    _cursor: DBAPICursor | None = None

    @property
    def cursor(self) -> DBAPICursor:
        """The cursor; psycopg takes long to make one, and may do without."""
        if self._cursor is None:
            self._cursor = self.connection.cursor()
        return self._cursor

    def close(self) -> None:
        """Close the cursor."""
        if self._cursor is not None:
            self._cursor.close()


class ConnectionPool:
    """Lends connections to threads, the one last used first."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._driver: Any = engine.dialect.dbapi
        self._idle: deque[PoolProxiedConnection] = deque()
        self.rooms: SimpleQueue[Room] = SimpleQueue()
        for _ in range(MOST):
            self.rooms.put(Room(weakref.ref(self)))

    def lend(self) -> Lent:
        """Return a connection that nobody else has.

        Raises:
            StorageUnavailableError: None can be opened, or none came free in time.

        """
        try:
            room = self.rooms.get(timeout=PATIENCE)
        except Empty:
            raise StorageUnavailableError from None
        try:
            return Lent(room, self._rested() or self._open())
        except BaseException:
            room.leave()
            raise

    def take_back(self, lent: Lent) -> None:
        """Put a connection back on which nothing is open."""
        try:
            lent.close()
            self._idle.append(lent.connection)
        finally:
            lent.room.leave()

    def discard(self, lent: Lent) -> None:
        """Throw a connection away."""
        try:
            lent.connection.invalidate()
        finally:
            lent.room.leave()

    def close(self) -> None:
        """Close every connection that lies idle."""
        while connection := self._rested():
            connection.close()

    def is_broken(self, lent: Lent, error: DBAPIModule.Error) -> bool:
        """Whether a driver's *error* means that the connection is gone."""
        return self._engine.dialect.is_disconnect(error, lent.connection, None)

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
