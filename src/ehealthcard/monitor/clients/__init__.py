"""Which builds of client applications are allowed (客户端应用管控, guide chapter 5).

See docs/concepts/client-apps.md.
"""

from .allowing import AllowedBuilds, Assessment, ClaimLevel
from .claims import is_signed, sign_claim
from .lists import (
    BuildKey,
    BuildList,
    ListedBuild,
    build_key,
    make_builds,
    open_builds,
    sign_builds,
)
from .policy import DEFAULTS, GRAVE, ClientFinding, ClientPolicy, Measure, Measured

__all__ = [
    "DEFAULTS",
    "GRAVE",
    "AllowedBuilds",
    "Assessment",
    "BuildKey",
    "BuildList",
    "ClaimLevel",
    "ClientFinding",
    "ClientPolicy",
    "ListedBuild",
    "Measure",
    "Measured",
    "build_key",
    "is_signed",
    "make_builds",
    "open_builds",
    "sign_builds",
    "sign_claim",
]
