"""Card platform interfaces over our own desk, as ASGI applications (extra ``asgi``).

:class:`HousePlatform` is the desk as a :class:`ehealthcard.ports.CardPlatform`; each
server answers one dialect over it, or over any other platform.
"""

from .declared import DeclaredServer
from .house import HousePlatform
from .mapped import MappedApp, MappedServer
from .tencent import TencentServer
from .tencent_acts import HospitalApp

__all__ = [
    "DeclaredServer",
    "HospitalApp",
    "HousePlatform",
    "MappedApp",
    "MappedServer",
    "TencentServer",
]
