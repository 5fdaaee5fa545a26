"""Hash chains: a phone makes codes with nothing but a secret and a hash.

The last link is the secret; each link before it is the hash of the next::

    link[i - 1] = H("EHC1" || card ID || i as 2 bytes || link[i])[:16]

The issuer signs ``link[0]``, the anchor. In slot *i* the phone shows ``link[i]``, which
leads back to the anchor and tells nothing about later slots. Card ID and position in
the hash keep chains of many phones from being attacked together.
"""

from datetime import datetime, timedelta

import attrs
from cryptography.hazmat.primitives import hashes

from ehealthcard.crypto import KeyRing, Suite, tag_holds
from ehealthcard.errors import CodeRequestError, Phrase
from ehealthcard.identity import CardId

from . import lifetime as lifetimes
from .audience import audience_hash
from .envelope import CHAIN_CLAIMS, DOMAIN, HEAD, seal
from .issue import head, unix_seconds
from .types import LIFETIME, Form

LINK = 16
DAY = 86_400
SHORTEST_SLOT = 30
"""Seconds; keeps a chain of a day below 2,880 links and a gate's work small."""
SIXTEEN = Phrase("of 16 bytes", "16字节")
GRANTED = Phrase("the chain that was granted", "获得授权的哈希链")
TODAY = Phrase("within the day of the grant", "授权当日内的时间")
LONG_ENOUGH = Phrase("30 seconds or longer", "30秒以上")


def _back(suite: Suite, card: bytes, slot: int, link: bytes) -> bytes:
    hasher = hashes.Hash(suite.hash)
    hasher.update(b"EHC1" + card + slot.to_bytes(2, "big") + link)
    return hasher.finalize()[:LINK]


def leads_to(anchor: bytes, suite: Suite, card: bytes, slot: int, link: bytes) -> bool:
    """Return whether *link* of *slot* leads back to *anchor*."""
    for position in range(slot, 0, -1):
        link = _back(suite, card, position, link)
    return tag_holds(anchor, link)


@attrs.frozen
class HashChain:
    """A phone's chain for one card and one day."""

    links: tuple[bytes, ...] = attrs.field(repr=False)
    """``links[0]`` is the anchor, ``links[i]`` what slot *i* shows."""

    @classmethod
    def grow(
        cls,
        secret: bytes,
        card_id: CardId,
        suite: Suite,
        *,
        slot: timedelta = LIFETIME,
    ) -> "HashChain":
        """Return the chain of a day of slots.

        Args:
            secret: 16 bytes from the phone's random source, new for every chain.
            card_id: Whose codes.
            suite: The issuer's.
            slot: How long each link is shown.

        Raises:
            CodeRequestError: The secret has not 16 bytes, or the slot has no byte.

        """
        if len(secret) != LINK:
            raise CodeRequestError(field="secret", needs=SIXTEEN)
        links, card = [secret], card_id.data
        for position in range(DAY // _slot_seconds(slot), 0, -1):
            links.append(_back(suite, card, position, links[-1]))
        return cls(tuple(reversed(links)))

    @property
    def anchor(self) -> bytes:
        """The 16 bytes that the issuer signs."""
        return self.links[0]


@attrs.frozen
class ChainGrant:
    """The issuer's word that a chain may make codes for a card, for a day."""

    data: bytes = attrs.field(repr=False)
    """What was signed, and the signature: kept on the phone."""

    def issue(self, chain: HashChain, *, at: datetime) -> str:
        """Return the code of the slot that *at* lies in.

        Raises:
            CodeRequestError: Another chain, or the day is over.

        """
        if self.data[CHAIN_CLAIMS - LINK : CHAIN_CLAIMS] != chain.anchor:
            raise CodeRequestError(field="chain", needs=GRANTED)
        granted = int.from_bytes(self.data[HEAD : HEAD + 4], "big")
        length = lifetimes.SECONDS_OF[self.data[HEAD + 4]]
        slot = 1 + max(0, unix_seconds(at) - granted) // length
        if slot >= len(chain.links):
            raise CodeRequestError(field="at", needs=TODAY)
        return seal(self.data + slot.to_bytes(2, "big") + chain.links[slot])


def authorise_chain(
    card_id: CardId,
    anchor: bytes,
    *,
    keys: KeyRing,
    at: datetime,
    slot: timedelta = LIFETIME,
    audience: str | None = None,
) -> ChainGrant:
    """Let the phone with this chain make codes for *card_id* for a day.

    Args:
        card_id: Whose codes.
        anchor: 16 bytes, the chain's first link.
        keys: The issuer's ring.
        at: When the first slot begins.
        slot: How long each link is shown; at least 30 seconds.
        audience: The only place or purpose the day's codes are for.

    Raises:
        CodeRequestError: It cannot be granted like this; the error names the argument.

    """
    if len(anchor) != LINK:
        raise CodeRequestError(field="anchor", needs=SIXTEEN)
    key = keys.codes[0]
    begin = head(keys.suite, Form.DEVICE_CHAIN, key.id, card_id, unix_seconds(at))
    length = bytes([_slot_byte(slot)])
    signed = begin + length + audience_hash(keys.suite, audience) + anchor
    return ChainGrant(signed + key.signer.sign(DOMAIN + signed))


def _slot_seconds(slot: timedelta) -> int:
    return lifetimes.SECONDS_OF[_slot_byte(slot)]


def _slot_byte(slot: timedelta) -> int:
    if slot.total_seconds() < SHORTEST_SLOT:
        raise CodeRequestError(field="slot", needs=LONG_ENOUGH)
    return lifetimes.to_byte(slot, "slot")
