"""Risk rules over the use-card records (风险识别); see docs/concepts/risk.md."""

from .findings import About, Finding
from .handling import Graded, Handling, RiskHandling
from .late import LATE_RULES
from .memory import Memory
from .policy import Hours, RiskPolicy, Site, Surroundings, Watched
from .rules import CLIENT_RULE, RULES, RiskRule
from .watcher import Watcher

__all__ = [
    "CLIENT_RULE",
    "LATE_RULES",
    "RULES",
    "About",
    "Finding",
    "Graded",
    "Handling",
    "Hours",
    "Memory",
    "RiskHandling",
    "RiskPolicy",
    "RiskRule",
    "Site",
    "Surroundings",
    "Watched",
    "Watcher",
]
