"""Foreign card holders at this desk (跨域就诊者).

A visitor has no card here. What is known of him is what his issuer said, for as long as
he stands there; it is not stored. Who is to be cared for here gets a *visiting card*
(访客卡): the machine of a temporary card, without a name, for a term. It is found again
by the visiting ID, a keyed hash of issuer and card ID that only this desk can make. It
is the same whether the issuer was asked or not, which its pseudonym could not be.
"""

from datetime import datetime, timedelta

import attrs

from ehealthcard.crypto import derive
from ehealthcard.identity import Card, CardId, CardStatus, Pseudonym
from ehealthcard.ports import CardRow
from ehealthcard.qr import Tier, Verdict
from ehealthcard.rules.crossing import Limit
from ehealthcard.services.foundation.card import IssueTemporary, Temporary, card_life
from ehealthcard.workflow import Actor

from .casework import Casework
from .names import new_subject
from .office import Office

TERM = timedelta(days=7)


@attrs.frozen
class ForeignVisitor:
    """The holder of a foreign card whose code was good, and is now used up."""

    issuer: str
    """Code of the card manager that issued the card."""

    verdict: Verdict
    """``ACCEPT``, or ``LIMITED``: for what can be taken back, not for paying."""

    limits: tuple[Limit, ...]
    """Why it is limited."""

    tier: Tier
    online: bool
    """Whether the issuer itself has said so."""

    record: str
    """The use-card record of this scan."""

    at: datetime
    visiting_id: CardId = attrs.field(repr=False)
    """Under which the visitor is found again here; it means nothing elsewhere."""

    pseudonym: Pseudonym | None = attrs.field(default=None, repr=False)
    """What the issuer calls the card towards this card manager, if it was asked."""

    name: str | None = attrs.field(default=None, repr=False)
    """Masked, to be compared with a document, if the issuer was asked."""

    assurance: str | None = None
    """``window``, ``remote`` or ``none``, if the issuer was asked."""

    good_until: datetime | None = None
    """Until when the issuer's word may be relied upon, if it was asked."""

    card: Card | None = attrs.field(default=None, repr=False)
    """The visiting card, if there is one in force."""


@attrs.frozen
class Visitors:
    """Finds and receives visitors."""

    office: Office

    def visiting_id(self, issuer: str, card_id: CardId) -> CardId:
        """Return under which ID a foreign card is known here."""
        key = self.office.keys.pseudonym
        return CardId.from_bytes(derive(key, "visitor", issuer.encode(), card_id.data))

    def card(self, visiting_id: CardId) -> Card | None:
        """Return the visiting card, if its term is not over."""
        row = self.office.storage.card(visiting_id)
        if row is None:
            return None
        life = Casework(self.office).case(card_life, row.case)
        if not isinstance(life.state, Temporary):
            return None
        return Card(visiting_id, row.subject, CardStatus.TEMPORARY, row.case)

    def receive(self, visiting_id: CardId, by: Actor, term: timedelta) -> Card:
        """Return the visiting card, a new one if none is in force."""

        def write() -> Card:
            if known := self.card(visiting_id):
                return known
            return self._open(visiting_id, by, term)

        return self.office.atomically(write)

    def _open(self, visiting_id: CardId, by: Actor, term: timedelta) -> Card:
        office, storage = self.office, self.office.storage
        if storage.card(visiting_id) is not None:
            storage.drop_card(visiting_id)  # its term is over: a new stay, a new name
        work, subject = office.work(), new_subject()
        office.vault.create(subject)
        live = work.open(card_life, subject)
        generation = office.tokenizers[0].keys.generation
        storage.add_card(CardRow(visiting_id, subject, live.case, generation))
        command = IssueTemporary(channel=by.channel.value, until=work.now + term)
        work.carry_out(live, command, by=by)
        return Card(visiting_id, subject, CardStatus.TEMPORARY, live.case)
