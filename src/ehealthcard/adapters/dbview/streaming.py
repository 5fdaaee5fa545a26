"""A view read row by row, and what is left of it when nobody reads on (视图流式读取).

PyMySQL reads all that a server has to send before it closes a cursor, and tries that
again when the cursor is forgotten. On a line that is whole this may be every row of a
HIS; on a broken one it is an ``AttributeError`` where nobody can catch it. So a cursor
that was not read to its end is closed without the rest, and its connection with it.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from ehealthcard.extras import needs

with needs("sql"):
    from sqlalchemy import Connection, CursorResult, Engine, Select, event
    from sqlalchemy.engine import ExceptionContext


@contextmanager
def streamed(
    connection: Connection, statement: Select[Any], values: Mapping[str, Any]
) -> Generator[CursorResult[Any]]:
    """Lend the answer to *statement*, of which the database sends what is read."""
    streaming = connection.execution_options(stream_results=True)
    found = streaming.execute(statement, values)
    cursor = found.cursor
    try:
        yield found
    finally:
        _close(cursor)  # also where its end came, and the line broke while it closed
        if found.cursor is not None:
            found.close()
            connection.invalidate()


def close_when_cut(engine: Engine) -> None:
    """Close the cursors of *engine* whose line broke, also before their first row."""
    event.listen(engine, "handle_error", _cut)


def _cut(context: ExceptionContext) -> None:
    running = context.execution_context
    if context.is_disconnect and running is not None:
        _close(running.cursor)


def _close(cursor: Any) -> None:  # noqa: ANN401  # drivers share no type
    answer = getattr(cursor, "_result", None)
    if answer is not None and hasattr(answer, "unbuffered_active"):
        answer.unbuffered_active = False
    with suppress(Exception):  # what cannot be closed is closed with its connection
        cursor.close()
