"""Where an episode may be."""

from typing import Annotated

from ehealthcard.models import PRIVATE, Moment
from ehealthcard.rules.links import CardLink
from ehealthcard.workflow import State

from .model import Alarm, Assessment, Effect, Goal, Logged, Plan, Suggestion


class Known(State):
    """What is known of every episode."""

    card: CardLink
    org: str
    """Code of the institution of primary care."""

    referral: str | None
    """The referral that led here (4.5.1, 下转)."""


class ReferredIn(Known):
    """Taken on, not assessed (已转入)."""


class Assessed(Known):
    """Assessed for the first time (已初评)."""

    first: Assessment


class Planned(Known):
    """There is a plan (已制定计划)."""

    first: Assessment
    plan: Plan


class Training(Known):
    """In training, with a log each day (训练中)."""

    first: Assessment
    plan: Plan
    log_by: Moment
    """The last moment of the day that is to be logged next."""

    middle: Assessment | None = None
    last_log: Logged | None = None
    """Earlier days are in the history."""

    most_skipped: int
    """After so many the doctor is reminded."""

    skipped: int = 0
    """Days in a row without a log."""

    alarm: Alarm | None = None


class Reassessed(Known):
    """Assessed in between (已中评)."""

    first: Assessment
    plan: Plan
    middle: Assessment
    gain: Annotated[int, PRIVATE]
    """By how much the score rose since the first assessment."""

    last_log: Logged | None
    alarm: Alarm | None


class Concluded(Known):
    """Over, with a last assessment (已结束)."""

    first: Assessment
    last: Assessment
    gain: Annotated[int, PRIVATE]
    effect: Annotated[Effect, PRIVATE]
    reached: Annotated[tuple[Goal, ...], PRIVATE]
    suggestions: tuple[Suggestion, ...]


class Transferred(Known):
    """Referred up (已上转)."""

    reason: Annotated[str, PRIVATE]
    by: str
    at: Moment


class Lost(Known):
    """Could not be reached any more (失访)."""

    by: str
    at: Moment


class Died(Known):
    """The patient has died (死亡)."""
