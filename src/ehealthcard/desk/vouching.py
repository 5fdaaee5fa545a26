"""Who vouches that a code is somebody's, and how well (码绑定的核验)."""

from datetime import datetime

import attrs

from ehealthcard.codes import Assurance, RecognisedCode, Source
from ehealthcard.errors import (
    CodeHolderMismatchError,
    CodeNotInForceError,
    CodeProofRequiredError,
    OutsideUnavailableError,
)
from ehealthcard.identity import Card
from ehealthcard.monitor.access import Action
from ehealthcard.ports import CodeHolder, IssuerReading
from ehealthcard.workflow import Actor

from .guard import Guard
from .office import Office

STAFF = frozenset({"registrar", "staff", "triage", "doctor", "nurse", "auditor"})
"""Who vouches for what he has seen."""

HIS = "his"
"""The role of an institution's information system (医院信息系统)."""


@attrs.frozen
class Voucher:
    """A code and how well it is known whose it is."""

    code: RecognisedCode
    """With the value that is bound: that of its issuer, where the text changes."""

    source: Source
    assurance: Assurance
    valid_until: datetime | None


@attrs.frozen
class Vouching:
    """Finds out who vouches for a code."""

    office: Office

    def read(self, code: RecognisedCode) -> tuple[RecognisedCode, IssuerReading | None]:
        """Return *code* as it is bound, and what its issuer says if it had to be asked.

        Raises:
            CodeProofRequiredError: Its issuer would have to be asked; nobody is there.
            CodeNotInForceError: Its issuer does not know it or says that it is void.
            OutsideUnavailableError: Its issuer does not answer.

        """
        if code.kind.stable:
            return code, None
        reading = self._reading(code)
        if reading is None:
            raise CodeProofRequiredError(least=Assurance.CONFIRMED)
        return attrs.evolve(code, value=reading.value), reading

    def vouch(
        self, code: RecognisedCode, card: Card, by: Actor, until: datetime | None
    ) -> Voucher:
        """Return what is known of *code* as this card's, enough of it to bind it.

        Raises:
            AccessDeniedError: *by* is neither the holder, nor the guardian, nor staff.
            CodeHolderMismatchError: Its issuer says that it is somebody else's.
            CodeProofRequiredError: Its kind asks for more than was shown.

        """
        source, assurance = self._by(code, card, by)
        known, reading = self.read(code)
        if reading is None:
            reading = self._at_hand(code)
        if reading is not None:
            self._require_holder(code, card)
            assurance = max(assurance, Assurance.CONFIRMED, key=lambda a: a.rank)
            until = _sooner(until, reading.valid_until)
        if assurance.rank < code.kind.least.rank:
            raise CodeProofRequiredError(least=code.kind.least)
        return Voucher(known, source, assurance, until or self._term(code))

    def _by(
        self, code: RecognisedCode, card: Card, by: Actor
    ) -> tuple[Source, Assurance]:
        if HIS in by.roles and by.org == code.issuer:
            return Source.HIS, Assurance.ISSUED
        Guard(self.office).pass_to(by, Action.TRACE, card.subject)
        if by.roles & STAFF:
            return Source.WINDOW, Assurance.SEEN
        return Source.HOLDER, Assurance.SAID

    def _at_hand(self, code: RecognisedCode) -> IssuerReading | None:
        """Ask about a code that would do without; a silent issuer is none."""
        try:
            return self._reading(code)
        except OutsideUnavailableError:
            return None

    def _reading(self, code: RecognisedCode) -> IssuerReading | None:
        issuer = self.office.ports.code_issuers.get(code.kind.name)
        if issuer is None:
            return None
        reading = issuer.read(code)
        if reading is None or not reading.in_force:
            raise CodeNotInForceError
        if reading.valid_until is not None and reading.valid_until <= self.office.now:
            raise CodeNotInForceError
        if code.kind.stable and reading.value != code.value:
            raise CodeNotInForceError
        return reading

    def _require_holder(self, code: RecognisedCode, card: Card) -> None:
        issuer = self.office.ports.code_issuers[code.kind.name]
        person = self.office.vault.person(card.subject)
        if person is None:
            raise CodeHolderMismatchError
        holder = CodeHolder(person.document, person.name)
        if not issuer.belongs(code, holder):
            raise CodeHolderMismatchError

    def _term(self, code: RecognisedCode) -> datetime | None:
        term = code.kind.term
        return self.office.now + term if term else None


def _sooner(one: datetime | None, two: datetime | None) -> datetime | None:
    if one is None or two is None:
        return one or two
    return min(one, two)
