"""A gate that decides alone (离线闸机).

It accepts what is genuine, fresh, unused and not revoked by what it knows, says how old
that knowledge is, and never raises on a scanned text. What it cannot do, and nobody can
without a network: notice that a code was used at another site a moment ago. Short
lifetimes and codes bound to the place keep that window small.
"""

from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Protocol

import attrs

from ehealthcard.errors import (
    CardRevokedError,
    ClockError,
    EHealthCardError,
    ExpiredCodeError,
    IssuerOnlyError,
    ReplayedCodeError,
    RevokedDeviceError,
    TerminalBlockedError,
    TierNotAcceptedError,
    TimeZoneMissingError,
    TrustTooOldError,
)
from ehealthcard.identity import CardId

from .audience import terminal_hash
from .lifetime import LONGEST
from .parse import parse_code
from .replay import ReplayMemory
from .trust import TrustStore
from .types import UnverifiedCode, VerifiedCode
from .verify import verify_code

CLOCK_STEP = timedelta(seconds=2)
"""How far a clock may be set back by ordinary time service."""


class Verdict(Enum):
    """What the gate says."""

    ACCEPT = "accept"
    LIMITED = "accept-limited"
    """Accept for what can be taken back: enter, queue, register; not pay."""
    DENY = "deny"


@attrs.frozen
class Decision:
    """A gate's answer with its reason, fit for a log: it names no person."""

    verdict: Verdict
    reason: str
    """``OK``, ``TRUST_STALE``, ``TIER_LIMITED`` or the code of an error."""

    at: datetime
    trust_age: timedelta | None
    """How old the gate's knowledge was; ``None``: it had none."""

    code: VerifiedCode | None = attrs.field(default=None, repr=False)
    error: EHealthCardError | None = attrs.field(default=None, repr=False)
    """The refusal with its two sentences."""

    presented: VerifiedCode | None = attrs.field(default=None, repr=False)
    """The code that was shown, if it was genuine; it may have been refused."""

    @property
    def card_id(self) -> CardId | None:
        """Whose code it was, where that is beyond doubt."""
        return self.code.card_id if self.code else None


class GateJournal(Protocol):
    """Where a gate writes down what must survive a restart."""

    def note(self, key: bytes, now: float, /) -> None:
        """Write durably that a code was used at *now*; only then is it accepted."""
        ...

    def entries(self) -> "list[tuple[bytes, float]]":
        """Return what was noted, oldest first."""
        ...

    def reset(self) -> None:
        """Forget everything, clock included, on a person's order."""
        ...


class DecisionLog(Protocol):
    """Where a gate writes down what it decides, for the desk to hear later."""

    def write(self, decision: Decision, drift: timedelta | None, /) -> None:
        """Write durably what was decided; only then is anybody let in.

        *drift* is by how much the gate's clock was fast, where it knew.
        """
        ...


