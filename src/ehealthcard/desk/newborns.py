"""A certified birth and the child's own card find each other (新生儿建档提示).

The signal of a certified birth names the mother, for the child may have no card yet. It
is found by the number of its birth certificate: when the police have entered it, and
when a card is registered with it, whichever comes last.
"""

from contextlib import suppress
from typing import TYPE_CHECKING

from ehealthcard.codesets import IdKind
from ehealthcard.errors import IdentityError
from ehealthcard.identity import IdDocument, SubjectId
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.schedule import school_age
from ehealthcard.rules.signals import NewbornCertified, NewbornKnown
from ehealthcard.services.birth_certificate.effects import child_begins
from ehealthcard.services.birth_certificate.states import Live
from ehealthcard.services.child_health import child_health

if TYPE_CHECKING:
    from .work import Work

NUMBER = "birth-number"
"""The link of a certificate to its number."""


def find_card(work: "Work", signal: NewbornCertified, cause: str | None) -> None:
    """Let the child's own services know, if it has a card by now."""
    with suppress(IdentityError):  # a number that no document can have
        paper = IdDocument(IdKind.BIRTH_CERTIFICATE, signal.certificate)
        subject = work.holder_of(paper)
        if subject is not None:
            _tell(work, subject, signal, cause)


def find_certificate(work: "Work", subject: SubjectId, paper: IdDocument) -> None:
    """The same for a card that was registered just now."""
    if paper.kind is not IdKind.BIRTH_CERTIFICATE:
        return
    for event in work.storage.related(NUMBER, paper.number):
        state = work.load(event).state
        signal = child_begins(state) if isinstance(state, Live) else None
        if signal is not None and signal.certificate == paper.number:
            _tell(work, subject, signal, event.id)


def _tell(
    work: "Work", subject: SubjectId, signal: NewbornCertified, cause: str | None
) -> None:
    person = work.vault.person(subject)
    same = person is not None and person.birth_date == signal.born_on
    known = work.storage.cases_of(subject, child_health.name, before=None, limit=1)
    if same and not known and day_of(work.now) < school_age(signal.born_on):
        signalled = NewbornKnown(
            card=subject,
            born_on=signal.born_on,
            org=signal.org,
            org_name=signal.org_name,
        )
        work.announce(signalled, cause=cause)
