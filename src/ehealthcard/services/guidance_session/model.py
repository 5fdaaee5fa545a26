"""What the service speaks of."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from ehealthcard.codesets import Labelled
from ehealthcard.models import Day, Moment
from ehealthcard.rules.calendar import add_months
from ehealthcard.rules.epidemiology import EXPOSURE_DAYS, FEVER, Celsius
from ehealthcard.rules.guidance import Limits, Opinion
from ehealthcard.workflow import PRIVATE, Model, Policy, Timeline

KEPT_MONTHS = 36


class ImpactAssessment(Model):
    """The record of a personal information impact assessment (个人信息保护影响评估).

    Automated decisions and sensitive data need one beforehand, and it is kept for three
    years at least (PIPL art. 55, 56). The SDK cannot make it; it keeps the reference.
    """

    reference: str = Field(min_length=1, max_length=80)
    made_on: Day
    kept_until: Day

    @model_validator(mode="after")
    def _is_kept_long_enough(self) -> Self:
        if self.kept_until < add_months(self.made_on, KEPT_MONTHS):
            raise ValueError("kept for three years at least")
        return self


class GuidancePolicy(Policy):
    """What changes with places and years; the numbers are the project's own."""

    limits: Limits = Limits()
    """Age for paediatrics, departments at most, fever clinic first."""

    min_confidence: float = Field(default=0.35, ge=0, le=1)
    """Below it a person helps (导诊台)."""

    open_for: timedelta = timedelta(hours=24)
    """How long a session stays open, closed end."""

    fever: Celsius = FEVER
    high_fever: Celsius = Decimal("39.0")
    """From here on it is a high fever (高热); in infants an emergency."""

    exposure_window_days: int | None = EXPOSURE_DAYS
    """Days back that a declared exposure counts as positive history, both ends
    included; ``None``: only what staff found suspect, and what the patient says."""

    fertile_from: int = 12
    fertile_to: int = 55
    """Ages in which a woman is asked for a pregnancy."""

    slots_from: int = Field(default=1, ge=0, le=60)
    """Days ahead of the first slots that are shown; what the hospital's booking policy
    takes. 0 is today; the default booking profile begins tomorrow."""

    slots_ahead: int = Field(default=7, ge=0, le=60)
    """Days ahead of the last slots that are shown."""

    doctors: int = Field(default=3, ge=0, le=10)
    """Doctors that are shown of each department."""

    articles: int = Field(default=2, ge=0, le=10)
    impact_assessment: ImpactAssessment | None = None
    """The hospital's own; stored with every recommendation."""

    require_assessment: bool = False
    """Whether nothing is recommended by the machine while there is none."""


POLICIES = Timeline((GuidancePolicy(name="2022-12", effective_from=date(2022, 12, 1)),))


class ManualReason(Labelled):
    """Why a person helps (转人工导诊原因)."""

    LOW_CONFIDENCE = "low-confidence", "信息不足以推荐科室", "not sure enough"
    NO_ADVISOR = "no-advisor", "导诊顾问未启用", "no knowledge base is plugged in"
    ADVISOR_FAILED = "advisor-failed", "导诊顾问无有效应答", "no usable answer"
    FILTERED = "filtered", "描述与就诊人年龄或性别不符", "does not fit age or sex"
    ASKED_FOR = "asked-for", "本人要求人工导诊", "the patient wants a person"
    NO_ASSESSMENT = "no-assessment", "未登记影响评估", "no impact assessment"


class DoctorOffer(Model):
    """A doctor who has free slots (可约医生)."""

    doctor: str
    """Staff number in the HIS."""

    title: str | None
    is_expert: bool
    slot: str
    """The first free slot."""

    starts_at: Moment
    free: int = Field(ge=1)
    """How many there are in the days looked at."""


class ArticleOffer(Model):
    """An article to read (科普文章)."""

    id: str
    title: str


class Choice(Model):
    """What is there to show of one department."""

    department: str
    name: str
    doctors: tuple[DoctorOffer, ...] = ()
    is_silent: bool = False
    """Whether the schedule gave no answer: then no doctors are shown, not none free."""

    articles: tuple[ArticleOffer, ...] = ()


class Recommendation(Model):
    """One department of a recommendation, and why (推荐科室及理由)."""

    rank: int = Field(ge=1, le=3)
    choice: Choice
    score: float
    reasons: Annotated[tuple[str, ...], PRIVATE]
    """The words that spoke for it, or the safety rule that did."""


class Rationale(Model):
    """How the machine came to it; shown on demand (PIPL art. 24)."""

    model_version: str
    knowledge: str
    """The knowledge base's version, with 未经临床审核 or who has reviewed it."""

    confidence: float
    advised: Annotated[tuple[Opinion, ...], PRIVATE]
    """What the advisor said, before the safety rules."""

    impact_assessment: ImpactAssessment | None


class BookingWanted(Model):
    """What is handed to the appointments (4.2.2) when a slot is chosen."""

    card: str
    slot: str
    session: str
    actor: str
    holder: str | None
    org: str | None
    channel: str
