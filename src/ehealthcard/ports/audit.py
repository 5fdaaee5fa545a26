"""The audit trail in storage."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from ehealthcard.workflow import Event


class AuditEntry(NamedTuple):
    """One link of a chain; it stands for one event (审计记录)."""

    chain: int
    number: int
    """Its place in the chain, from 1."""

    case: str
    version: int
    content: bytes
    """Hash of the event's sealed content; it stays when the content is erased."""

    erases: bool
    """Whether the event destroys the content of the earlier ones of its case."""

    hash: bytes
    """Hash over this entry, its event and the entry before; empty where what is stored
    is no entry and event that this software can have written."""


class AuditStore(Protocol):
    """The audit trail; entries are written with :attr:`Entry.audit`, never changed."""

    def audit_head(self, chain: int, /) -> AuditEntry | None:
        """Return the last entry of a chain.

        Raises:
            StoredDataError: It is not as it was written; nothing may be built on it.

        """
        ...

    def audit_chains(self) -> Sequence[int]:
        """Return the chains that have an entry, whether or not they should exist."""
        ...

    def audit_trail(
        self, chain: int, /, *, after: int, limit: int
    ) -> Sequence[tuple[AuditEntry, Event | None]]:
        """Return entries behind number *after* in order, each with its event.

        What is stored may have been altered in any way; an entry that is unreadable, or
        whose event is, has an empty hash and comes without the event.
        """
        ...

    def unaudited(self) -> tuple[str, int] | None:
        """Return case and version of the first event that has not exactly one entry.

        It sees one moment: an event that is being written is no finding.
        """
        ...
