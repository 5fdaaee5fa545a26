"""Keyed hashes: HMAC-SM3 or HMAC-SHA256, and what is derived with them."""

import hmac

from cryptography.hazmat.primitives.hmac import HMAC

from ehealthcard.errors import InvalidKeyError

from .provider import MacKey
from .suite import Suite

KEY_BYTES = 32
DOMAIN = b"ehealthcard/1/"


class LocalMac:
    """An HMAC key held in this process.

    The keyed context is built once and copied for each message, which halves the
    cost of a tag.

    Raises:
        InvalidKeyError: *key* has fewer than 16 bytes.

    """

    __slots__ = ("_fresh",)

    def __init__(self, suite: Suite, key: bytes) -> None:
        if len(key) < 16:  # noqa: PLR2004  # 128 bits, the strength of both suites
            raise InvalidKeyError
        self._fresh = HMAC(key, suite.hash).copy

    def tag(self, message: bytes, /) -> bytes:
        """Return the 32-byte tag of *message*."""
        context = self._fresh()
        context.update(message)
        return context.finalize()

    def __repr__(self) -> str:
        return "LocalMac(...)"


def tag_holds(expected: bytes, tag: bytes) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(expected, tag)


def derive(root: MacKey, label: str, *context: bytes) -> bytes:
    """Return 32 bytes for one purpose only: HKDF-Expand of *root* (RFC 5869 §2.3).

    A single block of HKDF is a single HMAC, so a device that only offers HMAC can
    hold *root*. Each part of *context* is preceded by its length, so that no two
    contexts meet.
    """
    info = DOMAIN + label.encode() + b"\0"
    info += b"".join(len(part).to_bytes(2, "big") + part for part in context)
    return root.tag(info + b"\x01")
