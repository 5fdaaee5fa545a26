"""card -> code (出示)."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime, timedelta

import attrs

from ehealthcard.errors import (
    CardError,
    CardNotFoundError,
    CodeRequestError,
    Phrase,
)
from ehealthcard.identity import Card, CardId
from ehealthcard.monitor.access import Action
from ehealthcard.ports import CardRow, IssuedText
from ehealthcard.ports.codes import SHOWN
from ehealthcard.qr import (
    ChainGrant,
    DeviceGrant,
    NationalForm,
    NationalText,
    PooledCode,
    Tier,
    authorise_chain,
    authorise_device,
    issue_code,
    national,
)
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Actor

from .guard import Guard
from .names import new_nonce
from .office import Office, as_card
from .using import POOL, Use, UseLog

LIFETIME = timedelta(seconds=60)
POOLED = timedelta(hours=2)
LARGEST_POOL = 50
MOST_AT_ONCE = 60
POOL_SIZES = Phrase(f"1 to {LARGEST_POOL}", f"1至{LARGEST_POOL}")
LATER = Phrase("later, for too many codes end then", "稍后的时间，同一时刻码文过多")
NOT_TEMPORARY = Phrase(
    "another one, for temporary cards have these", "其他类型，此类码属于临时卡"
)


@attrs.frozen
class ShownCode:
    """A code to show on a screen."""

    text: str = attrs.field(repr=False)
    expires_at: datetime | None
    """Its last good moment; ``None`` for a static code."""


@attrs.frozen
class Showing:
    """Issues codes for active cards, to those who may show them."""

    office: Office

    def show(
        self,
        card_id: CardId,
        tier: Tier,
        audience: str | None,
        lifetime: timedelta,
        *,
        by: Actor,
    ) -> ShownCode:
        """Return a fresh code, on record."""
        with self._recorded(card_id, tier.value, by) as row:
            return self._shown(self._active(row, by), tier, audience, lifetime)

    def _shown(
        self, card: Card, tier: Tier, audience: str | None, lifetime: timedelta
    ) -> ShownCode:
        office, now, card_id = self.office, self.office.now, card.id
        if tier is Tier.TEMPORARY:
            raise CodeRequestError(field="tier", needs=NOT_TEMPORARY)
        if tier is Tier.NATIONAL and audience is None:
            return self._national(card, now.replace(microsecond=0) + lifetime)
        text = issue_code(
            card_id,
            keys=office.keys,
            tier=tier,
            nonce=new_nonce(),
            at=now,
            lifetime=lifetime,
            audience=audience,
        )
        if tier is Tier.STATIC:
            return ShownCode(text, None)
        return ShownCode(text, now.replace(microsecond=0) + lifetime)

    def pool(
        self,
        card_id: CardId,
        count: int,
        audience: str | None,
        lifetime: timedelta,
        *,
        by: Actor,
    ) -> list[PooledCode]:
        """Return codes for a phone to fetch ahead; that is one record."""
        with self._recorded(card_id, POOL, by) as row:
            if not 0 < count <= LARGEST_POOL:
                raise CodeRequestError(field="count", needs=POOL_SIZES)
            card = self._active(row, by)
            shown = [
                self._shown(card, Tier.SIGNED, audience, lifetime) for _ in range(count)
            ]
        return [PooledCode(s.text, s.expires_at) for s in shown if s.expires_at]

    def authorise_device(
        self, card_id: CardId, device_key: bytes, *, by: Actor
    ) -> DeviceGrant:
        """Let a phone's key make codes for a day."""
        keys, now = self.office.keys, self.office.now
        with self._recorded(card_id, Tier.DEVICE.value, by) as row:
            self._active(row, by)
            return authorise_device(card_id, device_key, keys=keys, at=now)

    def authorise_chain(
        self,
        card_id: CardId,
        anchor: bytes,
        slot: timedelta,
        audience: str | None,
        *,
        by: Actor,
    ) -> ChainGrant:
        """Let a phone's hash chain make codes for a day."""
        keys, now = self.office.keys, self.office.now
        with self._recorded(card_id, Tier.DEVICE.value, by) as row:
            self._active(row, by)
            return authorise_chain(
                card_id, anchor, keys=keys, at=now, slot=slot, audience=audience
            )

    @contextmanager
    def _recorded(
        self, card_id: CardId, tier: str, by: Actor
    ) -> Generator[CardRow | None]:
        """Look for the card; write down that a code was shown, or why not."""
        row = self.office.storage.card(card_id)
        subject, log = row.subject if row else None, UseLog(self.office)
        try:
            yield row
        except (CardError, CodeRequestError) as error:
            log.alone(Use(SHOWN + tier, subject, error.code), by)
            raise
        log.alone(Use(SHOWN + tier, subject), by)

    def _active(self, row: CardRow | None, by: Actor) -> Card:
        self.office.ring.require()
        if row is None:
            raise CardNotFoundError
        card = as_card(row)
        Guard(self.office).pass_to(by, Action.SHOW, card.subject)
        require_active(card.status)
        return card

    def _national(self, card: Card, until: datetime) -> ShownCode:
        """Issue a national text and note that: it proves nothing else.

        The text says nothing but card and second, so a second one for the same moment
        gets a second more, and who asks for a minute's worth gets none.
        """
        storage, protection = self.office.storage, self.office.keys.protection()

        def issue() -> ShownCode:
            for later in range(MOST_AT_ONCE):
                ends = until + timedelta(seconds=later)
                valid = national.validity(protection, ends)
                text = NationalText(NationalForm.DYNAMIC, card.id, valid)
                if storage.text(text.digest) is None:
                    issued = IssuedText(text.digest, card.subject, ends, uses=1)
                    storage.remember_text(issued)
                    return ShownCode(str(text), ends)
            raise CodeRequestError(field="at", needs=LATER)

        return self.office.atomically(issue)
