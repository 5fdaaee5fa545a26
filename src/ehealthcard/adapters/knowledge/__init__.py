"""The knowledge base of guidance in files, and its advisor (extra ``knowledge``).

::

    from ehealthcard.adapters.knowledge import Guidance, load_knowledge

    ports = Ports(guidance=Guidance(load_knowledge()))
"""

from .guarded import Guidance
from .loading import SHIPPED, digest_of, load_knowledge
from .ngrams import NgramAdvisor
from .review import SignedReview, review_knowledge

__all__ = [
    "SHIPPED",
    "Guidance",
    "NgramAdvisor",
    "SignedReview",
    "digest_of",
    "load_knowledge",
    "review_knowledge",
]
