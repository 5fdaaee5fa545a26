"""A hospital signs a version of the knowledge base as reviewed (临床审核签名)."""

from datetime import date

from ehealthcard.crypto import PublicKey, Signer
from ehealthcard.errors import KnowledgeReviewError
from ehealthcard.models import Day, Model


class SignedReview(Model):
    """Who reviewed which files and when, with the hospital's signature."""

    reviewer: str
    """The committee or person that answers for the review (审核人)."""

    on: Day
    version: str
    digest: str
    """The hash of the files, in hexadecimal."""

    signature: str = ""
    """Over all the rest, in hexadecimal."""

    @property
    def signed(self) -> bytes:
        """What the signature is over."""
        unsigned = self.model_copy(update={"signature": ""})
        return b"ehealthcard/knowledge-review\0" + unsigned.to_json()


def review_knowledge(
    digest: bytes, version: str, *, reviewer: str, on: date, signer: Signer
) -> SignedReview:
    """Return a signed review.

    Args:
        digest: Of the files, by the suite of the key (see ``digest_of``).
        version: The base's version.
        reviewer: Who answers for the review.
        on: The day of the review.
        signer: The hospital's key, such as ``KeyRing.trust``.

    """
    review = SignedReview(
        reviewer=reviewer, on=on, version=version, digest=digest.hex()
    )
    signature = signer.sign(review.signed).hex()
    return review.model_copy(update={"signature": signature})


def require_review(
    review: SignedReview, key: PublicKey | None, digest: bytes, version: str
) -> None:
    """Refuse a review of other files or by another key.

    Raises:
        KnowledgeReviewError: It is.

    """
    try:
        signature = bytes.fromhex(review.signature)
    except ValueError:
        raise KnowledgeReviewError from None
    same = (review.digest, review.version) == (digest.hex(), version)
    if key is None or not same or not key.verify(signature, review.signed):
        raise KnowledgeReviewError
