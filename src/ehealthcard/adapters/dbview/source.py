"""The database with the view: read-only, with time-outs."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Self

import attrs

from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import (
    OutsideUnavailableError,
    Phrase,
    UnsupportedDatabaseError,
    ViewMappingError,
)
from ehealthcard.extras import needs

with needs("sql"):
    from sqlalchemy import (
        ColumnClause,
        Connection,
        Engine,
        Select,
        bindparam,
        column,
        create_engine,
        event,
        func,
        inspect,
        make_url,
        select,
        table,
    )
    from sqlalchemy.exc import (
        ArgumentError,
        NoSuchModuleError,
        NoSuchTableError,
        SQLAlchemyError,
    )
    from sqlalchemy.pool import NullPool

from .mapping import ViewMapping
from .rows import Mark, ViewRow
from .streaming import close_when_cut, streamed

BATCH = 500

READ_ONLY: dict[str, tuple[str, ...]] = {
    "sqlite": ("PRAGMA query_only = ON",),
    "postgresql": (
        "SET default_transaction_read_only = on",
        "SET TIME ZONE 'Asia/Shanghai'",
    ),
    "mysql": ("SET SESSION TRANSACTION READ ONLY", "SET time_zone = '+08:00'"),
}
READ_ONLY["mariadb"] = READ_ONLY["mysql"]


@attrs.frozen
class ViewSource:
    """A HIS's database.

    Args:
        engine: Its engine; use :meth:`open`.

    """

    engine: Engine = attrs.field(repr=False)

    @classmethod
    def open(cls, url: str, *, seconds: int = 10) -> Self:
        """Return a source; nothing is connected yet.

        Sessions are read-only on SQLite, PostgreSQL and MariaDB, whatever the user may
        do; give it a user that may only read all the same.

        Args:
            url: As SQLAlchemy writes it.
            seconds: How long to wait for a connection and for an answer.

        Raises:
            UnsupportedDatabaseError: There is no driver for it.

        """
        try:
            plain = make_url(url)
            kind = plain.get_backend_name()
            engine = create_engine(
                plain, poolclass=NullPool, connect_args=_patience(kind, seconds)
            )
        except (NoSuchModuleError, ArgumentError, ModuleNotFoundError):
            name = url.partition(":")[0]
            raise UnsupportedDatabaseError(name=name) from None

        def prepare(connection: Any, record: object) -> None:  # noqa: ANN401  # drivers share no type
            del record
            cursor = connection.cursor()
            for statement in READ_ONLY.get(kind, ()):
                cursor.execute(statement)
            cursor.close()
            connection.commit()

        event.listen(engine, "connect", prepare)
        close_when_cut(engine)
        return cls(engine)

    def since(self, mapping: ViewMapping, mark: Mark | None) -> Generator[ViewRow]:
        """Yield the rows from *mark* on, itself included, in order.

        Raises:
            OutsideUnavailableError: The database does not answer in time.

        """
        by: ColumnClause[Any] = column(mapping.watermark.column)
        statement = _rows(mapping).order_by(by, *map(column, mapping.key))
        values: dict[str, Any] = {}
        if mark is not None:
            statement = statement.where(by >= bindparam("since"))
            values["since"] = _as_theirs(mapping, mark)
        with (
            self._connected() as connection,
            streamed(connection, statement, values) as found,
        ):
            for some in found.mappings().partitions(BATCH):
                for row in some:
                    yield ViewRow(dict(row), mapping)

    def row(self, mapping: ViewMapping, key: Sequence[str]) -> ViewRow | None:
        """Return the row that has this key now.

        Raises:
            OutsideUnavailableError: The database does not answer in time.

        """
        statement = _rows(mapping)
        for name, value in zip(mapping.key, key, strict=True):
            statement = statement.where(column(name) == _number_or_text(value))
        with self._connected() as connection:
            found = connection.execute(statement).mappings().first()
        return ViewRow(dict(found), mapping) if found else None

    def columns(self, mapping: ViewMapping) -> Sequence[str]:
        """Return the names of the view's columns.

        Raises:
            OutsideUnavailableError: The database does not answer in time.
            ViewMappingError: There is no such view, or the user may not see it.

        """
        with self._connected() as connection:
            try:
                found = inspect(connection).get_columns(
                    mapping.view, schema=mapping.owner
                )
            except NoSuchTableError:
                unseen = Phrase(
                    "there is none that this user sees", "该用户看不到此视图"
                )
                raise ViewMappingError(where=unseen.at(mapping.view)) from None
        return [str(one["name"]) for one in found]

    def without_mark(self, mapping: ViewMapping) -> int:
        """Return how many rows have no watermark: they would never be seen.

        Raises:
            OutsideUnavailableError: The database does not answer in time.

        """
        by: ColumnClause[Any] = column(mapping.watermark.column)
        view = table(mapping.view, schema=mapping.owner)
        statement = select(func.count()).select_from(view).where(by.is_(None))
        with self._connected() as connection:
            return int(connection.execute(statement).scalar_one())

    @contextmanager
    def _connected(self) -> Generator[Connection]:
        try:
            with self.engine.connect() as connection:
                yield connection
        except SQLAlchemyError:
            raise OutsideUnavailableError from None  # its text may quote a row


def _rows(mapping: ViewMapping) -> Select[Any]:
    view = table(mapping.view, schema=mapping.owner)
    named: list[ColumnClause[Any]] = [column(name) for name in mapping.columns]
    return select(*named).select_from(view)


def _as_theirs(mapping: ViewMapping, mark: Mark) -> object:
    if not isinstance(mark, datetime):
        return mark
    naive = mark.astimezone(SHANGHAI).replace(tzinfo=None)
    written = mapping.watermark.time
    return naive.strftime(written) if written else naive


def _number_or_text(value: str) -> int | str:
    return int(value) if value.isdecimal() and str(int(value)) == value else value


def _patience(kind: str, seconds: int) -> Mapping[str, Any]:
    if kind == "sqlite":
        return {"timeout": seconds}
    if kind == "postgresql":
        milliseconds = f"-c statement_timeout={seconds * 1000}"
        return {"connect_timeout": seconds, "options": milliseconds}
    if kind in ("mysql", "mariadb"):
        return {"connect_timeout": seconds, "read_timeout": seconds}
    return {}
