"""Where a pregnancy that is looked after may be."""

from typing import Annotated, Self

from ehealthcard.models import Day, Moment
from ehealthcard.rules.links import CardLink
from ehealthcard.rules.maternal.codes import RiskColour
from ehealthcard.rules.maternal.following import Followed
from ehealthcard.rules.maternal.indicators import MotherNote
from ehealthcard.rules.maternal.standing import MaternalStanding, sees_values
from ehealthcard.workflow import PRIVATE, Actor, State

from .model import AntenatalSeen, Delivery, PostpartumSeen, Watched

HIDDEN = {
    "antenatal": None,
    "postpartum": None,
    "watched": None,
    "referral": None,
    "colours": (),
}
"""What a list leaves out for whoever does not treat her."""


class Mother(Followed, MaternalStanding):
    """What is known of every mother."""

    note: Annotated[MotherNote, PRIVATE]
    """Days, as far as :mod:`ehealthcard.rules.maternal.indicators` counts them."""

    handbook: str | None = None
    """Number of the handbook (《母子健康手册》)."""

    colours: Annotated[tuple[RiskColour, ...], PRIVATE] = ()
    """The last assessment of the risk."""

    antenatal: Annotated[AntenatalSeen | None, PRIVATE] = None
    """The last visit before the birth."""

    watched: Annotated[Watched | None, PRIVATE] = None
    """What she found herself last; earlier days are in the history."""

    last_seen: Annotated[Day | None, PRIVATE] = None
    birth_by: Annotated[Day, PRIVATE]
    """Until then nobody asks whether the child was born (42 weeks, inferred)."""

    def shown_to(self, actor: Actor) -> Self:
        """Return all of it to clinicians and the holder; others see only when."""
        if sees_values(actor):
            return self
        known = type(self).model_fields
        hidden = {name: value for name, value in HIDDEN.items() if name in known}
        return self.model_copy(update=hidden)


class Awaited(Mother):
    """What is known while nobody has spoken of a birth."""

    overdue: bool = False
    """Whether the child should have been born, and nobody has said so."""


class Expecting(Awaited):
    """What is known before the birth."""


class Registered(Expecting):
    """Taken into care, not seen yet (已建册)."""


class Managed(Expecting):
    """Seen, and without a high risk (在管)."""


class HighRisk(Expecting):
    """At high risk: seen more often (高危)."""


class AfterBirth(Mother):
    """What is known behind the birth."""

    delivery: Annotated[Delivery, PRIVATE]

    def shown_to(self, actor: Actor) -> Self:
        """Return it without the children to whoever does not treat them."""
        shown = super().shown_to(actor)
        if sees_values(actor):
            return shown
        birth = self.delivery.model_copy(update={"children": ()})
        return shown.model_copy(update={"delivery": birth})


class Delivered(AfterBirth):
    """The birth is over, discharge is not known (已分娩)."""


class Postpartum(AfterBirth):
    """At home again (产后)."""

    discharged_on: Day
    postpartum: Annotated[PostpartumSeen | None, PRIVATE] = None
    """The last home visit."""


class Referred(AfterBirth):
    """Not recovered after 42 days, and referred (未恢复，已转诊)."""

    discharged_on: Day
    checked_on: Day


class Lost(Awaited):
    """Several contacts were in vain (失访)."""

    lost_at: Moment
    delivery: Annotated[Delivery | None, PRIVATE] = None
    discharged_on: Day | None = None
    postpartum: Annotated[PostpartumSeen | None, PRIVATE] = None

    def shown_to(self, actor: Actor) -> Self:
        """Return it without the birth to whoever does not treat her."""
        shown = super().shown_to(actor)
        if sees_values(actor):
            return shown
        return shown.model_copy(update={"delivery": None})


class Over(State):
    """What stays of a pregnancy that is no longer looked after."""

    card: CardLink
    org: str
    note: Annotated[MotherNote, PRIVATE]
    ended_at: Moment
    reminder: str | None = None
    """The reminder that was open."""


class Closed(Over):
    """Recovered: closed (已恢复，结案)."""

    checked_on: Day


class Miscarried(Over):
    """The child was lost (自然流产)."""

    ended_on: Annotated[Day, PRIVATE]


class Terminated(Over):
    """The pregnancy was terminated (终止妊娠)."""

    ended_on: Annotated[Day, PRIVATE]


class MovedOut(Over):
    """Another institution looks after her from now on (迁出)."""

    to_org: str | None


class Died(Over):
    """The mother has died (死亡)."""

    died_on: Annotated[Day | None, PRIVATE] = None
    cause: Annotated[str, PRIVATE] = ""
