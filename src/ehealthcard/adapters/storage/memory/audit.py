"""The audit trail in memory."""

from collections.abc import Sequence

from ehealthcard.ports import AuditEntry
from ehealthcard.workflow import Event

from .tables import Tables, serialised


@serialised
class MemoryAudit:
    """See :class:`ehealthcard.ports.AuditStore`."""

    _t: Tables

    def audit_head(self, chain: int, /) -> AuditEntry | None:
        """See :class:`ehealthcard.ports.AuditStore`."""
        length = self._t.chains.get(chain, 0)
        return self._t.audit.get((chain, length))

    def audit_trail(
        self, chain: int, /, *, after: int, limit: int
    ) -> Sequence[tuple[AuditEntry, Event | None]]:
        """See :class:`ehealthcard.ports.AuditStore`."""
        last = min(after + limit, self._t.chains.get(chain, 0))
        found = [self._t.audit[chain, n] for n in range(after + 1, last + 1)]
        return [(e, self._t.events.get((e.case, e.version))) for e in found]

    def count_events(self) -> int:
        """See :class:`ehealthcard.ports.AuditStore`."""
        return len(self._t.events)
