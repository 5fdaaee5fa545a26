"""Cases in storage: events, links, claims, timers, receipts."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

import attrs

from ehealthcard.identity import SubjectId
from ehealthcard.workflow import Event

from .audit import AuditEntry
from .outside import Message


@attrs.frozen
class Receipt:
    """What an idempotency key was used for; both are keyed digests."""

    key: str
    fingerprint: str


class Entry(NamedTuple):
    """All that one event changes; written together or not at all."""

    event: Event
    due: datetime | None = None
    """When the state ends by itself."""

    linked: frozenset[tuple[str, str]] = frozenset()
    unlinked: frozenset[tuple[str, str]] = frozenset()
    claimed: frozenset[str] = frozenset()
    released: frozenset[str] = frozenset()
    outbox: tuple[Message, ...] = ()
    receipt: Receipt | None = None
    final: bool = False
    """Whether nothing leads on: the case is related to nothing any more."""

    erase: bool = False
    """Whether the data of the case's earlier events is destroyed."""

    audit: AuditEntry | None = None
    """The event's link in the audit trail."""


@attrs.frozen(order=True)
class Due:
    """A case whose state ends by itself, in order of the moment."""

    at: datetime
    case: str


class CaseStore(Protocol):
    """Cases."""

    def append(self, entry: Entry, /) -> None:
        """Write *entry*.

        Inside a transaction, what it raises may come with the next look or at the end.

        Raises:
            VersionConflictError: The case already has this version, or not the one
                before it.
            ClaimTakenError: Another case holds one of the claims.
            TransactionConflictError: Another event has taken the place in the trail.

        """
        ...

    def last(self, case: str, /) -> Event | None:
        """Return the newest event of *case*."""
        ...

    def history(self, case: str, /) -> Sequence[Event]:
        """Return the events of *case*, oldest first."""
        ...

    def related(self, kind: str, value: str, /) -> Sequence[Event]:
        """Return the newest event of each open case with this link, oldest case first.

        Cases in a final state are related no more.
        """
        ...

    def count_related(
        self, kind: str, value: str, /, *, or_kind: str | None = None
    ) -> int:
        """Return how many open cases have this link.

        Those that have one of *or_kind* to the same value are counted besides, in the
        same look.
        """
        ...

    def cases_of(
        self,
        subject: SubjectId,
        workflow: str | None,
        /,
        *,
        before: str | None,
        limit: int,
    ) -> Sequence[Event]:
        """Return the newest event of a subject's cases, newest case first.

        *workflow* ``None`` means every service. *before* is the last case of the page
        before; case names rise with time.
        """
        ...

    def cases_in(
        self, workflow: str, state: str, /, *, before: str | None, limit: int
    ) -> Sequence[Event]:
        """Return the newest event of the cases in *state*, newest case first."""
        ...

    def agenda(
        self,
        *,
        until: datetime,
        after: Due,
        limit: int,
        subject: SubjectId | None = None,
        workflow: str | None = None,
    ) -> Sequence[Due]:
        """Return what ends by itself behind *after* and not behind *until*, in order.

        Of one subject or one service, where either is named.
        The last one of a page is the *after* of the next.
        """
        ...

    def next_due(self, *, before: datetime, after: Due | None) -> Due | None:
        """Return the first case whose moment lies before *before* and behind *after*.

        It is called inside a transaction and holds the case until its end, where the
        database can: a case that another worker holds is passed over.
        """
        ...

    def receipt(self, key: str, /) -> tuple[Receipt, Event] | None:
        """Return what *key* was used for, and the event that came of it."""
        ...

    def due(
        self, *, before: datetime, limit: int, subject: SubjectId | None = None
    ) -> Sequence[str]:
        """Return cases whose moment lies before *before*, most overdue first."""
        ...
