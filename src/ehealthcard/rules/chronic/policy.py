"""The numbers of chronic care, as data (慢病管理参数).

Each number names its source: HTN-3 and DM-3 are the national specifications (third
edition), HTN-11 and DM-11 those of 2011, BSOFT a county system in production. What was
only recalled is switched off, and says so.
"""

from datetime import date
from decimal import Decimal

from pydantic import Field

from ehealthcard.models import Model
from ehealthcard.workflow import Policy, Timeline


class Pressure(Model):
    """Two numbers of blood pressure, mmHg."""

    systolic: int
    diastolic: int


class HypertensionNumbers(Model):
    """Limits of blood pressure."""

    raised: Pressure = Pressure(systolic=140, diastolic=90)
    """From here on, either one, it is above normal (HTN-3)."""

    high_normal: Pressure = Pressure(systolic=130, diastolic=85)
    """From here on it is a risk (HTN-3)."""

    danger: Pressure = Pressure(systolic=180, diastolic=110)
    """From here on, either one, it cannot wait (HTN-11)."""

    target: Pressure = Pressure(systolic=140, diastolic=90)
    """Below both it is controlled (primary care guideline)."""

    elder_from_age: int = 65
    elder_target: Pressure = Pressure(systolic=150, diastolic=90)
    """The target from that age on; the lower number is not relaxed."""


class DiabetesNumbers(Model):
    """Limits of glucose, mmol/L."""

    satisfied_below: Decimal = Decimal("7.0")
    """Fasting; from here on it is not controlled."""

    danger_high: Decimal = Decimal("16.7")
    danger_low: Decimal = Decimal("3.9")
    closed: bool = True
    """Whether the two limits are dangerous themselves. A system in production reads
    them as open; the closed reading is the project's profile (recalled)."""

    heart_rate_over: int = 100
    """Above it, beats a minute."""

    temperature_over: Decimal = Decimal(39)
    """Above it, ℃."""

    pregnancy_counts: bool = False
    """Whether pregnancy or lactation with glucose that is not controlled cannot wait;
    recalled, so it is off."""


class ScreeningNumbers(Model):
    """Who is screened, and how often."""

    from_age: int = 35
    """Whole years (HTN-3, DM-3)."""

    raised_days: int = Field(default=3, ge=1)
    """On so many different days blood pressure must be raised (HTN-3)."""

    glucose_days: int = Field(default=1, ge=1)
    """The same for glucose; no source names a number, diagnosis is made elsewhere."""

    random_from: Decimal | None = None
    """Glucose at any time that is suspect, mmol/L; recalled as 11.1, so it is off."""

    impaired_from: Decimal | None = None
    """Fasting glucose that is a risk, mmol/L; recalled as 6.1, so it is off."""

    normal_months: int = Field(default=12, ge=1)
    """Once a year (HTN-3)."""

    high_risk_months: int = Field(default=6, ge=1)
    """Blood pressure with a risk: every half-year (HTN-3)."""

    glucose_risk_months: int = Field(default=12, ge=1)
    """Glucose of the high-risk group: once a year (DM-3)."""

    overweight_from: Decimal = Decimal(24)
    """Body mass index; from 28 on it is obesity (HTN-3)."""

    waist_men: Decimal = Decimal(90)
    """Centimetres (HTN-3)."""

    waist_women: Decimal = Decimal(85)
    risk_age: int = 55
    """Whole years from which age alone is a risk (HTN-3)."""

    salt_counts: bool = False
    """Whether a diet with much salt is a risk; recalled, so it is off."""

    recheck_days: int = Field(default=28, ge=1)
    """Days to the repeat after a raised reading (inferred)."""


class CarePace(Model):
    """When somebody is seen again."""

    regular_months: int = Field(default=3, ge=1)
    """Four visits a year (HTN-3, DM-11): at most three months apart (inferred)."""

    intensified_days: int = Field(default=14, ge=1)
    """Within two weeks (HTN-11)."""

    window_days: int = Field(default=7, ge=0)
    """A visit is due so many days before its date (inferred)."""

    grace_days: int = Field(default=7, ge=0)
    """A regular visit is missed so many days behind it (inferred)."""

    intensified_grace_days: int = Field(default=0, ge=0)
    """The same within the two weeks, which are a limit by themselves."""

    contacts: int = Field(default=3, ge=1)
    """So many vain contacts make somebody temporarily lost (暂时失访)."""

    exam_months: int = Field(default=12, ge=1)
    """Between two annual examinations (HTN-3)."""

    backdate_days: int = Field(default=7, ge=0)
    """How far back a visit may be written down (inferred)."""


class InterventionRules(Model):
    """How the table of interventions is read where its text leaves it open."""

    repeated_adverse_refers: bool = True
    """A reaction at two visits running counts as hard to control: the table knows only
    a first one and one hard to control (inferred)."""

    mixed_counts: bool = False
    """Whether not being controlled and then a reaction count as twice running."""


class ChronicPolicy(Policy):
    """All numbers of chronic care; screening and care keep the same pack."""

    hypertension: HypertensionNumbers = HypertensionNumbers()
    diabetes: DiabetesNumbers = DiabetesNumbers()
    screening: ScreeningNumbers = ScreeningNumbers()
    pace: CarePace = CarePace()
    intervention: InterventionRules = InterventionRules()


CHRONIC = Timeline((ChronicPolicy(name="standard", effective_from=date(2022, 12, 1)),))
