"""Hypertension without any workflow (高血压随访评估): one call, plain inputs.

The tables and their sources are in :mod:`ehealthcard.rules.chronic.hypertension`.
"""

from .chronic.assessing import Assessment, assessed
from .chronic.forms import HypertensionForm
from .chronic.hypertension import assess_pressure
from .chronic.policy import HypertensionNumbers

__all__ = ["assess"]


def assess(
    visit: HypertensionForm, previous: HypertensionForm | None = None, *, age: int
) -> Assessment:
    """Return what *visit* comes to, after the *previous* one, by the national numbers.

    Args:
        visit: The form of this visit.
        previous: That of the one before, if there was one.
        age: The patient's, in whole years, at this visit.

    Raises:
        RuleViolationError: The patient's own target is above the general one.

    """
    numbers = HypertensionNumbers()
    before = assess_pressure(previous, age, numbers) if previous else None
    return assessed(assess_pressure(visit, age, numbers), before)
