"""Use-card records under seal (用卡记录封存校验).

A seal is the hash of all records between two names. It is an event of the service
``use-seal``, so the audit chains cover it, and checkpoints that are kept elsewhere.
Each seal begins where the one before ended. Whoever changes, removes or inserts a
sealed record shows: its span has another hash.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from enum import Enum

import attrs

from ehealthcard.crypto import Suite
from ehealthcard.ports import CodeStore, UseRecord

DOMAIN = b"ehealthcard/use-seal/1"
PAGE = 2000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@attrs.frozen
class UseSeal:
    """What a span of records comes to."""

    after: str
    """The span begins behind this name; empty at the beginning."""

    before: str
    """It ends before this name."""

    count: int
    digest: str


class UseFlaw(Enum):
    """What is wrong with a span."""

    ALTERED = "the records are not as they were sealed 记录与封存时不一致"
    GAP = "a seal does not begin where the one before ended 封存区间不连续"


def seal_of(store: CodeStore, suite: Suite, *, after: str, before: str) -> UseSeal:
    """Return the seal of the records between two names as they are stored now."""
    running, count = suite.digest(DOMAIN + after.encode()), 0
    for record in _records(store, after, before):
        running = suite.digest(running + _spelt(record))
        count += 1
    return UseSeal(after, before, count, running.hex())


def verify_seals(
    store: CodeStore, suite: Suite, seals: Iterable[UseSeal], *, aged_before: str = ""
) -> tuple[UseSeal, UseFlaw] | None:
    """Return the first seal that does not hold, and why; ``None`` if all hold.

    Args:
        store: Where the records are.
        suite: The ring's algorithms.
        seals: All seals, in order.
        aged_before: Records before this name may have been deleted by their age; spans
            that begin before it are not looked into, but must follow one another.

    """
    end = None
    for seal in sorted(seals, key=lambda s: s.before):
        if end is not None and seal.after != end:
            return seal, UseFlaw.GAP
        end = seal.before
        aged = seal.after < aged_before
        if not aged and seal != seal_of(
            store, suite, after=seal.after, before=seal.before
        ):
            return seal, UseFlaw.ALTERED
    return None


def _records(store: CodeStore, after: str, before: str) -> Iterator[UseRecord]:
    while True:
        page = store.uses_after(after, before=before, limit=PAGE)
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1].id


def _spelt(record: UseRecord) -> bytes:
    """Return the record's one spelling; each field is preceded by its length."""
    micros = (record.at - _EPOCH) // _MICROSECOND
    values = (
        record.id,
        record.subject,
        record.outcome,
        record.tier,
        str(micros),
        record.terminal,
        record.org or None,
        record.place or None,
        record.channel,
        record.step,
    )
    fields = (b"\0" if v is None else b"\1" + v.encode() for v in values)
    return b"".join(len(f).to_bytes(4, "big") + f for f in fields)
