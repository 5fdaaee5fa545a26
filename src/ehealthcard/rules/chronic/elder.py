"""How far the old look after themselves (老年人生活自理能力评估).

Source: the national form, in the words of a system in production (BSOFT). Five things
are asked; of each one of four answers is chosen, from by oneself to not at all.
"""

from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Model
from ehealthcard.workflow import PRIVATE, Rule

FROM_AGE = 65
"""Whole years."""

ELDER_TOO_YOUNG = Rule(
    "ELDER_TOO_YOUNG",
    "The assessment is for people from {age} years on.",
    "生活自理能力评估适用于 {age} 岁及以上老年人。",
)
Choice = Annotated[int, Field(ge=1, le=4), PRIVATE]
"""Which of the four answers, from 1."""


class SelfCareAnswers(Model):
    """The five answers."""

    eating: Choice
    washing: Choice
    dressing: Choice
    toilet: Choice
    moving: Choice


class SelfCare(Labelled):
    """How much help somebody needs (自理能力)."""

    ABLE = "able", "可自理", "looks after himself"
    LIGHT = "light", "轻度依赖", "needs a little help"
    MEDIUM = "medium", "中度依赖", "needs help"
    UNABLE = "unable", "不能自理", "needs care"


POINTS = {
    "eating": (0, 0, 3, 5),
    "washing": (0, 1, 3, 7),
    "dressing": (0, 0, 3, 5),
    "toilet": (0, 1, 5, 10),
    "moving": (0, 1, 5, 10),
}
"""进餐、梳洗、穿衣、如厕、活动; the most is 37."""

UP_TO = ((3, SelfCare.ABLE), (8, SelfCare.LIGHT), (18, SelfCare.MEDIUM))
"""The last score of each level; above it somebody needs care."""


class SelfCareResult(Model):
    """A score and what it means."""

    score: Annotated[int, PRIVATE]
    level: Annotated[SelfCare, PRIVATE]


def self_care(answers: SelfCareAnswers) -> SelfCareResult:
    """Return the sum of the points and its level."""
    chosen: dict[str, int] = dict(answers)
    score = sum(POINTS[item][choice - 1] for item, choice in chosen.items())
    level = next((lv for most, lv in UP_TO if score <= most), SelfCare.UNABLE)
    return SelfCareResult(score=score, level=level)


def require_elder(age: int) -> None:
    """Refuse somebody below 65 years.

    Raises:
        RuleViolationError: He is.

    """
    if age < FROM_AGE:
        raise ELDER_TOO_YOUNG.broken(age=FROM_AGE)
