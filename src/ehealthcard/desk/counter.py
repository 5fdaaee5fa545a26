"""The desk's counter for cards (发卡)."""

from collections.abc import Iterable
from datetime import timedelta

from ehealthcard.errors import (
    AccessDeniedError,
    AccessSuspendedError,
    CardError,
    CardNotFoundError,
    IdentityError,
    RateLimitedError,
    RuleViolationError,
)
from ehealthcard.identity import Applicant, Card, CardId, IdDocument, Masked
from ehealthcard.monitor.access import Action
from ehealthcard.ports import Tombstone
from ehealthcard.workflow import Actor

from .disclosure import Disclosure
from .erasure import Erasure
from .guard import Guard
from .migration import Progress, TokenMigration
from .office import Office
from .registration import Registration
from .rewrap import Rewrapping
from .takeover import OldCard, PhysicalCard, Takeover, TakeoverReport
from .temporary import TERM, TemporaryCard, TemporaryCards
from .using import UseLog

REFUSED = (
    IdentityError,
    CardError,
    RateLimitedError,
    AccessSuspendedError,
    RuleViolationError,
)
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
            KeysDoNotFitError: The database was written with other keys.
            GuardianNotAcceptedError: The guardian is no adult with an active card.
            RealNameMismatchError: Name and document do not belong together, or the
                document is registered under another name.
            RateLimitedError: The actor, or somebody with this document, comes too
                often; it says when to try again.
            AccessSuspendedError: A risk alert has suspended the actor.
            OutsideUnavailableError: The verifier did not answer; nothing was written.
            RuleViolationError: The guardian's account is full.
            AccessDeniedError: *by* has no right at all.

        """
        Guard(self.office).pass_to(by, Action.APPLY)
        try:
            return Registration(self.office).register(applicant, by)
        except REFUSED as error:
            UseLog(self.office).not_registered(by, error.code)
            raise

    def register_temporary(self, *, by: Actor, term: timedelta = TERM) -> TemporaryCard:
        """Give a card to somebody who cannot be identified now (临时卡).

        Raises:
            RuleViolationError: The actor lacks the role ``registrar``.
            KeysDoNotFitError: The database was written with other keys.

        """
        Guard(self.office).pass_to(by, Action.ACT)
        return TemporaryCards(self.office).issue(by, term)

    def find(self, document: IdDocument, *, by: Actor) -> Card | None:
        """Return the card of a document: the way for everybody without a code.

        Raises:
            AccessDeniedError: *by* does not work here.
            RateLimitedError: *by* tries too many numbers; it says when to try again.
            KeysDoNotFitError: The database was written with other keys.

        """
        log = UseLog(self.office)
        try:
            Guard(self.office).pass_to(by, Action.FIND)
            if limiter := self.office.ports.guess_limiter:
                limiter.admit(f"find:{by.id}")
        except (AccessDeniedError, AccessSuspendedError, RateLimitedError) as error:
            log.looked(by, None, error.code)
            raise
        found = Registration(self.office).find(document)
        if found is None:
            log.looked(by, None, CardNotFoundError.code)
        else:
            log.looked(by, found.subject)
        return found

    def card(self, card_id: CardId, *, by: Actor) -> Card:
        """Return the card with this ID.

        Raises:
            AccessDeniedError: *by* may not see it.
            CardNotFoundError: There is none.

        """
        found = self.office.card(card_id)
        Guard(self.office).pass_to(by, Action.SEE, found.subject)
        return found

    def masked(self, card: Card, *, by: Actor) -> Masked | None:
        """Return the holder for other people's eyes, such as on a gate's screen.

        Raises:
            AccessDeniedError: *by* may not see it.

        """
        Guard(self.office).pass_to(by, Action.SEE, card.subject)
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
        Guard(self.office).pass_to(by, Action.ACT)
        return Disclosure(self.office).reveal(card_id, by, reason)

    def take_over(
        self, rows: Iterable[OldCard | PhysicalCard], *, by: Actor
    ) -> TakeoverReport:
        """Import cards of older systems, row by row; again changes nothing.

        Raises:
            AccessDeniedError: *by* does not work here.

        """
        Guard(self.office).pass_to(by, Action.FIND)
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
        Guard(self.office).pass_to(by, Action.ACT)
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
