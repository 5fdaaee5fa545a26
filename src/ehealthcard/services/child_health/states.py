"""Where a child that is looked after may be."""

from typing import Annotated, Self

from ehealthcard.models import Day, Moment
from ehealthcard.rules.links import CardLink
from ehealthcard.rules.maternal.following import Followed
from ehealthcard.rules.maternal.newborn import Newborn
from ehealthcard.rules.maternal.standing import (
    ChildProposed,
    ChildStanding,
    sees_values,
)
from ehealthcard.rules.schedule import Plan
from ehealthcard.workflow import PRIVATE, Actor, State

from .model import ChildSeen, FrailCare, Unwanted


class Child(Followed, ChildStanding):
    """What is known of every child."""

    birth: Annotated[Day, PRIVATE]
    newborn: Annotated[Newborn, PRIVATE]
    """At birth."""

    frail: Annotated[FrailCare | None, PRIVATE] = None
    """The last time it was frail."""

    last: Annotated[ChildSeen | None, PRIVATE] = None
    """The last visit."""

    last_seen: Annotated[Day | None, PRIVATE] = None
    closes_at: Moment
    """Until then the child is looked after: the last moment before 78 months."""

    def shown_to(self, actor: Actor) -> Self:
        """Return all of it to clinicians and the guardian; others see only when."""
        if sees_values(actor):
            return self
        hidden = {"newborn": Newborn(), "frail": None, "last": None, "referral": None}
        return self.model_copy(update=hidden)


class Proposed(ChildProposed):
    """Certified and with a card; a guardian has not agreed yet (待建档)."""

    card: CardLink
    birth: Annotated[Day, PRIVATE]
    certified_by: str
    """Code of the institution that issued the certificate."""

    certified_by_name: str
    enrol_by: Moment
    """By then somebody should have asked the family."""

    closes_at: Moment
    overdue: bool = False


class NotEnrolled(State):
    """The proposal came to nothing (未建档)."""

    card: CardLink
    why: Unwanted
    ended_at: Moment


class Enrolled(Child):
    """Looked after, and well (在管)."""


class Frail(Child):
    """At risk or frail: seen more often (高危、体弱)."""


class Recovered(Child):
    """Frail once, and well again (体弱转归)."""


class Referred(Child):
    """Sent to another institution (已转诊)."""


class Lost(Child):
    """Several contacts were in vain (失访)."""

    lost_at: Moment


class Over(State):
    """What stays of a child that is no longer looked after."""

    card: CardLink
    org: str
    plan: Annotated[Plan, PRIVATE]
    ended_at: Moment
    reminder: str | None = None
    """The reminder that was open."""


class Closed(Over):
    """Of school age: closed (学龄结案)."""


class MovedOut(Over):
    """Another institution looks after it from now on (迁出)."""

    to_org: str | None


class Died(Over):
    """The child has died (死亡)."""

    died_on: Annotated[Day | None, PRIVATE] = None
    cause: Annotated[str, PRIVATE] = ""
