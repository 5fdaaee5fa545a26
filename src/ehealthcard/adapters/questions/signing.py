"""A hospital signs a version once its clinicians have reviewed it (临床审核签名).

The signature covers who reviewed what and when; "what" is the fingerprint of all files
that the version is made of, so that not one question can change under a signature.
"""

from collections.abc import Mapping

from pydantic import Field

from ehealthcard.crypto import PublicKey, Signer
from ehealthcard.errors import InvalidInputError
from ehealthcard.models import Model
from ehealthcard.rules.interview import Flaw, QuestionSet, Review
from ehealthcard.rules.interview.questions import Department

from .reading import Source, broken

_DOMAIN = b"ehealthcard/question-review/1\0"


class Statement(Model):
    """What is signed."""

    department: Department
    version: int
    fingerprint: str
    review: Review


class SignedReview(Model):
    """A file of the folder ``reviews`` (审核签名文件), as JSON."""

    statement: Statement
    signature: str = Field(pattern=r"^[0-9a-f]{128}$")


def sign_review(questions: QuestionSet, review: Review, signer: Signer) -> SignedReview:
    """Return the review of a list, signed with the hospital's key."""
    statement = Statement(
        department=questions.department,
        version=questions.version,
        fingerprint=questions.fingerprint,
        review=review,
    )
    signature = signer.sign(_DOMAIN + statement.to_json())
    return SignedReview(statement=statement, signature=signature.hex())


def read_review(source: Source, trusted: Mapping[str, PublicKey]) -> Statement:
    """Return what a review says, if a trusted hospital has signed it.

    Raises:
        QuestionBankError: It cannot be read (``FORM``), or is not signed by the
            hospital that it names (``SIGNATURE``).

    """
    try:
        signed = SignedReview.from_json(source.data)
    except InvalidInputError as error:
        where = error.facts["fields"]
        raise broken(source.name, where, Flaw.FORM) from None
    statement = signed.statement
    key = trusted.get(statement.review.hospital)
    message = _DOMAIN + statement.to_json()
    if key is None or not key.verify(bytes.fromhex(signed.signature), message):
        raise broken(source.name, "signature", Flaw.SIGNATURE)
    return statement
