"""Finding people by what they say of themselves (按人口学信息检索, IHE PDQ)."""

from collections.abc import Sequence

import attrs

from ehealthcard.identity import Card, CardStatus, Masked, Person, SubjectId
from ehealthcard.monitor.access import Action, Asked, Reason
from ehealthcard.monitor.access.deciding import denied
from ehealthcard.ports import Demographics, wired
from ehealthcard.workflow import Actor

from .guard import Guard
from .office import Office

KEEPER = "index-keeper"
"""The role of the worker that keeps an index of people."""

NAMER = "worklist-keeper"
"""The role of the worker that names patients to machines which show their names."""


OUT_OF_USE = (CardStatus.CANCELLED, CardStatus.MERGED)


@attrs.frozen
class FoundPerson:
    """Somebody who may be the one; a person looks at it and decides."""

    card: Card
    masked: Masked
    score: float


@attrs.frozen
class People:
    """Finds holders where no code is at hand, and lets an index be kept."""

    office: Office = attrs.field(repr=False)

    def find(
        self, wanted: Demographics, *, by: Actor, limit: int = 10
    ) -> Sequence[FoundPerson]:
        """Return holders who may be the one that is looked for, best first.

        Raises:
            AccessDeniedError: *by* is not staff.
            OutsideUnavailableError: The index does not answer.
            CapabilityUnavailableError: None is plugged in.

        """
        Guard(self.office).look(Asked(by, Action.LIST))
        index = wired(self.office.ports.people, "people")
        found: list[FoundPerson] = []
        for match in index.search(wanted, limit=limit):
            card = self.office.card_of(match.subject)
            person = self.office.vault.person(match.subject)
            if card and person and card.status not in OUT_OF_USE:
                found.append(FoundPerson(card, person.masked, match.score))
        return found

    def roll(
        self, *, by: Actor, after: SubjectId | None = None, limit: int = 1000
    ) -> Sequence[tuple[SubjectId, Person | None]]:
        """Return holders in order of their subjects, page by page, for an index.

        *after* is the last one of the page before; a page that is not full is the last.
        Somebody of whom nothing is known is there with ``None``.

        Raises:
            AccessDeniedError: *by* is no ``index-keeper``.

        """
        if KEEPER not in by.roles:
            raise denied(Reason.NOT_STAFF)
        rows = self.office.storage.subjects_after(after or SubjectId(""), limit=limit)
        return [(row.subject, self.office.vault.person(row.subject)) for row in rows]

    def named(self, subject: SubjectId, *, by: Actor) -> Person | None:
        """Return who a holder is, for a machine that must show it; ``None``: unknown.

        An imaging machine, such as one that works off a worklist, shows the patient's
        name and birth date to whoever stands before it: the right one is to be imaged.

        Raises:
            AccessDeniedError: *by* is no ``worklist-keeper``.

        """
        if NAMER not in by.roles:
            raise denied(Reason.NOT_STAFF)
        return self.office.vault.person(subject)
