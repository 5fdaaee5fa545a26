"""What a gate decided, until the desk has it (闸机判定日志)."""

import secrets
from datetime import datetime, timedelta

from pydantic import Field

from ehealthcard.crypto import PublicKey, Signer, Suite
from ehealthcard.errors import (
    ForgedGateLogError,
    ForkedGateLogError,
    GateLogFullError,
)
from ehealthcard.models import Model
from ehealthcard.qr import Decision, Verdict
from ehealthcard.qr.gate_log import (
    EPOCH,
    LARGEST,
    MICROSECOND,
    BatchHeader,
    entry_of,
    first_head,
    next_head,
    open_receipt,
    seal_batch,
)

ROOM = 100_000
"""Decisions that a gate keeps at most; some 30 MB."""

PAGE = 500
"""Decisions of one batch."""


class LogStart(Model):
    """The first line: whose log, and what the desk has of it."""

    issuer: str
    suite: str
    org: str = Field(min_length=1, max_length=32)
    terminal: str = Field(min_length=1, max_length=64)
    journal: str
    serial: int = Field(ge=0)
    head: str


class MemoryLog:
    """A log that ends with the process: for tests and trials.

    Args:
        issuer: Code of the card manager.
        suite: Its suite.
        org: The institution, as the terminal is registered.
        terminal: The terminal's number there.
        room: How many decisions are kept at most. Refusals fill half of it at most,
            so that nobody can keep patients out by scanning nonsense.

    """

    def __init__(
        self, issuer: str, suite: Suite, org: str, terminal: str, *, room: int = ROOM
    ) -> None:
        journal = secrets.token_hex(16)
        self._suite, self._room, self._skipped = suite, room, 0
        self._lines: list[bytes] = []
        self._heads: list[str] = []
        self.start = LogStart(
            issuer=issuer,
            suite=suite.name,
            org=org,
            terminal=terminal,
            journal=journal,
            serial=0,
            head=first_head(suite, journal),
        )

    @property
    def acknowledged(self) -> int:
        """The serial up to which the desk has everything."""
        return self.start.serial

    @property
    def waiting(self) -> int:
        """How many decisions the desk does not have."""
        return len(self._lines)

    def write(self, decision: Decision, drift: timedelta | None, /) -> None:
        """See :class:`ehealthcard.qr.DecisionLog`.

        Raises:
            GateLogFullError: There is no room for an acceptance.

        """
        accepted = decision.verdict is not Verdict.DENY
        if self.waiting >= (self._room if accepted else self._room // 2):
            if accepted:
                raise GateLogFullError
            self._skipped += 1
            return
        serial = self.acknowledged + self.waiting + 1
        line = entry_of(serial, decision, drift, self._skipped).to_json()
        self.keep(line)
        self.add(line)
        self._skipped = 0

    def export(self, signer: Signer, at: datetime, *, most: int = PAGE) -> bytes | None:
        """Return the oldest decisions that the desk does not have, as a signed batch.

        The same again until it is acknowledged; ``None`` if the desk has everything.

        Args:
            signer: The terminal's (:func:`ehealthcard.crypto.terminal_signer`).
            at: Now, by the gate's clock.
            most: How many decisions at most.

        """
        lines = self._fitting(most)
        if not lines:
            return None
        start = self.start
        header = BatchHeader(
            issuer=start.issuer,
            suite=self._suite.name,
            org=start.org,
            terminal=start.terminal,
            journal=start.journal,
            first=start.serial + 1,
            last=start.serial + len(lines),
            before=start.head,
            made=(at - EPOCH) // MICROSECOND,
        )
        return seal_batch(header, lines, signer)

    def acknowledge(self, receipt: bytes, trust: PublicKey) -> int:
        """Forget what the desk has; return how many decisions that were.

        An older acknowledgement than the last one changes nothing.

        Args:
            receipt: As ``desk.gates.take`` returned it.
            trust: The issuer's trust key, as it is pinned (``TrustStore.root``).

        Raises:
            MalformedGateLogError: It is no acknowledgement.
            ForgedGateLogError: The issuer did not sign it, or not for this log.
            ForkedGateLogError: The desk has something else than this gate decided.

        """
        said, start = open_receipt(receipt, trust), self.start
        whose = (said.issuer, said.org, said.terminal, said.journal)
        if whose != (start.issuer, start.org, start.terminal, start.journal):
            raise ForgedGateLogError
        gone = said.serial - start.serial
        if gone <= 0:
            return 0
        if gone > self.waiting or self._heads[gone - 1] != said.head:
            raise ForkedGateLogError
        self._forget(gone, said.head)
        return gone

    def _fitting(self, most: int) -> list[bytes]:
        size, lines = 4096, list[bytes]()
        for line in self._lines[:most]:
            size += len(line) + 1
            if size > LARGEST:
                break
            lines.append(line)
        return lines

    def _forget(self, gone: int, head: str) -> None:
        changed = {"serial": self.start.serial + gone, "head": head}
        start = self.start.model_copy(update=changed)
        self.renew(start, self._lines[gone:])
        self.start = start
        del self._lines[:gone], self._heads[:gone]

    def add(self, line: bytes) -> None:
        """Link a line to those before it."""
        head = self._heads[-1] if self._heads else self.start.head
        self._lines.append(line)
        self._heads.append(next_head(self._suite, head, line))

    def keep(self, line: bytes) -> None:
        """Make a line durable."""

    def renew(self, start: LogStart, lines: list[bytes]) -> None:
        """Make a new beginning durable."""
