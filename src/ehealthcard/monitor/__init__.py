"""Watching over what is done: the tamper-evident audit trail (安全监测与审计)."""

from .audit import CHAINS, chain_of, link
from .checkpoint import Checkpoint, Head, make_checkpoint, open_checkpoint
from .verification import Flaw, FlawKind, Report, verify_audit

__all__ = [
    "CHAINS",
    "Checkpoint",
    "Flaw",
    "FlawKind",
    "Head",
    "Report",
    "chain_of",
    "link",
    "make_checkpoint",
    "open_checkpoint",
    "verify_audit",
]
