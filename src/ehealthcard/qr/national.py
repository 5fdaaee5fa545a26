"""The national text (国家二维码文本), as the card managers in use write it.

::

    text = [prefix ":"] id ":1" [":" token [":" issuer]]             static
         | [prefix ":"] id ":0:" validity [":" token [":" issuer]]   dynamic
         | id ":9"                                                   temporary
         | id                                                        bare

The validity is the expiry in 14 BCD digits under SM4 with the issuer's protection key
(保护密钥), so only the issuer can read it, and it is **not bound to the card ID**: a
valid tail can be glued to another ID. The grammar was put together from real samples;
the specification's own text could not be read.
"""

import re
from datetime import datetime
from enum import Enum

import attrs

from ehealthcard.codesets import SHANGHAI
from ehealthcard.crypto import BlockKey, LocalBlock, Suite
from ehealthcard.errors import (
    BadSignatureError,
    InvalidKeyError,
    NonCanonicalCodeError,
    OverlongCodeError,
    TimeZoneMissingError,
    TruncatedCodeError,
    UnrecognisedCodeError,
)
from ehealthcard.identity import CardId

LONGEST = 130
ID = 64
VALIDITY = 32

_FORM = re.compile(
    r"(?:(?P<prefix>\d{1,4}):)?(?P<id>[0-9A-F]{64})"
    r"(?::1(?::(?P<stoken>[0-9A-Z]*)(?::(?P<sissuer>[0-9A-Z]{1,22}))?)?"
    r"|(?P<dynamic>:0):(?P<validity>[0-9A-F]{32})"
    r"(?::(?P<dtoken>[0-9A-Z]*)(?::(?P<dissuer>[0-9A-Z]{1,22}))?)?"
    r"|(?P<temporary>:9)|(?P<bare>))",
    re.ASCII,
)
_VALIDITY = re.compile("[0-9A-Fa-f]{32}")
_BEGINNING = re.compile(
    r"(\d{1,4}:)?[0-9A-F]{8,64}(:(0(:[0-9A-F]{0,31})?)?)?", re.ASCII
)


class NationalForm(Enum):
    """Which of the four texts it is; the value is the type digit."""

    DYNAMIC = "0"
    STATIC = "1"
    TEMPORARY = "9"
    BARE = ""


@attrs.frozen
class NationalText:
    """A national text that parsed. Nothing in it may be believed yet."""

    form: NationalForm
    card_id: CardId = attrs.field(repr=False)
    validity: str | None = attrs.field(default=None, repr=False)
    """32 upper-case hexadecimal digits, for dynamic texts."""

    token: str = attrs.field(default="", repr=False)
    """支付Token; empty in every sample seen."""

    issuer: str | None = None
    """Code of the issuing card manager, where platforms work across regions."""

    prefix: str | None = None
    """What some scanners or vendors put in front, such as 85."""

    def __str__(self) -> str:
        if self.form is NationalForm.BARE:
            parts = [self.prefix, self.card_id]
        else:
            parts = [self.prefix, self.card_id, self.form.value, self.validity]
        text = ":".join(p for p in parts if p is not None)
        if self.issuer is not None:
            return f"{text}:{self.token}:{self.issuer}"
        return f"{text}:{self.token}" if self.token else text

    @property
    def digest(self) -> bytes:
        """16 bytes by which the issuer finds its record; the prefix is not counted."""
        plain = str(attrs.evolve(self, prefix=None))
        return Suite.GM.digest(b"ehealthcard/national\0" + plain.encode())[:16]


def parse(text: str) -> NationalText:
    """Split a national text into its parts without believing any of them.

    Raises:
        MalformedCodeError: Truncated, too long, not canonical or another text; the
            subclass says which.

    """
    if len(text) > LONGEST:
        raise OverlongCodeError
    if found := _FORM.fullmatch(text):
        return _read(found)
    if _BEGINNING.fullmatch(text):
        raise TruncatedCodeError
    if _FORM.fullmatch(text.strip().upper()):
        raise NonCanonicalCodeError
    raise UnrecognisedCodeError


def _read(found: re.Match[str]) -> NationalText:
    if found["dynamic"]:
        form = NationalForm.DYNAMIC
    elif found["temporary"]:
        form = NationalForm.TEMPORARY
    else:
        form = NationalForm.STATIC if found["bare"] is None else NationalForm.BARE
    return NationalText(
        form,
        CardId(found["id"]),
        found["validity"],
        found["dtoken"] or found["stoken"] or "",
        found["dissuer"] or found["sissuer"],
        found["prefix"],
    )


def validity(protection_key: bytes | str | BlockKey, expires_at: datetime) -> str:
    """Return the 32 hexadecimal digits that say until when a text is good.

    Args:
        protection_key: 保护密钥: 16 bytes, 32 hexadecimal digits, or a held key.
        expires_at: The last good moment, with a time zone; written in China's time.

    Raises:
        InvalidKeyError: The key has another length.
        TimeZoneMissingError: *expires_at* has none.

    """
    if expires_at.tzinfo is None:
        raise TimeZoneMissingError(what="expires_at")
    digits = expires_at.astimezone(SHANGHAI).strftime("%Y%m%d%H%M%S").zfill(14)
    block = bytes.fromhex(digits).ljust(16, b"\0")
    return _held(protection_key).encrypt(block).hex().upper()


def expiry(protection_key: bytes | str | BlockKey, valid: str) -> datetime:
    """Return the moment that :func:`validity` wrote.

    Raises:
        InvalidKeyError: The key has another length.
        BadSignatureError: The digits were not written under this key.

    """
    held = _held(protection_key)
    if not _VALIDITY.fullmatch(valid):
        raise BadSignatureError
    plain = held.decrypt(bytes.fromhex(valid))
    digits = plain[:7].hex()
    if any(plain[7:]) or not digits.isdigit():
        raise BadSignatureError
    try:
        moment = datetime.strptime(digits, "%Y%m%d%H%M%S")  # noqa: DTZ007  # next line
    except ValueError:
        raise BadSignatureError from None
    return moment.replace(tzinfo=SHANGHAI)


def _held(key: bytes | str | BlockKey) -> BlockKey:
    if isinstance(key, str):
        try:
            key = bytes.fromhex(key)
        except ValueError:
            raise InvalidKeyError from None
    return LocalBlock(key) if isinstance(key, bytes) else key
