"""A log on a database engine: which questions were asked (视图读取日志)."""

from typing import Any

from ehealthcard.extras import needs

with needs("sql"):
    from sqlalchemy import Engine, event

from .log import WireLog
from .masking import as_it_is


def log_sql(engine: Engine, log: WireLog) -> None:
    """Write down each statement of *engine*; never its values, nor any row.

    Args:
        engine: Whose statements.
        log: Where to. ``plain`` changes nothing here.

    """

    def asked(*told: Any) -> None:  # noqa: ANN401  # the event's arguments
        log.note("sql", "sent", "statement", " ".join(str(told[2]).split()), as_it_is)

    event.listen(engine, "before_cursor_execute", asked)
