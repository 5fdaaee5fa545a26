"""A log on a database engine: which questions were asked (视图读取日志)."""

from typing import Any

from ehealthcard.extras import needs

with needs("sql"):
    from sqlalchemy import Engine, event

from .log import WireLog
from .masking import Hide


def log_sql(engine: Engine, log: WireLog) -> None:
    """Write down each statement of *engine*; never its values, nor any row.

    Args:
        engine: Whose statements.
        log: Where to. ``plain`` changes nothing here.

    """

    def asked(*told: Any) -> None:  # noqa: ANN401  # the event's arguments
        log.note("sql", "sent", "statement", " ".join(str(told[2]).split()), _shown)

    event.listen(engine, "before_cursor_execute", asked)


def _shown(text: str, hide: Hide) -> str:  # noqa: ARG001  # it is a mask
    return text
