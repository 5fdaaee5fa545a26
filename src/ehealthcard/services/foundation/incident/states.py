"""Where an incident may be."""

from ehealthcard.models import Moment
from ehealthcard.rules.links import MaybeAlertLink
from ehealthcard.workflow import State

from .model import Duty, Grade, IncidentFacts, IncidentWarning, Said


class Known(State):
    """What is known of every incident."""

    incident: str
    """Its own name, which notices quote (事件编号)."""

    org: str
    alert: MaybeAlertLink
    """The risk alert that it came from, by the digest that alerts go by."""

    discovered_at: Moment
    """When it became known: the clocks of the law begin (发现时间)."""

    opened_by: str
    escalations: int = 0
    warned: IncidentWarning | None = None
    """What a superior was told last."""


class Opened(Known):
    """Known, and nobody has said how grave it is (已立案)."""

    assess_by: Moment
    last_call: bool = False
    """Whether there is nobody further up."""


class Graded(Known):
    """What is known once it was assessed."""

    facts: IncidentFacts
    grade: Grade
    assessed_by: str
    duties: tuple[Duty, ...]


class Assessed(Graded):
    """Authorities are still to be told (已定级，待报告)."""


class Reported(Graded):
    """The authorities know; persons are still to be told (已报告，待告知)."""


class Informed(Graded):
    """Whoever must be told was told; it is still dealt with (已告知，处置中)."""


class Ended(Graded):
    """What is known once it is over."""

    cause: Said
    remedy: Said
    ended_by: str
    ended_at: Moment


class Concluded(Ended):
    """It is over; the summary and another person's look are still to come (待总结)."""


class Closed(Ended):
    """Told, summed up, and looked at by another person (已结案)."""

    closed_by: str
    closed_at: Moment


class Dismissed(Known):
    """It was none (非事件)."""

    why: Said
    dismissed_by: str
    dismissed_at: Moment
