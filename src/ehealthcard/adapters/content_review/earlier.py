"""Reviews in the two forms that were signed before there was one for all content.

They are read and never written. A hospital that has signed a version need not do so
again, for the files and the key are the same.
"""

from collections.abc import Mapping

from pydantic import Field

from ehealthcard.crypto import PublicKey
from ehealthcard.models import Day, Model
from ehealthcard.rules.reviewing import Content, ContentKind, Fingerprint, Review

from .signing import Signature, Statement, is_signed


class QuestionStatement(Model):
    """What was signed of a list of questions."""

    department: str
    version: int
    fingerprint: Fingerprint
    review: Review


class QuestionReview(Model):
    """A signed review of a list of questions."""

    statement: QuestionStatement
    signature: Signature

    def proven(self, trusted: Mapping[str, PublicKey]) -> Statement | None:
        """Return what it says, if the hospital that it names has signed it."""
        said = self.statement
        message = b"ehealthcard/question-review/1\0" + said.to_json()
        if not is_signed(trusted.get(said.review.hospital), self.signature, message):
            return None
        content = Content(
            kind=ContentKind.QUESTIONS,
            name=said.department,
            version=str(said.version),
            fingerprint=said.fingerprint,
        )
        return Statement(content=content, review=said.review)


class KnowledgeReview(Model):
    """A signed review of a knowledge base; it names no hospital."""

    reviewer: str = Field(min_length=1, max_length=80)
    on: Day
    version: str
    digest: Fingerprint
    """By the hash of the key's suite."""

    signature: Signature

    def proven(self, trusted: Mapping[str, PublicKey]) -> Statement | None:
        """Return what it says, by the hospital whose key has signed it."""
        unsigned = self.model_copy(update={"signature": ""})
        message = b"ehealthcard/knowledge-review\0" + unsigned.to_json()
        for hospital, key in trusted.items():
            if is_signed(key, self.signature, message):
                return self._by(hospital)
        return None

    def _by(self, hospital: str) -> Statement:
        content = Content(
            kind=ContentKind.GUIDANCE, version=self.version, fingerprint=self.digest
        )
        review = Review(hospital=hospital, reviewer=self.reviewer, on=self.on)
        return Statement(content=content, review=review)
