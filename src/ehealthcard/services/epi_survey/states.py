"""Where a survey may be."""

from typing import Annotated

from ehealthcard.models import Day, Moment
from ehealthcard.rules.declaring import Declarant, Signature
from ehealthcard.rules.links import CardLink
from ehealthcard.rules.questionnaire import Answers
from ehealthcard.rules.standing import SurveyAnswered, SurveySuspect
from ehealthcard.workflow import PRIVATE, State

from .model import Contact, Occasion


class Required(State):
    """What is known of every survey."""

    card: CardLink
    org: str
    org_name: str
    department: str | None
    occasion: Occasion
    visit_on: Day


class Pending(Required):
    """To be filled in before the consultation (待填写)."""

    lapses_after: Moment


class Answered(Required, SurveyAnswered):
    """What is known once it was filled in."""

    answers: Annotated[Answers, PRIVATE]
    declarant: Declarant
    commitment: Signature
    edition: int
    """1 for the first submission; each amendment counts one more."""

    reused: bool
    """Whether the answers are those of a health declaration."""

    answered_at: Moment
    valid_until: Moment
    reasons: tuple[str, ...]
    """What calls for attention; empty for a negative survey."""

    consulted: bool = False
    """Whether the consultation has begun; from then on nothing is amended."""

    @property
    def holds_until(self) -> Moment:
        """The last moment at which its answers hold."""
        return self.valid_until


class Submitted(Answered):
    """Filled in, not yet looked at (已提交)."""


class Reviewed(Answered):
    """What is known once staff looked."""

    reviewed_by: str
    note: str | None = None


class Cleared(Reviewed):
    """Nothing speaks against an ordinary consultation (已排除)."""


class Suspect(Reviewed, SurveySuspect):
    """A doctor must exclude it, or it is led elsewhere (疑似)."""


class LedAway(Reviewed, SurveySuspect):
    """What is known of somebody who was led elsewhere."""

    contacts: Annotated[tuple[Contact, ...], PRIVATE]
    led_at: Moment


class SentToFeverClinic(LedAway):
    """Led to the fever clinic, and cared for there (已转发热门诊)."""


class Isolated(LedAway):
    """Cared for at an isolated point (已隔离)."""


class Falsified(State):
    """Staff found it false; care continues (虚假填报)."""

    card: CardLink
    org: str
    reason: str
    found_by: str


class Expired(State):
    """The answers are older than they may be (已失效)."""

    card: CardLink
    org: str
    answered_at: Moment
    edition: int
    reasons: tuple[str, ...]


class Lapsed(State):
    """Nobody filled it in by the end of the day of the visit (未填写)."""

    org: str
    visit_on: Day
