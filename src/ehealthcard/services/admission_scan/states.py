"""Where a visitor may be."""

from ehealthcard.models import Moment
from ehealthcard.rules.links import CardLink, InsideLink, MaybeCardLink
from ehealthcard.workflow import State

from .commands import Method
from .model import Assessment


class Arrived(State):
    """What is known of every visitor."""

    org: str
    place: str
    method: Method
    companions: tuple[str, ...]
    arrived_at: Moment
    day_ends: Moment


class Presented(Arrived):
    """At the entrance, not yet known (已出示)."""


class CodeRejected(Arrived):
    """The code was refused; a fresh one or the document helps (码被拒)."""

    reason: str
    """The error's code, such as ``CODE_REPLAYED`` or ``CARD_LOST``."""


class Known(Arrived):
    """Somebody whose card is known."""

    holder: CardLink
    identified_by: str
    use: str | None
    """The scan that the identification rests on; none when staff read the document."""


class Identified(Known):
    """Known, not yet assessed (已识别)."""


class DeclarationRequired(Known):
    """Must declare first (待申报)."""


class Assessed(Known):
    """What is known of somebody who was looked at."""

    assessment: Assessment | None = None
    """What the decision rested on."""


class ManualReview(Assessed):
    """The risk could not be learnt; staff decide (人工复核)."""

    reason: str


class Entered(Assessed):
    """Inside (已入院)."""

    inside: InsideLink
    entered_at: Moment
    entries: int = 1
    reviewed: str | None = None
    """Why staff opened after a manual review."""


class Diverted(Assessed):
    """Led to the fever clinic or an isolated point; inside and cared for (已分流)."""

    inside: InsideLink
    route: str
    reasons: tuple[str, ...]
    diverted_at: Moment


class EnteredEmergency(Arrived):
    """Inside as an emergency; who it is may be said later (急诊进入)."""

    holder: MaybeCardLink
    inside: InsideLink
    reason: str
    entered_at: Moment


class Left(State):
    """Gone (已离院)."""

    org: str
    holder: MaybeCardLink
    left_at: Moment
    how: str
    """``scan`` or ``day-end``."""


class Abandoned(State):
    """Never came in (未入院离开)."""

    org: str
