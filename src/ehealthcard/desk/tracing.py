"""Refusals that leave a trace (拒绝留痕); see :mod:`..services.foundation.refusal`."""

import attrs

from ehealthcard.errors import AccessDeniedError
from ehealthcard.identity import SubjectId
from ehealthcard.services.foundation.refusal import NoteLook, NoteOpening, refusal
from ehealthcard.workflow import Actor, Command, Rule

from .office import Office


@attrs.frozen
class Attempt:
    """What was refused."""

    workflow: str
    case: str | None
    """``None`` where one was to be opened."""

    subject: SubjectId | None
    command: type[Command]

    def note(self, rule: Rule) -> NoteLook | NoteOpening:
        """Return what is written down of it."""
        name = self.command.__name__
        if self.case is None:
            return NoteOpening(workflow=self.workflow, command=name, code=rule.code)
        return NoteLook(
            workflow=self.workflow, command=name, code=rule.code, case=self.case
        )


@attrs.frozen
class Look:
    """A look that was refused before any case was touched."""

    service: str
    action: str
    subject: SubjectId


@attrs.frozen
class Refusals:
    """Writes down who ran into a rule that is traced."""

    office: Office

    def note(self, rule: Rule, attempt: Attempt, by: Actor) -> None:
        """Write a refusal down in a transaction of its own, if the rule asks for it.

        Raises:
            StorageError: It could not be written.

        """
        if not rule.traced or refusal.name not in self.office.catalogue.named:
            return
        subject = self._whose(attempt)
        if subject is None:
            return
        self._write(subject, attempt.note(rule), by)

    def note_look(self, look: Look, by: Actor) -> None:
        """Write down who wanted to look at a holder's affairs and may not.

        Raises:
            StorageError: It could not be written.

        """
        if refusal.name not in self.office.catalogue.named:
            return
        said = NoteOpening(
            workflow=look.service, command=look.action, code=AccessDeniedError.code
        )
        self._write(look.subject, said, by)

    def _write(
        self, subject: SubjectId, said: NoteLook | NoteOpening, by: Actor
    ) -> None:
        def write() -> None:
            work = self.office.work()
            work.carry_out(work.open(refusal, subject), said, by=by)

        self.office.atomically(write)

    def _whose(self, attempt: Attempt) -> SubjectId | None:
        """Return whose affairs they are; the case knows better than its caller."""
        event = self.office.storage.last(attempt.case) if attempt.case else None
        return event.subject if event else attempt.subject
