"""What went over a wire, kept as JSON Lines with identities masked (报文日志).

Off unless somebody gives a log to a transport. ``ehealthcard.adapters.wire.http`` wraps
an ``httpx`` transport, and needs it; ``ehealthcard.adapters.wire.sql`` listens to a
database engine.
"""

from .log import Way, WireLog
from .masking import Mask, mask_fhir, mask_hl7, mask_xml

__all__ = ["Mask", "Way", "WireLog", "mask_fhir", "mask_hl7", "mask_xml"]
