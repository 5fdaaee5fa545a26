"""A case as its users see it."""

from datetime import datetime
from typing import Generic, Self, TypeVar

import attrs

from ehealthcard.identity import SubjectId
from ehealthcard.workflow import Actor, State

S = TypeVar("S", bound=State)
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

    def shown_to(self, actor: Actor, *, whole: bool = True) -> Self:
        """Return the case as a list shows it to *actor*.

        Args:
            actor: Who looks.
            whole: Whether he may see what is especially sensitive in it, too.

        """
        return attrs.evolve(self, state=_shown(self.state, actor, whole=whole))


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

    def shown_to(self, actor: Actor, *, whole: bool = True) -> Self:
        """Return the event as *actor* may see it; see :meth:`Case.shown_to`."""
        state = _shown(self.state, actor, whole=whole) if self.state else None
        return attrs.evolve(self, state=state)


def _shown(state: S, actor: Actor, *, whole: bool) -> S:
    shown = state.shown_to(actor)
    return shown if whole else shown.without_sensitive()
