"""Whoever knows whether somebody is who he says he is (实名核验服务)."""

from typing import Annotated, Protocol

from pydantic import Field

from ehealthcard.codesets import IdKind, Labelled
from ehealthcard.models import PRIVATE, Model
from ehealthcard.rules.real_name import Check

ASKED_CHECKS = frozenset({Check.NAME_AND_NUMBER, Check.FACE, Check.BANK_CARD})
"""What a verifier is asked about; documents are read where they lie."""

LARGEST_FACE = 1_500_000
"""Characters of a picture, as it travels."""


class RealNameQuestion(Model):
    """Do these belong together? (实名核验请求)."""

    request_id: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    """The same question again has the same name, is answered alike and paid once."""

    kind: IdKind
    number: Annotated[str, PRIVATE, Field(min_length=1, max_length=60)]
    name: Annotated[str, PRIVATE, Field(min_length=1, max_length=60)]
    checks: tuple[Check, ...] = Field(min_length=1)
    """``name-and-number`` always, and what else is shown."""

    face: Annotated[str | None, PRIVATE, Field(max_length=LARGEST_FACE)] = None
    """A live picture in base64; it is kept nowhere."""

    bank_card: Annotated[str | None, PRIVATE, Field(pattern="^[0-9]{12,19}$")] = None


class Outcome(Labelled):
    """What a verifier says (核验结果)."""

    MATCH = "match", "一致", "they belong together"
    MISMATCH = "mismatch", "不一致", "they do not"
    NO_RECORD = "no-record", "库中无此号", "no such document is on record"
    DOCUMENT_EXPIRED = "document-expired", "证件已过期", "the document has expired"
    STALE_PHOTO = "stale-photo", "照片过旧", "the photograph is too old to compare"
    UNCLEAR = "unclear", "结果不明", "nobody knows"


class RealNameReading(Model):
    """A verifier's answer (实名核验应答)."""

    outcome: Outcome
    method: Annotated[str, Field(pattern="^[0-9A-Za-z.-]{1,64}$")]
    """What the verifier calls its way of checking, for the record."""


class RealNameVerifier(Protocol):
    """A verifier, asked while somebody waits; only ``match`` is a yes.

    ``unclear`` means that the question may have been heard and its answer was not. It
    is then looked up by its name (:meth:`outcome`), never put a second time under
    another name and never taken for a yes.
    """

    def verify(self, question: RealNameQuestion, /) -> RealNameReading:
        """Answer *question*.

        Raises:
            OutsideUnavailableError: It certainly did not arrive.
            RealNameAnswerError: The answer is not the verifier's, or none of these.

        """
        ...

    def outcome(self, request_id: str, /) -> RealNameReading | None:
        """Return what came of an earlier question; ``None``: it never arrived.

        Raises:
            OutsideUnavailableError: No answer in time.
            RealNameAnswerError: The answer is not the verifier's, or none of these.

        """
        ...
