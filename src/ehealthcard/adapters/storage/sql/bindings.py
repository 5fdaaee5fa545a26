"""Codes by their digests in SQL."""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, insert, select

from ehealthcard.errors import ClaimTakenError
from ehealthcard.identity import SubjectId
from ehealthcard.ports import BindingRow

from .database import Database, Row
from .moments import from_micros, to_micros
from .schema import BINDINGS

_BIND = insert(BINDINGS)
_UNBIND = delete(BINDINGS).where(
    BINDINGS.c.digest == bindparam("digest"), BINDINGS.c.case_id == bindparam("case_id")
)
_BINDING = select(BINDINGS).where(BINDINGS.c.digest == bindparam("digest"))
_OF = (
    select(BINDINGS)
    .where(BINDINGS.c.subject == bindparam("subject"))
    .order_by(BINDINGS.c.case_id)
)


class SqlBindings:
    """See :class:`ehealthcard.ports.BindingStore`."""

    _db: Database

    def bind(self, row: BindingRow, /) -> None:
        """See :class:`ehealthcard.ports.BindingStore`."""
        values = {
            "digest": row.digest.hex(),
            "subject": row.subject,
            "case_id": row.case,
            "since": to_micros(row.since),
            "until": None if row.until is None else to_micros(row.until),
            "disputed": int(row.disputed),
        }
        self._db.later(_BIND, values, clash=ClaimTakenError)

    def unbind(self, digest: bytes, case: str, /) -> None:
        """See :class:`ehealthcard.ports.BindingStore`."""
        self._db.later(_UNBIND, {"digest": digest.hex(), "case_id": case})

    def binding(self, digest: bytes, /) -> BindingRow | None:
        """See :class:`ehealthcard.ports.BindingStore`."""
        row = self._db.row(_BINDING, {"digest": digest.hex()})
        return _binding(row) if row else None

    def bindings_of(self, subject: SubjectId, /) -> Sequence[BindingRow]:
        """See :class:`ehealthcard.ports.BindingStore`."""
        return [_binding(row) for row in self._db.rows(_OF, {"subject": subject})]


def _binding(row: Row) -> BindingRow:
    digest, subject, case, since, until, disputed = row
    return BindingRow(
        bytes.fromhex(digest),
        SubjectId(subject),
        case,
        from_micros(since),
        None if until is None else from_micros(until),
        bool(disputed),
    )
