"""What time and risk make of a pregnancy (计划与风险)."""

from datetime import datetime
from typing import TypeVar

from ehealthcard.rules.calendar import end_of
from ehealthcard.rules.maternal.codes import RiskColour
from ehealthcard.rules.maternal.policy import MaternalPolicy

from .states import Awaited

D = TypeVar("D", bound=Awaited)


def is_high(colours: tuple[RiskColour, ...], policy: MaternalPolicy) -> bool:
    """Whether one of *colours* makes it a high risk."""
    return any(colour in policy.high_risk for colour in colours)


def with_overdue(state: D, now: datetime) -> D:
    """Return *state*, overdue where the child should have been born."""
    if end_of(state.birth_by) > now:
        return state
    return state.model_copy(update={"overdue": True})
