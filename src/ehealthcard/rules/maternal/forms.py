"""The forms for mothers, field by field (MAT-3, BSOFT).

The ranges are what can be; whether it is healthy is said by the classification. They
are the project's own.
"""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from ehealthcard.models import Day, Model
from ehealthcard.rules.chronic.measures import BloodPressure, Glucose
from ehealthcard.workflow import PRIVATE

from .codes import Finding, Grade, Guidance, Handling, Lochia, Recovery, RiskColour

Kilograms = Annotated[Decimal | None, Field(ge=25, le=250), PRIVATE]
Haemoglobin = Annotated[int | None, Field(ge=20, le=250), PRIVATE]
"""g/L."""

Temperature = Annotated[Decimal | None, Field(ge=34, le=43), PRIVATE]
"""℃."""

Words = Annotated[str, Field(max_length=400), PRIVATE]


class Refer(Model):
    """Where somebody is sent, and why (转诊)."""

    reason: Annotated[str, Field(min_length=1, max_length=400), PRIVATE]
    org: str = Field(min_length=1, max_length=22)
    department: str = Field(default="", max_length=40)


class SeenForm(Model):
    """What all forms of a mother hold."""

    on: Day | None = None
    """The day of the visit; today if it is left out."""

    guidance: tuple[Guidance, ...] = ()
    referral: Refer | None = None
    note: Words = ""


class AntenatalForm(SeenForm):
    """A visit before the birth (产前随访服务记录表)."""

    finding: Annotated[Finding, PRIVATE]
    at: str | None = Field(default=None, min_length=1, max_length=22)
    """Code of the institution that has seen her; the one that writes if left out."""

    licensed: bool = False
    """Whether midwifery is licensed there (助产技术服务资质)."""

    weight: Kilograms = None
    pressure: Annotated[BloodPressure | None, PRIVATE] = None
    fundus: Annotated[Decimal | None, Field(ge=1, le=60), PRIVATE] = None
    """Height of the fundus (宫高), cm."""

    abdomen: Annotated[Decimal | None, Field(ge=40, le=200), PRIVATE] = None
    """Abdominal girth (腹围), cm."""

    fetal_heart: Annotated[int | None, Field(ge=40, le=250), PRIVATE] = None
    """Beats a minute (胎心率)."""

    fetal_position: Annotated[str | None, Field(max_length=20), PRIVATE] = None
    """Such as ``LOA`` (胎位)."""

    haemoglobin: Haemoglobin = None
    urine_protein: Annotated[Grade | None, PRIVATE] = None
    glucose: Annotated[Glucose | None, PRIVATE] = None
    """mmol/L."""

    oedema: Annotated[Grade | None, PRIVATE] = None
    risk_score: Annotated[int | None, Field(ge=0, le=100), PRIVATE] = None
    colours: Annotated[tuple[RiskColour, ...], PRIVATE] = ()
    """A new assessment of the risk; as before if left out."""

    next_on: Day | None = None
    """A visit besides the five; required where the risk is high."""


class WatchForm(Model):
    """What somebody expecting finds herself (孕期自我监测)."""

    weight: Kilograms = None
    pressure: Annotated[BloodPressure | None, PRIVATE] = None
    movements: Annotated[int | None, Field(ge=0, le=200), PRIVATE] = None
    """Movements of the child in an hour (胎动)."""

    glucose: Annotated[Glucose | None, PRIVATE] = None
    """mmol/L."""

    note: Words = ""


class PostpartumForm(SeenForm):
    """The home visit behind a birth (产后访视记录表)."""

    finding: Annotated[Finding, PRIVATE]
    temperature: Temperature = None
    pressure: Annotated[BloodPressure | None, PRIVATE] = None
    breasts: Annotated[Finding | None, PRIVATE] = None
    lochia: Annotated[Lochia | None, PRIVATE] = None
    uterus: Annotated[Finding | None, PRIVATE] = None
    wound: Annotated[Finding | None, PRIVATE] = None
    mind: Words = ""
    newborn_seen: bool = True
    """Whether the child was seen too (新生儿家庭访视)."""


class CheckForm(SeenForm):
    """The check 42 days behind a birth (产后42天健康检查记录表)."""

    recovery: Annotated[Recovery, PRIVATE]
    pressure: Annotated[BloodPressure | None, PRIVATE] = None
    breasts: Annotated[Finding | None, PRIVATE] = None
    lochia: Annotated[Lochia | None, PRIVATE] = None
    uterus: Annotated[Finding | None, PRIVATE] = None
    wound: Annotated[Finding | None, PRIVATE] = None

    @property
    def handling(self) -> Handling:
        """What follows: closed, or referred."""
        well = self.recovery is Recovery.RECOVERED
        return Handling.CLOSED if well else Handling.REFERRED
