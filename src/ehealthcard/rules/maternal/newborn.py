"""A newborn, and whether it is at risk (高危新生儿, BSOFT)."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Sex
from ehealthcard.models import Model
from ehealthcard.workflow import PRIVATE

from .child_codes import HearingScreen, MetabolicScreen, NewbornRisk
from .codes import BirthMode

PRETERM_BELOW, LIGHT_BELOW, ASPHYXIA_BELOW = 37, 2500, 7
"""Weeks, grams, points of Apgar."""

Apgar = Annotated[int | None, Field(ge=0, le=10), PRIVATE]


class Newborn(Model):
    """A child at birth; weights and weeks that cannot be are refused (vector BC9)."""

    weeks: Annotated[int | None, Field(ge=20, le=45), PRIVATE] = None
    """Full weeks of gestation (出生孕周)."""

    weight: Annotated[int | None, Field(ge=300, le=8000), PRIVATE] = None
    """Grams."""

    length: Annotated[Decimal | None, Field(ge=20, le=70), PRIVATE] = None
    """Centimetres."""

    sex: Sex = Sex.UNKNOWN
    mode: Annotated[BirthMode | None, PRIVATE] = None
    apgar_1: Apgar = None
    """One minute behind birth."""

    apgar_5: Apgar = None
    """Five minutes behind birth."""

    alive: bool = True
    hearing: Annotated[HearingScreen, PRIVATE] = HearingScreen.UNKNOWN
    metabolic: Annotated[tuple[MetabolicScreen, ...], PRIVATE] = ()
    """What was found."""

    conditions: Annotated[tuple[NewbornRisk, ...], PRIVATE] = ()
    """Risks that a clinician names."""


def newborn_risks(newborn: Newborn) -> tuple[NewbornRisk, ...]:
    """Return why a newborn is at risk, in the order of the list; empty if it is not.

    What is not known is no risk by itself.
    """
    found = set(newborn.conditions)
    if newborn.weeks is not None and newborn.weeks < PRETERM_BELOW:
        found.add(NewbornRisk.PRETERM)
    if newborn.weight is not None and newborn.weight < LIGHT_BELOW:
        found.add(NewbornRisk.LIGHT)
    scores = (newborn.apgar_1, newborn.apgar_5)
    if any(score is not None and score < ASPHYXIA_BELOW for score in scores):
        found.add(NewbornRisk.ASPHYXIA)
    if newborn.mode is BirthMode.MULTIPLE:
        found.add(NewbornRisk.MULTIPLE)
    return tuple(risk for risk in NewbornRisk if risk in found)
