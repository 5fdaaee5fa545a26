"""Making codes."""

from datetime import datetime, timedelta

from ehealthcard.crypto import EPOCH_SECONDS, KeyRing, Suite
from ehealthcard.errors import CodeRequestError, Phrase, TimeZoneMissingError
from ehealthcard.identity import CardId

from . import lifetime as lifetimes
from . import national
from .audience import audience_hash
from .envelope import DOMAIN, TAG, first_byte, seal
from .national import NationalForm, NationalText
from .types import LIFETIME, Form, Tier

NONCE = 8
EIGHT = Phrase("of 8 bytes", "8字节")
COUNTED = Phrase("in the years 1970 to 2106", "1970年至2106年之间的时间")
NOWHERE = Phrase("left out, for a national text has none", "空，国家格式码文不限定场所")
NO_PHONE = Phrase("another one, for phones make these", "其他类型，此类码由手机生成")
_FORMS = {
    Tier.STATIC: NationalForm.STATIC,
    Tier.TEMPORARY: NationalForm.TEMPORARY,
}


def issue_code(
    card_id: CardId,
    *,
    keys: KeyRing,
    tier: Tier = Tier.SIGNED,
    nonce: bytes,
    at: datetime,
    lifetime: timedelta = LIFETIME,
    audience: str | None = None,
) -> str:
    """Return the text of a code for *card_id*.

    Args:
        card_id: Whose code.
        keys: The issuer's ring.
        tier: How it is made believable. DEVICE codes are made by phones; see
            :func:`ehealthcard.qr.authorise_device`.
        nonce: 8 bytes never used before with this card; national texts ignore it.
        at: From when it is good; counted in whole seconds.
        lifetime: Whole seconds up to 120, or whole minutes up to 137.
        audience: The only place or purpose it is for; ``None`` for any. National
            texts cannot be bound.

    Raises:
        CodeRequestError: It cannot be made like this; the error names the argument and
            its bounds.
        TimeZoneMissingError: *at* has none.

    """
    if at.tzinfo is None:
        raise TimeZoneMissingError(what="at")
    if tier in (Tier.NATIONAL, Tier.STATIC, Tier.TEMPORARY):
        if audience is not None:
            raise CodeRequestError(field="audience", needs=NOWHERE)
        return str(_national(card_id, tier, keys, at + lifetime))
    if tier is Tier.DEVICE:
        raise CodeRequestError(field="tier", needs=NO_PHONE)
    key = keys.codes[0]
    form = Form.MAC if tier is Tier.MAC else Form.SIGNED
    bound = audience_hash(keys.suite, audience)
    issued = unix_seconds(at)
    signed = head(keys.suite, form, key.id, card_id, issued) + claims(
        lifetime, nonce, bound
    )
    if form is Form.SIGNED:
        return seal(signed + key.signer.sign(DOMAIN + signed))
    mac = keys.code_mac(key.id, bound, issued // EPOCH_SECONDS)
    return seal(signed + mac.tag(DOMAIN + signed)[:TAG])


def head(
    suite: Suite, form: Form, key_id: bytes, card_id: CardId, issued: int
) -> bytes:
    """Return the first 41 bytes of every envelope."""
    first = bytes([first_byte(suite, form)])
    return first + key_id + card_id.data + issued.to_bytes(4, "big")


def claims(lifetime: timedelta, nonce: bytes, bound: bytes) -> bytes:
    """Return lifetime, nonce and audience.

    Raises:
        CodeRequestError: The nonce has not 8 bytes, or the lifetime has no byte.

    """
    if len(nonce) != NONCE:
        raise CodeRequestError(field="nonce", needs=EIGHT)
    return bytes([lifetimes.to_byte(lifetime)]) + nonce + bound


def unix_seconds(at: datetime) -> int:
    """Return whole seconds since 1970, as codes count them.

    Raises:
        TimeZoneMissingError: *at* has none.
        CodeRequestError: Outside the years 1970 to 2106.

    """
    if at.tzinfo is None:
        raise TimeZoneMissingError(what="at")
    if not 0 <= (seconds := int(at.timestamp())) < 1 << 32:
        raise CodeRequestError(field="at", needs=COUNTED)
    return seconds


def _national(
    card_id: CardId, tier: Tier, keys: KeyRing, expires_at: datetime
) -> NationalText:
    if tier is not Tier.NATIONAL:
        return NationalText(_FORMS[tier], card_id)
    valid = national.validity(keys.protection(), expires_at)
    return NationalText(NationalForm.DYNAMIC, card_id, valid)
