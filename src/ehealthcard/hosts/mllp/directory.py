"""Whose card a patient's numbers belong to, as an integrator knows it (患者标识)."""

from collections.abc import Callable, Mapping
from typing import Protocol

import attrs

from ehealthcard.adapters.hl7 import Identifiers
from ehealthcard.desk import ServiceDesk
from ehealthcard.errors import Phrase, UnknownHl7KeyError
from ehealthcard.identity import Card, IdDocument
from ehealthcard.workflow import Actor


class PatientDirectory(Protocol):
    """Whoever knows which card a number in PID-3 means.

    A message may come again: the same call twice has the effect of once.
    """

    def card(self, identifiers: Identifiers, /) -> Card | None:
        """Return the card that all numbers it knows mean; ``None`` if none is known.

        Raises:
            UnknownHl7KeyError: They mean different people.

        """
        ...

    def learn(self, card: Card, identifiers: Identifiers, /) -> bool:
        """Note the numbers of a holder; return whether any was new."""
        ...

    def merge(self, kept: Identifiers, gone: Identifiers, /) -> None:
        """Note that the numbers *gone* mean who *kept* means (合并)."""
        ...


ReadDocument = Callable[[str], IdDocument]


@attrs.frozen
class DocumentDirectory:
    """Finds a holder by the document among the numbers; it keeps none itself.

    Only numbers whose authority and kind are declared are looked at, so that a hospital
    number is never taken for a document.

    Args:
        desk: The desk that knows the cards.
        documents: How a number is read, by authority and kind (CX-4.1 and CX-5).
        by: Who looks.

    """

    desk: ServiceDesk
    documents: Mapping[tuple[str, str], ReadDocument]
    by: Actor

    def card(self, identifiers: Identifiers, /) -> Card | None:
        """See :class:`PatientDirectory`.

        Raises:
            InvalidDocumentError: A declared number is no document.
            UnknownHl7KeyError: The documents mean different people.

        """
        found: dict[str, Card] = {}
        for one in identifiers:
            read = self.documents.get((one.authority, one.kind))
            if read and (card := self.desk.find(read(one.number), by=self.by)):
                found[card.subject] = card
        if len(found) > 1:
            raise UnknownHl7KeyError(
                what=Phrase("PID-3 names different people", "PID-3 指向不同的人")
            )
        return next(iter(found.values()), None)

    def learn(self, card: Card, identifiers: Identifiers, /) -> bool:  # noqa: ARG002  # the protocol's
        """Keep nothing: a document is on the card already."""
        return False

    def merge(self, kept: Identifiers, gone: Identifiers, /) -> None:
        """Keep nothing: documents are not merged."""
