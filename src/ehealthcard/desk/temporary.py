"""Cards for people who cannot say who they are (临时卡).

The card ID is random and stands for nobody; the text ends in ``:9`` and is good by the
desk's own record only, as often as needed, until its term ends.
"""

import secrets
from datetime import datetime, timedelta

import attrs

from ehealthcard.identity import Card, CardId
from ehealthcard.ports import CardRow, IssuedText
from ehealthcard.qr import NationalForm, NationalText
from ehealthcard.services.foundation.card import IssueTemporary, card_life
from ehealthcard.workflow import Actor

from .names import new_subject
from .office import Office

TERM = timedelta(days=1)
MANY = 1_000_000


@attrs.frozen
class TemporaryCard:
    """A card without a name, and the text that is printed for its holder."""

    card: Card
    text: str = attrs.field(repr=False)
    expires_at: datetime


@attrs.frozen
class TemporaryCards:
    """Issues temporary cards."""

    office: Office

    def issue(self, by: Actor, term: timedelta) -> TemporaryCard:
        """Return a new temporary card."""
        office, storage = self.office, self.office.storage
        office.ring.require()
        until = office.now + term
        card_id = CardId.from_bytes(secrets.token_bytes(32))
        text = NationalText(NationalForm.TEMPORARY, card_id)

        def write() -> None:
            work, subject = office.work(), new_subject()
            office.vault.create(subject)
            live = work.open(card_life, subject)
            generation = office.tokenizers[0].keys.generation
            storage.add_card(CardRow(card_id, subject, live.case, generation))
            command = IssueTemporary(channel=by.channel.value, until=until)
            work.carry_out(live, command, by=by)
            storage.remember_text(IssuedText(text.digest, subject, until, MANY))

        office.atomically(write)
        return TemporaryCard(office.card(card_id), str(text), until)
