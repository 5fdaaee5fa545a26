"""A case as its users see it."""

from datetime import datetime
from typing import Generic, Self, TypeVar

import attrs

from ehealthcard.identity import SubjectId
from ehealthcard.workflow import Actor, State

S_co = TypeVar("S_co", bound=State, covariant=True)


@attrs.frozen(slots=False)
class Case(Generic[S_co]):
    """One run of a service for one subject."""

    id: str
    subject: SubjectId
    version: int
    state: S_co
    workflow: str
    """The service's name."""

    def shown_to(self, actor: Actor) -> Self:
        """Return the case as a list shows it to *actor*."""
        return attrs.evolve(self, state=self.state.shown_to(actor))


@attrs.frozen
class Happening(Generic[S_co]):
    """One event of a case's history."""

    version: int
    command: str
    state: S_co | None
    """``None`` where the content was erased."""

    state_name: str
    actor: str
    at: datetime
    cause: str | None
    behind: SubjectId | None = None
    """The person behind the actor, where he acted for another holder (代办人)."""

    def shown_to(self, actor: Actor) -> Self:
        """Return the event as *actor* may see it."""
        state = self.state.shown_to(actor) if self.state else None
        return attrs.evolve(self, state=state)
