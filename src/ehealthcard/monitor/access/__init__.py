"""Who may do and see what, decided in one place (访问控制, guide chapter 5)."""

from .asking import Action, Asked, Known
from .deciding import AccessPolicy, Decision, Reason
from .house import HouseRules

__all__ = [
    "AccessPolicy",
    "Action",
    "Asked",
    "Decision",
    "HouseRules",
    "Known",
    "Reason",
]
