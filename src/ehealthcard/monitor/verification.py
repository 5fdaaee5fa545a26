"""Reading the whole audit trail and naming what is wrong first (审计校验)."""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from ehealthcard.codesets import Labelled
from ehealthcard.crypto import Suite
from ehealthcard.ports import AuditEntry, AuditStore
from ehealthcard.workflow import Event

from .audit import CHAINS, chain_of, entry_hash
from .checkpoint import Checkpoint

PAGE = 1000
LOWEST = -(1 << 63)
"""Below every number that a database can hold in a chain: nothing hides below 1."""


class FlawKind(Labelled):
    """What can be wrong with an audit trail."""

    GAP = "gap", "缺少记录", "an entry is missing before it"
    UNREADABLE = "unreadable", "记录或事件无法读取", "it or its event is unreadable"
    ALTERED = "altered", "记录或事件被篡改", "the entry or its event was altered"
    CONTENT = "content", "事件内容被篡改", "the event's content was altered"
    BLANKED = "blanked", "事件内容被擅自清除", "the content was removed by nobody's act"
    NO_EVENT = "no-event", "事件缺失", "its event is missing"
    MISPLACED = "misplaced", "记录所在链不正确", "it stands in the wrong chain"
    CUT = "cut", "末尾记录被删除", "entries that a checkpoint knows are missing"
    REWRITTEN = "rewritten", "历史被改写", "a checkpoint knows another entry here"
    UNAUDITED = "unaudited", "事件没有或有多条审计记录", "not one entry for the event"


@attrs.frozen
class Flaw:
    """The first thing that is wrong."""

    kind: FlawKind
    chain: int
    number: int
    """Place in the chain; 0 where it is an event that has no entry, or several."""

    case: str = ""
    version: int = 0


@attrs.frozen
class Report:
    """What a verification found."""

    entries: int
    erased: int
    """Events whose content was erased by an act of their case."""

    flaw: Flaw | None
    """The first flaw; ``None`` if everything is whole."""


Marks = Mapping[tuple[int, int], frozenset[str]]
"""What checkpoints say of an entry's hash, by chain and number. All must be right: one
that was made after a forgery does not take back one that was made before."""


@attrs.define
class _Reader:
    """Walks along one chain."""

    suite: Suite
    marks: Marks

    before: AuditEntry | None = None
    entries: int = 0
    blank: dict[str, list[AuditEntry]] = attrs.field(
        factory=dict[str, list[AuditEntry]]
    )
    erased: int = 0

    def flaw(self, chain: int, entry: AuditEntry, event: Event | None) -> Flaw | None:
        """Return what is wrong with the next entry."""
        kind = self._place(chain, entry) or self._said(entry, event)
        if kind:
            return Flaw(kind, chain, entry.number, entry.case, entry.version)
        self.before = entry
        self.entries += 1
        if entry.erases:
            self.erased += len(self.blank.pop(entry.case, ()))
        return None

    def _place(self, chain: int, entry: AuditEntry) -> FlawKind | None:
        if entry.number != (self.before.number + 1 if self.before else 1):
            return FlawKind.GAP
        if not entry.hash:
            return FlawKind.UNREADABLE
        if chain_of(entry.case) != chain:
            return FlawKind.MISPLACED
        return None

    def _said(self, entry: AuditEntry, event: Event | None) -> FlawKind | None:
        if event is None:
            return FlawKind.NO_EVENT
        if (event.case, event.version) != (entry.case, entry.version):
            return FlawKind.ALTERED  # a database may take "c1" and "c1 " for the same
        if entry_hash(entry, event, self.before, self.suite) != entry.hash:
            return FlawKind.ALTERED
        known = self.marks.get((entry.chain, entry.number), frozenset())
        if known - {entry.hash.hex()}:
            return FlawKind.REWRITTEN
        return self._content(entry, event)

    def _content(self, entry: AuditEntry, event: Event) -> FlawKind | None:
        """Look at the content; one that is gone is excused by a later act only."""
        if self.suite.digest(event.data) == entry.content:
            return None
        if not event.data:
            self.blank.setdefault(entry.case, []).append(entry)
        return FlawKind.CONTENT if event.data else None

    def end(self, chain: int) -> Flaw | None:
        """Return what is wrong once the chain has ended."""
        last = self.before.number if self.before else 0
        known = [number for c, number in self.marks if c == chain]
        if max(known, default=0) > last:
            return Flaw(FlawKind.CUT, chain, last + 1)
        for entry in (e for blank in self.blank.values() for e in blank):
            place = (entry.number, entry.case, entry.version)
            return Flaw(FlawKind.BLANKED, chain, *place)
        return None


def verify_audit(
    store: AuditStore, suite: Suite, checkpoints: Sequence[Checkpoint] = ()
) -> Report:
    """Read all chains, then look for events that have no entry, or several.

    The desk may go on working meanwhile.

    Args:
        store: Where the trail is.
        suite: The suite of the ring that wrote it.
        checkpoints: Opened checkpoints that were kept elsewhere.

    """
    marks = _marks(checkpoints)
    entries = erased = 0
    for chain in _chains(store, marks):
        reader = _Reader(suite, marks)
        flaw = _first_flaw(store, chain, reader)
        entries, erased = entries + reader.entries, erased + reader.erased
        if flaw:
            return Report(entries, erased, flaw)
    stray = store.unaudited()
    extra = Flaw(FlawKind.UNAUDITED, chain_of(stray[0]), 0, *stray) if stray else None
    return Report(entries, erased, extra)


def _marks(checkpoints: Sequence[Checkpoint]) -> Marks:
    found: dict[tuple[int, int], frozenset[str]] = {}
    for head in (h for c in checkpoints for h in c.heads):
        place = head.chain, head.number
        found[place] = found.get(place, frozenset()) | {head.hash}
    return found


def _chains(store: AuditStore, marks: Marks) -> Iterator[int]:
    """Give the chains that should be there, then what else is stored or was signed."""
    yield from range(CHAINS)
    others = {*store.audit_chains(), *(chain for chain, _ in marks)}
    yield from (chain for chain in others if chain not in range(CHAINS))


def _first_flaw(store: AuditStore, chain: int, reader: _Reader) -> Flaw | None:
    for entry, event in _trail(store, chain):
        if flaw := reader.flaw(chain, entry, event):
            return flaw
    return reader.end(chain)


def _trail(store: AuditStore, chain: int) -> Iterator[tuple[AuditEntry, Event | None]]:
    after = LOWEST
    while page := store.audit_trail(chain, after=after, limit=PAGE):
        yield from page
        after = page[-1][0].number
