"""Where an alert may be."""

from typing import Annotated

from ehealthcard.models import Moment
from ehealthcard.rules.links import (
    MaybeBlockedActorLink,
    MaybeBlockedTerminalLink,
    RiskLink,
)
from ehealthcard.workflow import PRIVATE, State

from .model import About, Action, Breach, Level


class Found(State):
    """What is known of every alert."""

    rule: str
    about: About
    who: str
    """The holder's random name, the terminal or the actor."""

    org: str | None
    alert: RiskLink
    day: str
    records: tuple[str, ...]
    """The use-card records that show it (证据)."""

    count: int
    """How often it was found."""

    detected_at: Moment
    last_at: Moment


class Detected(Found):
    """A rule has found it (已发现)."""


class Rated(Found):
    """What is known once it was assessed."""

    level: Level
    impact: str
    data_level: int
    assessed_by: str


class Assessed(Rated):
    """How grave it is, is known (已研判)."""


class Standing(Rated):
    """What is known once it was warned of."""

    handle_by: Moment
    escalations: int = 0
    reopened: int = 0
    contained: bool = False
    contained_because: Annotated[str | None, PRIVATE] = None
    blocked_terminal: MaybeBlockedTerminalLink = None
    blocked_actor: MaybeBlockedActorLink = None


class Warned(Standing):
    """The owner was told; nobody has taken over (已预警)."""


class Contained(Standing):
    """Nobody has taken over, but it does no more harm (已遏制)."""


class Escalated(Standing):
    """Nobody took over in time; a superior was told (已升级)."""

    told: str
    last_call: bool
    """Whether there is nobody further up."""


class Taken(Standing):
    """What is known once somebody has taken over."""

    owner: str
    actions: tuple[Action, ...] = ()
    late: bool = False


class InDisposal(Taken):
    """Somebody disposes of it (处置中)."""


class Incident(Taken):
    """Personal data leaked, was altered or lost (安全事件)."""

    breach: Breach


class Mended(Rated):
    """What is known once it is said to be mended."""

    owner: str
    actions: tuple[Action, ...]
    escalations: int
    reopened: int
    was_contained: bool
    root_cause: Annotated[str, PRIVATE]
    evidence: Annotated[str, PRIVATE]
    breach: Breach | None
    resolved_by: str
    resolved_at: Moment


class Resolved(Mended):
    """Said to be mended; another person has to look (待复核)."""


class Closed(Mended):
    """Mended, and verified by another person (已闭环)."""

    verified_by: str
    closed_at: Moment


class Dismissed(Found):
    """A false alarm (误报)."""

    why: Annotated[str, PRIVATE]
    was_contained: bool
    dismissed_by: str
    dismissed_at: Moment
