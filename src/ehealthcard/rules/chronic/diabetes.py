"""Type 2 diabetes (2型糖尿病): in danger, controlled, at risk. Units are mmol/L.

Sources: DM-3 and DM-11 (how often), two public texts and BSOFT (16.7, 3.9, 180/110).
The list of signs that cannot wait was recalled; a clinician ticks them, so they count.
"""

from decimal import Decimal
from typing import Annotated

from ehealthcard.codesets import Labelled
from ehealthcard.models import Model
from ehealthcard.workflow import PRIVATE, Rule

from .codes import DangerSign, LowSugar
from .forms import DiabetesForm
from .hypertension import pressure_dangers
from .intervention import Findings
from .measures import Glucose
from .policy import DiabetesNumbers, HypertensionNumbers, ScreeningNumbers

FASTING_REQUIRED = Rule(
    "FASTING_REQUIRED",
    "A visit is judged by the fasting glucose; measure it.",
    "随访评估须依据空腹血糖，请测量并填写。",
)


class SugarRisk(Labelled):
    """Why somebody is in the high-risk group (高危人群); the clinician says so.

    The list was recalled. None of it is computed but the first, and that only where
    the policy has a limit for it.
    """

    IMPAIRED = "impaired", "糖调节受损", "impaired regulation of glucose"
    OVERWEIGHT = "overweight", "超重或肥胖", "overweight"
    FAMILY = "family", "糖尿病家族史", "in the family"
    GESTATIONAL = "gestational", "妊娠糖尿病史", "diabetes in a pregnancy"
    VESSELS = "vessels", "高血压或心血管疾病", "hypertension or vessels"
    OTHER = "other", "其他", "other"


class SugarReading(Model):
    """Glucose at a screening; fasting or at any time."""

    fasting: Annotated[Glucose | None, PRIVATE] = None
    random: Annotated[Glucose | None, PRIVATE] = None


def is_dangerous(value: Decimal, numbers: DiabetesNumbers) -> bool:
    """Whether this much or this little cannot wait; closed limits by the profile."""
    if value in (numbers.danger_high, numbers.danger_low):
        return numbers.closed
    return not numbers.danger_low < value < numbers.danger_high


def sugar_dangers(
    form: DiabetesForm, numbers: DiabetesNumbers, pressure: HypertensionNumbers
) -> tuple[DangerSign, ...]:
    """Return what cannot wait (危急情况)."""
    dangers = list(form.signs)
    values = (form.fasting, form.random, form.two_hours)
    if any(v is not None and is_dangerous(v, numbers) for v in values):
        dangers.append(DangerSign.GLUCOSE)
    if form.pressure is not None:
        dangers.extend(pressure_dangers(form.pressure, pressure))
    if form.heart_rate is not None and form.heart_rate > numbers.heart_rate_over:
        dangers.append(DangerSign.HEART_RATE)
    if form.temperature is not None and form.temperature > numbers.temperature_over:
        dangers.append(DangerSign.FEVER)
    raised = form.fasting is not None and form.fasting >= numbers.satisfied_below
    if numbers.pregnancy_counts and form.pregnant and raised:
        dangers.append(DangerSign.PREGNANCY)
    return tuple(dict.fromkeys(dangers))


def assess_sugar(
    form: DiabetesForm, numbers: DiabetesNumbers, pressure: HypertensionNumbers
) -> Findings:
    """Return what a visit found; frequent low sugar counts as a reaction (inferred).

    Raises:
        RuleViolationError: There is no fasting glucose, and no danger either.

    """
    dangers = sugar_dangers(form, numbers, pressure)
    if form.fasting is None and not dangers:
        raise FASTING_REQUIRED.broken()
    often = form.low_sugar is LowSugar.OFTEN
    return Findings(
        satisfied=form.fasting is not None and form.fasting < numbers.satisfied_below,
        adverse=form.adverse or form.adverse_hard or often,
        adverse_hard=form.adverse_hard,
        complication=form.complication,
        dangers=dangers,
        counts_as_second=form.counts_as_second,
    )


def is_suspect(
    found: SugarReading, numbers: DiabetesNumbers, screening: ScreeningNumbers
) -> bool:
    """Whether a diagnosis has to be looked for."""
    fasting = found.fasting is not None and found.fasting >= numbers.satisfied_below
    limit = screening.random_from
    anyhow = limit is not None and found.random is not None and found.random >= limit
    return fasting or anyhow


def sugar_risks(
    found: SugarReading, named: tuple[SugarRisk, ...], screening: ScreeningNumbers
) -> tuple[SugarRisk, ...]:
    """Return why somebody is in the high-risk group."""
    limit, risks = screening.impaired_from, list(named)
    if limit is not None and found.fasting is not None and found.fasting >= limit:
        risks.append(SugarRisk.IMPAIRED)
    return tuple(dict.fromkeys(risks))
