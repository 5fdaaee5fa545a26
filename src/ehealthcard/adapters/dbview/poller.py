"""Looks into a view again and again, and does about each row what it means (轮询)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Protocol

import attrs

from ehealthcard.errors import (
    AccessDeniedError,
    CardError,
    IdentityError,
    InvalidInputError,
    NotAllowedError,
    WorkflowError,
)
from ehealthcard.ports import BedAct
from ehealthcard.workflow import Actor

from .acting import ACTS, Act, Desk, Hands
from .cleaning import Unfit, Why
from .mapping import EventKind, ViewMapping
from .progress import Aside, Progress
from .rows import HisEvent, Mark, ViewRow
from .source import ViewSource
from .stays import STAY_ACTS

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
LAST = 2**63 - 1
"""Behind every moment and every number."""

MOST = 1000
"""Rows of one look."""


class Beds(Protocol):
    """Who offers a free bed: a :class:`ehealthcard.desk.BedManager`."""

    def offer(self, free: BedAct) -> object:
        """Offer the bed to the first who wants it."""
        ...


@attrs.frozen
class PollReport:
    """What one look came to."""

    done: int = 0
    """Rows that were acted upon, or were so already."""

    ignored: int = 0
    asides: tuple[Aside, ...] = ()


@attrs.frozen
class Verdict:
    """What became of a row."""

    reason: str | None = None
    """Why it was set aside."""

    column: str = ""
    ignored: bool = False


@attrs.frozen
class Poller:
    """Turns the rows of one view into events, each once in effect.

    A row is known by the digest of its content, which is also the idempotency key of
    its commands: a row that was read and not noted is done again without effect. One
    poller works on a mapping at a time.

    Args:
        desk: The desk whose cases move.
        source: The database.
        mapping: What its view means.
        beds: Who offers free beds; without it such rows are set aside.
        acts: What is done about some events in the stead of what is done by itself.
        first: Where to begin, if the view was never read; its beginning by default.
        by: As whom the desk is asked; if not said, as the HIS, which speaks for the
            staff who did it there: registrar, cashier and doctor.

    """

    desk: Desk
    source: ViewSource
    mapping: ViewMapping
    beds: Beds | None = attrs.field(default=None, kw_only=True)
    acts: Mapping[EventKind, Act] = attrs.field(
        factory=dict[EventKind, Act], kw_only=True
    )
    first: Mark | None = attrs.field(default=None, kw_only=True)
    by: Actor | None = attrs.field(default=None, kw_only=True)

    def run_once(self, *, limit: int = MOST) -> PollReport:
        """Look once; rows beyond *limit* come with the next look.

        Raises:
            OutsideUnavailableError: The HIS's database does not answer in time.
            StorageError: Ours does not; what was done is noted.

        """
        progress = self._progress()
        report = PollReport()
        for row in self._fresh(progress, limit):
            report = self._take(row, progress, report)
        return report

    def asides(self) -> tuple[Aside, ...]:
        """Return the rows that wait for a person, oldest first."""
        return tuple(self._progress().listed())

    def retry(self) -> PollReport:
        """Read what was set aside once more, after the mapping or a case was mended.

        A row whose key another one has by now, or that is gone, is taken off the list.

        Raises:
            OutsideUnavailableError: The HIS's database does not answer in time.

        """
        progress, report = self._progress(), PollReport()
        for aside in tuple(progress.listed()):
            if not aside.key:
                continue
            row = self.source.row(self.mapping, aside.key)
            if row is None or row.generation != aside.generation:
                progress.drop(aside.number)
                continue
            if self._judged(row).reason is None:
                progress.drop(aside.number)
                report = attrs.evolve(report, done=report.done + 1)
        return attrs.evolve(report, asides=tuple(progress.listed()))

    def drop(self, number: int) -> None:
        """Give a row up that was set aside."""
        self._progress().drop(number)

    def _progress(self) -> Progress:
        return Progress(self.desk.storage, self.mapping.name, self.mapping.watermark)

    def _fresh(self, progress: Progress, limit: int) -> list[ViewRow]:
        """Read the rows that were not seen; the view is let go of before anything."""
        since = progress.since if progress.mark is not None else self.first
        fresh: dict[str, ViewRow] = {}
        for row in self.source.since(self.mapping, since):
            digest = row.digest
            if digest not in progress.seen:
                fresh.setdefault(digest, row)
            if len(fresh) >= limit:
                break
        return list(fresh.values())

    def _take(self, row: ViewRow, progress: Progress, report: PollReport) -> PollReport:
        verdict = self._judged(row)
        if verdict.ignored:
            report = attrs.evolve(report, ignored=report.ignored + 1)
        elif verdict.reason is None:
            report = attrs.evolve(report, done=report.done + 1)
        else:
            aside = progress.set_aside(
                verdict.reason, verdict.column, row.key, row.generation
            )
            report = attrs.evolve(report, asides=(*report.asides, aside))
        progress.done(row.digest, self._mark(row), self.desk.clock())
        return report

    def _mark(self, row: ViewRow) -> Mark:
        """Return the row's watermark; one that cannot be read is never forgotten."""
        try:
            return row.mark
        except Unfit:
            return NEVER if self.mapping.watermark.holds == "time" else LAST

    def _judged(self, row: ViewRow) -> Verdict:
        """Act upon a row; what is wrong with the row or its case is a verdict."""
        try:
            event = row.event()
            if event is None:
                return Verdict(ignored=True)
            row.mark  # noqa: B018  # one that cannot be read is a fault of the row
            return Verdict(self._act(event))
        except Unfit as unfit:
            return Verdict(unfit.why, unfit.column)
        except NotAllowedError:
            return Verdict(Why.NOT_ALLOWED)
        except (
            AccessDeniedError,
            CardError,
            IdentityError,
            InvalidInputError,
            WorkflowError,
        ) as error:
            return Verdict(error.code)

    def _act(self, event: HisEvent) -> str | None:
        own = self.acts.get(event.kind)
        if own is None and event.kind is EventKind.BED_FREE:
            return self._offer(event)
        act = own or ACTS.get(event.kind) or STAY_ACTS[event.kind]
        return act(Hands(self.desk, self.by or self._the_his()), event)

    def _the_his(self) -> Actor:
        roles = {"his", "staff", "registrar", "cashier", "doctor"}
        return Actor(f"view-{self.mapping.name}", roles, org=self.mapping.org)

    def _offer(self, event: HisEvent) -> str | None:
        if self.beds is None:
            return Why.NOBODY_ACTS
        free = BedAct(
            key=event.digest,
            certificate="",
            card="",
            org=event.org,
            ward=event.fields["ward"],
            bed=event.fields["bed"],
        )
        self.beds.offer(free)
        return None