@attrs.define
class Gate:
    """One entrance; used by one thread at a time.

    Args:
        trust: What it believes; replace it by :meth:`take`.
        journal: Where it writes down what was used.
        audience: What this place is called in codes bound to it.
        terminal: What this device is called at the desk: once a trust bundle says that
            it is blocked, it lets nobody in.

    """

    trust: TrustStore
    journal: GateJournal
    audience: str | None = None
    terminal: str | None = attrs.field(default=None, kw_only=True)
    log: DecisionLog | None = attrs.field(default=None, kw_only=True)
    drift: timedelta | None = attrs.field(default=None, kw_only=True)
    _memory: ReplayMemory = attrs.field(init=False, repr=False)
    _latest: float = attrs.field(init=False, default=0.0)

    def __attrs_post_init__(self) -> None:
        self._recall()

    def take(self, bundle: bytes) -> None:
        """Take in a trust bundle; a refused one leaves the gate as it was.

        Raises:
            TrustError: It is refused; the subclass says why.

        """
        self.trust = self.trust.take(bundle)

    def check(self, text: str, at: datetime) -> Decision:
        """Decide on a scanned text; never raises, whatever the text.

        Raises:
            TimeZoneMissingError: *at* has none.

        """
        if at.tzinfo is None:
            raise TimeZoneMissingError(what="at")
        decision = self._decide(text, at)
        if self.log is None:
            return decision
        try:
            self.log.write(decision, self.drift)
        except EHealthCardError as error:
            if decision.verdict is Verdict.DENY:
                return decision  # refused all the same
            return attrs.evolve(
                decision,
                verdict=Verdict.DENY,
                reason=error.code,
                code=None,
                error=error,
            )
        return decision

    def _decide(self, text: str, at: datetime) -> Decision:
        age = self.trust.age(at)
        code: VerifiedCode | None = None
        try:
            self._require_clock(at)
            limited = self._require_trust(age)
            self._require_terminal()
            code = self._verified(text, at)
            self._require_good(code)
            self._use(code, at)
        except EHealthCardError as error:
            return Decision(Verdict.DENY, error.code, at, age, None, error, code)
        if code.tier.value in self.trust.policy.limited_tiers:
            limited = limited or "TIER_LIMITED"
        verdict = Verdict.LIMITED if limited else Verdict.ACCEPT
        return Decision(verdict, limited or "OK", at, age, code, None, code)

    def confirm_clock(self) -> None:
        """Start over after somebody has set the clock right: nothing is remembered.

        Codes used shortly before could be used again once; stop for as long as a code
        lives before opening.
        """
        self.journal.reset()
        self._recall()

    def _recall(self) -> None:
        span = LONGEST + timedelta(minutes=2)
        self._memory = ReplayMemory(span.total_seconds())
        self._latest = 0.0
        for key, noted in self.journal.entries():
            self._memory.note(key, noted)
            self._latest = max(self._latest, noted)

    def _require_clock(self, at: datetime) -> None:
        now, slack = at.timestamp(), CLOCK_STEP.total_seconds()
        made = self.trust.made_at
        if now < self._latest - slack:
            raise ClockError
        if made and at < made - timedelta(seconds=self.trust.policy.leeway):
            raise ClockError
        self._latest = max(self._latest, now)

    def _require_trust(self, age: timedelta | None) -> str:
        """Return why acceptance is limited, or nothing."""
        policy = self.trust.policy
        if age is None or age > timedelta(seconds=policy.usable_for):
            raise TrustTooOldError
        return "TRUST_STALE" if age > timedelta(seconds=policy.fresh_for) else ""

    def _require_terminal(self) -> None:
        trust, name = self.trust, self.terminal
        if name is not None and terminal_hash(trust.suite, name) in trust.devices:
            raise TerminalBlockedError

    def _verified(self, text: str, at: datetime) -> VerifiedCode:
        parsed = parse_code(text)
        if not isinstance(parsed, UnverifiedCode):
            raise IssuerOnlyError
        policy = self.trust.policy
        bound = parsed.is_bound or not policy.unbound_accepted
        return verify_code(
            parsed,
            keys=self.trust,
            at=at,
            expected_audience=self.audience if bound else None,
            leeway=timedelta(seconds=policy.leeway),
        )

    def _require_good(self, code: VerifiedCode) -> None:
        self.trust.require_term(code)
        if code.tier.value not in self.trust.policy.tiers:
            raise TierNotAcceptedError
        if code.card_id.prefix in self.trust.cards:
            raise CardRevokedError
        if code.device_id and code.device_id in self.trust.devices:
            raise RevokedDeviceError

    def _use(self, code: VerifiedCode, at: datetime) -> None:
        now, key = at.astimezone(UTC).timestamp(), code.replay_key
        if self._memory.seen(key, now):
            raise ReplayedCodeError
        if code.lifetime > LONGEST.total_seconds():
            raise ExpiredCodeError
        self.journal.note(key, now)
        self._memory.note(key, now)
