"""What is measured (体格检查), and simple sums with it."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from pydantic import Field, model_validator

from ehealthcard.models import Model
from ehealthcard.workflow import PRIVATE, Rule

MG_PER_MMOL = Decimal(18)
"""mg/dL of glucose in one mmol/L."""

PRESSURE_REVERSED = Rule(
    "PRESSURE_REVERSED",
    "The diastolic pressure is not below the systolic one; check both numbers.",
    "舒张压应低于收缩压，请核对。",
)
Glucose = Annotated[Decimal, Field(gt=0, le=60, decimal_places=2)]
"""mmol/L; a number in mg/dL does not fit and must be converted."""


class BloodPressure(Model):
    """One reading (血压), mmHg."""

    systolic: Annotated[int, Field(ge=40, le=350), PRIVATE]
    diastolic: Annotated[int, Field(ge=10, le=250), PRIVATE]

    @model_validator(mode="after")
    def _in_order(self) -> "BloodPressure":
        if self.diastolic >= self.systolic:
            raise PRESSURE_REVERSED.broken()
        return self


def mmol(mg: Decimal) -> Decimal:
    """Return glucose in mmol/L for *mg* of mg/dL, to two places."""
    return (mg / MG_PER_MMOL).quantize(Decimal("0.01"), ROUND_HALF_UP)


def body_mass_index(weight: Decimal, height: Decimal) -> Decimal:
    """Return kg/m² to one place, for kilograms and centimetres (体质指数)."""
    metres = height / 100
    return (weight / (metres * metres)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def spirits(
    white: Decimal = Decimal(0),
    *,
    beer: Decimal = Decimal(0),
    wine: Decimal = Decimal(0),
    yellow: Decimal = Decimal(0),
) -> Decimal:
    """Return what was drunk as 两 of spirits a day (折合白酒).

    Beer counts a tenth, red wine a quarter, yellow wine a fifth (form of HTN-3).
    """
    return white + beer / 10 + wine / 4 + yellow / 5
