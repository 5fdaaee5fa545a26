"""What a gate decided alone, on its way to the desk (闸机判定上传).

::

    b"EHGB" 1 | header length 4 | header (JSON) | entries, a line of JSON each
    | signature 64

Entries are numbered without gaps and linked: the head after an entry is the hash of the
head before it and of the entry's bytes. The gate signs a batch with the key that it was
put into use with. The desk's acknowledgement (``EHGA``) is signed by the issuer's trust
key, which the gate has pinned; it may forget what that covers.

No entry names a person. A code is told by the digest by which its use is remembered;
what was scanned and was no genuine code leaves no digest, for it may be anything.
"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Annotated, Literal, Self

import attrs
from pydantic import Field, model_validator

from ehealthcard.crypto import PublicKey, Signer, Suite
from ehealthcard.errors import (
    ForgedBundleError,
    ForgedGateLogError,
    InvalidInputError,
    MalformedBundleError,
    MalformedGateLogError,
)
from ehealthcard.models import Model

from . import signed
from .gate import Decision, Verdict

BATCH, RECEIPT = b"EHGB\x01", b"EHGA\x01"
MOST = 1000
"""Entries of one batch."""

LARGEST = 1_000_000
"""Bytes of one batch."""

DOMAIN = b"ehealthcard/gate-log\0"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND, MILLISECOND = timedelta(microseconds=1), timedelta(milliseconds=1)
GOOD = {
    Verdict.ACCEPT.value: frozenset({"OK"}),
    Verdict.LIMITED.value: frozenset({"TRUST_STALE", "TIER_LIMITED"}),
}
"""The reasons of an acceptance; no refusal has them."""

Micros = Annotated[int, Field(ge=0, lt=1 << 52)]
Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
JournalName = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
Serial = Annotated[int, Field(ge=1, lt=1 << 53)]
Org = Annotated[str, Field(min_length=1, max_length=32)]
Number = Annotated[str, Field(min_length=1, max_length=64)]


class GateEntry(Model):
    """One decision of a gate (判定记录)."""

    serial: Serial
    at: Micros
    """Microseconds since 1970, by the gate's own clock."""

    verdict: Literal["accept", "accept-limited", "deny"]
    reason: Annotated[str, Field(pattern="^[A-Z][A-Z0-9_]{0,39}$")]
    trust_made: Annotated[int, Field(ge=0, lt=1 << 32)] | None
    """When its trust data was made, in seconds since 1970; ``None``: it had none."""

    drift: Annotated[int, Field(ge=-(1 << 40), le=1 << 40)] | None = None
    """By how many milliseconds its clock was fast, where it knew."""

    tier: Literal["mac", "signed", "device"] | None = None
    card: Annotated[str | None, Field(pattern="^[0-9A-F]{64}$", repr=False)] = None
    code: Annotated[str | None, Field(pattern="^[0-9a-f]{32}$", repr=False)] = None
    """The digest by which the code's use is remembered."""

    skipped: Annotated[int, Field(ge=0, lt=1 << 53)] = 0
    """How many refusals before this one were not written down for want of room."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """An acceptance says of which code; a refusal has a reason of its own."""
        known = {self.tier is None, self.card is None, self.code is None}
        good = GOOD.get(self.verdict)
        everyday = any(self.reason in reasons for reasons in GOOD.values())
        if len(known) > 1 or self.reason.startswith("LATE_"):
            raise ValueError
        if everyday if good is None else self.reason not in good or self.card is None:
            raise ValueError
        return self

    @property
    def accepted(self) -> bool:
        """Whether somebody was let in."""
        return self.verdict in GOOD

    @property
    def moment(self) -> datetime:
        """When, by the gate's clock."""
        return EPOCH + self.at * MICROSECOND

    @property
    def true_moment(self) -> datetime:
        """When, corrected by what the gate knew of its clock."""
        return self.moment - (self.drift or 0) * MILLISECOND

    @property
    def trust_made_at(self) -> datetime | None:
        """When its trust data was made."""
        made = self.trust_made
        return None if made is None else datetime.fromtimestamp(made, UTC)


class BatchHeader(Model):
    """Whose decisions, and which."""

    issuer: str
    suite: Literal["GM", "INTL"]
    org: Org
    terminal: Number
    journal: JournalName
    """Which of the gate's logs; one that begins anew has another name."""

    first: Serial
    last: Serial
    before: Hash
    """The head before the first entry."""

    made: Micros
    """When it was exported, by the gate's clock."""


