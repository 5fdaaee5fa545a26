"""A hospital signs clinical content that its clinicians have reviewed (临床审核签名).

One signature for all content, whether a knowledge base of guidance or a list of
questions::

    signed = sign_review(base.content, review, ring.trust)
    Path("reviews/guidance.json").write_bytes(signed.to_json())

It covers who reviewed what and when; "what" is the hash of all files that the version
is made of. Reviews that were signed in the two forms before this one are still read.
"""

from .reading import read_review
from .signing import SignedReview, Statement, sign_review

__all__ = ["SignedReview", "Statement", "read_review", "sign_review"]
