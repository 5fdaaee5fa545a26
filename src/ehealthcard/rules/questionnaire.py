"""The epidemic questionnaire (流行病学史问卷), for declaration and survey alike."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from ehealthcard.models import Moment
from ehealthcard.workflow import PRIVATE, Model, Rule

from .calendar import day_of
from .epidemiology import Celsius, Exposure, Symptom, counts

MANDATORY = ("temperature", "symptoms", "exposures")
ANSWER_REQUIRED = Rule(
    "ANSWER_REQUIRED",
    "Mandatory items have no answer: {items}; answer each, if only with none.",
    "必填项未填写：{items}，请逐项填写，没有请填无。",
)
EXPOSURE_IN_FUTURE = Rule(
    "EXPOSURE_IN_FUTURE",
    "An exposure lies in the future; check its date.",
    "接触或旅居日期晚于今天，请核对日期。",
)


class NucleicTest(Model):
    """A nucleic acid test (核酸检测)."""

    result: Literal["negative", "positive", "pending"]
    sampled_at: Moment


class Answers(Model):
    """The questionnaire; ``None`` is an item not answered, and "none" an empty list."""

    temperature: Annotated[Celsius | None, PRIVATE] = None
    symptoms: Annotated[tuple[Symptom, ...] | None, PRIVATE] = None
    exposures: Annotated[tuple[Exposure, ...] | None, PRIVATE] = None
    nucleic: Annotated[NucleicTest | None, PRIVATE] = None
    address_region: Annotated[str | None, Field(pattern=r"^\d{6}$")] = None
    """Six digits of GB/T 2260."""

    address_detail: Annotated[str | None, PRIVATE] = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The mandatory items without an answer."""
        return tuple(i for i in MANDATORY if getattr(self, i) is None)


def require_answers(answers: Answers, now: datetime) -> None:
    """Refuse a questionnaire with gaps, or with a day that has not come.

    Raises:
        RuleViolationError: A mandatory item has no answer, or an exposure lies ahead.

    """
    if answers.missing:
        raise ANSWER_REQUIRED.broken(items=", ".join(answers.missing))
    today = day_of(now)
    if any(e.last_on > today for e in answers.exposures or ()):
        raise EXPOSURE_IN_FUTURE.broken()


def findings(
    answers: Answers,
    on: datetime,
    *,
    fever: Decimal,
    window_days: int | None,
    nucleic_counts: bool = False,
) -> tuple[str, ...]:
    """Return what in *answers* calls for attention, as codes.

    Any one symptom, any counting exposure or a fever does (hospital questionnaires,
    2020-2022).

    Args:
        answers: The questionnaire.
        on: When it was answered.
        fever: From which temperature on, in ℃, it is a fever.
        window_days: How many days back an exposure counts; ``None``: none does.
        nucleic_counts: Whether a positive nucleic acid test counts.

    """
    found = [f"SYMPTOM_{s.value}" for s in answers.symptoms or ()]
    if answers.temperature is not None and answers.temperature >= fever:
        found.append("FEVER")
    day, exposures = day_of(on), answers.exposures or ()
    found += [e.kind.value for e in exposures if counts(e, day, window_days)]
    if nucleic_counts and answers.nucleic and answers.nucleic.result == "positive":
        found.append("NUCLEIC_POSITIVE")
    return tuple(found)
