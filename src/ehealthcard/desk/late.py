"""What the desk thinks of what a gate decided without it (事后核对)."""

from datetime import datetime, timedelta

import attrs
from pydantic import Field

from ehealthcard.identity import CardId, CardStatus, SubjectId
from ehealthcard.models import Model
from ehealthcard.ports import CardRow
from ehealthcard.qr.gate_log import GateBatch, GateEntry

from .office import Office
from .succession import Succession
from .using import DRIFT, OK

REPLAYED, REVOKED = "LATE_REPLAYED", "LATE_REVOKED"
IGNORED, UNTRUSTED = "LATE_IGNORED", "LATE_UNTRUSTED"
GONE = (CardStatus.SUSPENDED.value, CardStatus.CANCELLED.value)


class LatePolicy(Model):
    """How what gates bring home is looked at; every number is inferred."""

    usable_for: timedelta = Field(default=timedelta(days=7), gt=timedelta())
    """Trust data older than this decides nothing: as in the gates' own policy."""

    drift: timedelta = Field(default=DRIFT, gt=timedelta())
    """How wrong a gate's clock may be."""

    remembered: timedelta = Field(default=timedelta(days=31), gt=timedelta())
    """How long a code that a gate took is remembered, for the gates that come later."""


@attrs.frozen
class Judged:
    """One decision, and what the desk makes of it."""

    entry: GateEntry
    subject: SubjectId | None
    outcome: str
    at: datetime
    """The moment, as far as it is known."""

    @property
    def is_late(self) -> bool:
        """Whether somebody was let in who, by what is known now, should not have."""
        return self.entry.accepted and self.outcome != OK


@attrs.frozen
class Hindsight:
    """Looks at decisions; run it in the transaction that takes them."""

    office: Office
    policy: LatePolicy
    now: datetime

    def judge(self, entry: GateEntry) -> Judged:
        """Return whose code it was and what is wrong; the code is used up."""
        row = self.office.storage.card(CardId(entry.card)) if entry.card else None
        at = min(entry.true_moment, self.now)
        whose = self._whose(row)
        if not entry.accepted:
            return Judged(entry, whose, entry.reason, at)
        fresh = self._claim(entry)
        return Judged(entry, whose, self._outcome(entry, row, at, fresh=fresh), at)

    def drifts(self, batch: GateBatch) -> bool:
        """Whether the gate's clock is wrong, by what it says or by ours."""
        most, latest = self.policy.drift, self.now + self.policy.drift
        return not batch.moments or any(
            e.moment > latest or abs(timedelta(milliseconds=e.drift or 0)) > most
            for e in batch.entries
        )

    def _outcome(
        self, entry: GateEntry, row: CardRow | None, at: datetime, *, fresh: bool
    ) -> str:
        made = entry.trust_made_at
        if row and made and self._was_gone(row, at) and self._was_gone(row, made):
            return IGNORED
        if not fresh:
            return REPLAYED
        if row and self._was_gone(row, at):
            return REVOKED
        usable = self.policy.usable_for + self.policy.drift
        if made is None or entry.moment - made > usable:
            return UNTRUSTED
        return OK

    def _claim(self, entry: GateEntry) -> bool:
        """Use the code up; return whether it was not used before.

        A claim that fails ends the transaction, so it is asked first; if somebody is
        faster still, whoever takes the batch looks again.
        """
        storage, key = self.office.storage, bytes.fromhex(entry.code or "")
        if storage.code_used(key):
            return False
        storage.claim_code(key, until=self.now + self.policy.remembered)
        return True

    def _was_gone(self, row: CardRow, at: datetime) -> bool:
        """Whether the card was reported lost or cancelled at a moment."""
        before = [e.state for e in self.office.storage.history(row.case) if e.at <= at]
        return bool(before) and before[-1] in GONE

    def _whose(self, row: CardRow | None) -> SubjectId | None:
        """Return whose records it goes into: of a merged card, who answers for it."""
        if row is None:
            return None
        card = self.office.card_of(row.subject)
        return Succession(self.office).follow(card).subject if card else row.subject
