"""What is going on, across cases (办件查询)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from ehealthcard.identity import Card
from ehealthcard.monitor.access import Action, Asked
from ehealthcard.ports import Due
from ehealthcard.workflow import Actor, Command, State, Workflow

from .case import Case
from .casework import Casework
from .due import DueCalendar, DuePage, DueQuery, agenda
from .guard import Guard
from .office import Office

S = TypeVar("S", bound=State)
C = TypeVar("C", bound=Command)
BEGINNING = Due(datetime(1970, 1, 1, tzinfo=UTC), "")


class CaseLookout:
    """Looks over many cases; pages by the last one of the page before."""

    office: Office

    def all_cases(
        self, card: Card, *, by: Actor, before: str | None = None, limit: int = 20
    ) -> Sequence[Case[State]]:
        """Return the card's cases of every service, newest first, page by page.

        Cases of a sensitive class that *by* may not see are left out of a page.

        Raises:
            AccessDeniedError: *by* may not see the holder's past.

        """
        asked = Asked(by, Action.TRACE, card.subject)
        Guard(self.office).look(asked)
        found = Casework(self.office).cases(None, card.subject, before, limit)
        return Guard(self.office).shown(asked, found)

    def worklist(
        self,
        workflow: Workflow[S, C],
        state: type[State],
        *,
        by: Actor,
        before: str | None = None,
        limit: int = 20,
    ) -> Sequence[Case[S]]:
        """Return who waits in *state*, newest first, page by page.

        A case that has left the state by time alone is shown as what it is now, until
        the clockwork has written that down. One of a sensitive class that is another
        institution's work is left out; pages are filled up from behind it.

        Raises:
            AccessDeniedError: *by* is not staff.

        """
        guard, casework = Guard(self.office), Casework(self.office)
        asked = Asked(by, Action.LIST, service=workflow.name)
        guard.require(asked)
        shown: list[Case[Any]] = []
        while len(shown) < limit:
            name = state.__name__
            found = casework.worklist(workflow.name, name, before, limit)
            shown += guard.shown(asked, found)
            if len(found) < limit:
                break
            before = found[-1].id
        return shown[:limit]

    def agenda(
        self,
        *,
        until: datetime,
        by: Actor,
        card: Card | None = None,
        after: Due = BEGINNING,
        limit: int = 20,
    ) -> Sequence[Due]:
        """Return which cases end by themselves, soonest first, page by page.

        Args:
            until: The last moment that counts.
            by: Who asks.
            card: Only this card's; otherwise everybody's.
            after: The last one of the page before.
            limit: How many to a page.

        Raises:
            AccessDeniedError: *by* may not see this card's cases, or is not staff.

        """
        guard = Guard(self.office)
        if card is None:
            guard.pass_to(by, Action.LIST)
        else:
            guard.look(Asked(by, Action.TRACE, card.subject))
        return agenda(self.office, until=until, after=after, limit=limit, card=card)

    def due(
        self,
        *,
        until: datetime,
        by: Actor,
        card: Card | None = None,
        org: str | None = None,
        workflow: Workflow[Any, Any] | None = None,
        after: Due | None = None,
        limit: int = 20,
    ) -> DuePage:
        """Return what falls due from now on, soonest first, page by page (日程).

        Each entry is a case, its service's title and what comes when. Of an institution
        it reads up to a thousand cases of the whole desk for one page; no institution
        is stored beside a case.

        Args:
            until: The last moment that counts.
            by: Who asks.
            card: Only this card's; otherwise everybody's.
            org: Only the work of this institution, which must be that of *by*.
            workflow: Only this service's.
            after: The :attr:`DuePage.after` of the page before.
            limit: How many to a page.

        Raises:
            AccessDeniedError: *by* may not see this card's cases, or is not staff, or
                not of this institution.

        """
        asked = DueQuery(
            until=until,
            by=by,
            card=card,
            org=org,
            workflow=workflow,
            after=after,
            limit=limit,
        )
        return DueCalendar(self.office).page(asked)
