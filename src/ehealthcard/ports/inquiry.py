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

        What began with a card that was merged since goes on: its status is that of the
        card that stays. Nothing begins with it.

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

    def one_person(self, subject: SubjectId) -> tuple[SubjectId, ...]:
        """Return whose cards are of the same person as *subject*'s (一人多卡).

        Where no cards were merged that is *subject* alone. That of the card that stays
        comes first, and :meth:`answering` is it.
        """
        ...

    def related(self, kind: str, value: str, workflow: str) -> Iterator[State]:
        """Yield the present state of each open case of *workflow* with this link.

        By a link to a person that is what hangs on any of his cards: the one that stays
        and those that retired in its favour. Nobody has two limits by two cards.
        """
        ...

    def given(self, subject: SubjectId, workflow: str) -> Iterator[State]:
        """Yield what lets others in: grants, vouchers, consents (授权与同意).

        Of cards that were merged, what was given with the card that stays holds for all
        of them, and what was given with a retired one only for that: the merge has put
        more behind the person's card than he knew of when he gave it, and a consent to
        other data is a new one (PIPL art. 14). That of the card that stays comes first.
        """
        ...

    def policy_of(self, workflow: str) -> Policy | None:
        """Return the pack of another service that is in force here today."""
        ...

    def over(self, workflow: str, states: Collection[str], /) -> Iterator[State]:
        """Yield the holder's cases of *workflow* that ended in one of *states*.

        Of the newest hundred of that service. A case that ends is noticed as one that
        :meth:`related` no longer finds, so ask for both.
        """
        ...

    def use(self, record_id: str) -> UseRecord | None:
        """Return a use-card record of this desk; any card of the holder is his."""
        ...
