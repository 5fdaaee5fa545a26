"""What community rehabilitation speaks of."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.identity import CardStatus
from ehealthcard.models import PRIVATE, Day, Model, Moment
from ehealthcard.ports import Inquiry
from ehealthcard.ports.access import is_delegate
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.vitals import Vitals
from ehealthcard.workflow import Facts, Policy, Timeline

Score = Annotated[int, Field(ge=0, le=2), PRIVATE]
"""2 by himself (独立), 1 with help (需帮助), 0 dependent (依赖)."""


class Scores(Model):
    """The 13 items of a rehabilitation assessment (康复评估), 0 to 26 in all."""

    turning: Score
    sitting: Score
    standing: Score
    moving_over: Score
    walking: Score
    steps: Score
    eating: Score
    dressing: Score
    washing: Score
    toilet: Score
    talking: Score
    housework: Score
    group: Score

    @property
    def total(self) -> int:
        """The sum of all items."""
        return sum(getattr(self, name) for name in Scores.model_fields)


class Assessment(Model):
    """One assessment (初期、中期、末期评估)."""

    scores: Scores
    by: str
    at: Moment

    @property
    def total(self) -> int:
        """Its score."""
        return self.scores.total


class Place(Labelled):
    """Where it is done (训练场所)."""

    INSTITUTION = "1", "机构", "in an institution"
    HOME = "2", "家庭", "at home"


class Effect(Labelled):
    """What it brought (康复效果)."""

    MARKED = "1", "显效", "marked"
    GOOD = "2", "有效", "some"
    NONE = "3", "无效", "none"


class Goal(Labelled):
    """What is to be reached (康复目标)."""

    MOTION = "1", "运动功能", "motion"
    SELF_CARE = "2", "生活自理", "self-care"
    SOCIAL = "3", "社会适应", "life with others"


class Suggestion(Labelled):
    """What comes next (后续建议)."""

    MEDICAL = "1", "康复医疗", "medical rehabilitation"
    TRAINING = "2", "继续训练", "more training"
    LEARNING = "3", "学习", "learning"
    AIDS = "4", "用具", "aids"
    SOCIAL = "5", "社会参与", "life with others"
    REFERRAL = "6", "转介", "referral"
    OTHER = "7", "其他", "other"


class Plan(Model):
    """The rehabilitation plan (康复计划)."""

    goals: Annotated[tuple[Goal, ...], Field(min_length=1), PRIVATE]
    items: tuple[Annotated[int, Field(ge=1, le=13)], ...] = Field(min_length=1)
    """Numbers of the assessment's items that are trained."""

    place: Place
    methods: tuple[Annotated[int, Field(ge=1, le=6)], ...] = Field(min_length=1)
    """Codes of methods (训练方法), as a HIS in production numbers them."""

    instructor: str = Field(min_length=1)


class DailyLog(Model):
    """What is written down each day (每日健康登记)."""

    vitals: Annotated[Vitals, PRIVATE] = Vitals()
    """Pressure, heart rate, glucose, SpO2, temperature and pain."""

    weight: Annotated[Decimal | None, Field(gt=0, le=500), PRIVATE] = None
    """kg."""

    minutes: Annotated[int | None, Field(ge=0, le=1440), PRIVATE] = None
    """Minutes of exercise."""

    medicine_taken: Annotated[bool | None, PRIVATE] = None
    mood: Annotated[str | None, PRIVATE] = None
    symptoms: Annotated[str | None, PRIVATE] = None


class Logged(Model):
    """One day's log."""

    on: Day
    log: DailyLog
    by: str


class Alarm(Model):
    """A value that somebody has to look at (预警)."""

    on: Day
    acknowledged_by: str | None = None


class RehabPolicy(Policy):
    """What changes with places; the operators at the glucose limits are recalled."""

    systolic: int = 180
    """mmHg from which it is an alarm, itself included."""

    diastolic: int = 110
    glucose_high: Decimal = Decimal("16.7")
    """mmol/L, itself included."""

    glucose_low: Decimal = Decimal("3.9")
    """mmol/L, itself included."""

    skipped_days: int = Field(default=3, ge=1)
    """Days without a log after which the doctor is reminded; inferred."""

    def is_alarming(self, found: Vitals) -> bool:
        """Whether a value calls for a doctor."""
        high = (found.systolic or 0) >= self.systolic
        high = high or (found.diastolic or 0) >= self.diastolic
        glucose = found.glucose
        odd = glucose is not None and (
            glucose >= self.glucose_high or glucose <= self.glucose_low
        )
        return high or odd


POLICIES = Timeline((RehabPolicy(name="standard", effective_from=date(2022, 12, 1)),))


class RehabFacts(Facts):
    """What must be known of the patient."""

    status: CardStatus | None
    age: int | None
    guardian: str | None
    by_court: bool = False
    """Whether it is an adult's, by a court order."""

    delegated: bool = False
    """Whether who acts does so by the patient's grant."""


def rehab_facts(ask: Inquiry) -> RehabFacts:
    """Look at the card, the guardian and grants."""
    holder = ask.holder()
    return RehabFacts(
        status=holder and holder.status,
        age=holder and holder.age,
        guardian=holder and holder.guardian,
        by_court=holder is not None and holder.by_court,
        delegated=is_delegate(ask, GrantScope.CARE),
    )
