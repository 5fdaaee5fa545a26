"""Watching over what is done: audit trail and health (安全监测与审计)."""

from .audit import CHAINS, chain_of, link
from .checkpoint import Checkpoint, Head, make_checkpoint, open_checkpoint
from .health import Health, Limits, Problem, health
from .verification import Flaw, FlawKind, Report, verify_audit

__all__ = [
    "CHAINS",
    "Checkpoint",
    "Flaw",
    "FlawKind",
    "Head",
    "Health",
    "Limits",
    "Problem",
    "Report",
    "chain_of",
    "health",
    "link",
    "make_checkpoint",
    "open_checkpoint",
    "verify_audit",
]
