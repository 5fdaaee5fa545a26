"""Asking the verifier of real names, and believing only a yes (实名核验)."""

from collections.abc import Collection

import attrs

from ehealthcard.errors import (
    DocumentOutOfDateError,
    OutsideUnavailableError,
    RealNameAnswerError,
    RealNameMismatchError,
    RealNameUnclearError,
    RealNameUnknownError,
    StalePhotoError,
)
from ehealthcard.identity import IdDocument
from ehealthcard.ports import (
    Outcome,
    RealNameQuestion,
    RealNameReading,
    RealNameVerifier,
)
from ehealthcard.rules.real_name import Check

from .assured import METHODS
from .names import new_request

REFUSED = {
    Outcome.MISMATCH: RealNameMismatchError,
    Outcome.NO_RECORD: RealNameUnknownError,
    Outcome.DOCUMENT_EXPIRED: DocumentOutOfDateError,
    Outcome.STALE_PHOTO: StalePhotoError,
    Outcome.UNCLEAR: RealNameUnclearError,
}


@attrs.frozen
class Shown:
    """What somebody shows to be known by."""

    document: IdDocument
    name: str = attrs.field(repr=False)
    face: str | None = attrs.field(default=None, repr=False)
    """A live picture in base64."""

    bank_card: str | None = attrs.field(default=None, repr=False)


def verified(
    verifier: RealNameVerifier, shown: Shown, checks: Collection[Check] = ()
) -> str:
    """Return how the verifier found that everything *shown* belongs together.

    Raises:
        CardError: It did not; the subclass says what it found.
        OutsideUnavailableError: It was not reached.
        RealNameAnswerError: It says what only staff can say.

    """
    question = RealNameQuestion(
        request_id=new_request(),
        kind=shown.document.kind,
        number=shown.document.number,
        name=shown.name,
        checks=(Check.NAME_AND_NUMBER, *sorted(set(checks) - {Check.NAME_AND_NUMBER})),
        face=shown.face if Check.FACE in checks else None,
        bank_card=shown.bank_card if Check.BANK_CARD in checks else None,
    )
    said = verifier.verify(question)
    if said.outcome is Outcome.UNCLEAR:
        said = _looked_up(verifier, question, said)
    if said.outcome is not Outcome.MATCH:
        raise REFUSED[said.outcome]
    if said.method in METHODS:
        raise RealNameAnswerError  # what staff vouch for is not a verifier's to say
    return said.method


def _looked_up(
    verifier: RealNameVerifier, question: RealNameQuestion, unclear: RealNameReading
) -> RealNameReading:
    """Return what came of a question whose answer was not heard."""
    try:
        return verifier.outcome(question.request_id) or unclear
    except OutsideUnavailableError:
        return unclear
