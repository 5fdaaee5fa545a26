"""The epidemic questions of 2020-2022 and what counts (流行病学史).

Items and numbers are those of hospital questionnaires of the time: firm as practice,
never law. They are off since 2023-01-08, when the infection was moved to class B; which
of them count is therefore policy data.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Day
from ehealthcard.workflow import PRIVATE, Model

FEVER = Decimal("37.3")
"""℃; at or above it is a fever."""

EXPOSURE_DAYS = 14
LEAST_CLUSTER = 2


def _celsius(value: object) -> object:
    if isinstance(value, int | float | str | Decimal) and not isinstance(value, bool):
        try:
            return Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        except ArithmeticError:
            return value
    return value


Celsius = Annotated[Decimal, BeforeValidator(_celsius), Field(ge=30, le=45)]
"""A body temperature (体温), rounded to one decimal, between 30.0 and 45.0."""


class ExposureKind(Labelled):
    """The four exposure questions."""

    E1 = "E1", "疫区旅居史", "travel to or residence in a place with reported cases"
    E2 = "E2", "感染者接触史", "contact with an infected person"
    E3 = "E3", "疫区发热者接触史", "contact with a feverish person from such a place"
    E4 = "E4", "聚集性发病", "two or more cases in family, office or class"


class Symptom(Labelled):
    """The symptoms asked for, besides fever."""

    DRY_COUGH = "01", "干咳", "dry cough"
    NASAL_CONGESTION = "02", "鼻塞", "nasal congestion"
    RUNNY_NOSE = "03", "流涕", "runny nose"
    SORE_THROAT = "04", "咽痛", "sore throat"
    DIARRHOEA = "05", "腹泻", "diarrhoea"
    FATIGUE = "06", "乏力", "fatigue"
    MUSCLE_PAIN = "07", "肌痛", "muscle pain"
    CONJUNCTIVITIS = "08", "结膜炎", "conjunctivitis"
    LOSS_OF_SMELL_OR_TASTE = "09", "嗅觉或味觉减退", "loss of smell or taste"
    OTHER = "99", "其他", "other"


class Exposure(Model):
    """A yes to one of the four questions."""

    kind: ExposureKind
    last_on: Annotated[Day, PRIVATE]
    """The last day of it."""

    cases: int = Field(default=1, ge=1)
    """How many people fell ill, for E4."""


def counts(exposure: Exposure, on: date, window_days: int | None) -> bool:
    """Return whether *exposure* is recent enough on the day *on*.

    The window is closed: with 14 days, 14 days ago counts and 15 do not (民法典
    art. 1259). E4 needs two cases. With no window nothing counts.
    """
    if window_days is None or (on - exposure.last_on).days > window_days:
        return False
    return exposure.kind is not ExposureKind.E4 or exposure.cases >= LEAST_CLUSTER
