"""What a fact source may look at."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Protocol

import attrs

from ehealthcard.codesets import Kinship, Sex
from ehealthcard.identity import CardId, CardStatus, SubjectId
from ehealthcard.workflow import Actor, Command, Policy, State

from .codes import UseRecord
from .sources import Ports


@attrs.frozen
class Holder:
    """What rules may know of a card's holder; no name and no number."""

    subject: SubjectId
    card_id: CardId = attrs.field(repr=False)
    status: CardStatus
    age: int
    """Whole years completed in China's time."""

    sex: Sex
    guardian: SubjectId | None
    guardian_kinship: Kinship | None
    birth_date: date = attrs.field(repr=False)
    """For what begins on a birthday; no service needs more than that."""

    by_court: bool = False
    """Whether an adult's guardian is one by a court order (成年监护)."""


class Inquiry(Protocol):
    """One command on one case, and a way to look around it.

    What is seen here is looked at again inside the transaction; if it has changed by
    then, the facts are gathered afresh.
    """

    @property
    def subject(self) -> SubjectId:
        """Whose case it is."""
        ...

    @property
    def actor(self) -> Actor:
        """Who asks."""
        ...

    @property
    def now(self) -> datetime:
        """When."""
        ...

    @property
    def state(self) -> State | None:
        """What is true of the case now."""
        ...

    @property
    def command(self) -> Command:
        """What is asked."""
        ...

    @property
    def policy(self) -> Policy | None:
        """The pack of the case."""
        ...

    @property
    def ports(self) -> Ports:
        """What is plugged into the desk."""
        ...

    def holder(self, subject: SubjectId | None = None) -> Holder | None:
        """Return what is known of a card's holder; the case's own by default.

        Raises:
            CardError: Who acts is the holder's guardian, without an active card.
            RuleViolationError: Who acts is the holder's guardian, and is doubted.

        """
        ...

    def answering(self, subject: SubjectId) -> SubjectId:
        """Return whose card answers for one that was merged; mostly its own."""
        ...

    def standing_in(self, carer: SubjectId) -> SubjectId:
        """Return whose card answers for somebody whom another has let act for him.

        Raises:
            CardError: It is who acts, and his card is not active.
            RuleViolationError: It is who acts, and he is doubted.

        """
        ...

    def related(self, kind: str, value: str, workflow: str) -> Iterator[State]:
        """Yield the present state of each open case of *workflow* with this link."""
        ...

    def over(self, workflow: str, states: Collection[str], /) -> Iterator[State]:
        """Yield the subject's cases of *workflow* that ended in one of *states*.

        Of the newest hundred of that service. A case that ends is noticed as one that
        :meth:`related` no longer finds, so ask for both.
        """
        ...

    def use(self, record_id: str) -> UseRecord | None:
        """Return a use-card record of this desk."""
        ...
