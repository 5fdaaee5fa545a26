"""A newborn as the delivery record has it, and what cannot be so (新生儿信息)."""

from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled, Sex
from ehealthcard.models import PRIVATE, Model, Moment


class Place(Labelled):
    """Where somebody was born (出生地点分类)."""

    HOSPITAL = "1", "医院", "hospital"
    MATERNAL = "2", "妇幼保健院", "maternal and child hospital"
    HOME = "3", "家庭", "at home"
    OTHER = "9", "其他", "elsewhere"


class Health(Labelled):
    """How a newborn is (健康状况)."""

    GOOD = "1", "良好", "good"
    FAIR = "2", "一般", "fair"
    POOR = "3", "差", "poor"


class Newborn(Model):
    """One child of a delivery."""

    order: int = Field(ge=1, le=9)
    """Which of the children of this delivery (第几胎儿)."""

    sex: Sex
    born_at: Annotated[Moment, PRIVATE]
    """To the minute."""

    weeks: Annotated[int, PRIVATE]
    """Completed weeks of gestation (出生孕周)."""

    weight: Annotated[int, PRIVATE]
    """Grams."""

    length: Annotated[int, PRIVATE]
    """Centimetres."""

    health: Annotated[Health, PRIVATE] = Health.GOOD
    live: bool = True
    """Whether born alive; only then there is a certificate."""


class Bounds(Model):
    """What is still plausible, both ends included; inferred, and a place's own."""

    weeks: tuple[int, int] = (20, 45)
    weight: tuple[int, int] = (300, 8000)
    length: tuple[int, int] = (20, 70)


NATIONAL_BOUNDS = Bounds()


def implausible(child: Newborn, bounds: Bounds = NATIONAL_BOUNDS) -> tuple[str, ...]:
    """Return the names of the fields that cannot be right, a known sign of forgery."""
    seen = {"weeks": child.weeks, "weight": child.weight, "length": child.length}
    ranges: dict[str, tuple[int, int]] = dict(bounds)
    return tuple(
        name
        for name, value in seen.items()
        if not ranges[name][0] <= value <= ranges[name][1]
    )
