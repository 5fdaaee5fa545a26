"""Codes by their digests in memory."""

from collections.abc import Sequence

from ehealthcard.errors import ClaimTakenError
from ehealthcard.identity import SubjectId
from ehealthcard.ports import BindingRow

from .tables import Tables, serialised


@serialised
class MemoryBindings:
    """See :class:`ehealthcard.ports.BindingStore`."""

    _t: Tables

    def bind(self, row: BindingRow, /) -> None:
        """See :class:`ehealthcard.ports.BindingStore`."""
        if row.digest in self._t.bindings:
            raise ClaimTakenError
        whose = self._t.bound.get(row.subject, frozenset())
        self._t.bindings.put(row.digest, row)
        self._t.bound.put(row.subject, whose | {row.digest})

    def unbind(self, digest: bytes, case: str, /) -> None:
        """See :class:`ehealthcard.ports.BindingStore`."""
        row = self._t.bindings.get(digest)
        if row is not None and row.case == case:
            self._t.bindings.drop(digest)
            left = self._t.bound[row.subject] - {digest}
            self._t.bound.put(row.subject, left)

    def binding(self, digest: bytes, /) -> BindingRow | None:
        """See :class:`ehealthcard.ports.BindingStore`."""
        return self._t.bindings.get(digest)

    def bindings_of(self, subject: SubjectId, /) -> Sequence[BindingRow]:
        """See :class:`ehealthcard.ports.BindingStore`."""
        found = self._t.bound.get(subject, frozenset())
        return sorted((self._t.bindings[d] for d in found), key=lambda row: row.case)
