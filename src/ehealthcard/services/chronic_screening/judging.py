"""What a reading means (筛查判定)."""

from datetime import date

from ehealthcard.models import Model
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.chronic.codes import Disease
from ehealthcard.rules.chronic.diabetes import (
    SugarRisk,
    is_dangerous,
    is_suspect,
    sugar_risks,
)
from ehealthcard.rules.chronic.hypertension import (
    PressureRisk,
    pressure_dangers,
    pressure_risks,
    reaches,
)
from ehealthcard.rules.chronic.policy import ChronicPolicy
from ehealthcard.rules.chronic.standing import ChronicFacts, require_day
from ehealthcard.workflow import Context

from .model import PressureScreening, Reading, SugarScreening
from .rules import NOTHING_MEASURED

Of = Context[ChronicFacts, ChronicPolicy]


class Judged(Model):
    """What follows from the readings so far."""

    disease: Disease
    raised_on: tuple[date, ...]
    """The days that count, this one included; none where this reading is not raised."""

    enough: bool
    """Whether they are enough for a referral."""

    urgent: bool
    risks: tuple[PressureRisk | SugarRisk, ...]
    risk_months: int


def read(measured: PressureScreening | SugarScreening, on: date, ctx: Of) -> Reading:
    """Return a reading, and whether it is raised.

    Raises:
        RuleViolationError: The day cannot be, or nothing was measured.

    """
    require_day(on, day_of(ctx.now), ctx.policy.pace.backdate_days)
    if isinstance(measured, PressureScreening):
        raised = reaches(measured.pressure, ctx.policy.hypertension.raised)
        return Reading(on=on, measured=measured, raised=raised)
    if measured.glucose.fasting is None and measured.glucose.random is None:
        raise NOTHING_MEASURED.broken()
    policy = ctx.policy
    raised = is_suspect(measured.glucose, policy.diabetes, policy.screening)
    return Reading(on=on, measured=measured, raised=raised)


def judge(reading: Reading, before: tuple[date, ...], ctx: Of) -> Judged:
    """Return what *reading* means, when it was raised on the days *before*."""
    days = (*before, reading.on) if reading.raised else ()
    raised_on = tuple(dict.fromkeys(days))
    measured = reading.measured
    if isinstance(measured, PressureScreening):
        return _pressure(measured, raised_on, ctx)
    return _sugar(measured, raised_on, ctx)


def _pressure(
    measured: PressureScreening, raised_on: tuple[date, ...], ctx: Of
) -> Judged:
    policy = ctx.policy
    dangers = pressure_dangers(
        measured.pressure,
        policy.hypertension,
        pregnant=measured.pregnant,
        signs=measured.signs,
    )
    return Judged(
        disease=Disease.HYPERTENSION,
        raised_on=raised_on,
        enough=len(raised_on) >= policy.screening.raised_days,
        urgent=bool(dangers),
        risks=pressure_risks(
            measured.pressure,
            measured.habits,
            age=ctx.facts.known_age,
            sex=ctx.facts.sex,
            numbers=policy.hypertension,
            screening=policy.screening,
        ),
        risk_months=policy.screening.high_risk_months,
    )


def _sugar(measured: SugarScreening, raised_on: tuple[date, ...], ctx: Of) -> Judged:
    policy, found = ctx.policy, measured.glucose
    values = [v for v in (found.fasting, found.random) if v is not None]
    dangerous = any(is_dangerous(v, policy.diabetes) for v in values)
    return Judged(
        disease=Disease.DIABETES,
        raised_on=raised_on,
        enough=len(raised_on) >= policy.screening.glucose_days,
        urgent=dangerous or bool(measured.signs),
        risks=sugar_risks(found, measured.risks, policy.screening),
        risk_months=policy.screening.glucose_risk_months,
    )
