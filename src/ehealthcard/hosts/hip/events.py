"""What a platform's messages mean to a desk (平台消息与服务台).

Signals have the effect of once, however often the same message comes.
"""

from collections.abc import Callable
from datetime import datetime

import attrs

from ehealthcard.adapters.hip import (
    DISCHARGED,
    PERSON,
    PERSON_FOUND,
    PERSON_WANTED,
    HipService,
    Layout,
    Row,
)
from ehealthcard.codesets import IdKind
from ehealthcard.desk import ServiceDesk
from ehealthcard.errors import (
    CardNotFoundError,
    HipActionError,
    HipMessageError,
    Phrase,
)
from ehealthcard.identity import Card, CardId, CardStatus, IdDocument
from ehealthcard.rules.signals import PatientIndexChanged, PersonDied, StayEnded
from ehealthcard.rules.stays import StayEnd
from ehealthcard.workflow import Actor

ENDS = {
    "1": StayEnd.DISCHARGED,
    "2": StayEnd.TRANSFERRED,
    "3": StayEnd.TRANSFERRED,
    "4": StayEnd.DISCHARGED,
    "5": StayEnd.DIED,
    "9": StayEnd.DISCHARGED,
}
"""离院方式 (CV06.00.226, recalled): 医嘱离院、转院、转社区、非医嘱离院、死亡、其他."""


@attrs.frozen
class HipEvents:
    """Carries out messages at a desk.

    Args:
        desk: Where cards and cases are.
        by: In whose name the platform asks; the desk's access policy decides.
        org: Code of the institution whose platform it is.

    """

    desk: ServiceDesk
    by: Actor
    org: str

    def clock(self) -> datetime:
        """Return the desk's time."""
        return self.desk.clock()

    def take(self, service: HipService, row: Row) -> str | None:
        """Carry out one message; return what a query found, as XML.

        Raises:
            HipActionError: Nobody here does anything about such a message.
            HipMessageError: What it must say is missing.
            CardNotFoundError: A query found nobody.
            AccessDeniedError: The platform's actor may not see the card.

        """
        acts: dict[HipService, Callable[[Row], str | None]] = {
            HipService.PERSON_REGISTER: self._person,
            HipService.PERSON_UPDATE: self._person,
            HipService.DISCHARGE_ADD: self._discharge,
            HipService.PERSON_QUERY: self._look_up,
            HipService.CARD_QUERY: self._look_up,
        }
        if service not in acts:
            raise HipActionError
        return acts[service](row)

    def _person(self, row: Row) -> None:
        card = self._card(row)
        if card is None:
            return  # a patient without a card is nobody here
        if "died" in row:
            self.desk.announce(PersonDied(card=card.subject))
        self.desk.announce(PatientIndexChanged(card=card.subject))

    def _discharge(self, row: Row) -> None:
        number, said = row.get("admission"), str(row.get("disposition", "1"))
        if not number or said not in ENDS:
            raise HipMessageError(
                reason=Phrase(
                    "a discharge without its stay, or of no kind",
                    "出院缺少对应住院或去向",
                )
            )
        org, how = row.get("org", self.org), ENDS[said]
        if org != self.org:
            raise HipMessageError(
                reason=Phrase("another institution's stay", "属于其他机构的住院")
            )
        self.desk.announce(StayEnded(admission=f"{org}:{number}", how=how))
        if how is StayEnd.DIED and (card := self._card(row)):
            self.desk.announce(PersonDied(card=card.subject))

    def _look_up(self, row: Row) -> str:
        card = self._card(row)
        if card is None or card.status in (CardStatus.CANCELLED, CardStatus.ERASED):
            raise CardNotFoundError
        found: Row = {"card": str(card.id)}
        if "document" in row:
            found["document"] = row["document"]
        return PERSON_FOUND.write(found)

    def _card(self, row: Row) -> Card | None:
        if "document" in row:
            document = IdDocument(IdKind.RESIDENT_ID, str(row["document"]))
            return self.desk.find(document, by=self.by)
        if "card" in row:
            return self.desk.card(CardId(str(row["card"])), by=self.by)
        return None


READ_BY: dict[HipService, Layout] = {
    HipService.PERSON_REGISTER: PERSON,
    HipService.PERSON_UPDATE: PERSON,
    HipService.DISCHARGE_ADD: DISCHARGED,
    HipService.PERSON_QUERY: PERSON_WANTED,
    HipService.CARD_QUERY: PERSON_WANTED,
}
"""Where the facts of what is carried out stand; a host's own layouts go here."""
