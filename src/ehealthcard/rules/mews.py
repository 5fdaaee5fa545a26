"""The modified early warning score (改良早期预警评分, MEWS).

Source: the table of 中华急诊医学杂志 2016. Its study took nobody below 14 years, so a
child has no score. A second published table agrees but for its temperature row, which
is garbled; the journal's row is used. The highest score is 14.
"""

from decimal import Decimal
from typing import Literal

from ehealthcard.workflow import Model

from .vitals import Avpu, Vitals

YOUNGEST = 14
"""Whole years; below it the score is not applicable."""

ITEMS = ("systolic", "heart_rate", "respiration", "temperature", "avpu")
Rows = tuple[tuple[str, int], ...]

SYSTOLIC = (("70", 3), ("80", 2), ("100", 1), ("199", 0), ("350", 2))
HEART_RATE = (("40", 2), ("50", 1), ("100", 0), ("110", 1), ("129", 2), ("350", 3))
RESPIRATION = (("8", 2), ("14", 0), ("20", 1), ("29", 2), ("150", 3))
TEMPERATURE = (("34.9", 2), ("38.4", 0), ("45", 2))
AVPU = {Avpu.ALERT: 0, Avpu.VOICE: 1, Avpu.PAIN: 2, Avpu.UNRESPONSIVE: 3}


class Mews(Model):
    """A score, or why there is none."""

    standing: Literal["SCORED", "NOT_APPLICABLE", "INCOMPLETE"]
    score: int | None = None
    missing: tuple[str, ...] = ()
    """What was not measured."""


def mews(vitals: Vitals, age: int | None, *, youngest: int = YOUNGEST) -> Mews:
    """Score *vitals* of somebody of *age* whole years.

    An unknown age is scored as an adult's: the adult table errs towards urgency. A
    value that was not measured makes the score incomplete, never a zero.
    """
    if age is not None and age < youngest:
        return Mews(standing="NOT_APPLICABLE")
    missing = tuple(i for i in ITEMS if getattr(vitals, i) is None)
    if missing:
        return Mews(standing="INCOMPLETE", missing=missing)
    return Mews(standing="SCORED", score=sum(points(vitals).values()))


def score(
    systolic: int,
    heart_rate: int,
    respiratory_rate: int,
    temperature: Decimal,
    consciousness: Avpu,
) -> int:
    """Return the score of an adult of whom everything was measured.

    Args:
        systolic: mmHg.
        heart_rate: Beats a minute.
        respiratory_rate: Breaths a minute.
        temperature: ℃, rounded half up to one decimal.
        consciousness: Responsiveness.

    Raises:
        InvalidInputError: A value that no living person has.

    """
    measured = Vitals(
        systolic=systolic,
        heart_rate=heart_rate,
        respiration=respiratory_rate,
        temperature=temperature,
        avpu=consciousness,
    )
    return sum(points(measured).values())


def points(vitals: Vitals) -> dict[str, int]:
    """Return the points of each item that was measured."""
    rows = (SYSTOLIC, HEART_RATE, RESPIRATION, TEMPERATURE)
    found = {
        item: _read(table, str(value))
        for item, table in zip(ITEMS, rows, strict=False)
        if (value := getattr(vitals, item)) is not None
    }
    if vitals.avpu is not None:
        found["avpu"] = AVPU[vitals.avpu]
    return found


def _read(table: Rows, value: str) -> int:
    """Return the points of the first row whose upper end holds *value*."""
    return next(score for upper, score in table if float(value) <= float(upper))
