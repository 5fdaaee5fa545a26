"""A statement in the database's own SQL, ready for the driver."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from sqlalchemy import ClauseElement, Dialect, LargeBinary


@attrs.frozen
class Prepared:
    """SQL text and how to hand over its values."""

    sql: str
    order: Sequence[str] | None = ()
    """Names of the values in order; ``None`` where the driver takes names."""

    constants: Mapping[str, object] = attrs.field(factory=dict[str, object])
    """Values that stand in the statement itself."""

    table: str | None = None
    """The table that it changes."""

    binary: Sequence[bool] = ()
    """Which of the values, in order, are bytes."""

    def bind(self, values: Mapping[str, object]) -> Any:  # noqa: ANN401  # a driver's
        """Return *values* as the driver wants them."""
        given = {**self.constants, **values} if self.constants else values
        if self.order is None:
            return given
        return tuple(map(given.__getitem__, self.order))


def prepare(statement: ClauseElement, dialect: Dialect) -> Prepared:
    """Return *statement* written for *dialect*."""
    compiled: Any = statement.compile(dialect=dialect)
    constants, kinds = dict[str, object](), dict[str, bool]()
    for bind, name in compiled.bind_names.items():
        kinds[name] = isinstance(bind.type, LargeBinary)
        if not bind.required:
            constants[name] = bind.value
    order = compiled.positiontup if compiled.positional else None
    table = getattr(getattr(statement, "table", None), "name", None)
    binary = [kinds[name] for name in order or ()]
    return Prepared(str(compiled), order, constants, table, binary)