class Receipt(Model):
    """What the desk says it has (上传回执)."""

    issuer: str
    org: Org
    terminal: Number
    journal: JournalName
    serial: Serial
    head: Hash


@attrs.frozen
class GateBatch:
    """A batch whose signature and numbering have been checked."""

    header: BatchHeader
    entries: tuple[GateEntry, ...]
    heads: tuple[str, ...]
    """After each entry."""

    @property
    def moments(self) -> bool:
        """Whether the entries follow one another in time, as an honest clock goes."""
        slack = timedelta(seconds=2)
        return all(a.moment <= b.moment + slack for a, b in pairwise(self.entries))


def first_head(suite: Suite, journal: str) -> str:
    """Return the head before a log's first entry."""
    return suite.digest(DOMAIN + b"first\0" + bytes.fromhex(journal)).hex()


def next_head(suite: Suite, head: str, entry: bytes) -> str:
    """Return the head after *entry*."""
    return suite.digest(DOMAIN + bytes.fromhex(head) + entry).hex()


def entry_of(
    serial: int, decision: Decision, drift: timedelta | None, skipped: int
) -> GateEntry:
    """Return what is written down of a decision."""
    code, age = decision.presented, decision.trust_age
    made = None if age is None else round((decision.at - age).timestamp())
    return GateEntry(
        serial=serial,
        at=(decision.at - EPOCH) // MICROSECOND,
        verdict=decision.verdict.value,
        reason=decision.reason,
        trust_made=made,
        drift=None if drift is None else drift // MILLISECOND,
        tier=code.tier.value if code else None,  # pyright: ignore[reportArgumentType]  # gates verify three
        card=str(code.card_id) if code else None,
        code=code.replay_key.hex() if code else None,
        skipped=skipped,
    )


def seal_batch(header: BatchHeader, lines: list[bytes], signer: Signer) -> bytes:
    """Return a signed batch of entries, as they were written down."""
    return signed.seal(BATCH, header.to_json(), b"\n".join(lines), signer)


def claimed_sender(data: bytes) -> tuple[str, str]:
    """Return institution and number that a batch claims; believe neither yet.

    Raises:
        MalformedGateLogError: It is no batch, or too large.

    """
    start = len(BATCH) + 4
    if len(data) > LARGEST or not data.startswith(BATCH):
        raise MalformedGateLogError
    end = start + int.from_bytes(data[len(BATCH) : start], "big")
    header = _header(data[start:end])
    return header.org, header.terminal


def open_batch(data: bytes, key: PublicKey) -> GateBatch:
    """Check signature, numbering and links of a batch, and read it.

    Raises:
        MalformedGateLogError: It is no whole batch.
        ForgedGateLogError: *key* did not sign it.

    """
    if len(data) > LARGEST:
        raise MalformedGateLogError
    text, rest = _unseal(BATCH, data, key)
    header, lines = _header(text), rest.split(b"\n")
    if header.last - header.first + 1 != len(lines) or len(lines) > MOST:
        raise MalformedGateLogError
    try:
        entries = tuple(GateEntry.from_json(line) for line in lines)
    except InvalidInputError:
        raise MalformedGateLogError from None
    if [e.serial for e in entries] != list(range(header.first, header.last + 1)):
        raise MalformedGateLogError
    if header.suite != key.suite.name:
        raise ForgedGateLogError
    heads, head = list[str](), header.before
    for line in lines:
        head = next_head(key.suite, head, line)
        heads.append(head)
    return GateBatch(header, entries, tuple(heads))


def seal_receipt(receipt: Receipt, signer: Signer) -> bytes:
    """Return a signed acknowledgement."""
    return signed.seal(RECEIPT, receipt.to_json(), b"", signer)


def open_receipt(data: bytes, trust: PublicKey) -> Receipt:
    """Check an acknowledgement and read it.

    Raises:
        MalformedGateLogError: It is none.
        ForgedGateLogError: The pinned trust key did not sign it.

    """
    text, _ = _unseal(RECEIPT, data, trust)
    try:
        return Receipt.from_json(text)
    except InvalidInputError:
        raise MalformedGateLogError from None


def _unseal(magic: bytes, data: bytes, key: PublicKey) -> tuple[bytes, bytes]:
    try:
        return signed.unseal(magic, data, key)
    except MalformedBundleError:
        raise MalformedGateLogError from None
    except ForgedBundleError:
        raise ForgedGateLogError from None


def _header(text: bytes) -> BatchHeader:
    try:
        return BatchHeader.from_json(text)
    except InvalidInputError:
        raise MalformedGateLogError from None
