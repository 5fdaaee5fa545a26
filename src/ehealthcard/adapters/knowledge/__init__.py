"""The knowledge base of guidance in files, and its advisor (extra ``knowledge``).

::

    from ehealthcard.adapters.knowledge import Guidance, load_knowledge

    ports = Ports(guidance=Guidance(load_knowledge()))
"""

from .guarded import Guidance
from .loading import SHIPPED, load_knowledge
from .ngrams import NgramAdvisor

__all__ = ["SHIPPED", "Guidance", "NgramAdvisor", "load_knowledge"]
