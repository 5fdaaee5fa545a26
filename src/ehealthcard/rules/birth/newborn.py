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


class Span(Model):
    """From one number to another, both included."""

    least: int
    most: int

    def has(self, value: int) -> bool:
        """Whether *value* lies in it."""
        return self.least <= value <= self.most


class Bounds(Model):
    """What is still plausible; inferred, and a place's own."""

    weeks: Span = Span(least=20, most=45)
    weight: Span = Span(least=300, most=8000)
    length: Span = Span(least=20, most=70)


NATIONAL_BOUNDS = Bounds()


def implausible(child: Newborn, bounds: Bounds = NATIONAL_BOUNDS) -> tuple[str, ...]:
    """Return the names of the fields that cannot be right, a known sign of forgery."""
    looked_at = {
        "weeks": bounds.weeks.has(child.weeks),
        "weight": bounds.weight.has(child.weight),
        "length": bounds.length.has(child.length),
    }
    return tuple(name for name, fits in looked_at.items() if not fits)
