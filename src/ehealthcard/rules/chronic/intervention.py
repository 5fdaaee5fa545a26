"""The table of interventions (分类干预): what a follow-up leads to.

Source: HTN-3 and its form, DM-3 alike. Several rows may hold at once; the most severe
class is written down (4 before 3 before 2 before 1). "Twice running" is the visit
before and this one. Whether not being controlled and then a reaction are twice running
the text leaves open: it is not, unless the policy or the clinician says so.
"""

from typing import Annotated

from ehealthcard.models import Model
from ehealthcard.workflow import PRIVATE

from .codes import Complication, ControlClass, DangerSign, ReferralReason
from .policy import InterventionRules

ROW_CLASS = {
    1: ControlClass.SATISFIED,
    2: ControlClass.UNSATISFIED,
    3: ControlClass.ADVERSE,
    4: ControlClass.UNSATISFIED,
    5: ControlClass.ADVERSE,
    6: ControlClass.COMPLICATION,
}
"""The six rows of the table."""

REFERRING = frozenset({4, 5, 6})


class Findings(Model):
    """A visit, as far as the table looks at it."""

    satisfied: Annotated[bool, PRIVATE]
    """Whether pressure or glucose is below its target."""

    adverse: Annotated[bool, PRIVATE] = False
    adverse_hard: Annotated[bool, PRIVATE] = False
    complication: Annotated[Complication, PRIVATE] = Complication.NONE
    dangers: Annotated[tuple[DangerSign, ...], PRIVATE] = ()
    counts_as_second: Annotated[bool, PRIVATE] = False


class Decision(Model):
    """What the table says."""

    control: Annotated[ControlClass, PRIVATE]
    rows: Annotated[tuple[int, ...], PRIVATE]
    """The rows that hold, 1 to 6."""

    reasons: Annotated[tuple[ReferralReason, ...], PRIVATE] = ()
    """Why to refer; empty where nobody is referred."""

    urgent: bool = False
    """Danger: treated at once and referred (危急情况)."""

    @property
    def refer(self) -> bool:
        """Whether the patient is referred."""
        return bool(self.reasons)

    @property
    def soon(self) -> bool:
        """Whether the next visit is within two weeks."""
        return self.urgent or self.rows != (1,)


def intervene(
    found: Findings,
    before: Findings | None = None,
    rules: InterventionRules | None = None,
) -> Decision:
    """Return what follows from *found*, when *before* was found at the last visit."""
    rows = _rows(found, before, rules or InterventionRules())
    reasons = [_reason(row, found) for row in rows if row in REFERRING]
    if found.dangers:
        reasons.append(ReferralReason.DANGER)
    return Decision(
        control=max(ROW_CLASS[row] for row in rows),
        rows=rows,
        reasons=tuple(reasons),
        urgent=bool(found.dangers),
    )


def _rows(
    found: Findings, before: Findings | None, rules: InterventionRules
) -> tuple[int, ...]:
    adverse = found.adverse or found.adverse_hard
    rows: list[int] = []
    if not found.satisfied:
        rows.append(4 if _twice_unsatisfied(found, before, rules) else 2)
    if adverse:
        rows.append(5 if _is_hard(found, before, rules) else 3)
    if found.complication is not Complication.NONE:
        rows.append(6)
    return tuple(rows) or (1,)


def _twice_unsatisfied(
    found: Findings, before: Findings | None, rules: InterventionRules
) -> bool:
    if found.counts_as_second:
        return True
    mixed = rules.mixed_counts and before is not None and before.adverse
    return mixed or (before is not None and not before.satisfied)


def _is_hard(
    found: Findings, before: Findings | None, rules: InterventionRules
) -> bool:
    if found.adverse_hard or found.counts_as_second:
        return True
    if before is None:
        return False
    repeated = rules.repeated_adverse_refers and before.adverse
    return repeated or (rules.mixed_counts and not before.satisfied)


def _reason(row: int, found: Findings) -> ReferralReason:
    if row == 4:  # noqa: PLR2004  # a row of the table
        return ReferralReason.TWICE_UNSATISFIED
    if row == 5:  # noqa: PLR2004  # a row of the table
        return ReferralReason.ADVERSE_HARD
    new = found.complication is Complication.NEW
    return ReferralReason.NEW_COMPLICATION if new else ReferralReason.AGGRAVATED
