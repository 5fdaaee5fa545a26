"""The audit trail in memory."""

from collections import Counter
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

    def audit_chains(self) -> Sequence[int]:
        """See :class:`ehealthcard.ports.AuditStore`."""
        return sorted(self._t.chains)

    def audit_trail(
        self, chain: int, /, *, after: int, limit: int
    ) -> Sequence[tuple[AuditEntry, Event | None]]:
        """See :class:`ehealthcard.ports.AuditStore`."""
        last = min(max(after, 0) + limit, self._t.chains.get(chain, 0))
        first = max(after, 0) + 1
        found = [self._t.audit[chain, n] for n in range(first, last + 1)]
        return [(e, self._t.events.get((e.case, e.version))) for e in found]

    def unaudited(self) -> tuple[str, int] | None:
        """See :class:`ehealthcard.ports.AuditStore`."""
        known = Counter((e.case, e.version) for e in self._t.audit.values())
        return min((key for key in self._t.events if known[key] != 1), default=None)
