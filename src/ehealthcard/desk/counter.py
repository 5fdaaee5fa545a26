"""The desk's counter for cards and codes (发卡与扫码)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from ehealthcard.errors import (
    AccessSuspendedError,
    CardError,
    IdentityError,
    RateLimitedError,
)
from ehealthcard.identity import Applicant, Card, CardId, IdDocument, Masked
from ehealthcard.ports import Tombstone, UseRecord
from ehealthcard.qr import ChainGrant, DeviceGrant, GatePolicy, PooledCode, Tier
from ehealthcard.workflow import Actor, Terminal

from .disclosure import Disclosure
from .erasure import Erasure
from .migration import Progress, TokenMigration
from .office import Office
from .publishing import Publishing
from .registration import Registration
from .rewrap import Rewrapping
from .scanning import Proof, Refusal, Scan, Scanning
from .showing import LIFETIME, POOLED, Showing, ShownCode
from .takeover import OldCard, PhysicalCard, Takeover, TakeoverReport
from .temporary import TERM, TemporaryCard, TemporaryCards
from .using import UseLog

REFUSED = (IdentityError, CardError, RateLimitedError, AccessSuspendedError)
"""Why somebody is not registered; it is on record."""


class CardCounter:
    """Registers holders and keeps their cards."""

    office: Office

    def register(self, applicant: Applicant, *, by: Actor) -> Card:
        """Register a holder and return the card; who has one gets the same.

        With the role ``registrar`` the actor vouches that the document was seen and the
        card is active at once. Otherwise the real-name verifier is asked; without one
        the card waits (``Applied``) for somebody to verify it.

        Raises:
            BirthDateInFutureError: The document's holder is not born yet.
            GuardianRequiredError: A child below 14 without a guardian.
            GuardianNotAcceptedError: The guardian is no adult with an active card.
            RealNameMismatchError: Name and document do not belong together, or the
                document is registered under another name.
            RateLimitedError: The actor, or somebody with this document, comes too
                often; it says when to try again.
            AccessSuspendedError: A risk alert has suspended the actor.
            OutsideUnavailableError: The verifier did not answer; nothing was written.

        """
        try:
            return Registration(self.office).register(applicant, by)
        except REFUSED as error:
            UseLog(self.office).not_registered(by, error.code)
            raise

    def register_temporary(self, *, by: Actor, term: timedelta = TERM) -> TemporaryCard:
        """Give a card to somebody who cannot be identified now (临时卡).

        Raises:
            RuleViolationError: The actor lacks the role ``registrar``.

        """
        return TemporaryCards(self.office).issue(by, term)

    def find(self, document: IdDocument) -> Card | None:
        """Return the card of a document: the way for everybody without a code."""
        return Registration(self.office).find(document)

    def card(self, card_id: CardId) -> Card:
        """Return the card with this ID.

        Raises:
            CardNotFoundError: There is none.

        """
        return self.office.card(card_id)

    def masked(self, card: Card) -> Masked | None:
        """Return the holder for other people's eyes, such as on a gate's screen."""
        person = self.office.vault.person(card.subject)
        return person.masked if person else None

    def reveal(self, card_id: CardId, *, by: Actor, reason: str) -> IdDocument:
        """Turn a NATIONAL card ID back into its document, on the record.

        The reveal is an event of the card's case: who, when and why.

        Raises:
            RuleViolationError: The actor lacks the role ``revealer``.
            RevealError: The scheme is KEYED, or the keys are not those of the ID.
            CardNotFoundError: There is no such card.

        """
        return Disclosure(self.office).reveal(card_id, by, reason)

    def take_over(
        self, rows: Iterable[OldCard | PhysicalCard], *, by: Actor
    ) -> TakeoverReport:
        """Import cards of older systems, row by row; again changes nothing."""
        return Takeover(self.office).run(rows, by)

    def erase(self, card_id: CardId, *, by: Actor, reason: str) -> Tombstone:
        """Destroy all that is known of a holder (PIPL art. 47); it cannot be undone.

        The card is cancelled first, so that gates have heard of it, and no service may
        be open. What was sealed can never be read again; events, scans and the audit
        trail stay, and so does the tombstone that is returned.

        Args:
            card_id: The cancelled card.
            by: Who erases.
            reason: Why, without anything private: it stays.

        Raises:
            CardNotFoundError: There is no such card.
            NotAllowedError: The card is not cancelled.
            RuleViolationError: The actor lacks the role ``eraser``, or services still
                work for the holder (``ERASURE_OPEN_CASES``).

        """
        return Erasure(self.office).erase(card_id, by, reason)

    def rewrap_data(self, *, limit: int = 1000) -> Progress:
        """Wrap data keys with the ring's newest generation.

        Call it until it is done; then the old generation may be retired.
        """
        return Rewrapping(self.office).step(limit)

    def migrate_tokens(self, *, limit: int = 1000) -> Progress:
        """Give cards their IDs under the ring's newest tokenization keys.

        Call it until it is done; old IDs are found all the while.
        """
        return TokenMigration(self.office).step(limit)

    def forget_old_tokens(self, *, limit: int = 1000) -> Progress:
        """Forget card IDs of older keys, after the migration; then retire the keys."""
        return TokenMigration(self.office).finish(limit)


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
            CardError: There is no such card, or it is not active.
            CodeRequestError: A code cannot be made like this.

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
            CardError: There is no such card, or it is not active.
            CodeRequestError: Not 1 to 50 codes, or such codes cannot be made.

        """
        return Showing(self.office).pool(card_id, count, audience, lifetime, by=by)

    def authorise_device(
        self, card_id: CardId, device_key: bytes, *, by: Actor
    ) -> DeviceGrant:
        """Let the phone with this public key make codes for a day.

        Raises:
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
            CardError: There is no such card, or it is not active.
            CodeRequestError: It cannot be granted like this.

        """
        return Showing(self.office).authorise_chain(
            card_id, anchor, slot, audience, by=by
        )

    def revoke_device(self, device_id: bytes) -> None:
        """Block a phone without its card, here at once, at gates by bundle."""
        Publishing(self.office).revoke_device(device_id)

    def scan(
        self, text: str, *, by: Terminal, second_factor: Proof | None = None
    ) -> Scan:
        """Return whose code it is, and use it up; a use-card record is written.

        Raises:
            CodeError: The code is not believed; the subclass says why.
            CardError: The code is genuine, but the card is gone, lost or not active.
            RateLimitedError: The terminal scans too often; it says when to try again.
            TerminalBlockedError: A risk alert has blocked the terminal.

        """
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

        """
        return UseLog(self.office).gate(by, clock, trust_made)

    def uses(self, card: Card, *, limit: int = 50) -> Sequence[UseRecord]:
        """Return the card's use records, newest first: shows, scans, service steps."""
        return self.office.storage.uses(subject=card.subject, limit=limit)

    def trust_bundle(
        self,
        *,
        policy: GatePolicy | None = None,
        terms: Mapping[bytes, tuple[int, int]] | None = None,
        base: bytes | None = None,
    ) -> bytes:
        """Return what gates must know, signed: all of it, or the changes since *base*.

        Args:
            policy: How gates decide when they are alone.
            terms: For some key IDs, from and until when (seconds since 1970).
            base: A complete bundle of this desk that the gates have.

        Raises:
            TrustError: *base* is no complete bundle of this desk.

        """
        return Publishing(self.office).bundle(policy or GatePolicy(), terms, base)
