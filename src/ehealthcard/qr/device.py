"""Codes that a phone makes without network (双离线).

The issuer signs, for one day, either the phone's public key or the anchor of a hash
chain. The phone then signs each code, or reveals the chain's next link. A gate checks
both levels offline.
"""

from datetime import datetime, timedelta
from functools import lru_cache

import attrs

from ehealthcard.crypto import KeyRing, PublicKey, Signer, Suite, VerificationKeys
from ehealthcard.errors import (
    BadSignatureError,
    CodeRequestError,
    ExpiredCodeError,
    FutureCodeError,
    InvalidKeyError,
    WrongAudienceError,
)
from ehealthcard.identity import CardId

from . import chain
from .audience import audience_hash
from .chain import TODAY
from .envelope import (
    CHAIN_CLAIMS,
    DEVICE_KEY_BYTES,
    DOMAIN,
    HEAD,
    SIGNATURE,
    seal,
)
from .issue import claims, head, unix_seconds
from .lifetime import SECONDS_OF
from .types import LIFETIME, Form, UnverifiedCode, VerifiedCode

GRANT_SECONDS = 86_400
"""An authorisation holds for a day, counted from the moment itself."""

CODE_PART = 21


@attrs.frozen
class DeviceGrant:
    """The issuer's word that a phone's key may make codes for a card, for a day."""

    suite: Suite
    data: bytes = attrs.field(repr=False)
    """What was signed, and the signature: kept on the phone."""

    def issue(
        self,
        signer: Signer,
        *,
        nonce: bytes,
        at: datetime,
        lifetime: timedelta = LIFETIME,
        audience: str | None = None,
    ) -> str:
        """Make a code on the phone; it may be bound to a place the phone just read.

        Raises:
            CodeRequestError: It cannot be made like this, or the day is over.

        """
        granted = int.from_bytes(self.data[HEAD : HEAD + 4], "big")
        issued = max(granted, unix_seconds(at))  # a phone's clock may be a bit slow
        if issued > granted + GRANT_SECONDS:
            raise CodeRequestError(field="at", needs=TODAY)
        bound = audience_hash(self.suite, audience)
        signed = self.data + issued.to_bytes(4, "big") + claims(lifetime, nonce, bound)
        return seal(signed + signer.sign(DOMAIN + signed))


def authorise_device(
    card_id: CardId, device_key: bytes, *, keys: KeyRing, at: datetime
) -> DeviceGrant:
    """Let the phone with this public key make codes for *card_id* for a day.

    Args:
        card_id: Whose codes.
        device_key: 33 or 64 bytes (SM2, compressed or not) or 32 bytes (Ed25519).
        keys: The issuer's ring.
        at: From when.

    Raises:
        InvalidKeyError: *device_key* is no public key of the suite.
        TimeZoneMissingError: *at* has none.

    """
    phone = PublicKey(keys.suite, device_key).compact
    key = keys.codes[0]
    form = Form.DEVICE_KEY
    signed = head(keys.suite, form, key.id, card_id, unix_seconds(at)) + phone
    return DeviceGrant(keys.suite, signed + key.signer.sign(DOMAIN + signed))


def device_id(suite: Suite, key_or_anchor: bytes) -> bytes:
    """Return the 8 bytes by which a phone is revoked without its card.

    Args:
        suite: The issuer's.
        key_or_anchor: The phone's public key in its compact form, or its anchor.

    """
    return suite.digest(b"ehealthcard/device\0" + key_or_anchor)[:8]


def verify(
    code: UnverifiedCode, keys: VerificationKeys, expected_audience: str | None
) -> VerifiedCode:
    """Check both levels of a DEVICE code; the caller checks the code's own time.

    Raises:
        UnknownKeyError: The issuer's key is not in force.
        BadSignatureError: One of the two levels was forged or altered.
        WrongAudienceError: Bound to another audience than expected.
        FutureCodeError: Made before the phone was authorised.
        ExpiredCodeError: Made after the phone's day was over.

    """
    issuer = keys.public_key(code.key_id)
    if code.form.has_slot:
        return _chain(code, issuer, expected_audience)
    return _key(code, issuer, expected_audience)


def _key(
    code: UnverifiedCode, issuer: PublicKey, expected_audience: str | None
) -> VerifiedCode:
    payload, suite = code.payload, code.suite
    end = HEAD + 4 + DEVICE_KEY_BYTES[suite]
    granted, key = payload[:end], payload[HEAD + 4 : end]
    made = payload[end + SIGNATURE : -SIGNATURE]
    if not issuer.verify(payload[end : end + SIGNATURE], DOMAIN + granted):
        raise BadSignatureError
    try:
        phone = _device_key(suite, key)
    except InvalidKeyError:
        raise BadSignatureError from None
    if not phone.verify(payload[-SIGNATURE:], DOMAIN + payload[:-SIGNATURE]):
        raise BadSignatureError
    if made[-8:] != audience_hash(suite, expected_audience):
        raise WrongAudienceError
    issued = int.from_bytes(made[:4], "big")
    _within_grant(int.from_bytes(granted[HEAD : HEAD + 4], "big"), issued)
    return VerifiedCode(
        code.form,
        suite,
        CardId.from_bytes(granted[5:HEAD]),
        expected_audience,
        issued,
        SECONDS_OF[made[4]],
        granted + made,
        device_id(suite, key),
    )


def _chain(
    code: UnverifiedCode, issuer: PublicKey, expected_audience: str | None
) -> VerifiedCode:
    payload, suite = code.payload, code.suite
    signed, card = payload[:CHAIN_CLAIMS], payload[5:HEAD]
    slot_bytes, link = payload[-18:-16], payload[-16:]
    if not issuer.verify(payload[CHAIN_CLAIMS:-18], DOMAIN + signed):
        raise BadSignatureError
    length, anchor = SECONDS_OF[signed[HEAD + 4]], signed[-16:]
    granted = int.from_bytes(signed[HEAD : HEAD + 4], "big")
    slot = int.from_bytes(slot_bytes, "big")
    issued = granted + (slot - 1) * length
    _within_grant(granted, issued + length)  # also bounds the work below
    if not chain.leads_to(anchor, suite, card, slot, link):
        raise BadSignatureError
    if signed[HEAD + 5 : HEAD + 13] != audience_hash(suite, expected_audience):
        raise WrongAudienceError
    return VerifiedCode(
        code.form,
        suite,
        CardId.from_bytes(card),
        expected_audience,
        issued,
        length,
        signed + slot_bytes,
        device_id(suite, anchor),
    )


def _within_grant(granted: int, issued: int) -> None:
    if issued < granted:
        raise FutureCodeError
    if issued > granted + GRANT_SECONDS:
        raise ExpiredCodeError


@lru_cache(maxsize=1024)
def _device_key(suite: Suite, data: bytes) -> PublicKey:
    """Return a phone's key; a phone shows many codes a day at one gate."""
    return PublicKey(suite, data)
