"""What a hospital signs, and how it is proven."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from ehealthcard.crypto import PublicKey, Signer
from ehealthcard.models import Model
from ehealthcard.rules.reviewing import Content, Review

_DOMAIN = b"ehealthcard/content-review/1\0"
Signature = Annotated[str, Field(pattern=r"^[0-9a-f]{128}$")]


class Statement(Model):
    """What is signed: who answers for which content."""

    content: Content
    review: Review


class SignedReview(Model):
    """A signed review, as it is kept in a file (审核签名文件)."""

    statement: Statement
    signature: Signature
    """By the hospital's key over the statement, in hexadecimal."""

    def proven(self, trusted: Mapping[str, PublicKey]) -> Statement | None:
        """Return what it says, if the hospital that it names has signed it."""
        said = self.statement
        is_theirs = is_signed(
            trusted.get(said.review.hospital),
            self.signature,
            _DOMAIN + said.to_json(),
        )
        return said if is_theirs else None


def sign_review(content: Content, review: Review, signer: Signer) -> SignedReview:
    """Return a hospital's signed review.

    Args:
        content: The version that was reviewed: ``base.content`` of a knowledge base,
            or of a list of questions.
        review: Who answers for it, and since when.
        signer: The hospital's key, such as ``KeyRing.trust``.

    """
    statement = Statement(content=content, review=review)
    signature = signer.sign(_DOMAIN + statement.to_json())
    return SignedReview(statement=statement, signature=signature.hex())


def is_signed(key: PublicKey | None, signature: str, message: bytes) -> bool:
    """Return whether *key* has signed *message*."""
    return key is not None and key.verify(bytes.fromhex(signature), message)
