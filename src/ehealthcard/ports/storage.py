"""Durable state."""

from contextlib import AbstractContextManager
from typing import Protocol

from .attempts import AttemptStore
from .audit import AuditStore
from .backlog import BacklogStore
from .bindings import BindingStore
from .cards import CardStore
from .cases import CaseStore
from .codes import CodeStore
from .outside import OutboxStore


class Storage(
    CardStore,
    CodeStore,
    BindingStore,
    CaseStore,
    OutboxStore,
    AuditStore,
    BacklogStore,
    AttemptStore,
    Protocol,
):
    """All that the desk keeps.

    Private data arrives sealed. Every method may raise ``StorageUnavailableError``, and
    ``UnstorableInputError`` for a text that has a NUL or half of a surrogate pair, or
    is longer than its column where there are columns.
    """

    def transaction(self) -> AbstractContextManager[None]:
        """Make what follows all or nothing, and alone while it runs.

        It is serialisable: what was read inside is still so at the end. An exception
        takes everything back; one of the storage's that is caught inside may do so as
        well, and the end then raises again. Transactions do not nest.

        Raises:
            TransactionConflictError: Another transaction was faster; do it all again.
                Any statement inside may find out, and so may the end.

        """
        ...

    def counter(self, name: str, /) -> int:
        """Return the next number of the sequence called *name*, beginning with 1.

        Call it inside a transaction: outside of one, two callers may be given the same.
        """
        ...

    def bookmark(self, name: str, /) -> str | None:
        """Return how far the long work called *name* has come."""
        ...

    def set_bookmark(self, name: str, place: str | None, /) -> None:
        """Note how far the long work called *name* has come; ``None`` forgets it."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...
