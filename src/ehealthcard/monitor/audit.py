"""Every event is a link of a hash chain (审计哈希链).

Whoever changes, removes or inserts an event or an entry breaks the chain from there on.
There are many chains, chosen by case, so that commands on different cases do not wait
for one another. An entry commits to the hash of the event's sealed content and not to
the content, so that what is erased by law leaves a whole chain behind.

The chains are not keyed: who can rewrite the whole database can also make new chains.
Signed checkpoints (:mod:`.checkpoint`) that are kept elsewhere show even that.
"""

from datetime import UTC, datetime, timedelta
from itertools import chain
from struct import Struct
from zlib import crc32

from ehealthcard.crypto import Suite
from ehealthcard.ports import AuditEntry
from ehealthcard.workflow import Event

CHAINS = 64
DOMAIN = b"ehealthcard/audit/1"
BEGINNING = b"\0" * 32
"""What stands in the place of an entry before the first."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LENGTH = Struct(">I").pack


def chain_of(case: str) -> int:
    """Return the chain that the events of *case* belong to."""
    return crc32(case.encode()) % CHAINS


def link(
    event: Event, before: AuditEntry | None, suite: Suite, *, erases: bool
) -> AuditEntry:
    """Return the entry of *event*, whose data is sealed, behind the entry *before*."""
    number = before.number + 1 if before else 1
    content = suite.digest(event.data)
    said = (chain_of(event.case), number, event.case, event.version, content, erases)
    unlinked = AuditEntry(*said, hash=b"")
    return AuditEntry(*said, hash=entry_hash(unlinked, event, before, suite))


def entry_hash(
    entry: AuditEntry, event: Event, before: AuditEntry | None, suite: Suite
) -> bytes:
    """Return the hash that *entry* must have; each field is preceded by its length."""
    fields = _fields(entry, event, before.hash if before else BEGINNING)
    told = zip(map(_LENGTH, map(len, fields)), fields, strict=True)
    return suite.digest(b"".join(chain.from_iterable(told)))


def _fields(entry: AuditEntry, event: Event, before: bytes) -> list[bytes]:
    fields = [
        DOMAIN,
        before,
        entry.content,
        b"%d" % entry.chain,
        b"%d" % entry.number,
        b"%d" % entry.version,
        b"%d" % entry.erases,
        b"%d" % ((event.at - _EPOCH) // _MICROSECOND),
        entry.case.encode(),
        event.workflow.encode(),
        event.subject.encode(),
        event.command.encode(),
        event.state.encode(),
        event.actor.encode(),
        _maybe(event.policy),
        _maybe(event.cause),
    ]
    if event.schema_version != 1:  # trails began before there were versions
        fields.append(b"%d" % event.schema_version)
    if event.behind is not None:  # nor was it said who stands behind an actor
        fields.append(b"\2" + event.behind.encode())
    return fields


def _maybe(text: str | None) -> bytes:
    return b"\0" if text is None else b"\1" + text.encode()
