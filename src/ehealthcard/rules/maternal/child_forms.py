"""The form for children, field by field (CHILD, BSOFT).

The ranges are what can be; they are the project's own.
"""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from ehealthcard.models import Day, Model
from ehealthcard.workflow import PRIVATE

from .child_codes import Development, Fontanelle, Hearing, RicketsSign
from .codes import Finding
from .forms import Haemoglobin, Refer, Words


class ChildForm(Model):
    """A visit of a child (儿童健康检查记录表)."""

    on: Day | None = None
    """The day of the visit; today if it is left out."""

    finding: Annotated[Finding, PRIVATE]
    weight: Annotated[Decimal | None, Field(ge=Decimal("0.5"), le=80), PRIVATE] = None
    """Kilograms."""

    length: Annotated[Decimal | None, Field(ge=25, le=150), PRIVATE] = None
    """Length or height, cm."""

    head: Annotated[Decimal | None, Field(ge=20, le=65), PRIVATE] = None
    """Circumference of the head (头围), cm."""

    fontanelle: Annotated[Fontanelle | None, PRIVATE] = None
    hearing: Annotated[Hearing | None, PRIVATE] = None
    teeth: Annotated[int | None, Field(ge=0, le=32), PRIVATE] = None
    decayed: Annotated[int | None, Field(ge=0, le=32), PRIVATE] = None
    """Teeth that are decayed (龋齿)."""

    haemoglobin: Haemoglobin = None
    rickets: Annotated[tuple[RicketsSign, ...], PRIVATE] = ()
    development: Annotated[Development | None, PRIVATE] = None
    outdoor: Annotated[Decimal | None, Field(ge=0, le=24), PRIVATE] = None
    """Hours outdoors each day (户外活动)."""

    vitamin_d: Annotated[int | None, Field(ge=0, le=20000), PRIVATE] = None
    """IU a day."""

    illnesses: Words = ""
    """Between this visit and the one before (两次随访间患病情况)."""

    advice: Words = ""
    referral: Refer | None = None
    next_on: Day | None = None
    """A visit besides the thirteen; required where the child is frail."""
