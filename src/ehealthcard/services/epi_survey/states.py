"""Where a survey may be."""

from typing import Annotated

from ehealthcard.models import Day, Moment
from ehealthcard.rules.declaring import Declarant, Signature
from ehealthcard.rules.links import (
    AppointmentLink,
    AppointmentLinks,
    CardLink,
    MaybeAppointmentLink,
    MaybeSurveyDayLink,
)
from ehealthcard.rules.questionnaire import Answers
from ehealthcard.rules.standing import SurveyAnswered, SurveySuspect
from ehealthcard.workflow import PRIVATE, State

from .model import AlsoBooked, BookedVisit, Contact, Occasion


class Required(State):
    """What is known of every survey."""

    card: CardLink
    org: str
    org_name: str
    department: str | None
    occasion: Occasion
    visit_on: Day


class Shared(Required):
    """What is known of what one day's visits have in common (同日共用)."""

    day: MaybeSurveyDayLink = None
    """Whose day it is for; other bookings for that day find it by this."""

    others: AppointmentLinks = ()
    """The other bookings that need it, by name."""

    also: tuple[AlsoBooked, ...] = ()
    """The visits of those."""

    required: bool = False
    """Whether staff asked for it; then it stays although no booking needs it."""


class Announced(Shared):
    """A booking needs it; it opens some hours before the visit (待开放)."""

    appointment: AppointmentLink
    booked: BookedVisit

    @property
    def rests(self) -> bool:
        """Whether its visit is called off, and may be replaced (停诊)."""
        return self.booked.reminder.rests


class Asked(Shared):
    """What is known once it is asked for, by a booking or without one."""

    appointment: MaybeAppointmentLink = None
    """The booking that asked for it, while that may still change: of several, that
    whose visit needs it first."""

    booked: BookedVisit | None = None

    @property
    def rests(self) -> bool:
        """Whether its visit is called off, and may be replaced (停诊)."""
        return self.booked is not None and self.booked.reminder.rests


class Pending(Asked):
    """To be filled in before the consultation (待填写)."""

    lapses_after: Moment


class Answered(Asked, SurveyAnswered):
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

    begun: bool = False
    """Whether one of the day's consultations has begun."""

    consulted: bool = False
    """Whether the last of them has; from then on nothing is amended."""

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


class Cancelled(State):
    """There is no visit that it was asked for (已取消)."""

    card: CardLink
    org: str
    visit_on: Day
    appointment: str | None
    booked: BookedVisit | None
    required: bool = False
    on: Day
    """The day on which that was known."""


class Lapsed(State):
    """Nobody filled it in by the visit, or the end of its day (未填写)."""

    org: str
    visit_on: Day
