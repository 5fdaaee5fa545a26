"""Type 2 diabetes without any workflow (2型糖尿病随访评估): one call, plain inputs.

The tables and their sources are in :mod:`ehealthcard.rules.chronic.diabetes`.
"""

from .chronic.assessing import Assessment, assessed
from .chronic.diabetes import assess_sugar
from .chronic.forms import DiabetesForm
from .chronic.policy import DiabetesNumbers, HypertensionNumbers

__all__ = ["assess"]


def assess(visit: DiabetesForm, previous: DiabetesForm | None = None) -> Assessment:
    """Return what *visit* comes to, after the *previous* one, by the national numbers.

    Raises:
        RuleViolationError: There is no fasting glucose, and no danger either.

    """
    numbers, pressure = DiabetesNumbers(), HypertensionNumbers()
    before = assess_sugar(previous, numbers, pressure) if previous else None
    return assessed(assess_sugar(visit, numbers, pressure), before)
