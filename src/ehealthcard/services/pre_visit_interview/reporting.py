"""How the report is put together, and how long it is kept."""

from datetime import datetime

from ehealthcard.rules.calendar import add_months, day_of, end_of
from ehealthcard.rules.interview import (
    MODEL,
    Chosen,
    Concept,
    Raised,
    Report,
    Sheet,
    Warned,
    compare,
)
from ehealthcard.rules.interview.report import chapters, complaint, version_of
from ehealthcard.rules.visits import Visit
from ehealthcard.workflow import Context

from .checks import To
from .model import InterviewPolicy
from .states import Begun

PREGNANT, NOT_PREGNANT = "pregnant", "not_pregnant"
"""Choices of the question whether pregnant; every other one is unknown."""


def report_of(sheet: Sheet, state: Begun, flags: tuple[Raised, ...], ctx: To) -> Report:
    """Return what the doctor reads; the mark is that of the list as it is now."""
    allergies = compare(sheet, ctx.facts.recorded, ctx.facts.read)
    warnings = [Warned.ALLERGY] if allergies.contradicts else []
    warnings += _harm(sheet, state.visit, ctx.policy)
    return Report(
        complaint=complaint(sheet),
        sections=chapters(sheet),
        answers=sheet.answers,
        missing=tuple(q.id for q in sheet.unanswered),
        complete=not sheet.missing,
        flags=flags,
        warnings=tuple(warnings),
        allergies=allergies,
        bank=version_of(sheet.questions),
        model_version=MODEL,
        generated_at=ctx.now,
    )


def logged_until(ctx: Context[object, InterviewPolicy]) -> datetime | None:
    """Return how long a report is kept that does not enter the record."""
    return _years_on(ctx.now, ctx.policy.log_years)


def adopted_until(ctx: Context[object, InterviewPolicy]) -> datetime | None:
    """Return how long one is kept that does."""
    return _years_on(ctx.now, ctx.policy.adopted_years)


def _years_on(now: datetime, years: int | None) -> datetime | None:
    """The day itself does not count; the last is the corresponding day (X3, X4)."""
    return None if years is None else end_of(add_months(day_of(now), 12 * years))


def _harm(sheet: Sheet, visit: Visit, policy: InterviewPolicy) -> list[Warned]:
    """Return what to say of pregnancy before the examination that is booked."""
    item, harmful = visit.examination, policy.harmful_in_pregnancy
    asked = [q for q in sheet.asked if q.concept is Concept.PREGNANCY]
    if not asked or item is None or not item.startswith(harmful):
        return []
    value = sheet.value(asked[0].id)
    codes = value.codes if isinstance(value, Chosen) else ()
    if PREGNANT in codes:
        return [Warned.PREGNANT]
    return [] if NOT_PREGNANT in codes else [Warned.PREGNANCY_UNKNOWN]
