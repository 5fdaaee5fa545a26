"""The audit trail in storage."""

from collections.abc import Sequence
from typing import Protocol

import attrs

from ehealthcard.workflow import Event


@attrs.frozen
class AuditEntry:
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
    """Hash over this entry, its event and the entry before."""


class AuditStore(Protocol):
    """The audit trail; entries are written with :attr:`Entry.audit`, never changed."""

    def audit_head(self, chain: int, /) -> AuditEntry | None:
        """Return the last entry of a chain."""
        ...

    def audit_trail(
        self, chain: int, /, *, after: int, limit: int
    ) -> Sequence[tuple[AuditEntry, Event | None]]:
        """Return entries behind number *after* in order, each with its event."""
        ...

    def count_events(self) -> int:
        """Return how many events there are."""
        ...
