"""What a follow-up visit comes to, in one answer (随访评估)."""

from typing import Annotated

from ehealthcard.models import Model
from ehealthcard.workflow import PRIVATE

from .codes import ControlClass, ReferralReason
from .intervention import Decision, Findings, intervene
from .policy import CarePace, InterventionRules

MONTH = 31
"""Days of the longest month: a visit after months is within so many of them."""


class Assessment(Model):
    """The table's answer with what leads to it."""

    classification: Annotated[ControlClass, PRIVATE]
    danger: Annotated[bool, PRIVATE]
    refer: bool
    refer_reason: Annotated[ReferralReason | None, PRIVATE]
    """The first; all of them are in ``reasons``."""

    follow_up_within_days: int
    """Two weeks where it is not well; else the months of the pace, at their longest."""

    reasons: Annotated[tuple[str, ...], PRIVATE]
    """Rows of the table that hold (``row-2``), dangers, and grounds to refer."""


def assessed(found: Findings, before: Findings | None) -> Assessment:
    """Return the assessment of *found*, after *before*, by the national table."""
    decision, pace = intervene(found, before, InterventionRules()), CarePace()
    regular = pace.regular_months * MONTH
    return Assessment(
        classification=decision.control,
        danger=decision.urgent,
        refer=decision.refer,
        refer_reason=decision.reasons[0] if decision.reasons else None,
        follow_up_within_days=pace.intensified_days if decision.soon else regular,
        reasons=tuple(_reasons(decision, found)),
    )


def _reasons(decision: Decision, found: Findings) -> list[str]:
    rows = [f"row-{row}" for row in decision.rows]
    return [*rows, *found.dangers, *decision.reasons]
