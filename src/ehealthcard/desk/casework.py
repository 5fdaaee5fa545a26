"""command -> facts -> one transaction (办件)."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar, cast

import attrs

from ehealthcard.errors import (
    CaseNotFoundError,
    KeyReusedError,
    NotAllowedError,
    Phrase,
    RuleViolationError,
    SubjectErasedError,
    VersionConflictError,
)
from ehealthcard.identity import SubjectId
from ehealthcard.ports import Receipt
from ehealthcard.workflow import (
    Claim,
    Command,
    Event,
    Facts,
    Notice,
    Signal,
    State,
    Workflow,
)

from .blocking import Blocks
from .case import Case, Happening
from .inquiry import DeskInquiry, gather
from .job import Job
from .live import Live
from .names import new_subject
from .observing import Observed
from .office import Office
from .one_each import require_one_each
from .reading import read_state
from .retired import one_person
from .tracing import Attempt, Refusals
from .using import UseLog
from .work import Work

S = TypeVar("S", bound=State)
C = TypeVar("C", bound=Command)
ATTEMPTS = 20
OVERDUE = 100
"""How many of a subject's overdue cases are caught up before a command."""


@attrs.frozen
class Casework:
    """Runs commands on cases."""

    office: Office

    def case(self, workflow: Workflow[S, C], case_id: str) -> Case[S]:
        """Return what is true of a case now, whether or not the clockwork ran."""
        event = self.office.storage.last(case_id)
        if event is None or event.workflow != workflow.name:
            raise CaseNotFoundError(workflow=workflow.name)
        return self._present(self.office.work(), event)

    def cases(
        self,
        workflow: str | None,
        subject: SubjectId,
        before: str | None,
        limit: int,
    ) -> Sequence[Case[Any]]:
        """Return the subject's cases, newest first, with those of retired cards."""
        work, storage = self.office.work(), self.office.storage
        events = [
            event
            for whose in self.office.everybody(subject)
            for event in storage.cases_of(whose, workflow, before=before, limit=limit)
        ]
        newest = sorted(events, key=lambda event: event.case, reverse=True)[:limit]
        return list(self._shown(work, newest))

    def worklist(
        self, workflow: str, state: str, before: str | None, limit: int
    ) -> Sequence[Case[Any]]:
        """Return the cases that were last written down in *state*, newest first."""
        work = self.office.work()
        events = self.office.storage.cases_in(
            workflow, state, before=before, limit=limit
        )
        return list(self._shown(work, events))

    def history(self, workflow: Workflow[S, C], case_id: str) -> Sequence[Happening[S]]:
        """Return what happened in a case, oldest first."""
        events = self.office.storage.history(case_id)
        if not events or events[0].workflow != workflow.name:
            raise CaseNotFoundError(workflow=workflow.name)
        return [self._happening(workflow, event) for event in events]

    def announce(self, signal: Signal) -> int:
        """Let every case concerned know; return how many moved."""
        return self.office.atomically(lambda: self.office.work().announce(signal))

    def tick(self, case_id: str, now: datetime) -> None:
        """Write down what time has made of a case."""
        self.office.atomically(lambda: self.catch_up(case_id, now))

    def catch_up(self, case_id: str, now: datetime) -> None:
        """The same, inside a transaction."""
        if event := self.office.storage.last(case_id):
            work = self.office.work(now)
            work.catch_up(work.load(event))

    def notify(self, case_id: str, notice: Notice, *, cause: str) -> None:
        """Give a case the answer to a message and close the message."""
        storage = self.office.storage

        def take() -> None:
            event = storage.last(case_id)
            if event and storage.message(cause):
                work = self.office.work()
                work.carry_out(work.catch_up(work.load(event)), notice, cause=cause)
                storage.settle(cause)

        self.office.atomically(take)

    def run(self, job: Job) -> Case[Any]:
        """Carry out a job; the same key again returns the first result."""
        name, command, _ = job.step
        with Observed(self.office.telemetry, name, command):
            return self._run(job)

    def _run(self, job: Job) -> Case[Any]:
        if isinstance(job.command, Notice):
            raise NotAllowedError(
                workflow=job.workflow.name,
                command=type(job.command).__name__,
                state=Phrase("any state", "任何"),
            )
        Blocks(self.office).require_look(*job.step)
        job = self._as_himself(job)
        receipt = self._receipt(job)
        if _looks_around(job):
            self._catch_up_others(job)
        for _ in range(ATTEMPTS):
            try:
                found = self._attempt(job, receipt)
            except RuleViolationError as error:
                case = job.case.id if job.case else None
                command = type(job.command)
                attempt = Attempt(job.workflow.name, case, job.subject, command)
                Refusals(self.office).note(error.rule, attempt, job.by)
                UseLog(self.office).refused(*job.step, job.subject, error.code)
                raise
            except VersionConflictError:
                # Perhaps the same request came twice at once; then this is its echo.
                if receipt and (done := self._repeated(receipt)):
                    return done
                raise
            if found:
                return found
        raise VersionConflictError

    def _as_himself(self, job: Job) -> Job:
        """Let a holder go on with what he began with a card that has retired since."""
        subject, who = job.subject, job.by.holder
        if job.case is None or subject is None or who is None or who == subject:
            return job
        if self.office.survivor(subject) != who:
            return job
        by = attrs.evolve(job.by, holder=subject)
        return job._replace(by=by, succeeds=True)

    def _attempt(self, job: Job, receipt: Receipt | None) -> Case[Any] | None:
        """Decide and write; ``None`` if the facts grew stale meanwhile."""
        subject = job.subject or new_subject()
        if not _needs_facts(job):
            return self.office.atomically(
                lambda: self._write(job, subject, receipt, self.office.work(), None)
            )
        if receipt and (done := self._repeated(receipt)):
            return done
        work = self.office.work()
        live = self._find(work, job, subject)
        state = work.elapsed(live)
        ask = DeskInquiry(
            self.office, work, live, state, job.command, job.by, job.succeeds
        )
        facts = gather(ask)

        def write() -> Case[Any] | None:
            if ask.is_stale():
                return None
            work = self.office.work(ask.now)
            return self._write(job, subject, receipt, work, facts)

        return self.office.atomically(write)

    def _write(
        self,
        job: Job,
        subject: SubjectId,
        receipt: Receipt | None,
        work: Work,
        facts: Facts | None,
    ) -> Case[Any]:
        """Decide and write inside a transaction, or return the first result."""
        if receipt and (done := self._repeated(receipt)):
            return done
        if job.subject is None:
            self.office.vault.create(subject)
        was = work.catch_up(self._find(work, job, subject))
        live = work.carry_out(was, job.command, by=job.by, facts=facts, receipt=receipt)
        require_one_each(work, was, live)
        UseLog(self.office).served(*job.step, live.subject, at=work.now)
        return _as_case(live)

    def _find(self, work: Work, job: Job, subject: SubjectId) -> Live:
        if job.case is None:
            return work.open(job.workflow, subject)
        event = self.office.storage.last(job.case.id)
        if event is None or event.workflow != job.workflow.name:
            raise CaseNotFoundError(workflow=job.workflow.name)
        if event.version != job.case.version and not job.on_newest:
            raise VersionConflictError
        return work.load(event)

    def _catch_up_others(self, job: Job) -> None:
        """Let time do its work on the holder's other cases before a rule looks."""
        if job.subject is None:
            return
        now, mine = self.office.now, job.case and job.case.id
        storage = self.office.storage
        for whose in one_person(self.office.work(), job.subject):
            for case in storage.due(before=now, limit=OVERDUE, subject=whose):
                if case != mine:
                    self.tick(case, now)

    def _receipt(self, job: Job) -> Receipt | None:
        """Return keyed digests, so that a receipt tells nothing by itself."""
        if job.key is None:
            return None
        tag, kind = self.office.keys.lookup.tag, type(job.command).__name__
        said = f"{job.workflow.name}/{kind}/".encode() + job.command.to_json()
        name = tag(b"receipt/" + f"{job.by.id}/{job.key}".encode())
        return Receipt(name.hex(), tag(b"fingerprint/" + said).hex())

    def _repeated(self, receipt: Receipt) -> Case[Any] | None:
        found = self.office.storage.receipt(receipt.key)
        if found is None:
            return None
        if found[0] != receipt:
            raise KeyReusedError
        return _as_case(self.office.work().load(found[1]))

    def _present(self, work: Work, event: Event) -> Case[Any]:
        live = work.load(event)
        return _as_case(live._replace(state=work.elapsed(live)))

    def _shown(self, work: Work, events: Iterable[Event]) -> Iterator[Case[Any]]:
        """Yield the cases whose holders have not been erased."""
        for event in events:
            with suppress(SubjectErasedError):
                yield self._present(work, event)

    def _happening(self, workflow: Workflow[S, C], event: Event) -> Happening[S]:
        state = None
        if event.data:
            with suppress(SubjectErasedError):
                state = cast("S", read_state(self.office.vault, workflow, event))
        return Happening(
            event.version,
            event.command,
            state,
            event.state,
            event.actor,
            event.at,
            event.cause,
            event.behind,
        )


def _needs_facts(job: Job) -> bool:
    """Whether any arrow of the command asks for facts."""
    return type(job.command) in job.workflow.informed


def _looks_around(job: Job) -> bool:
    """Whether other cases of the subject matter: for facts, or for what they hold."""
    return Claim in job.workflow.kinds or _needs_facts(job)


def _as_case(live: Live) -> Case[Any]:
    state = cast("State", live.state)  # it has been written, so there is one
    return Case(live.case, live.subject, live.version, state, live.workflow.name)
