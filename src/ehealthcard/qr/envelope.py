"""The envelope ``EHC1:`` + base45: how a code is laid out in bytes.

All numbers are big-endian; nothing is shortened to fit. The first byte holds the
version (two bits), the suite (two bits) and the form (four bits)::

    MAC           head 37, issued 4, lifetime 1, nonce 8, audience 8 | tag 16
    SIGNED        the same                                           | signature 64
    DEVICE_CHAIN  head 37, issued 4, slot length 1, audience 8, anchor 16
                  | signature 64 | slot 2, link 16
    DEVICE_KEY    head 37, issued 4, device key 33 (SM2) or 32 (Ed25519)
                  | signature 64
                  | issued 4, lifetime 1, nonce 8, audience 8 | device signature 64

    head = first byte 1, key ID 4, card ID 32

A signature covers ``EHC1:`` and all bytes before it. A byte changed here is a decision
record: golden texts are under ``tests/vectors/golden_codes.json``.
"""

from ehealthcard.crypto import Suite
from ehealthcard.errors import (
    MalformedCodeError,
    NonCanonicalCodeError,
    OverlongCodeError,
    TruncatedCodeError,
    UnsupportedCodeError,
)

from . import base45
from .types import Form, UnverifiedCode

PREFIX = "EHC1:"
DOMAIN = PREFIX.encode()
"""What every signature begins with, so that it can mean nothing else."""

VERSION = 1
HEAD = 37
SIGNATURE = 64
TAG = 16
NO_AUDIENCE = bytes(8)

CLAIMS = HEAD + 4 + 1 + 8 + 8
"""What MAC and SIGNED codes sign: 58 bytes."""

CHAIN_CLAIMS = HEAD + 4 + 1 + 8 + 16
"""What the issuer of a hash chain signs: 66 bytes."""

DEVICE_KEY_BYTES = {Suite.GM: 33, Suite.INTL: 32}
LONGEST = 340

_SUITES = {0: Suite.GM, 1: Suite.INTL}
_NUMBERS = {suite: number for number, suite in _SUITES.items()}


def first_byte(suite: Suite, form: Form) -> int:
    """Return version, suite and form as the first byte."""
    return VERSION << 6 | _NUMBERS[suite] << 4 | form.number


def _length(suite: Suite, form: Form) -> int:
    match form:
        case Form.MAC:
            return CLAIMS + TAG
        case Form.SIGNED:
            return CLAIMS + SIGNATURE
        case Form.DEVICE_CHAIN:
            return CHAIN_CLAIMS + SIGNATURE + 18
        case Form.DEVICE_KEY:
            return HEAD + 4 + DEVICE_KEY_BYTES[suite] + SIGNATURE + 21 + SIGNATURE


_KINDS = {
    first_byte(suite, form): (suite, form, _length(suite, form))
    for suite in Suite
    for form in Form
}


def _refusal(text: str) -> MalformedCodeError:
    """Return why *text* is no code: its first characters tell how long it should be."""
    start = len(PREFIX)
    try:
        beginning = base45.decode(text[start : start + 3])
    except MalformedCodeError as error:
        return error if len(text) >= start + 3 else TruncatedCodeError()
    if not beginning:
        return TruncatedCodeError()
    if beginning[0] not in _KINDS:
        return UnsupportedCodeError()
    missing = start + base45.length(_KINDS[beginning[0]][2]) - len(text)
    if missing:
        return TruncatedCodeError() if missing > 0 else OverlongCodeError()
    return NonCanonicalCodeError()


def seal(payload: bytes) -> str:
    """Return the text of a complete *payload*."""
    return PREFIX + base45.encode(payload)


def open_envelope(text: str) -> UnverifiedCode:
    """Return the code in *text*, which begins with ``EHC1:``.

    Raises:
        MalformedCodeError: Truncated, too long, not canonical or not supported; the
            subclass says which.

    """
    if len(text) > LONGEST:
        raise OverlongCodeError
    try:
        payload = base45.decode(text[len(PREFIX) :])
        suite, form, length = _KINDS[payload[0]]
    except (MalformedCodeError, LookupError):
        raise _refusal(text) from None
    if len(payload) != length:
        raise _refusal(text)
    # Zero would be a second spelling of nonsense, and slot 0 would show the anchor,
    # which everybody knows.
    if not payload[form.lifetime]:
        raise NonCanonicalCodeError
    if form.has_slot and payload[-18:-16] == b"\0\0":
        raise NonCanonicalCodeError
    return UnverifiedCode(form, suite, payload)
