"""What falls due, with what it is and whose work it is (待办日程)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

import attrs

from ehealthcard.errors import SubjectErasedError
from ehealthcard.identity import Card
from ehealthcard.monitor.access import Action, Asked, Reason
from ehealthcard.monitor.access.deciding import denied
from ehealthcard.ports import Due
from ehealthcard.workflow import Actor, State, Title, Workflow

from .case import Case
from .casework import Casework
from .guard import Guard
from .office import Office
from .reading import known

AT_ONCE = 100
"""Cases that are looked up at once."""

MOST_READ = 1000
"""Cases that are read for one page; an institution's own may be few among them."""


def agenda(
    office: Office,
    *,
    until: datetime,
    after: Due,
    limit: int,
    card: Card | None = None,
    workflow: str | None = None,
) -> Sequence[Due]:
    """Return what falls due, in order; of a card, with those that retired for it."""
    whose = office.everybody(card.subject) if card else (None,)
    found = (
        office.storage.agenda(
            until=until, after=after, limit=limit, subject=one, workflow=workflow
        )
        for one in whose
    )
    return list(islice(merge(*found), limit))


@attrs.frozen
class DueCase:
    """A case in which something falls due."""

    at: datetime
    """The last moment before it."""

    case: Case[State]
    title: Title
    """The service's, in both languages."""

    notice: str
    """The notice that comes then, such as ``DayCame``."""

    meaning: str
    """The same as a sentence."""


@attrs.frozen
class DuePage:
    """One page of what falls due, soonest first."""

    cases: tuple[DueCase, ...]
    after: Due | None
    """Where the next page begins; ``None`` where nothing more falls due.

    A page may hold fewer cases than it could, or none, and yet not be the last.
    """


@attrs.frozen(kw_only=True)
class DueQuery:
    """What is asked for.

    Args:
        until: The last moment that counts.
        by: Who asks.
        card: Only this card's.
        org: Only the work of this institution.
        workflow: Only this service's.
        after: The :attr:`DuePage.after` of the page before.
        limit: How many to a page.

    """

    until: datetime
    by: Actor
    card: Card | None = None
    org: str | None = None
    workflow: Workflow[Any, Any] | None = None
    after: Due | None = None
    limit: int = 20


@attrs.frozen
class DueCalendar:
    """Says what falls due from now on; what is past, the clockwork writes down."""

    office: Office

    def page(self, query: DueQuery) -> DuePage:
        """Return one page.

        Raises:
            AccessDeniedError: Who asks may not see this card's cases, or is not staff,
                or not of this institution.

        """
        self._require(query)
        place = max(query.after or Due(self.office.now, ""), Due(self.office.now, ""))
        found, read = list[DueCase](), 0
        while len(found) < query.limit and read < MOST_READ:
            dues = self._dues(query, place)
            for due in dues:
                place, read = due, read + 1
                found += self._listed(query, due)
                if len(found) == query.limit:
                    return DuePage(tuple(found), place)
            if len(dues) < AT_ONCE:
                return DuePage(tuple(found), None)
        return DuePage(tuple(found), place)

    def _require(self, query: DueQuery) -> None:
        guard = Guard(self.office)
        if query.card is None:
            guard.pass_to(query.by, Action.LIST)
        else:
            guard.look(Asked(query.by, Action.TRACE, query.card.subject))
        if query.org is not None and query.org != query.by.org:
            raise denied(Reason.NOT_HERE)

    def _dues(self, query: DueQuery, after: Due) -> Sequence[Due]:
        return agenda(
            self.office,
            until=query.until,
            after=after,
            limit=AT_ONCE,
            card=query.card,
            workflow=query.workflow.name if query.workflow else None,
        )

    def _listed(self, query: DueQuery, due: Due) -> Iterator[DueCase]:
        """Yield the case, if it is asked for and has not moved meanwhile."""
        event = self.office.storage.last(due.case)
        if event is None:
            return
        workflow = known(self.office.catalogue, event.workflow)
        try:
            case = Casework(self.office).case(workflow, due.case)
        except SubjectErasedError:
            return
        timer = workflow.deadline(case.state)
        if timer is None or timer.last != due.at:
            return
        if query.org is not None and query.org not in case.state.institutions():
            return
        kind = type(timer.notice)
        said = (kind.__doc__ or "").partition("\n")[0]
        for shown in self._shown(query, case):
            yield DueCase(due.at, shown, workflow.title, kind.__name__, said)

    def _shown(self, query: DueQuery, case: Case[State]) -> Sequence[Case[State]]:
        """Return the case as who asks may see it; a worklist shows of every class."""
        if query.card is None:
            return [case.shown_to(query.by)]
        asked = Asked(query.by, Action.TRACE, query.card.subject)
        return Guard(self.office).shown(asked, [case])
