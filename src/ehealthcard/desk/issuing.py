"""Answering other card managers about codes of one's own (发卡侧跨域核验).

A good answer uses the code up, in one transaction with a mark of the question. So the
same question again is told from another one about the same code: the first gets the
same answer, the second hears that the code was used. Nothing of the answer is stored.
"""

from datetime import timedelta
from typing import Literal

import attrs

from ehealthcard.codesets import CardStep
from ehealthcard.errors import (
    CardError,
    CardNotFoundError,
    CodeError,
    ReplayedCodeError,
    RequestReplayedError,
    TooManyAttemptsError,
)
from ehealthcard.identity import Card, CardStatus
from ehealthcard.identity.masks import mask_name
from ehealthcard.ports import CodeQuestion, ForeignIdentity, ForeignRefusal
from ehealthcard.qr import (
    IssuerCheckedCode,
    Tier,
    UnverifiedCode,
    parse_code,
    verify_code,
)
from ehealthcard.qr.exchange import WINDOW
from ehealthcard.qr.types import LEEWAY
from ehealthcard.rules.real_name import Level, Place
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Terminal

from .assured import Assured
from .desk import ServiceDesk
from .scanning import Refusal, Scan, Scanning
from .succession import Succession

REPEATED = timedelta(minutes=10)
"""How long after it a question may be asked again."""

GOOD_FOR = timedelta(hours=1)
NOBODY = "*"
Assurance = Literal["window", "remote", "none"]


@attrs.frozen
class IssuerCounter:
    """Where other card managers ask (发卡侧服务台).

    Args:
        desk: The desk that issued the cards.
        good_for: How long an answer may be relied upon.

    """

    desk: ServiceDesk
    good_for: timedelta = GOOD_FOR

    def answer(
        self, asker: str, question: CodeQuestion, /
    ) -> ForeignIdentity | ForeignRefusal:
        """Say whose code it is, to a card manager that has proved who it is.

        Of a good code a use-card record is left, which names the asker as terminal.

        Raises:
            StorageError: Nobody knows; the code may have been used up.

        """
        mark = self._mark(asker, question)
        if self._answered(mark):
            return self._again(asker, question)
        until = self.desk.office.now + REPEATED
        storage = self.desk.storage
        by = _terminal(asker, question)
        found = Scanning(self.desk.office).attempt(
            question.code, by, None, lambda: storage.claim_code(mark, until=until)
        )
        if isinstance(found, Scan):
            return self._identity(asker, found.card, found.tier)
        # The same question at the same moment may have been faster.
        if isinstance(found.error, ReplayedCodeError) and self._answered(mark):
            return self._again(asker, question)
        return _refused(found)

    def accept_once(self, asker: str, nonce: str) -> None:
        """Remember the nonce of a request.

        Raises:
            RequestReplayedError: It came before.

        """
        office = self.desk.office
        key = self._digest(b"nonce", asker, nonce)
        until = office.now + timedelta(seconds=2 * WINDOW + 1)
        try:
            office.atomically(lambda: office.storage.claim_code(key, until=until))
        except ReplayedCodeError:
            raise RequestReplayedError from None

    def _again(
        self, asker: str, question: CodeQuestion
    ) -> ForeignIdentity | ForeignRefusal:
        """Answer a question whose answer may not have been heard."""
        try:
            card, tier = self._used(question)
            require_active(card.status)
        except (CodeError, CardError) as error:
            return ForeignRefusal(code=error.code)
        return self._identity(asker, card, tier)

    def _used(self, question: CodeQuestion) -> tuple[Card, Tier]:
        """Return whose code it was that this question has used up."""
        office = self.desk.office
        parsed = parse_code(question.code)
        is_bound = isinstance(parsed, UnverifiedCode) and parsed.is_bound
        code = verify_code(
            parsed,
            keys=office.keys,
            at=office.now,
            expected_audience=question.audience if is_bound else None,
            leeway=LEEWAY + REPEATED,
        )
        card = office.card(code.card_id)
        if isinstance(code, IssuerCheckedCode):
            text = office.storage.text(code.digest)
            if text is None or text.subject != card.subject:
                raise CardNotFoundError
        return Succession(office).answer(card), code.tier

    def _identity(self, asker: str, card: Card, tier: Tier) -> ForeignIdentity:
        office = self.desk.office
        person = office.vault.person(card.subject)
        return ForeignIdentity.from_data(
            {
                "pseudonym": office.tokenizers[0].pseudonym(card.id, asker),
                "name": mask_name(person.name) if person else NOBODY,
                "assurance": self._assurance(card),
                "status": card.status.value,
                "tier": tier.value,
                "good_until": office.now + self.good_for,
            }
        )

    def _assurance(self, card: Card) -> Assurance:
        if card.status is CardStatus.TEMPORARY:
            return "none"
        found = Assured(self.desk.office).standing(card.subject)
        if not found.level.reaches(Level.CHECKED):
            return "none"
        return "window" if found.place is Place.WINDOW else "remote"

    def _answered(self, mark: bytes) -> bool:
        """Return whether this question was answered before."""
        return self.desk.storage.code_used(mark)

    def _mark(self, asker: str, question: CodeQuestion) -> bytes:
        return self._digest(b"asked", asker, question.request_id, question.code)

    def _digest(self, what: bytes, *parts: str) -> bytes:
        framed = [p.encode("utf-8", "surrogatepass") for p in parts]
        text = b"".join(len(p).to_bytes(2, "big") + p for p in framed)
        return self.desk.keys.suite.digest(b"ehealthcard/" + what + b"\0" + text)[:16]


def _refused(found: Refusal) -> ForeignRefusal:
    error = found.error
    if isinstance(error, TooManyAttemptsError):
        raise error
    return ForeignRefusal(code=error.code)


def _terminal(asker: str, question: CodeQuestion) -> Terminal:
    """Return the asking card manager as the device that scans."""
    steps = {step.value: step for step in CardStep}
    return Terminal(
        f"manager:{asker}",
        org=asker,
        step=steps.get(question.purpose, CardStep.OTHER),
        audience=question.audience,
    )
