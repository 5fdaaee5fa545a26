"""Destroying all that is known of somebody (删除个人信息, PIPL art. 47).

What is sealed becomes noise as its key is destroyed; what ties the card ID to the
subject goes with it, as a NATIONAL card ID can be turned back into the document. The
events stay: that something was done, by whom and when, and that it was erased.
"""

import attrs

from ehealthcard.errors import CardNotFoundError
from ehealthcard.errors.workflow import ERASURE_OPEN_CASES
from ehealthcard.identity import CardId, SubjectId
from ehealthcard.ports import Tombstone
from ehealthcard.services.foundation.card import EraseHolder, card_life
from ehealthcard.workflow import CARD, Actor

from .office import Office


@attrs.frozen
class Erasure:
    """Erases holders."""

    office: Office

    def erase(self, card_id: CardId, by: Actor, reason: str) -> Tombstone:
        """Erase the holder of a cancelled card."""
        office = self.office
        row = office.storage.card(card_id)
        if row is None:
            raise CardNotFoundError

        def destroy() -> Tombstone:
            work = office.work()
            event = office.storage.last(row.case)
            if event is None:
                raise CardNotFoundError
            self._require_closed(row.subject)
            live = work.catch_up(work.load(event))
            work.carry_out(live, EraseHolder(), by=by)
            for card in office.storage.cards_of(row.subject):
                office.storage.drop_card(card.card_id)
            stone = Tombstone(row.subject, work.now, by.id, reason)
            office.storage.bury(stone)
            return stone

        return office.atomically(destroy)

    def _require_closed(self, subject: SubjectId) -> None:
        """Refuse while a service still works for the holder."""
        events = self.office.storage.related(CARD, subject)
        found = {e.workflow for e in events if e.subject == subject}
        if names := sorted(found - {card_life.name}):
            raise ERASURE_OPEN_CASES.broken(names=", ".join(names))
