"""Vital signs (生命体征) as triage desks and ambulance crews measure them."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field

from ehealthcard.codesets import Labelled
from ehealthcard.workflow import PRIVATE, Model


def _one_place(value: object) -> object:
    if isinstance(value, int | float | str | Decimal) and not isinstance(value, bool):
        try:
            return Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        except ArithmeticError:
            return value
    return value


CoreTemperature = Annotated[Decimal, BeforeValidator(_one_place), Field(ge=20, le=45)]
"""℃, rounded half up to one decimal before any rule looks: 38.45 is 38.5."""


class Avpu(Labelled):
    """Responsiveness (意识反应): alert, to voice, to pain, not at all."""

    ALERT = "A", "清醒", "alert"
    VOICE = "V", "对声音有反应", "responds to voice"
    PAIN = "P", "对疼痛有反应", "responds to pain"
    UNRESPONSIVE = "U", "无反应", "unresponsive"


class Vitals(Model):
    """What was measured; ``None`` is not measured, and is never taken for normal."""

    temperature: Annotated[CoreTemperature | None, PRIVATE] = None
    heart_rate: Annotated[int | None, Field(ge=0, le=350), PRIVATE] = None
    """Beats a minute."""

    respiration: Annotated[int | None, Field(ge=0, le=150), PRIVATE] = None
    """Breaths a minute."""

    systolic: Annotated[int | None, Field(ge=0, le=350), PRIVATE] = None
    """mmHg."""

    diastolic: Annotated[int | None, Field(ge=0, le=300), PRIVATE] = None
    """mmHg."""

    spo2: Annotated[int | None, Field(ge=0, le=100), PRIVATE] = None
    """Per cent."""

    gcs: Annotated[int | None, Field(ge=3, le=15), PRIVATE] = None
    """Glasgow coma scale."""

    avpu: Annotated[Avpu | None, PRIVATE] = None
    pain: Annotated[int | None, Field(ge=0, le=10), PRIVATE] = None
    glucose: Annotated[Decimal | None, Field(ge=0, le=100), PRIVATE] = None
    """mmol/L."""

    potassium: Annotated[Decimal | None, Field(ge=0, le=20), PRIVATE] = None
    """mmol/L."""

    def then(self, newer: "Vitals") -> "Vitals":
        """Return these with what *newer* measured in their stead."""
        known = {n: getattr(newer, n) for n in Vitals.model_fields}
        fresh = {n: value for n, value in known.items() if value is not None}
        return self.model_copy(update=fresh)
