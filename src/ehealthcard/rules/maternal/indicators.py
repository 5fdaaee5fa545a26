"""How well mothers are looked after (考核指标, MAT-3): nothing is refused by them.

Booked early is before 13 weeks (before 12 in 2011); managed is five visits before the
birth; visited is at home within 28 days of the birth. All three are shares of the live
births of a place and a time; that the whole is the live births was recalled.
"""

from collections.abc import Iterable
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from ehealthcard.models import Day, Model
from ehealthcard.rules.schedule import gestation
from ehealthcard.workflow import PRIVATE

EARLY_WEEKS = 13
VISITS = 5
HOME_WITHIN = timedelta(days=28)


class MotherNote(Model):
    """A pregnancy, as far as it is counted."""

    lmp: Annotated[Day, PRIVATE]
    """The first day of the last menstruation (末次月经)."""

    booked_on: Day
    """When she was taken into care (建册)."""

    antenatal: Annotated[tuple[Day, ...], PRIVATE] = ()
    """Her visits before the birth."""

    delivered_on: Annotated[Day | None, PRIVATE] = None
    postpartum: Annotated[tuple[Day, ...], PRIVATE] = ()
    """The visits at her home behind it."""


def booked_early(mother: MotherNote, weeks: int = EARLY_WEEKS) -> bool:
    """Whether she was taken into care before so many weeks (早孕建册)."""
    return gestation(mother.lmp, mother.booked_on).weeks < weeks


def is_managed(mother: MotherNote) -> bool:
    """Whether she was seen five times before the birth (健康管理)."""
    return len(mother.antenatal) >= VISITS


def visited_at_home(mother: MotherNote) -> bool:
    """Whether she was visited within 28 days of the birth (产后访视)."""
    born = mother.delivered_on
    if born is None:
        return False
    return any(born <= day <= born + HOME_WITHIN for day in mother.postpartum)


def early_booking_rate(
    mothers: Iterable[MotherNote], live_births: int, weeks: int = EARLY_WEEKS
) -> Decimal | None:
    """Return per cent of the live births; ``None`` of none (早孕建册率)."""
    return _rate(sum(booked_early(m, weeks) for m in mothers), live_births)


def management_rate(mothers: Iterable[MotherNote], live_births: int) -> Decimal | None:
    """Return per cent of the live births; ``None`` of none (孕产妇健康管理率)."""
    return _rate(sum(map(is_managed, mothers)), live_births)


def home_visit_rate(mothers: Iterable[MotherNote], live_births: int) -> Decimal | None:
    """Return per cent of the live births; ``None`` of none (产后访视率)."""
    return _rate(sum(map(visited_at_home, mothers)), live_births)


def _rate(held: int, of: int) -> Decimal | None:
    if of < 1:
        return None
    return (Decimal(100 * held) / of).quantize(Decimal("0.01"), ROUND_HALF_UP)
