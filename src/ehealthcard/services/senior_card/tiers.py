"""Tiers of age and what each of them is entitled to (优待档次).

The law says from which age one is old (60, 老年人权益保障法 art. 2) and that the old
go first in hospitals (art. 57). All the rest is a province's, and data.
"""

from datetime import date

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Model
from ehealthcard.rules.calendar import add_months, age_on


class Benefit(Labelled):
    """What a senior card is shown for (优待项目)."""

    PRIORITY_CARE = "priority-care", "就医优先", "goes first in hospitals"
    CHECK_UP = "check-up", "免费年度体检", "a free check-up each year"
    BUS_FREE = "bus-free", "免费乘坐城市公交", "free city buses"
    PARK_HALF = "park-half", "公园门票半价", "parks at half the price"
    PARK_FREE = "park-free", "公园免费", "free parks"
    ALLOWANCE = "allowance", "高龄津贴", "an allowance for great age"
    CENTENARIAN = "centenarian", "百岁老人补贴", "a subsidy from a hundred years on"


class Tier(Model):
    """One tier (档次)."""

    age: int = Field(ge=0)
    """The age from which it is given, whole years completed."""

    benefits: tuple[Benefit, ...] = ()


def tier_on(tiers: tuple[Tier, ...], birth: date, day: date) -> Tier | None:
    """Return the highest tier that has been reached on *day*."""
    age = age_on(birth, day)
    reached = [t for t in tiers if t.age <= age]
    return max(reached, key=lambda t: t.age, default=None)


def birthday_of(birth: date, age: int) -> date:
    """Return the day on which *age* is completed; 29 February gives way to the 28th."""
    return add_months(birth, 12 * age)


def next_birthday(tiers: tuple[Tier, ...], birth: date, day: date) -> date | None:
    """Return the first birthday after *day* that leads to another tier."""
    coming = (birthday_of(birth, t.age) for t in tiers)
    return min((d for d in coming if d > day), default=None)
