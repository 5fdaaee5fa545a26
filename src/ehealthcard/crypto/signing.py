"""Signatures of 64 bytes: SM2 with SM3 (GB/T 32918.2), or Ed25519 (RFC 8032)."""

from collections.abc import Callable
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from ehealthcard.errors import InvalidKeyError

from . import sm2
from .suite import Suite

SIGNATURE = 64


class LocalSigner:
    """A signing key held in this process.

    Args:
        suite: Which algorithm.
        secret: 32 bytes.
        backend: Which SM2 backend signs; see :func:`ehealthcard.crypto.sm2.backend`.

    Raises:
        InvalidKeyError: *secret* is no key of this algorithm.

    """

    def __init__(self, suite: Suite, secret: bytes, backend: str | None = None) -> None:
        self.sign: Callable[[bytes], bytes]
        if suite is Suite.GM:
            private = sm2.PrivateKey(secret, backend)
            self.public_key = private.public_key.raw
            self.sign = private.sign
        else:
            try:
                key = Ed25519PrivateKey.from_private_bytes(secret)
            except ValueError:
                raise InvalidKeyError from None
            self.public_key = key.public_key().public_bytes_raw()
            self.sign = key.sign

    def __repr__(self) -> str:
        return "LocalSigner(...)"


class PublicKey:
    """A key that checks signatures.

    Args:
        suite: Which algorithm.
        data: X and Y (64 bytes, or 33 compressed) for SM2, 32 bytes for Ed25519.

    Raises:
        InvalidKeyError: *data* is no public key of this algorithm.

    """

    __slots__ = ("_verify", "data", "suite")

    def __init__(self, suite: Suite, data: bytes) -> None:
        self.suite = suite
        self._verify: Callable[[bytes, bytes], bool]
        if suite is Suite.GM:
            key = sm2.PublicKey(data)
            self.data = key.raw
            self._verify = key.verify
        else:
            self.data = data
            self._verify = _ed25519(data)

    @property
    def compact(self) -> bytes:
        """The shortest form: 33 bytes (X and a sign) for SM2, 32 for Ed25519."""
        if self.suite is Suite.GM:
            return sm2.PublicKey(self.data).compressed
        return self.data

    def verify(self, signature: bytes, message: bytes) -> bool:
        """Return whether *signature* is this key's over *message*; never raises."""
        return self._verify(signature, message)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PublicKey):
            return NotImplemented
        return (self.suite, self.data) == (other.suite, other.data)

    def __hash__(self) -> int:
        return hash((self.suite, self.data))

    def __repr__(self) -> str:
        return f"PublicKey({self.suite.name})"

    def __reduce__(self) -> tuple[Any, ...]:
        return PublicKey, (self.suite, self.data)


def _ed25519(data: bytes) -> Callable[[bytes, bytes], bool]:
    try:
        check = Ed25519PublicKey.from_public_bytes(data).verify
    except ValueError:
        raise InvalidKeyError from None

    def verify(signature: bytes, message: bytes) -> bool:
        try:
            check(signature, message)
        except InvalidSignature:
            return False
        return True

    return verify


def key_id(suite: Suite, public_key: bytes) -> bytes:
    """Return the 4 bytes by which codes name *public_key* among its issuer's keys."""
    return suite.digest(b"ehealthcard/key-id\0" + public_key)[:4]
