"""Gates that come home: what they decided offline becomes known here (闸机判定上传)."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import attrs

from ehealthcard.crypto import PublicKey
from ehealthcard.errors import (
    ClaimTakenError,
    ForgedGateLogError,
    ForkedGateLogError,
    GateLogGapError,
    ReplayedCodeError,
    VersionConflictError,
)
from ehealthcard.errors.workflow import ROLE_REQUIRED
from ehealthcard.monitor.access import Action
from ehealthcard.ports import UseAct, late_tier
from ehealthcard.qr import Verdict
from ehealthcard.qr.gate_log import (
    GateBatch,
    Receipt,
    claimed_sender,
    first_head,
    open_batch,
    seal_receipt,
)
from ehealthcard.services.foundation.gate_log import Begin, Kept, Take, gate_log
from ehealthcard.services.foundation.terminal import (
    TERMINAL_KEEPER,
    TERMINAL_SIGNS_NOTHING,
    InUse,
    TerminalUse,
)
from ehealthcard.workflow import SYSTEM, Actor, Terminal

from .blocking import Blocks
from .guard import Guard
from .late import Hindsight, Judged, LatePolicy
from .live import Live
from .office import Office
from .terminal_book import CHANNELS, TerminalBook
from .using import CLOCK_DRIFT, Use, UseLog

NEW_LOG, FORKED = "GATE_LOG_NEW", "GATE_LOG_FORKED"
LOG = "gate-log"
ATTEMPTS = 3
STANDARD = LatePolicy()


@attrs.frozen
class TakenBatch:
    """What came of a batch."""

    serial: int
    """Up to this decision the desk has everything."""

    added: int
    """How many decisions were new here."""

    late: tuple[tuple[str, int], ...]
    """What the desk finds wrong with acceptances that were new, and how often."""

    receipt: bytes = attrs.field(repr=False)
    """The signed acknowledgement, for the gate."""


@attrs.frozen
class Gates:
    """Takes what gates decided without a network.

    Args:
        office: The desk's.

    """

    office: Office = attrs.field(repr=False)

    def take(
        self, batch: bytes, *, by: Actor, policy: LatePolicy = STANDARD
    ) -> TakenBatch:
        """Take a gate's batch; each decision has an effect once.

        A batch that came before is acknowledged again. Where codes, cards or the gate's
        clock were not as the gate thought, the records say so and the risk watch finds
        them.

        Args:
            batch: As the gate's log exported it.
            by: The gate itself, or who keeps the terminals and carries its file.
            policy: From when on something is wrong.

        Raises:
            MalformedGateLogError: It is no whole batch.
            ForgedGateLogError: The gate that it names did not sign it, or *by* is
                another gate, or it is another card manager's.
            GateLogGapError: Decisions before it are missing; the fact ``expected``
                says from which on.
            ForkedGateLogError: It says something else of what was taken before; that
                is on record.
            RuleViolationError: The terminal is unknown, not in use or has no signing
                key (``TERMINAL_SIGNS_NOTHING``), or *by* may not carry its file.
            TerminalBlockedError: A risk alert has blocked it.
            AccessDeniedError: *by* has no role.

        """
        Guard(self.office).pass_to(by, Action.SCAN)
        org, number = claimed_sender(batch)
        if isinstance(by, Terminal):
            if (by.org, by.id) != (org, number):
                raise ForgedGateLogError
        elif not by.roles & {TERMINAL_KEEPER, *SYSTEM.roles}:
            raise ROLE_REQUIRED.broken(role=TERMINAL_KEEPER)
        device = TerminalBook(self.office).require(org, number, TerminalUse.SCAN)
        Blocks(self.office).require_terminal(number)
        opened = self._opened(batch, device)
        gate = _acting(device, by)
        try:
            return self._once(lambda: self._take(opened, gate, policy))
        except ForkedGateLogError:
            UseLog(self.office).alone(Use(UseAct.GATE.value, None, FORKED), gate)
            raise

    def logs(self, org: str, number: str, *, by: Actor) -> Sequence[Kept]:
        """Return the logs that a gate has sent, oldest first: how far, and when.

        A gate in use that has sent nothing for long has no network, or keeps its
        decisions back.

        Raises:
            AccessDeniedError: *by* is not staff.

        """
        Guard(self.office).pass_to(by, Action.LIST)
        return [
            state
            for live in self._lives("terminal", f"{org}:{number}")
            if isinstance(state := live.state, Kept)
        ]

    def _once(self, act: Callable[[], TakenBatch]) -> TakenBatch:
        """Carry it out, beside workers that may take the same batch just now."""
        for _ in range(ATTEMPTS):
            try:
                return self.office.atomically(act)
            except (ClaimTakenError, ReplayedCodeError, VersionConflictError):
                continue  # another has taken it by now: look again
        return self.office.atomically(act)

    def _opened(self, batch: bytes, device: InUse) -> GateBatch:
        keys = self.office.keys
        if device.verify_key is None:
            raise TERMINAL_SIGNS_NOTHING.broken()
        key = PublicKey(keys.suite, bytes.fromhex(device.verify_key))
        opened = open_batch(batch, key)
        if opened.header.issuer != keys.issuer:
            raise ForgedGateLogError
        return opened

    def _take(self, batch: GateBatch, gate: Terminal, policy: LatePolicy) -> TakenBatch:
        """Take what is new of it, inside a transaction."""
        work, header = self.office.work(), batch.header
        begun = next(self._lives(LOG, header.journal), None)
        state = begun.state if begun else None
        if isinstance(state, Kept):
            new = self._continued(batch, state)
        else:
            new = self._first(batch)
        judged: list[Judged] = []
        if new:
            live = begun or self._begin(batch, gate)
            fresh = attrs.evolve(batch, entries=batch.entries[-new:])
            judged = self._note(fresh, gate, policy)
            done = work.carry_out(live, _taking(fresh, judged), by=SYSTEM)
            state = done.state
        assert isinstance(state, Kept)  # noqa: S101  # an empty batch does not open
        late = Counter(one.outcome for one in judged if one.is_late)
        receipt = self._receipt(state)
        return TakenBatch(state.serial, new, tuple(sorted(late.items())), receipt)

    def _lives(self, kind: str, value: str) -> Iterator[Live]:
        work = self.office.work()
        for event in self.office.storage.related(kind, value):
            if event.workflow == gate_log.name:
                yield work.load(event)

    def _continued(self, batch: GateBatch, state: Kept) -> int:
        """Return how many of its decisions are new, once the rest agrees."""
        header = batch.header
        if (header.org, header.terminal) != (state.org, state.number):
            raise ForgedGateLogError
        if header.first > state.serial + 1:
            raise GateLogGapError(expected=state.serial + 1)
        heads = (header.before, *batch.heads)
        place = state.serial + 1 - header.first
        if place < len(heads) and heads[place] != state.head:
            raise ForkedGateLogError
        return max(header.last - state.serial, 0)

    def _first(self, batch: GateBatch) -> int:
        header = batch.header
        if header.first > 1:
            raise GateLogGapError(expected=1)
        if header.before != first_head(self.office.keys.suite, header.journal):
            raise ForkedGateLogError
        return len(batch.entries)

    def _begin(self, batch: GateBatch, gate: Terminal) -> Live:
        """Open a log's case; a second log of a gate is for somebody to look at."""
        work, header = self.office.work(), batch.header
        device = f"{header.org}:{header.terminal}"
        if next(self._lives("terminal", device), None):
            UseLog(self.office).note(Use(UseAct.GATE.value, None, NEW_LOG), gate)
        begin = Begin(
            journal=header.journal,
            org=header.org,
            number=header.terminal,
            head=header.before,
        )
        fresh = work.open(gate_log, self.office.new_holder())
        return work.carry_out(fresh, begin, by=SYSTEM)

    def _note(
        self, batch: GateBatch, gate: Terminal, policy: LatePolicy
    ) -> list[Judged]:
        """Write a use-card record of each decision, and one of the gate if need be."""
        log = UseLog(self.office)
        hindsight = Hindsight(self.office, policy, self.office.now)
        judged = [hindsight.judge(entry) for entry in batch.entries]
        for one in judged:
            use = Use(late_tier(one.entry.tier), one.subject, one.outcome)
            log.arrived(use, gate, at=one.at)
        if hindsight.drifts(batch):
            log.note(Use(UseAct.GATE.value, None, CLOCK_DRIFT), gate)
        return judged

    def _receipt(self, state: Kept) -> bytes:
        receipt = Receipt(
            issuer=self.office.keys.issuer,
            org=state.org,
            terminal=state.number,
            journal=state.journal,
            serial=state.serial,
            head=state.head,
        )
        return seal_receipt(receipt, self.office.keys.trust)


def _acting(device: InUse, by: Actor) -> Terminal:
    """Return the gate as the actor of its records."""
    if isinstance(by, Terminal):
        return attrs.evolve(by, place=by.place or device.place)
    return Terminal(
        device.number,
        {"terminal"},
        org=device.org,
        place=device.place,
        channel=CHANNELS[device.kind],
    )


def _taking(batch: GateBatch, judged: list[Judged]) -> Take:
    said = Counter(entry.verdict for entry in batch.entries)
    return Take(
        first=batch.entries[0].serial,
        last=batch.header.last,
        head=batch.heads[-1],
        accepted=said[Verdict.ACCEPT.value],
        limited=said[Verdict.LIMITED.value],
        denied=said[Verdict.DENY.value],
        skipped=sum(entry.skipped for entry in batch.entries),
        late=sum(one.is_late for one in judged),
    )
