"""What the service speaks of."""

from typing import Annotated, Literal

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Day, Model
from ehealthcard.rules.chronic.codes import DangerSign, Disease
from ehealthcard.rules.chronic.diabetes import SugarReading, SugarRisk
from ehealthcard.rules.chronic.hypertension import PressureHabits
from ehealthcard.rules.chronic.measures import BloodPressure
from ehealthcard.workflow import PRIVATE


class PressureScreening(Model):
    """A screening for hypertension (高血压筛查)."""

    disease: Literal["hypertension"] = "hypertension"
    pressure: Annotated[BloodPressure, PRIVATE]
    habits: Annotated[PressureHabits, PRIVATE] = PressureHabits()
    pregnant: Annotated[bool, PRIVATE] = False
    """In pregnancy or lactation."""

    signs: Annotated[tuple[DangerSign, ...], PRIVATE] = ()


class SugarScreening(Model):
    """A screening for type 2 diabetes (2型糖尿病筛查)."""

    disease: Literal["diabetes"] = "diabetes"
    glucose: Annotated[SugarReading, PRIVATE]
    risks: Annotated[tuple[SugarRisk, ...], PRIVATE] = ()
    signs: Annotated[tuple[DangerSign, ...], PRIVATE] = ()


Measured = Annotated[
    PressureScreening | SugarScreening, Field(discriminator="disease", repr=False)
]


class Reading(Model):
    """What was measured on a day."""

    on: Day
    measured: Measured
    raised: Annotated[bool, PRIVATE]


class Diagnosis(Labelled):
    """What became of a referral for diagnosis (转诊结果)."""

    CONFIRMED = "confirmed", "确诊", "confirmed"
    EXCLUDED = "excluded", "排除", "excluded"
    SECONDARY_SUSPECT = "secondary-suspect", "疑似继发", "perhaps of another cause"
    SECONDARY = "secondary", "继发或其他类型", "of another cause or type"
    NOT_SEEN = "not-seen", "未就诊", "did not go"


class DiagnosisWanted(Model):
    """What the HIS is told of somebody who is to be diagnosed: who treats must know."""

    card: str
    org: str
    disease: Annotated[Disease, PRIVATE]
    urgent: bool
    readings: Annotated[tuple[Reading, ...], PRIVATE]
    result_by: Day


class ResultLate(Model):
    """What the institution is told when it does not know what became of a referral."""

    card: str
    org: str
    result_by: Day
