"""Storage in an SQL database, by SQLAlchemy Core (extra ``sql``).

SQLite, PostgreSQL (extra ``postgres``), MariaDB and MySQL (extra ``mysql``); the schema
keeps to what other databases share.
"""

from contextlib import AbstractContextManager

from ehealthcard.errors import (
    SchemaError,
    StorageUnavailableError,
    TransactionConflictError,
    VersionConflictError,
)
from ehealthcard.extras import needs

with needs("sql"):
    from sqlalchemy import bindparam, delete, insert, select, update
    from sqlalchemy.exc import SQLAlchemyError

from .attempts import SqlAttempts
from .backlog import SqlBacklog
from .bindings import SqlBindings
from .cards import SqlCards
from .cases import SqlCases
from .codes import SqlCodes
from .database import Database
from .opening import unopened
from .revision import ready
from .schema import BOOKMARKS, COUNTERS

__all__ = ["SqlStorage"]

_COUNT = (
    update(COUNTERS)
    .where(COUNTERS.c.name == bindparam("which"))
    .values(last_number=COUNTERS.c.last_number + 1)
)
_FIRST = insert(COUNTERS)
_NUMBER = select(COUNTERS.c.last_number).where(COUNTERS.c.name == bindparam("name"))
_BOOKMARK = select(BOOKMARKS.c.place).where(BOOKMARKS.c.name == bindparam("name"))
_ADD_BOOKMARK = insert(BOOKMARKS)
_DROP_BOOKMARK = delete(BOOKMARKS).where(BOOKMARKS.c.name == bindparam("name"))


class SqlStorage(SqlCards, SqlCodes, SqlBindings, SqlCases, SqlBacklog, SqlAttempts):
    """See :class:`ehealthcard.ports.Storage`.

    Args:
        database: Where; use :meth:`open`.

    """

    def __init__(self, database: Database) -> None:
        self._db = database

    @classmethod
    def open(cls, url: str, *, create: bool = True) -> "SqlStorage":
        """Open a database; in an empty one, create the tables.

        Several processes may open an empty database at once.

        Args:
            url: As SQLAlchemy writes it, such as ``sqlite:///cards.db``.
            create: ``False`` refuses a database without tables, and a SQLite file that
                is not there.

        Raises:
            DatabaseConnectError: It cannot be opened, and the error says why.
            StorageUnavailableError: It cannot be opened for another reason.
            SchemaOutdatedError: Its tables are older than this code: upgrade them.
            SchemaTooNewError: Its tables need newer code.

        """
        database = Database(url)
        try:
            ready(database.engine, create=create)
        except SQLAlchemyError as error:
            database.close()
            raise unopened(error) from error
        except (SchemaError, StorageUnavailableError):
            database.close()
            raise
        return cls(database)

    def close(self) -> None:
        """See :class:`ehealthcard.ports.Storage`."""
        self._db.close()

    def transaction(self) -> AbstractContextManager[None]:
        """See :class:`ehealthcard.ports.Storage`."""
        return self._db.transaction()

    def counter(self, name: str, /) -> int:
        """See :class:`ehealthcard.ports.Storage`."""
        if not self._db.run(_COUNT, {"which": name}):
            try:
                self._db.run(_FIRST, {"name": name, "last_number": 1})
            except VersionConflictError:
                raise TransactionConflictError from None
        row = self._db.row(_NUMBER, {"name": name})
        return int(row[0]) if row else 1

    def bookmark(self, name: str, /) -> str | None:
        """See :class:`ehealthcard.ports.Storage`."""
        row = self._db.row(_BOOKMARK, {"name": name})
        return row[0] if row else None

    def set_bookmark(self, name: str, place: str | None, /) -> None:
        """See :class:`ehealthcard.ports.Storage`."""
        self._db.run(_DROP_BOOKMARK, {"name": name})
        if place is not None:
            self._db.run(_ADD_BOOKMARK, {"name": name, "place": place})
