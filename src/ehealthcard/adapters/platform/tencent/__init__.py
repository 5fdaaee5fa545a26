"""The Tencent open platform (腾讯电子健康卡开放平台): every call, typed.

:class:`TencentClient` speaks the platform's own language: an operation of
:mod:`.operations` and its request give its answer. :class:`TencentPlatform` is a
:class:`ehealthcard.ports.CardPlatform` over it.
"""

from .client import Related, TencentClient, TencentSettings
from .operations import OPERATIONS, Operation
from .platform import TencentPlatform
from .signing import READINGS, Nested, Reading, Zero

__all__ = [
    "OPERATIONS",
    "READINGS",
    "Nested",
    "Operation",
    "Reading",
    "Related",
    "TencentClient",
    "TencentPlatform",
    "TencentSettings",
    "Zero",
]
