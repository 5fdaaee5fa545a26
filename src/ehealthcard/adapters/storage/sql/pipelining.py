"""PostgreSQL by libpq's own calls: statements prepared once, several sent in one go.

A cursor of psycopg takes longer for a statement than the database does. Here psycopg
does what it is best at, opening connections, waiting, reading values and naming errors,
and libpq carries the statements: a connection prepares each on first use, and those
that wait go out together with the one whose answer is wanted.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, Self, TypeVar

import attrs

from ehealthcard.errors import UnstorableInputError
from ehealthcard.extras import needs

with needs("postgres"):
    from psycopg import Connection, OperationalError
    from psycopg.abc import Buffer, PQGen, Transformer
    from psycopg.adapt import PyFormat
    from psycopg.adapt import Transformer as Reader
    from psycopg.errors import error_from_result
    from psycopg.pq import ExecStatus, Format
    from psycopg.pq.abc import PGconn, PGresult
    from psycopg.waiting import Ready, Wait

with needs("sql"):
    from sqlalchemy import Dialect

from .driver import Driver, Found, Row, Statement
from .pool import Lent
from .prepared import Prepared

T = TypeVar("T")
TALK = "ehealthcard.talk"
"""Where a connection keeps its talk."""

SYNC = ExecStatus.PIPELINE_SYNC
PASSED_OVER = ExecStatus.PIPELINE_ABORTED
DONE = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)


class PipelineDriver(Driver):
    """A driver that sends several statements in one go."""

    def writes_for(self, dialect: Dialect) -> Dialect:
        """See :class:`.driver.Driver`: libpq takes values by their number."""
        numbered: Any = type(dialect)
        written: Dialect = numbered(paramstyle="numeric_dollar")
        return written

    def _carry_out(self, lent: Lent, statements: Sequence[Statement]) -> Found:
        """See :class:`.driver.Driver`: all of them go out together."""
        kept: Any = lent.connection.info
        talk: Talk | None = kept.get(TALK)
        if talk is None:
            connection: Any = lent.connection.driver_connection
            talk = kept[TALK] = Talk.over(connection)
        return Rows(talk.carry_out(statements), talk.reader)


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


Saying = tuple[bytes, Sequence[Buffer | None], Sequence[Format], Format]
"""A prepared statement's name, its values, their formats, and that of the answer."""


class Known(NamedTuple):
    """A statement that the database has prepared, and how its values are written."""

    name: bytes
    forms: Sequence[PyFormat]
    formats: Sequence[Format]


@attrs.define
class Talk:
    """What is said over a connection, and the answers, in order."""

    connection: Connection[Any]
    libpq: PGconn
    reader: Transformer
    known: dict[str, Known] = attrs.field(factory=dict[str, Known])
    """The statements that the database has prepared, by their text."""

    met: int = 0
    """How many it was asked to prepare; no name is given twice, whoever was torn away.
    """

    torn: bool = False
    """Whether somebody left in the middle, so that answers may be on their way."""

    @classmethod
    def over(cls, connection: Connection[Any]) -> Self:
        """Return a talk over *connection*, on which nothing is going on."""
        return cls(connection, connection.pgconn, Reader(connection))

    def carry_out(self, statements: Sequence[Statement]) -> PGresult:
        """Send *statements*, and return the answer to the last.

        Raises:
            psycopg.Error: Of the first that failed; those after it were passed over.
            UnstorableInputError: A text cannot be kept; nothing was sent then.

        """
        if self.torn:
            raise OperationalError
        write, said = self.reader.dump_sequence, list[Saying]()
        try:
            for one in statements:
                its = self.known.get(one.prepared.sql) or self._meet(one.prepared)
                values = write(one.values, its.forms)
                said.append((its.name, values, its.formats, Format.BINARY))
        except UnicodeEncodeError:
            raise UnstorableInputError from None
        self.torn = True
        self.libpq.enter_pipeline_mode()
        for words in said:
            self.libpq.send_query_prepared(*words)
        return self._answered()

    def _meet(self, prepared: Prepared) -> Known:
        """Have the database prepare a statement, once on this connection.

        Bytes go with their length, so that one with a zero byte stays whole.
        """
        self.torn = True
        self.libpq.enter_pipeline_mode()
        self.met += 1
        name = f"s{self.met}".encode()
        self.libpq.send_prepare(name, prepared.sql.encode())
        self._answered()
        forms = [PyFormat.BINARY if b else PyFormat.TEXT for b in prepared.binary]
        formats = [Format.BINARY if b else Format.TEXT for b in prepared.binary]
        known = self.known[prepared.sql] = Known(name, forms, formats)
        return known

    def _answered(self) -> PGresult:
        """Mark the end of what is sent, and return the last answer.

        Raises:
            psycopg.Error: Of the first that is an error.

        """
        self.libpq.pipeline_sync()
        last = self.connection.wait(self._answers())
        self.libpq.exit_pipeline_mode()
        self.torn = False
        if last.status not in DONE:
            raise error_from_result(last)
        return last

    def _answers(self) -> PQGen[PGresult]:
        """Hear all up to the mark that was sent last; return the last, or the bad one.

        Each statement has one answer, and an end behind it that comes with it. Those
        behind a bad one say only that they were passed over.
        """
        libpq = self.libpq
        last: PGresult | None = None
        while libpq.flush():
            if (yield Wait.RW) & Ready.R:
                libpq.consume_input()
        while True:
            while libpq.is_busy():
                if (yield Wait.R):
                    libpq.consume_input()
            answer = libpq.get_result()
            if answer is None:  # nobody is there any more
                raise OperationalError
            if answer.status == SYNC and last is not None:
                return last
            if answer.status != PASSED_OVER:
                last = answer
            libpq.get_result()
