"""Where a screening may be."""

from typing import Annotated, Self

from ehealthcard.models import Day, Moment
from ehealthcard.rules.chronic.codes import Disease, EndReason
from ehealthcard.rules.chronic.diabetes import SugarRisk
from ehealthcard.rules.chronic.hypertension import PressureRisk
from ehealthcard.rules.chronic.standing import DoubtStanding, sees_values
from ehealthcard.rules.links import CardLink, ScreeningLink
from ehealthcard.workflow import PRIVATE, Actor, State

from .model import Diagnosis, Reading


class Screened(State):
    """What is known of every round."""

    card: CardLink
    screening: ScreeningLink
    disease: Annotated[Disease, PRIVATE]
    org: str
    org_name: str
    readings: Annotated[tuple[Reading, ...], PRIVATE]
    begun_at: Moment

    def shown_to(self, actor: Actor) -> Self:
        """Return the readings to clinicians, the holder and guardian only."""
        if sees_values(actor):
            return self
        return self.model_copy(update={"readings": ()})


class Normal(Screened):
    """Nothing was found; next year again (正常)."""

    next_on: Day


class HighRisk(Screened):
    """Nothing was found, and there is a risk; sooner again (高危)."""

    risks: Annotated[tuple[PressureRisk | SugarRisk, ...], PRIVATE]
    next_on: Day


class Suspect(Screened, DoubtStanding):
    """A reading was raised; it is repeated on other days (可疑)."""

    raised_on: Annotated[tuple[Day, ...], PRIVATE]
    """The different days on which it was."""

    recheck_by: Day
    overdue: bool = False


class ReferredForDiagnosis(Screened, DoubtStanding):
    """Sent to a hospital to be diagnosed (转诊确诊)."""

    urgent: bool
    """Whether it could not wait for repeats."""

    secondary: Annotated[bool, PRIVATE] = False
    """Whether another cause is looked for (疑似继发)."""

    attempt: int = 1
    """1 for the first referral; each one more counts."""

    referred_on: Day
    result_by: Day
    """The result is asked for within two weeks."""

    overdue: bool = False


class Confirmed(Screened):
    """Diagnosed; care begins (确诊)."""

    confirmed_on: Day
    confirmed_by: str
    """The institution that diagnosed."""

    opens_care: bool
    """Whether care is to be opened; not where it is open already."""


class Excluded(Screened):
    """It is not this disease (排除)."""

    result: Annotated[Diagnosis, PRIVATE]
    excluded_on: Day
    next_on: Day


class DueAgain(Screened):
    """The next round is due (应再次筛查)."""

    next_on: Day


class Superseded(State):
    """A new round has begun (已再次筛查)."""

    card: CardLink
    org: str
    begun_at: Moment


class Stopped(State):
    """It ended without a result (已终止)."""

    card: CardLink
    org: str
    reason: EndReason
    stopped_at: Moment
