"""Where a contract may be."""

from typing import Annotated

from ehealthcard.models import PRIVATE, Day, Moment
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.links import CardLink, TeamLink
from ehealthcard.workflow import Actor, State

from .model import ContractStanding, EndReason, OpenItem, Performed, Terms


class Pending(State):
    """To be answered by the team (待签约)."""

    card: CardLink
    team: TeamLink
    terms: Terms
    answer_by: Moment

    def institutions(self) -> tuple[str, ...]:
        """Return the team's."""
        return (self.terms.team.org,)


class Active(ContractStanding):
    """In force (已签约)."""

    card: CardLink
    team: TeamLink
    terms: Terms
    accepted_by: str
    counter_signature: Signature
    """Party A's."""

    begins: Day
    """The first day of this term."""

    ends: Day
    """Its last day."""

    remind_at: Moment
    reminded: bool = False
    renewals: int = 0
    """How often it was renewed (续约次数)."""

    performed: tuple[Performed, ...] = ()
    """What was given in this term (履约)."""

    def institutions(self) -> tuple[str, ...]:
        """Return the team's."""
        return (self.terms.team.org,)

    def is_with(self, actor: Actor) -> bool:
        """Whether *actor* is leader, doctor, public-health doctor or nurse of it."""
        return self.terms.team.includes(actor)


class Declined(State):
    """The team did not sign (未接受)."""

    card: CardLink
    terms: Terms
    reason: Annotated[str, PRIVATE]
    by: str


class Lapsed(State):
    """Nobody answered in time, or the resident took it back (已失效)."""

    card: CardLink
    terms: Terms
    reason: str
    """``NO_ANSWER``, ``WITHDRAWN`` or ``DIED``."""


class Terminated(State):
    """Ended before its term (已解约)."""

    card: CardLink
    terms: Terms
    reason: EndReason
    note: Annotated[str | None, PRIVATE]
    refund: bool
    """Whether money goes back by the terms; the team's institution does it."""

    left: tuple[OpenItem, ...]
    """Services that were still to be given; they are closed."""

    by: str
    ended_at: Moment


class Expired(State):
    """Over with its term (已到期)."""

    card: CardLink
    terms: Terms
    ends: Day
    left: tuple[OpenItem, ...]
