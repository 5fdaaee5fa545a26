"""Every statement that goes to a database, seen at the driver's door."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from ehealthcard.adapters.storage.sql.driver import Statement
from ehealthcard.adapters.storage.sql.pipelining import Talk

See = Callable[[str], None]


def _cursors(base: type[Any], see: See) -> type[Any]:
    class Watched(base):  # type: ignore[misc]  # whichever driver's
        def execute(self, query: Any, *more: Any, **options: Any) -> Any:
            see(str(query))
            return super().execute(query, *more, **options)

        def executemany(self, query: Any, *more: Any, **options: Any) -> Any:
            see(str(query))
            return super().executemany(query, *more, **options)

    return Watched


def _sqlite_connections(see: See) -> type[sqlite3.Connection]:
    watched = _cursors(sqlite3.Cursor, see)

    class Connection(sqlite3.Connection):
        def cursor(self, factory: Any = watched) -> Any:
            return super().cursor(factory)

        def execute(self, *words: Any) -> Any:
            return self.cursor().execute(*words)

    return Connection


@contextmanager
def watched(see: See) -> Iterator[None]:
    """Call *see* before each statement of every connection opened from now on."""

    def connecting(dialect: Any, record: Any, words: Any, options: Any) -> None:
        if dialect.name == "sqlite":
            options["factory"] = _sqlite_connections(see)
        elif dialect.name != "postgresql":
            raise NotImplementedError(dialect.name)

    def carry_out(self: Talk, statements: Sequence[Statement]) -> Any:
        for one in statements:
            see(one.prepared.sql)
        return carried_out(self, statements)

    carried_out = Talk.carry_out
    Talk.carry_out = carry_out  # type: ignore[method-assign]  # watched
    event.listen(Engine, "do_connect", connecting)
    try:
        yield
    finally:
        event.remove(Engine, "do_connect", connecting)
        Talk.carry_out = carried_out  # type: ignore[method-assign]  # as before
