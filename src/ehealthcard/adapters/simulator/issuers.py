"""Other card managers that are not there (卡管模拟器).

Codes are given to it by hand. It claims a code once, gives the same answer to the same
question, and can be slow, down, forgetful of its word, or lie.
"""

from datetime import timedelta
from threading import Lock
from typing import Literal

import attrs

from ehealthcard.errors import (
    IssuerAnswerError,
    OutsideUnavailableError,
    UnknownIssuerError,
)
from ehealthcard.identity import CardId
from ehealthcard.ports import (
    Clock,
    CodeQuestion,
    ForeignIdentity,
    ForeignRefusal,
    IssuerAnswer,
    Unclear,
)

Lie = Literal["", "unsigned", "expired", "other-tier", "suspended", "nonsense"]
Tier = Literal["mac", "signed", "device", "national", "temporary"]


@attrs.frozen
class SimulatedCode:
    """A good code, and whose it is."""

    pseudonym: str = attrs.field(repr=False)
    name: str = attrs.field(repr=False)
    tier: Tier = "signed"
    audience: str | None = None


@attrs.define
class SimulatedIssuers:
    """The other card managers, behind the port of a gateway.

    Args:
        clock: What time it is.
        is_down: Nothing arrives.
        is_slow: What was asked is done, and no answer comes in time.
        lies: How answers are false: ``unsigned`` (not the issuer's), ``expired``,
            ``other-tier``, ``suspended`` (a card that is not active), ``nonsense``
            (refused for a reason that does not exist).

    """

    clock: Clock
    is_down: bool = False
    is_slow: bool = False
    lies: Lie = ""
    codes: dict[str, dict[str, SimulatedCode]] = attrs.field(
        factory=dict[str, dict[str, SimulatedCode]], repr=False
    )
    """Good codes by issuer and text."""

    bundles: dict[str, bytes] = attrs.field(factory=dict[str, bytes], repr=False)
    asked: int = attrs.field(default=0, init=False)
    """How many questions have arrived."""

    _used: dict[str, str] = attrs.field(factory=dict[str, str], init=False, repr=False)
    _lock: Lock = attrs.field(factory=Lock, init=False, repr=False)

    def add(self, issuer: str, text: str, code: SimulatedCode) -> None:
        """Let *issuer* know a code."""
        self.codes.setdefault(issuer, {})[text] = code

    def verify(self, issuer: str, question: CodeQuestion, /) -> IssuerAnswer:
        """See :class:`ehealthcard.ports.IssuerGateway`."""
        if self.is_down:
            raise OutsideUnavailableError
        with self._lock:
            self.asked += 1
            answer = self._answer(issuer, question)
        if self.is_slow:
            return Unclear()
        return self._lie(answer) if self.lies else answer

    def revocations(self, issuer: str, /) -> bytes:
        """See :class:`ehealthcard.ports.IssuerGateway`."""
        if self.is_down or self.is_slow:
            raise OutsideUnavailableError
        try:
            return self.bundles[issuer]
        except KeyError:
            raise UnknownIssuerError from None

    def _answer(
        self, issuer: str, question: CodeQuestion
    ) -> ForeignIdentity | ForeignRefusal:
        if (known := self.codes.get(issuer)) is None:
            raise UnknownIssuerError
        if (code := known.get(question.code)) is None:
            return ForeignRefusal(code="CODE_FORGED")
        if code.audience is not None and code.audience != question.audience:
            return ForeignRefusal(code="CODE_WRONG_AUDIENCE")
        if self._used.setdefault(question.code, question.request_id) != (
            question.request_id
        ):
            return ForeignRefusal(code="CODE_REPLAYED")
        return ForeignIdentity(
            pseudonym=code.pseudonym,
            name=code.name,
            assurance="window",
            status="Active",
            tier=code.tier,
            good_until=self.clock() + timedelta(hours=1),
        )

    def _lie(self, answer: ForeignIdentity | ForeignRefusal) -> IssuerAnswer:
        if self.lies == "unsigned":
            raise IssuerAnswerError
        if self.lies == "nonsense":
            return ForeignRefusal(code="BECAUSE_I_SAY_SO")
        if isinstance(answer, ForeignRefusal):
            return answer
        match self.lies:
            case "expired":
                past = self.clock() - timedelta(seconds=1)
                return answer.model_copy(update={"good_until": past})
            case "other-tier":
                other = "signed" if answer.tier == "mac" else "mac"
                return answer.model_copy(update={"tier": other})
            case _:
                return answer.model_copy(update={"status": "Suspended"})


@attrs.define
class SimulatedNationalIndex:
    """Knows which card manager issued which card.

    Args:
        is_down: Nothing arrives.

    """

    is_down: bool = False
    issuers: dict[CardId, str] = attrs.field(factory=dict[CardId, str], repr=False)

    def issuer_of(self, card_id: CardId, /) -> str | None:
        """See :class:`ehealthcard.ports.NationalIndex`."""
        if self.is_down:
            raise OutsideUnavailableError
        return self.issuers.get(card_id)
