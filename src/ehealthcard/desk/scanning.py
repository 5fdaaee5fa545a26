"""scanned text -> card, once (扫码核验)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import attrs

from ehealthcard.errors import (
    CardError,
    CardNotFoundError,
    CodeError,
    ExpiredCodeError,
    NotIssuedHereError,
    RateLimitedError,
    ReplayedCodeError,
    RevokedDeviceError,
    SecondFactorFailedError,
    SecondFactorRequiredError,
    TerminalBlockedError,
    TooManyAttemptsError,
)
from ehealthcard.identity import Card, CardStatus, IdDocument, SubjectId
from ehealthcard.ports import SecondFactor
from ehealthcard.ports.telemetry import SCANS
from ehealthcard.qr import (
    IssuerCheckedCode,
    Tier,
    UnverifiedCode,
    VerifiedCode,
    parse_code,
    verify_code,
)
from ehealthcard.qr.types import LEEWAY
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Terminal

from .blocking import Blocks
from .names import new_use
from .office import Office
from .registration import Registration
from .succession import Succession
from .using import NO_TIER, OK, Use, UseLog

REFUSALS = (CodeError, CardError, RateLimitedError, TerminalBlockedError)


@attrs.frozen
class StaffPresence:
    """A member of staff stands by the holder and has looked (工作人员现场核验).

    Args:
        staff: The staff number, for the record.

    """

    staff: str


Proof = SecondFactor | IdDocument | StaffPresence
"""What makes a static code good: a password or SMS, the document, or staff."""


@attrs.frozen
class Scan:
    """A code that was good, and is now used up."""

    card: Card
    record: str
    """The use-card record of this scan."""

    tier: Tier
    at: datetime


@attrs.frozen
class Refusal:
    """A code that was not good."""

    error: CodeError | CardError | RateLimitedError | TerminalBlockedError
    record: str
    """The use-card record of this scan."""


@attrs.frozen
class Visit:
    """One scan: where and when, and what its record is called."""

    record: str
    by: Terminal
    at: datetime


@attrs.frozen
class Scanning:
    """Checks codes, claims them once, and records their use.

    Whoever calls it has passed the :class:`.Guard`, or is no client of the desk's.
    """

    office: Office

    def attempt(
        self,
        text: str,
        by: Terminal,
        proof: Proof | None,
        along: Callable[[], None] | None = None,
    ) -> Scan | Refusal:
        """Return whose code it is, or why not; either way there is a record.

        Claim and record are one transaction: a code is not used up unseen. What is to
        be written *along* with the claim is in it too.
        """
        visit = Visit(new_use(self.office.now), by, self.office.now)
        code: VerifiedCode | IssuerCheckedCode | None = None
        try:
            self._require_terminal(by)
            code = self._checked(text, visit)
            self._require_room(code)
            if code.tier is Tier.STATIC:
                self._require_proof(code, proof)
            card = self._use_up(code, visit, along)
        except REFUSALS as error:
            self._refuse(code, visit, error.code)
            self._count(code, error.code)
            return Refusal(error, visit.record)
        self._count(code, OK)
        return Scan(card, visit.record, code.tier, visit.at)

    def _require_terminal(self, by: Terminal) -> None:
        """Refuse one that is blocked or scans too often."""
        Blocks(self.office).require_terminal(by.id)
        if limiter := self.office.ports.terminal_limiter:
            limiter.admit(f"scan:{by.id}")

    def _require_room(self, code: VerifiedCode | IssuerCheckedCode) -> None:
        """Refuse a holder's codes that are scanned too often; a forged one is not."""
        if (limiter := self.office.ports.card_limiter) and (whose := self._whose(code)):
            limiter.admit(f"card:{self.office.survivor(whose)}")

    def _count(
        self, code: VerifiedCode | IssuerCheckedCode | None, outcome: str
    ) -> None:
        tier = code.tier.value if code else "-"
        self.office.telemetry.count(SCANS, tier=tier, outcome=outcome)

    def _use_up(
        self,
        code: VerifiedCode | IssuerCheckedCode,
        visit: Visit,
        along: Callable[[], None] | None,
    ) -> Card:
        def claim() -> Card:
            card = self._card(code)
            self._claim(code, visit.at)
            if along:
                along()
            self._note(visit, card.subject, OK, code.tier)
            return card

        return self.office.atomically(claim)

    def _refuse(
        self, code: VerifiedCode | IssuerCheckedCode | None, visit: Visit, why: str
    ) -> None:
        tier = code.tier if code else None
        self.office.atomically(lambda: self._note(visit, self._whose(code), why, tier))

    def _checked(self, text: str, visit: Visit) -> VerifiedCode | IssuerCheckedCode:
        parsed = parse_code(text)
        bound = isinstance(parsed, UnverifiedCode) and parsed.is_bound
        return verify_code(
            parsed,
            keys=self.office.keys,
            at=visit.at,
            expected_audience=visit.by.audience if bound else None,
        )

    def _card(self, code: VerifiedCode | IssuerCheckedCode) -> Card:
        card = Succession(self.office).answer(self.office.card(code.card_id))
        temporary = card.status is CardStatus.TEMPORARY
        if not (temporary and code.tier is Tier.TEMPORARY):
            require_active(card.status)
        return card

    def _whose(self, code: VerifiedCode | IssuerCheckedCode | None) -> SubjectId | None:
        """Return whose code was refused, if the code itself is beyond doubt."""
        if not isinstance(code, VerifiedCode):
            return None
        row = self.office.storage.card(code.card_id)
        return row.subject if row else None

    def _require_proof(
        self, code: VerifiedCode | IssuerCheckedCode, proof: Proof | None
    ) -> None:
        """Refuse a static code without a second proof; no policy can waive it."""
        if proof is None:
            raise SecondFactorRequiredError
        card, limiter = self._card(code), self.office.ports.second_factor_limiter
        if limiter and not isinstance(proof, StaffPresence):
            try:
                limiter.admit(f"second-factor:{card.subject}")
            except RateLimitedError as error:
                raise TooManyAttemptsError(**error.facts) from None
        if not self._proves(card, proof):
            raise SecondFactorFailedError

    def _proves(self, card: Card, proof: Proof) -> bool:
        match proof:
            case StaffPresence(staff=staff):
                return bool(staff)
            case IdDocument():
                found = Registration(self.office).find(proof)
                return found is not None and found.subject == card.subject
            case SecondFactor():
                verifier = self.office.ports.second_factor
                return verifier is not None and verifier.holds(card, proof)

    def _claim(self, code: VerifiedCode | IssuerCheckedCode, now: datetime) -> None:
        storage = self.office.storage
        if isinstance(code, VerifiedCode):
            if code.device_id and code.device_id in storage.revoked_devices(now):
                raise RevokedDeviceError
            until = code.expires_at + LEEWAY + timedelta(seconds=1)
            storage.claim_code(code.replay_key, until=until)
        elif code.tier is not Tier.STATIC:
            self._spend(code, now)

    def _spend(self, code: IssuerCheckedCode, now: datetime) -> None:
        """Take a use off our own record of the text; without one it is no good."""
        storage = self.office.storage
        issued = storage.use_text(code.digest)
        if issued is None:
            spent = storage.text(code.digest) is not None
            raise ReplayedCodeError if spent else NotIssuedHereError
        if issued.until + LEEWAY < now:
            raise ExpiredCodeError
        if issued.subject != self.office.card(code.card_id).subject:
            raise CardNotFoundError

    def _note(
        self, visit: Visit, subject: SubjectId | None, outcome: str, tier: Tier | None
    ) -> None:
        use = Use(tier.value if tier else NO_TIER, subject, outcome)
        UseLog(self.office).note(use, visit.by, at=visit.at, name=visit.record)
