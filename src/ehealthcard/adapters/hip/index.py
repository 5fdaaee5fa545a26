"""A platform's patient numbers, and encounter cards in it (患者索引与就诊卡)."""

from collections.abc import Callable, Sequence
from uuid import uuid4

import attrs

from ehealthcard.errors import HipMessageError, OutsideUnavailableError
from ehealthcard.identity import CardId, SubjectId
from ehealthcard.ports import Accepted, Answer, PatientNumber, Rejected, Unclear

from .client import NOT_FOUND, HipClient
from .layouts import Row
from .services import HipService


@attrs.frozen
class HipPatientIndex:
    """See :class:`ehealthcard.ports.PatientIndex`: asks by card ID, and by no name.

    Args:
        client: The platform.
        org: Code of the institution whose numbers these are, where an answer has none.
        cards: The card IDs of a subject, such as those that storage knows.

    """

    client: HipClient
    org: str
    cards: Callable[[SubjectId], Sequence[CardId]] = attrs.field(repr=False)

    def numbers(self, subject: SubjectId, /) -> tuple[PatientNumber, ...]:
        """See :class:`ehealthcard.ports.PatientIndex`."""
        found: dict[PatientNumber, None] = {}
        for card in self.cards(subject):
            for row in _find(self.client, card):
                if number := row.get("patient"):
                    org = str(row.get("org", self.org))
                    found[PatientNumber(org, str(number))] = None
        return tuple(found)


@attrs.frozen
class HipCards:
    """Tells a platform of electronic health cards as encounter cards (就诊卡).

    Args:
        client: The platform.

    """

    client: HipClient

    def add(self, card: CardId, patient: str, *, key: str) -> Answer:
        """Bind a card to a patient's number; after ``Unclear`` ask :meth:`query`.

        Raises:
            OutsideUnavailableError: It certainly did not arrive.

        """
        row: Row = {"patient": patient, "card": str(card)}
        return self.client.tell(HipService.CARD_ADD, row, key=key)

    def query(self, card: CardId, patient: str, *, key: str) -> Answer:
        """Say whether the card is the patient's there; it may be added again if not.

        Rejected with ``HIP_NOT_FOUND`` where the platform knows of no such card.
        """
        try:
            rows = _find(self.client, card)
        except (OutsideUnavailableError, HipMessageError):
            return Unclear()
        self.client.settle(key)
        if any(row.get("patient") == patient for row in rows):
            return Accepted()
        return Rejected(code=NOT_FOUND)


def _find(client: HipClient, card: CardId) -> list[Row]:
    name = uuid4().hex
    wanted: Row = {"query": name, "card": str(card)}
    return client.find(HipService.CARD_QUERY, wanted, key=name)
