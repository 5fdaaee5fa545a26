"""Hypertension (高血压): normal, graded, in danger, controlled, at risk.

Sources: HTN-3 (screening, risks, table), HTN-11 (danger), the primary care guideline
(target from 65 years on), BSOFT (grades). "以上" includes its number
(民法典 art. 1259).
"""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled, Sex
from ehealthcard.models import Model
from ehealthcard.workflow import PRIVATE, Rule

from .codes import DangerSign
from .forms import HypertensionForm
from .intervention import Findings
from .measures import BloodPressure
from .policy import HypertensionNumbers, Pressure, ScreeningNumbers

TARGET_TOO_HIGH = Rule(
    "TARGET_TOO_HIGH",
    "A target of one's own may be lower than the general one, never higher.",
    "个体化控制目标不得高于通用目标，请更正。",
)
GRADES = ((3, 180, 110), (2, 160, 100), (1, 140, 90))
"""Grade and from where on, systolic or diastolic (BSOFT)."""


class PressureRisk(Labelled):
    """The six risks of hypertension (高危因素, HTN-3)."""

    HIGH_NORMAL = "high-normal", "血压高值", "high normal pressure"
    OVERWEIGHT = "overweight", "超重或肥胖", "overweight"
    FAMILY = "family", "高血压家族史", "in the family"
    SALT = "salt", "长期膳食高盐", "a diet with much salt"
    ALCOHOL = "alcohol", "长期过量饮酒", "drinking much for long"
    AGE = "age", "年龄", "age"


class PressureHabits(Model):
    """What is asked and measured for the risks."""

    bmi: Annotated[Decimal | None, Field(gt=0, le=100), PRIVATE] = None
    waist: Annotated[Decimal | None, Field(gt=0, le=250), PRIVATE] = None
    """Centimetres."""

    family: Annotated[bool, PRIVATE] = False
    """Hypertension in a relative of the first or second degree."""

    high_salt: Annotated[bool, PRIVATE] = False
    heavy_drinking: Annotated[bool, PRIVATE] = False
    """Long and heavy, as the clinician finds it."""


def reaches(found: BloodPressure, limit: Pressure) -> bool:
    """Whether either number is at the limit or above it (和/或)."""
    return found.systolic >= limit.systolic or found.diastolic >= limit.diastolic


def grade(found: BloodPressure) -> int:
    """Return the grade 1 to 3, the higher one of the two numbers; 0 for none."""
    return next(
        (g for g, s, d in GRADES if reaches(found, Pressure(systolic=s, diastolic=d))),
        0,
    )


def is_isolated(found: BloodPressure, numbers: HypertensionNumbers) -> bool:
    """Whether only the systolic number is raised (单纯收缩期高血压)."""
    limit = numbers.raised
    return found.systolic >= limit.systolic and found.diastolic < limit.diastolic


def target_of(age: int, numbers: HypertensionNumbers) -> Pressure:
    """Return below what it is controlled; from 65 years on the upper one is 150."""
    return numbers.elder_target if age >= numbers.elder_from_age else numbers.target


def pressure_dangers(
    found: BloodPressure,
    numbers: HypertensionNumbers,
    *,
    pregnant: bool = False,
    signs: tuple[DangerSign, ...] = (),
) -> tuple[DangerSign, ...]:
    """Return what cannot wait (危急情况, HTN-11)."""
    dangers = list(signs)
    if reaches(found, numbers.danger):
        dangers.append(DangerSign.PRESSURE)
    if pregnant and reaches(found, numbers.raised):
        dangers.append(DangerSign.PREGNANCY)
    return tuple(dict.fromkeys(dangers))


def assess_pressure(
    form: HypertensionForm, age: int, numbers: HypertensionNumbers
) -> Findings:
    """Return what a visit found.

    Raises:
        RuleViolationError: The patient's own target is above the general one.

    """
    general = target_of(age, numbers)
    target = form.target or general
    if target.systolic > general.systolic or target.diastolic > general.diastolic:
        raise TARGET_TOO_HIGH.broken()
    return Findings(
        satisfied=not reaches(form.pressure, target),
        adverse=form.adverse or form.adverse_hard,
        adverse_hard=form.adverse_hard,
        complication=form.complication,
        dangers=pressure_dangers(
            form.pressure, numbers, pregnant=form.pregnant, signs=form.signs
        ),
        counts_as_second=form.counts_as_second,
    )


def pressure_risks(
    found: BloodPressure,
    habits: PressureHabits,
    *,
    age: int,
    sex: Sex,
    numbers: HypertensionNumbers,
    screening: ScreeningNumbers,
) -> tuple[PressureRisk, ...]:
    """Return which of the six risks somebody has.

    Whose sex is not known is measured by the lower waist: it errs towards watching.
    """
    waist = screening.waist_men if sex is Sex.MALE else screening.waist_women
    heavy = habits.bmi is not None and habits.bmi >= screening.overweight_from
    wide = habits.waist is not None and habits.waist >= waist
    holds = {
        PressureRisk.HIGH_NORMAL: reaches(found, numbers.high_normal),
        PressureRisk.OVERWEIGHT: heavy or wide,
        PressureRisk.FAMILY: habits.family,
        PressureRisk.SALT: habits.high_salt and screening.salt_counts,
        PressureRisk.ALCOHOL: habits.heavy_drinking,
        PressureRisk.AGE: age >= screening.risk_age,
    }
    return tuple(risk for risk, held in holds.items() if held)
