"""Codes: issue, parse, verify, decide at a gate (动态二维码).

Drawing is next door in :mod:`ehealthcard.qr.drawing` and loaded only when used.
"""

from typing import TYPE_CHECKING

from . import national
from .audience import audience_hash, terminal_hash
from .bundle import GatePolicy, TrustBundle, TrustedKey
from .chain import ChainGrant, HashChain, authorise_chain
from .device import DeviceGrant, authorise_device, device_id
from .gate import Decision, DecisionLog, Gate, GateJournal, Verdict
from .issue import issue_code
from .national import NationalForm, NationalText
from .parse import parse_code
from .pool import CodePool, PooledCode
from .revocation import RevocationList
from .trust import TrustStore
from .types import IssuerCheckedCode, Tier, UnverifiedCode, VerifiedCode
from .verify import verify_code

if TYPE_CHECKING:
    from .drawing import draw
else:

    def __getattr__(name: str) -> object:
        """Load the drawing room when somebody draws; segno takes a while to load."""
        if name != "draw":
            raise AttributeError(name)
        from .drawing import draw  # noqa: PLC0415  # see above

        return draw


__all__ = [
    "ChainGrant",
    "CodePool",
    "Decision",
    "DecisionLog",
    "DeviceGrant",
    "Gate",
    "GateJournal",
    "GatePolicy",
    "HashChain",
    "IssuerCheckedCode",
    "NationalForm",
    "NationalText",
    "PooledCode",
    "RevocationList",
    "Tier",
    "TrustBundle",
    "TrustStore",
    "TrustedKey",
    "UnverifiedCode",
    "Verdict",
    "VerifiedCode",
    "audience_hash",
    "authorise_chain",
    "authorise_device",
    "device_id",
    "draw",
    "issue_code",
    "national",
    "parse_code",
    "terminal_hash",
    "verify_code",
]
