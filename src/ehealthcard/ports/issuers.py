"""Other card managers (卡管): who issued a card, and whether its code is good.

What crosses is the least that a desk needs: a pairwise pseudonym, a masked name, how
well the holder was identified, and that the card is active. Never a document, a birth
date, a phone number or a card ID.
"""

from typing import Annotated, Literal, Protocol

from pydantic import Field

from ehealthcard.identity import CardId
from ehealthcard.models import PRIVATE, Model, Moment

from .outside import Unclear


class CodeQuestion(Model):
    """A question to the issuer of a code (跨域核验请求)."""

    request_id: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    """The same question again has the same ID, and gets the same answer."""

    code: Annotated[str, PRIVATE, Field(min_length=1, max_length=340)]
    """The scanned text."""

    purpose: Annotated[str, Field(pattern="^[0-9A-Za-z-]{1,20}$")]
    """The step of care that it is scanned for (用卡环节代码)."""

    audience: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """What the place is called in codes bound to it."""


class ForeignIdentity(Model):
    """What an issuer says of the holder of a good code (跨域核验结果)."""

    kind: Literal["identity"] = "identity"
    pseudonym: Annotated[str, PRIVATE, Field(pattern="^[0-9A-F]{64}$")]
    """What the asking card manager may call the card; others are told another name."""

    name: Annotated[str, PRIVATE, Field(min_length=1, max_length=60)]
    """Masked, for the eyes of who compares it with a document: 张*丰."""

    assurance: Literal["window", "remote", "none"]
    """How the real name was verified: a document seen at a window, a verifier asked
    from afar, or not at all (临时卡)."""

    status: Literal["Active", "Suspended", "Temporary", "Cancelled"]
    """Where the card is in its life."""

    tier: Literal["mac", "signed", "device", "national", "temporary"]
    """How the code was made believable."""

    good_until: Moment
    """Until when this may be relied upon without asking again."""


class ForeignRefusal(Model):
    """The issuer does not stand by the code."""

    kind: Literal["refused"] = "refused"
    code: Annotated[str, Field(pattern="^[A-Z_]{1,60}$")]
    """The code of the error, as in the error list of this software."""


IssuerAnswer = ForeignIdentity | ForeignRefusal | Unclear


class IssuerGateway(Protocol):
    """The other card managers, by their issuer codes."""

    def verify(self, issuer: str, question: CodeQuestion, /) -> IssuerAnswer:
        """Ask *issuer* whose code it is; the code is used up by a good answer.

        The same question may be asked again and has the effect of once. ``Unclear``:
        the code may have been used up unheard; the same question tells.

        Raises:
            OutsideUnavailableError: It certainly did not arrive.
            IssuerAnswerError: The answer is not the issuer's, or none of these.
            CrossDomainError: The trust list does not let *issuer* be asked.

        """
        ...

    def revocations(self, issuer: str, /) -> bytes:
        """Return the issuer's newest trust bundle: which cards are no longer good.

        Raises:
            OutsideUnavailableError: No answer in time.
            IssuerAnswerError: The answer is not the issuer's.
            CrossDomainError: The trust list does not let *issuer* be asked.

        """
        ...


class NationalIndex(Protocol):
    """Whoever knows which card manager issued a card (跨域主索引)."""

    def issuer_of(self, card_id: CardId, /) -> str | None:
        """Return the issuer code; ``None`` if nobody registered the card.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...
