"""A file -> who answers for which content."""

from collections.abc import Mapping

from ehealthcard.crypto import PublicKey
from ehealthcard.errors import InvalidInputError

from .earlier import KnowledgeReview, QuestionReview
from .signing import SignedReview, Statement


def read_review(data: bytes, trusted: Mapping[str, PublicKey]) -> Statement | None:
    """Return what a signed review says; ``None``: nobody trusted has signed it.

    Args:
        data: The file.
        trusted: Whose signature counts as a review, by the hospital's name.

    Raises:
        InvalidInputError: It is no signed review of any form.

    """
    return _read(data).proven(trusted)


def _read(data: bytes) -> SignedReview | QuestionReview | KnowledgeReview:
    for earlier in (QuestionReview, KnowledgeReview):
        try:
            return earlier.from_json(data)
        except InvalidInputError:
            continue
    return SignedReview.from_json(data)
