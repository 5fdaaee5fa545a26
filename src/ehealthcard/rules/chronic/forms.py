"""The follow-up forms (随访服务记录表), field by field (HTN-3, DM-3)."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from ehealthcard.models import Day, Model
from ehealthcard.workflow import PRIVATE

from .codes import (
    Adherence,
    Complication,
    DangerSign,
    FootPulse,
    Level,
    LowSugar,
    PressureSymptom,
    Standing,
    SugarSymptom,
    VisitMode,
)
from .measures import BloodPressure, Glucose
from .policy import Pressure

Kilograms = Annotated[Decimal | None, Field(gt=0, le=500), PRIVATE]
Count = Annotated[int | None, Field(ge=0, le=300), PRIVATE]


class Medicine(Model):
    """One medicine (用药情况)."""

    name: Annotated[str, Field(min_length=1), PRIVATE]
    times_a_day: Annotated[int | None, Field(ge=1, le=24), PRIVATE] = None
    dose: Annotated[str, PRIVATE] = ""


class ReferralTo(Model):
    """Where somebody is sent (转诊机构及科别)."""

    org: str = Field(min_length=1)
    department: str = ""


class FollowUpForm(Model):
    """What both forms hold."""

    on: Day | None = None
    """The day of the visit; today if it is left out."""

    mode: VisitMode
    weight: Kilograms = None
    target_weight: Kilograms = None
    height: Annotated[Decimal | None, Field(gt=0, le=280), PRIVATE] = None
    """Centimetres."""

    heart_rate: Count = None
    smoking: Count = None
    """Cigarettes a day."""

    spirits: Annotated[Decimal | None, Field(ge=0), PRIVATE] = None
    """两 of spirits a day; see :func:`.measures.spirits`."""

    exercise_times: Count = None
    """A week."""

    exercise_minutes: Count = None
    """Each time."""

    psychology: Annotated[Standing | None, PRIVATE] = None
    compliance: Annotated[Standing | None, PRIVATE] = None
    examinations: Annotated[str, PRIVATE] = ""
    """Auxiliary examinations (辅助检查)."""

    adherence: Annotated[Adherence | None, PRIVATE] = None
    adverse: Annotated[bool, PRIVATE] = False
    """An adverse drug reaction (药物不良反应)."""

    adverse_hard: Annotated[bool, PRIVATE] = False
    """One that is hard to control (难以控制)."""

    complication: Annotated[Complication, PRIVATE] = Complication.NONE
    signs: Annotated[tuple[DangerSign, ...], PRIVATE] = ()
    """What cannot wait, as the clinician sees it."""

    pregnant: Annotated[bool, PRIVATE] = False
    """In pregnancy or lactation (妊娠期或哺乳期)."""

    counts_as_second: Annotated[bool, PRIVATE] = False
    """The clinician takes this for the second time running, where the text is open."""

    medicines: Annotated[tuple[Medicine, ...], PRIVATE] = ()
    referral: ReferralTo | None = None
    """Where to, if it comes to that."""

    next_on: Day | None = None
    """The next visit; the latest day allowed if it is left out."""


class HypertensionForm(FollowUpForm):
    """The form of hypertension (高血压患者随访服务记录表)."""

    disease: Literal["hypertension"] = "hypertension"
    pressure: Annotated[BloodPressure, PRIVATE]
    symptoms: Annotated[tuple[PressureSymptom, ...], PRIVATE] = ()
    salt: Annotated[Level | None, PRIVATE] = None
    target: Annotated[Pressure | None, PRIVATE] = None
    """A target of this patient's own; never above the general one."""


class DiabetesForm(FollowUpForm):
    """The form of type 2 diabetes (2型糖尿病患者随访服务记录表)."""

    disease: Literal["diabetes"] = "diabetes"
    fasting: Annotated[Glucose | None, PRIVATE] = None
    """Fasting blood glucose (空腹血糖)."""

    random: Annotated[Glucose | None, PRIVATE] = None
    """Glucose at any time (随机血糖)."""

    two_hours: Annotated[Glucose | None, PRIVATE] = None
    """Two hours behind a meal (餐后2小时血糖)."""

    pressure: Annotated[BloodPressure | None, PRIVATE] = None
    temperature: Annotated[Decimal | None, Field(ge=30, le=45), PRIVATE] = None
    symptoms: Annotated[tuple[SugarSymptom, ...], PRIVATE] = ()
    foot_pulse: Annotated[FootPulse | None, PRIVATE] = None
    staple_food: Annotated[int | None, Field(ge=0, le=5000), PRIVATE] = None
    """Grams a day (主食)."""

    hba1c: Annotated[Decimal | None, Field(gt=0, le=30), PRIVATE] = None
    """Per cent."""

    hba1c_on: Annotated[Day | None, PRIVATE] = None
    low_sugar: Annotated[LowSugar, PRIVATE] = LowSugar.NONE
    insulin: Annotated[str, PRIVATE] = ""
    """Kind and dose."""


Form = HypertensionForm | DiabetesForm
