"""Where somebody in chronic care may be."""

from typing import Annotated, Self

from ehealthcard.models import Day, Moment
from ehealthcard.rules.chronic.codes import Disease, EndReason
from ehealthcard.rules.chronic.indicators import VisitNote
from ehealthcard.rules.chronic.standing import CareStanding, sees_values
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.links import CardLink
from ehealthcard.workflow import PRIVATE, Actor, State

from .model import Exam, LastVisit, Pace, ReferralMade, SelfCareSeen


class Known(CareStanding):
    """What is known of everybody."""

    card: CardLink
    disease: Annotated[Disease, PRIVATE]
    org: str
    """Who cares (管理机构)."""

    org_name: str


class Proposed(Known):
    """Diagnosed, and not yet taken into care (待建档)."""

    confirmed_on: Day
    proposed_at: Moment


class Managed(Known):
    """What is known of everybody in care."""

    consent: Signature
    enrolled_on: Day
    due_on: Day
    """The day of the next visit (下次随访日期)."""

    pace: Pace
    last: Annotated[LastVisit | None, PRIVATE] = None
    visits: Annotated[tuple[VisitNote, ...], PRIVATE] = ()
    """All visits, as far as :mod:`ehealthcard.rules.chronic.indicators` counts."""

    referral: Annotated[ReferralMade | None, PRIVATE] = None
    """The last referral."""

    exam: Annotated[Exam | None, PRIVATE] = None
    exam_due_on: Day
    """The last day of the next annual examination."""

    exam_reminded: bool = False
    self_care: Annotated[SelfCareSeen | None, PRIVATE] = None

    def shown_to(self, actor: Actor) -> Self:
        """Return all of it to clinicians, the holder and guardian; others see when."""
        if sees_values(actor):
            return self
        hidden = {"last": None, "exam": None, "self_care": None, "referral": None}
        return self.model_copy(update={**hidden, "visits": ()})


class Planned(Managed):
    """The next visit has its day (待随访)."""

    opens_at: Moment
    """From then on it is due."""


class Due(Managed):
    """The visit is due (应随访)."""

    closes_at: Moment
    contacts: int = 0
    """How many contacts were in vain."""


class Missed(Managed):
    """The visit did not happen in time (逾期未访)."""

    missed_at: Moment
    contacts: int = 0


class TemporarilyLost(Managed):
    """Several contacts were in vain (暂时失访)."""

    lost_at: Moment


class Away(Managed):
    """What is known of somebody who was referred."""

    opens_at: Moment


class Referred(Away):
    """Sent to a higher hospital (已转诊)."""


class UrgentlyReferred(Away):
    """In danger, treated and sent at once (紧急转诊)."""


class Ended(State):
    """Care is over (终止管理)."""

    card: CardLink
    disease: Annotated[Disease, PRIVATE]
    org: str
    reason: EndReason
    ended_at: Moment
    note: Annotated[str, PRIVATE] = ""
    died_on: Annotated[Day | None, PRIVATE] = None
    cause: Annotated[str, PRIVATE] = ""
    to_org: str | None = None
    visits: Annotated[tuple[VisitNote, ...], PRIVATE] = ()
    due_on: Day | None = None
    """The visit that is off."""
