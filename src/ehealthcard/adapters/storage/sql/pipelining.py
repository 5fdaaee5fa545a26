"""PostgreSQL by libpq's own calls: statements prepared once, several sent in one go.

A cursor of psycopg takes longer for a statement than the database does. Here psycopg
does what it is best at, opening connections, waiting, reading values and naming errors,
and libpq carries the statements: a connection prepares each on first use, and those
that wait go out together with the one whose answer is wanted.
"""

from collections.abc import Callable, Sequence
from typing import Any, Self, TypeVar

import attrs

from ehealthcard.errors import UnstorableInputError
from ehealthcard.extras import needs

with needs("postgres"):
    from psycopg import Connection, OperationalError
    from psycopg.abc import Buffer, PQGen, Transformer
    from psycopg.adapt import PyFormat
    from psycopg.adapt import Transformer as Reader
    from psycopg.errors import error_from_result
    from psycopg.pq import ConnStatus, ExecStatus, Format
    from psycopg.pq.abc import PGconn, PGresult
    from psycopg.waiting import Ready, Wait

with needs("sql"):
    from sqlalchemy import Dialect

from .driver import Driver, Found, Row, Statement
from .pool import Lent

T = TypeVar("T")
TALK = "ehealthcard.talk"
"""Where a connection keeps its talk."""

TEXT, BINARY = PyFormat.TEXT, PyFormat.BINARY
DONE = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)


class PipelineDriver(Driver):
    """A driver that sends several statements in one go."""

    def writes_for(self, dialect: Dialect) -> Dialect:
        """See :class:`.driver.Driver`: libpq takes values by their number."""
        numbered: Any = type(dialect)
        written: Dialect = numbered(paramstyle="numeric_dollar")
        return written

    def _carry_out(
        self,
        lent: Lent,
        statements: Sequence[Statement],
        take: Callable[[Found], T],
        after: Sequence[Statement],
    ) -> list[T]:
        """See :class:`.driver.Driver`: all of them go out together."""
        kept: Any = lent.connection.info
        talk: Talk | None = kept.get(TALK)
        if talk is None:
            connection: Any = lent.connection.driver_connection
            talk = kept[TALK] = Talk.over(connection)
        answers = talk.carry_out((*after, *statements))
        return [take(Rows(a, talk.reader)) for a in answers[len(after) :]]


@attrs.define
class Rows:
    """What a statement has found or touched."""

    result: PGresult
    reader: Transformer

    @property
    def rowcount(self) -> int:
        """How many rows it touched."""
        return self.result.command_tuples or 0

    def fetchall(self) -> Sequence[Row]:
        """Return every row."""
        self.reader.set_pgresult(self.result)
        return self.reader.load_rows(0, self.result.ntuples, tuple)

    def fetchone(self) -> Row | None:
        """Return the first row, if there is one."""
        if not self.result.ntuples:
            return None
        self.reader.set_pgresult(self.result)
        return self.reader.load_row(0, tuple)


@attrs.define
class Talk:
    """What is said over a connection, and the answers, in order."""

    connection: Connection[Any]
    libpq: PGconn
    reader: Transformer
    names: dict[str, bytes] = attrs.field(factory=dict[str, bytes])
    """What the database calls the statements that it has prepared."""

    torn: bool = False
    """Whether somebody left in the middle, so that answers may be on their way."""

    @classmethod
    def over(cls, connection: Connection[Any]) -> Self:
        """Return a talk over *connection*, on which nothing is going on."""
        return cls(connection, connection.pgconn, Reader(connection))

    def carry_out(self, statements: Sequence[Statement]) -> list[PGresult]:
        """Send *statements*, and return the answer to each.

        Raises:
            psycopg.Error: Of the first that failed; those after it were passed over.
            UnstorableInputError: A text cannot be kept; nothing was sent then.

        """
        if self.torn:
            raise OperationalError
        written = [self._written(one.values) for one in statements]
        self.torn = True
        self.libpq.enter_pipeline_mode()
        sent = list[str | None]()
        for one, (values, forms) in zip(statements, written, strict=True):
            self.send(one.sql, values, forms, sent)
        self.libpq.pipeline_sync()
        answers = self.connection.wait(self._answers())
        self.libpq.exit_pipeline_mode()
        self.torn = False
        failed = next((a for a in answers if a.status not in DONE), None)
        if failed is not None:
            self._forget(sent, answers)
            raise error_from_result(failed)
        return [a for new, a in zip(sent, answers, strict=True) if new is None]

    def _written(
        self, values: Sequence[Any]
    ) -> tuple[Sequence[Buffer | None], Sequence[Format]]:
        """Return *values* as libpq takes them, and in which of its two forms each is.

        Bytes go with their length, so that one with a zero byte stays whole.
        """
        forms = [BINARY if isinstance(value, bytes) else TEXT for value in values]
        try:
            written = self.reader.dump_sequence(values, forms)
        except UnicodeEncodeError:
            raise UnstorableInputError from None
        return written, self.reader.formats or ()

    def send(
        self,
        sql: str,
        values: Sequence[Buffer | None],
        forms: Sequence[Format],
        sent: list[str | None],
    ) -> None:
        """Send one; add what is answered: its text if it is prepared, its result."""
        libpq, name = self.libpq, self.names.get(sql)
        if name is None:
            name = self.names[sql] = f"s{len(self.names)}".encode()
            libpq.send_prepare(name, sql.encode())
            sent.append(sql)
        libpq.send_query_prepared(name, values, forms, Format.BINARY)
        sent.append(None)

    def _answers(self) -> PQGen[list[PGresult]]:
        """Return every answer up to the mark that was sent last."""
        libpq, answers = self.libpq, list[PGresult]()
        while libpq.flush():
            if (yield Wait.RW) & Ready.R:
                libpq.consume_input()
        while True:
            while libpq.is_busy():
                if (yield Wait.R):
                    libpq.consume_input()
            answer = libpq.get_result()
            if answer is None:  # the end of one statement's answers, or of them all
                if libpq.status == ConnStatus.BAD:
                    raise OperationalError
            elif answer.status == ExecStatus.PIPELINE_SYNC:
                return answers
            else:
                answers.append(answer)

    def _forget(self, sent: Sequence[str | None], answers: Sequence[PGresult]) -> None:
        """Forget the names of statements that were passed over unprepared."""
        for new, answer in zip(sent, answers, strict=True):
            if new is not None and answer.status not in DONE:
                del self.names[new]
