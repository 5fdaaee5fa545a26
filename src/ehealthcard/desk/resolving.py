"""code -> card, on the record (扫码识别与用卡记录)."""

import attrs

from ehealthcard.codes import RecognisedCode
from ehealthcard.errors import (
    CardError,
    CodeDisputedError,
    CodeMapError,
    CodeNotBoundError,
    CodeNotInForceError,
    RateLimitedError,
)
from ehealthcard.identity import Card, SubjectId
from ehealthcard.ports import UseRecord
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Terminal

from .binding_desk import is_own
from .names import new_case
from .office import Office
from .registration import Registration
from .scanning import Proof, Refusal, Scanning
from .succession import Succession
from .using import OK
from .vouching import Vouching

BOUND = "bound"
"""The tier of a use-card record that rests on a bound code."""


@attrs.frozen
class Resolving:
    """Finds cards by codes."""

    office: Office

    def resolve(self, code: RecognisedCode, by: Terminal, proof: Proof | None) -> Card:
        """Return whose code it is; see :meth:`.code_map.CodeMap.resolve`."""
        if is_own(self.office, code):
            found = Scanning(self.office).attempt(code.text, by, proof)
            if isinstance(found, Refusal):
                raise found.error
            return found.card
        try:
            self._require_room(by)
            card = self._active(self.find(code))
        except (CodeMapError, CardError, RateLimitedError) as error:
            self._note(by, None, error.code)
            raise
        self._note(by, card.subject, OK)
        return card

    def _require_room(self, by: Terminal) -> None:
        """Refuse a terminal that tries too many numbers."""
        if limiter := self.office.ports.guess_limiter:
            limiter.admit(f"resolve:{by.id}")

    def find(self, code: RecognisedCode) -> SubjectId:
        """Return to whom *code* leads; the look itself is one by primary key."""
        known, _ = Vouching(self.office).read(code)
        row = self.office.storage.binding(known.digest(self.office.keys.lookup))
        document = code.document
        owner = document and Registration(self.office).find(document)
        if row is None:
            if owner:
                return owner.subject
            raise CodeNotBoundError
        if row.disputed or (owner and owner.subject != row.subject):
            raise CodeDisputedError
        now = self.office.now
        if row.until is not None and row.until < now:
            raise CodeNotBoundError  # over, whether or not the clockwork ran
        if not row.leads(now):
            raise CodeNotInForceError
        return row.subject

    def _active(self, subject: SubjectId) -> Card:
        card = self.office.card_of(subject)
        if card is None:
            raise CodeNotBoundError
        card = Succession(self.office).answer(card)
        require_active(card.status)
        return card

    def _note(self, by: Terminal, subject: SubjectId | None, outcome: str) -> None:
        now = self.office.now
        record = UseRecord(
            new_case(now),
            subject,
            outcome,
            BOUND,
            now,
            by.id,
            by.org,
            by.place,
            by.channel.value,
            by.step.value,
        )
        self.office.atomically(lambda: self.office.storage.add_use(record))
