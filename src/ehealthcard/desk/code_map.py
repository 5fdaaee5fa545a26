"""Any code a person carries -> the card (多码协同)."""

from datetime import datetime

import attrs

from ehealthcard.codes import (
    Ambiguous,
    Assurance,
    CodeKinds,
    RecognisedCode,
    Source,
    recognise,
)
from ehealthcard.errors import AmbiguousCodeError
from ehealthcard.identity import Card
from ehealthcard.identity.masks import mask_number
from ehealthcard.monitor.access import Action, Asked
from ehealthcard.ports import BindingRow
from ehealthcard.services.foundation.code_binding import Held, Unbinding
from ehealthcard.services.foundation.senior_code import KIND, Leading
from ehealthcard.workflow import Actor, Terminal

from .binding_desk import BindingDesk
from .cross_reference import CrossReference
from .guard import Guard
from .office import Office
from .resolving import Resolving
from .scanning import Proof


@attrs.frozen
class BoundCode:
    """One code of a holder, for the eyes of who may see it."""

    kind: str
    """The kind's name; a screen shows the kind's label for it."""

    issuer: str
    masked: str
    source: Source
    assurance: Assurance
    since: datetime
    until: datetime | None
    disputed: bool
    case: str
    """The case that is its history."""


@attrs.frozen
class CodeMap:
    """Binds codes to cards, finds cards by codes (一人多码、多码一人).

    Args:
        office: The desk's.
        kinds: The kinds that are known here.

    """

    office: Office = attrs.field(repr=False)
    kinds: CodeKinds = attrs.field(repr=False)

    def recognise(self, text: str) -> RecognisedCode | Ambiguous:
        """Say what code a scanned text is, by the kinds that are declared here.

        It looks at the text alone and tells nothing of anybody: guess as you like.

        Raises:
            UnknownCodeError: It is of no kind that is known.

        """
        return recognise(text, self.kinds)

    def bind(
        self,
        code: str | RecognisedCode,
        card: Card,
        *,
        by: Actor,
        valid_until: datetime | None = None,
    ) -> BoundCode:
        """Let a code lead to *card*; who asks again gets what there is.

        Staff vouch for what they have seen, an institution's own system (role ``his``)
        for its own numbers, and an issuer that is plugged in for its codes. A code that
        leads to somebody else opens a case of ``code-conflict``.

        Args:
            code: The scanned text, or what it was recognised as.
            card: An active card.
            by: The holder, the guardian or staff.
            valid_until: The last moment of its term, where the paper says one.

        Raises:
            UnknownCodeError: The text is of no kind that is known.
            AmbiguousCodeError: It may be of several; choose one first.
            CodeNotBindableError: It leads to a card by itself.
            CodeProofRequiredError: Its kind asks for more than was shown.
            CodeHolderMismatchError: It is somebody else's, as its issuer says.
            CodeNotInForceError: Its issuer says that it is void.
            CodeBoundElsewhereError: It leads to another card; the error's fact
                ``conflict`` names the case that was opened.
            CodeDisputedError: Two people claim it already.
            CardError: The card is not active.
            AccessDeniedError: *by* may not do this.

        """
        known = self._one(code)
        row = BindingDesk(self.office).bind(known, card, by, valid_until)
        return self._shown(row)

    def unbind(
        self,
        code: str | RecognisedCode,
        card: Card,
        *,
        by: Actor,
        reason: Unbinding = Unbinding.ASKED,
    ) -> None:
        """End a binding: the code leads nowhere and is free; its history stays.

        Raises:
            CodeNotBoundError: It does not lead to this card.
            CodeDisputedError: Two people claim it; it is decided first.
            AccessDeniedError: *by* may not do this.

        """
        BindingDesk(self.office).unbind(self._one(code), card, by, reason)

    def resolve(
        self,
        code: str | RecognisedCode,
        *,
        by: Terminal,
        second_factor: Proof | None = None,
    ) -> Card:
        """Return whose code it is; a use-card record is written, also of a refusal.

        The card's own codes are scanned: verified, used up, with a second proof where
        one is needed. Others are numbers that others may know: they say who somebody
        claims to be, and are no proof that he stands there.

        Raises:
            UnknownCodeError: The text is of no kind that is known.
            AmbiguousCodeError: It may be of several; choose one first.
            CodeNotBoundError: It leads to nobody.
            CodeDisputedError: Two people claim it.
            CodeNotInForceError: Its term has not begun, or its issuer says it is void.
            RateLimitedError: The terminal tries too often; it says when to try again.
            OutsideUnavailableError: A code that changes with each showing, and its
                issuer does not answer.
            AccessDeniedError: *by* has no role.
            CodeError: It is the card's own code, and it is not believed.
            CardError: The card is lost, cancelled or not active.

        """
        Guard(self.office).pass_to(by, Action.SCAN)
        return Resolving(self.office).resolve(self._one(code), by, second_factor)

    def codes_of(self, card: Card, *, by: Actor) -> tuple[BoundCode, ...]:
        """Return the codes that lead to *card* now, oldest first.

        Raises:
            AccessDeniedError: *by* is neither the holder, nor the guardian, nor staff.

        """
        Guard(self.office).look(Asked(by, Action.TRACE, card.subject))
        now = self.office.now
        rows = self.office.storage.bindings_of(card.subject)
        live = [r for r in rows if r.until is None or now <= r.until]
        return tuple(map(self._shown, live))

    @property
    def cross_reference(self) -> CrossReference:
        """Numbers of one institution for those of another (IHE PIX)."""
        return CrossReference(self.office, self.kinds)

    def _one(self, code: str | RecognisedCode) -> RecognisedCode:
        found = self.recognise(code) if isinstance(code, str) else code
        if isinstance(found, Ambiguous):
            raise AmbiguousCodeError(kinds=", ".join(found.names))
        return found

    def _shown(self, row: BindingRow) -> BoundCode:
        state = BindingDesk(self.office).state_of(row)
        if isinstance(state, Leading):
            kind, number = KIND, state.number
            source, assurance = Source.SERVICE, Assurance.ISSUED
        else:
            assert isinstance(state, Held)  # noqa: S101  # nothing else writes rows
            kind, number = state.kind, state.value
            source, assurance = state.source, state.assurance
        return BoundCode(
            kind,
            state.issuer,
            mask_number(number),
            source,
            assurance,
            row.since,
            row.until,
            row.disputed,
            row.case,
        )
