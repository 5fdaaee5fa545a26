"""The desk's counter for codes (出码与扫码)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from ehealthcard.errors import (
    AccessSuspendedError,
    CardError,
    IdentityError,
    RateLimitedError,
)
from ehealthcard.identity import Card, CardId
from ehealthcard.monitor.access import Action, Asked
from ehealthcard.ports import UseRecord
from ehealthcard.qr import ChainGrant, DeviceGrant, GatePolicy, PooledCode, Tier
from ehealthcard.workflow import Actor, Terminal

from .guard import Guard
from .office import Office
from .publishing import Publishing
from .scanning import Proof, Refusal, Scan, Scanning
from .showing import LIFETIME, POOLED, Showing, ShownCode
from .using import UseLog, uses_of

REFUSED = (IdentityError, CardError, RateLimitedError, AccessSuspendedError)
"""Why somebody is not registered; it is on record."""


class CodeCounter:
    """Shows codes, scans them, and tells gates what to trust."""

    office: Office

    def show(
        self,
        card_id: CardId,
        *,
        by: Actor,
        tier: Tier = Tier.SIGNED,
        audience: str | None = None,
        lifetime: timedelta = LIFETIME,
    ) -> ShownCode:
        """Return a fresh code of an active card.

        Raises:
            AccessDeniedError: *by* may not show this card.
            CardError: There is no such card, or it is not active.
            CodeRequestError: A code cannot be made like this.
            KeysDoNotFitError: The database was written with other keys.

        """
        return Showing(self.office).show(card_id, tier, audience, lifetime, by=by)

    def show_pool(
        self,
        card_id: CardId,
        *,
        count: int,
        by: Actor,
        audience: str | None = None,
        lifetime: timedelta = POOLED,
    ) -> list[PooledCode]:
        """Return signed codes for a phone to fetch ahead (预取码池).

        Raises:
            AccessDeniedError: *by* may not show this card.
            CardError: There is no such card, or it is not active.
            CodeRequestError: Not 1 to 50 codes, or such codes cannot be made.

        """
        return Showing(self.office).pool(card_id, count, audience, lifetime, by=by)

    def authorise_device(
        self, card_id: CardId, device_key: bytes, *, by: Actor
    ) -> DeviceGrant:
        """Let the phone with this public key make codes for a day.

        Raises:
            AccessDeniedError: *by* may not show this card.
            CardError: There is no such card, or it is not active.
            InvalidKeyError: It is no public key of the suite.

        """
        return Showing(self.office).authorise_device(card_id, device_key, by=by)

    def authorise_chain(
        self,
        card_id: CardId,
        anchor: bytes,
        *,
        by: Actor,
        slot: timedelta = LIFETIME,
        audience: str | None = None,
    ) -> ChainGrant:
        """Let the phone with this hash chain make codes for a day.

        Raises:
            AccessDeniedError: *by* may not show this card.
            CardError: There is no such card, or it is not active.
            CodeRequestError: It cannot be granted like this.

        """
        return Showing(self.office).authorise_chain(
            card_id, anchor, slot, audience, by=by
        )

    def revoke_device(self, device_id: bytes, *, by: Actor) -> None:
        """Block a phone without its card, here at once, at gates by bundle.

        Raises:
            AccessDeniedError: *by* has no right at all.

        """
        Guard(self.office).pass_to(by, Action.ACT)
        Publishing(self.office).revoke_device(device_id)

    def scan(
        self, text: str, *, by: Terminal, second_factor: Proof | None = None
    ) -> Scan:
        """Return whose code it is, and use it up; a use-card record is written.

        Raises:
            AccessDeniedError: *by* has no role.
            CodeError: The code is not believed; the subclass says why.
            CardError: The code is genuine, but the card is gone, lost or not active.
            RateLimitedError: The terminal scans too often; it says when to try again.
            TerminalBlockedError: A risk alert has blocked the terminal.
            ClientError: The terminal's build may not scan.

        """
        Guard(self.office).pass_to(by, Action.SCAN)
        found = Scanning(self.office).attempt(text, by, second_factor)
        if isinstance(found, Refusal):
            raise found.error
        return found

    def hear_gate(
        self, *, by: Terminal, clock: datetime, trust_made: datetime | None
    ) -> str:
        """Take a gate's report on itself; it is on record for the monitor.

        Args:
            by: The gate.
            clock: What its clock said when it asked.
            trust_made: When its trust bundle was made (``TrustStore.made_at``).

        Returns:
            ``OK``, ``CLOCK_DRIFT`` or ``TRUST_STALE``.

        Raises:
            AccessDeniedError: *by* has no role.

        """
        Guard(self.office).pass_to(by, Action.SCAN)
        return UseLog(self.office).gate(by, clock, trust_made)

    def uses(self, card: Card, *, by: Actor, limit: int = 50) -> Sequence[UseRecord]:
        """Return the card's use records, newest first: shows, scans, service steps.

        Those of cards that were merged into it are among them.

        Raises:
            AccessDeniedError: *by* may not see the holder's past.

        """
        found = uses_of(self.office, card.subject, limit)
        Guard(self.office).look(Asked(by, Action.TRACE, card.subject))
        return found

    def trust_bundle(
        self,
        *,
        by: Actor,
        policy: GatePolicy | None = None,
        terms: Mapping[bytes, tuple[int, int]] | None = None,
        base: bytes | None = None,
    ) -> bytes:
        """Return what gates must know, signed: all of it, or the changes since *base*.

        Args:
            by: Who publishes.
            policy: How gates decide when they are alone.
            terms: For some key IDs, from and until when (seconds since 1970).
            base: A complete bundle of this desk that the gates have.

        Raises:
            AccessDeniedError: *by* does not work here.
            TrustError: *base* is no complete bundle of this desk.

        """
        Guard(self.office).pass_to(by, Action.PUBLISH)
        return Publishing(self.office).bundle(policy or GatePolicy(), terms, base)
