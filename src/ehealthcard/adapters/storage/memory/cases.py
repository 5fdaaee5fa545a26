"""Cases in memory."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import attrs

from ehealthcard.errors import (
    ClaimTakenError,
    TransactionConflictError,
    VersionConflictError,
)
from ehealthcard.identity import SubjectId
from ehealthcard.ports import AuditEntry, Due, Entry, Receipt
from ehealthcard.workflow import Event

from .tables import Head, Link, Tables, serialised


@serialised
class MemoryCases:
    """See :class:`ehealthcard.ports.CaseStore`."""

    _t: Tables

    def append(self, entry: Entry, /) -> None:
        """See :class:`ehealthcard.ports.CaseStore`."""
        event, case = entry.event, entry.event.case
        head = self._t.heads.get(case) or Head(0, None, frozenset())
        if head.version != event.version - 1:
            raise VersionConflictError
        links: frozenset[Link] = frozenset()
        if not entry.final:
            links = (head.links - entry.unlinked) | entry.linked
        self._relink(case, head.links, links)
        self._t.events.put((case, event.version), event)
        self._t.heads.put(case, Head(event.version, entry.due, links))
        self._audit(entry.audit)
        self._claim(case, entry)
        if entry.receipt:
            kept = (entry.receipt, case, event.version)
            self._t.receipts.put(entry.receipt.key, kept)
        for message in entry.outbox:
            self._t.outbox.put(message.id, message)
        if entry.erase:
            self._erase(case, event.version)

    def _audit(self, entry: AuditEntry | None) -> None:
        if entry is None:
            return
        if entry.number != self._t.chains.get(entry.chain, 0) + 1:
            raise TransactionConflictError
        self._t.audit.put((entry.chain, entry.number), entry)
        self._t.chains.put(entry.chain, entry.number)

    def _relink(
        self, case: str, before: frozenset[Link], after: frozenset[Link]
    ) -> None:
        for link in before - after:
            self._t.links.put(link, self._t.links[link] - {case})
        for link in after - before:
            self._t.links.put(link, self._t.links.get(link, frozenset()) | {case})

    def _claim(self, case: str, entry: Entry) -> None:
        for name in entry.released:
            self._t.claims.drop(name)
        for name in entry.claimed:
            if self._t.claims.get(name, case) != case:
                raise ClaimTakenError
            self._t.claims.put(name, case)

    def _erase(self, case: str, version: int) -> None:
        for earlier in range(1, version):
            event = self._t.events[case, earlier]
            self._t.events.put((case, earlier), attrs.evolve(event, data=b""))

    def last(self, case: str, /) -> Event | None:
        """See :class:`ehealthcard.ports.CaseStore`."""
        return self._t.last(case)

    def history(self, case: str, /) -> Sequence[Event]:
        """See :class:`ehealthcard.ports.CaseStore`."""
        head = self._t.heads.get(case)
        return [self._t.events[case, v + 1] for v in range(head.version if head else 0)]

    def related(self, kind: str, value: str, /) -> Sequence[Event]:
        """See :class:`ehealthcard.ports.CaseStore`."""
        found = sorted(self._t.links.get((kind, value), frozenset()))
        return [event for case in found if (event := self.last(case))]

    def count_related(
        self, kind: str, value: str, /, *, or_kind: str | None = None
    ) -> int:
        """See :class:`ehealthcard.ports.CaseStore`."""
        kinds = {kind, or_kind or kind}
        return sum(len(self._t.links.get((k, value), frozenset())) for k in kinds)

    def cases_of(
        self,
        subject: SubjectId,
        workflow: str | None,
        /,
        *,
        before: str | None,
        limit: int,
    ) -> Sequence[Event]:
        """See :class:`ehealthcard.ports.CaseStore`."""
        found = (e for e in self._newest(before) if e.subject == subject)
        return [e for e in found if workflow in (None, e.workflow)][:limit]

    def cases_in(
        self, workflow: str, state: str, /, *, before: str | None, limit: int
    ) -> Sequence[Event]:
        """See :class:`ehealthcard.ports.CaseStore`."""
        wanted = (workflow, state)
        found = [e for e in self._newest(before) if (e.workflow, e.state) == wanted]
        return found[:limit]

    def _newest(self, before: str | None) -> Iterator[Event]:
        for case in sorted(self._t.heads, reverse=True):
            if (before is None or case < before) and (event := self._t.last(case)):
                yield event

    def receipt(self, key: str, /) -> tuple[Receipt, Event] | None:
        """See :class:`ehealthcard.ports.CaseStore`."""
        if (kept := self._t.receipts.get(key)) is None:
            return None
        receipt, case, version = kept
        return receipt, self._t.events[case, version]

    def due(
        self, *, before: datetime, limit: int, subject: SubjectId | None = None
    ) -> Sequence[str]:
        """See :class:`ehealthcard.ports.CaseStore`."""
        return [d.case for d in self._due(subject) if d.at < before][:limit]

    def agenda(
        self,
        *,
        until: datetime,
        after: Due,
        limit: int,
        subject: SubjectId | None = None,
        workflow: str | None = None,
    ) -> Sequence[Due]:
        """See :class:`ehealthcard.ports.CaseStore`."""
        found = [d for d in self._due(subject) if d > after and d.at <= until]
        return [d for d in found if self._is_of(workflow, d.case)][:limit]

    def _is_of(self, workflow: str | None, case: str) -> bool:
        event = self._t.last(case)
        return workflow is None or (event is not None and event.workflow == workflow)

    def next_due(self, *, before: datetime, after: Due | None) -> Due | None:
        """See :class:`ehealthcard.ports.CaseStore`."""
        found = (d for d in self._due(None) if after is None or d > after)
        return next((d for d in found if d.at < before), None)

    def _due(self, subject: SubjectId | None) -> Sequence[Due]:
        return sorted(
            Due(head.due, case)
            for case, head in self._t.heads.items()
            if head.due
            if subject in (None, self._t.events[case, head.version].subject)
        )
