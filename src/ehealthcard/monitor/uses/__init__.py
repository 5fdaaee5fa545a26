"""Use-card records (用卡记录): what leaves one, how long they stay, who is told."""

from .lines import use_line
from .names import first_name
from .report import his_data
from .retention import SHORTEST, kept_since
from .sealing import UseFlaw, UseSeal, seal_of, verify_seals
from .steps import SERVICE_USES, ServiceUse

__all__ = [
    "SERVICE_USES",
    "SHORTEST",
    "ServiceUse",
    "UseFlaw",
    "UseSeal",
    "first_name",
    "his_data",
    "kept_since",
    "seal_of",
    "use_line",
    "verify_seals",
]
