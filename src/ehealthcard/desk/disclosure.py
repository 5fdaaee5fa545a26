"""A card ID turned back into its document, on the record (卡号还原)."""

import attrs

from ehealthcard.errors import CardNotFoundError, RevealError
from ehealthcard.identity import CardId, IdDocument, IdScheme
from ehealthcard.services.foundation.card import Reveal, card_life
from ehealthcard.workflow import Actor

from .blocking import Blocks
from .office import Office
from .using import UseLog


@attrs.frozen
class Disclosure:
    """Discloses what is private, to those who may, on the record."""

    office: Office

    def reveal(self, card_id: CardId, by: Actor, reason: str) -> IdDocument:
        """Turn a card ID back into its document; the event is written first."""
        office = self.office
        Blocks(office).require_actor(by)
        row = office.storage.card(card_id)
        if row is None:
            raise CardNotFoundError
        makers = [t for t in office.tokenizers if t.keys.generation == row.generation]
        if not makers or makers[0].scheme is not IdScheme.NATIONAL:
            raise RevealError

        def turn_back() -> IdDocument:
            work = office.work()
            event = office.storage.last(row.case)
            person = office.vault.person(row.subject)
            if event is None or person is None:
                raise RevealError
            UseLog(office).served(card_life.name, Reveal.__name__, by, row.subject)
            return makers[0].reveal(
                card_id,
                bytes.fromhex(person.master_index),
                by=by.id,
                reason=reason,
                audit=lambda said: work.carry_out(
                    work.load(event), Reveal(reason=said.reason), by=by
                ),
            )

        return office.atomically(turn_back)
