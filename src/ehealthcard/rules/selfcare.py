"""Self-care of old people without any workflow (老年人生活自理能力评估).

The form and its source are in :mod:`ehealthcard.rules.chronic.elder`.
"""

from .chronic.elder import SelfCareAnswers, SelfCareResult, self_care

__all__ = ["score"]


def score(
    eating: int, washing: int, dressing: int, toilet: int, moving: int
) -> SelfCareResult:
    """Return score and level for the five answers, each 1 to 4 as the form has them.

    Raises:
        InvalidInputError: An answer is none of the four.

    """
    answers = SelfCareAnswers(
        eating=eating, washing=washing, dressing=dressing, toilet=toilet, moving=moving
    )
    return self_care(answers)
