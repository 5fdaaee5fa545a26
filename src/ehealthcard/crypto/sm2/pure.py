"""SM2 in Python alone, with gmpy2's integers where they are installed.

Not constant-time: Python's integers take longer for larger numbers and tables are
read at secret places, so who can measure many operations closely may learn a key.
Verification and encryption have no secret of the key and are safe here; signing,
decryption and key generation are done here only for who asks for it by name.
"""

import importlib
import secrets
from typing import cast

from cryptography.hazmat.primitives.constant_time import bytes_eq

from ehealthcard.errors import DecryptionError

from .curve import (
    FIELD_BYTES,
    UNCOMPRESSED,
    N,
    Point,
    point_from_bytes,
    point_to_bytes,
)
from .digest import key_stream, sm3
from .formats import split
from .tables import Integer, Multiplier


def fastest_integer() -> Integer:
    """Return gmpy2's integer type, or ``int`` where gmpy2 is not installed."""
    try:
        gmpy2 = importlib.import_module("gmpy2")
    except ImportError:
        return int
    return cast("Integer", gmpy2.mpz)


def _random_scalar() -> int:
    """Draw from 1 to n - 1, from the operating system's generator."""
    return 1 + secrets.randbelow(N - 1)


def sign_with_nonce(
    curve: Multiplier, digest: bytes, inverse: int, nonce: int
) -> bytes | None:
    """Sign with a nonce (GB/T 32918.2-2016, 6.1, A4 to A6); None asks for another.

    The s of the standard, (k - r·d) / (1 + d), equals (k + r) / (1 + d) - r, so the
    *inverse* of 1 + d is all that is needed of the private key.
    """
    x, _ = curve.affine(nonce, curve.base)
    r = (int.from_bytes(digest) + int(x)) % N
    s = ((nonce + r) * inverse - r) % N
    if r == 0 or r + nonce == N or s == 0:
        return None
    return r.to_bytes(FIELD_BYTES) + s.to_bytes(FIELD_BYTES)


def encrypt_with_nonce(
    curve: Multiplier, point: Point, plaintext: bytes, nonce: int
) -> bytes | None:
    """Encrypt with a nonce (GB/T 32918.4-2016, 6.1, A2 to A8); None asks for another.

    The check of A3 is superfluous: the cofactor is 1 and no key is infinity.
    """
    c1 = UNCOMPRESSED + point_to_bytes(curve.affine(nonce, curve.base))
    shared = point_to_bytes(curve.affine(nonce, point))
    stream = key_stream(shared, len(plaintext))
    if not any(stream):
        return None
    c3 = sm3(shared[:FIELD_BYTES], plaintext, shared[FIELD_BYTES:])
    return c1 + c3 + _xor(plaintext, stream)


def _xor(left: bytes, right: bytes) -> bytes:
    return (int.from_bytes(left) ^ int.from_bytes(right)).to_bytes(len(left))


class PurePublic:
    """A public key, ready for use."""

    __slots__ = ("_curve", "_point")

    def __init__(self, curve: Multiplier, raw: bytes) -> None:
        self._curve = curve
        self._point = curve.point(point_from_bytes(raw))

    def verify(self, signature: bytes, digest: bytes, /) -> bool:
        """Check r and s, known to be in range (GB/T 32918.2-2016, 7.1, B5 to B7)."""
        r = int.from_bytes(signature[:FIELD_BYTES])
        s = int.from_bytes(signature[FIELD_BYTES:])
        curve = self._curve
        x, _, z = curve.total((s, curve.base), ((r + s) % N, self._point))
        if not z:
            return False
        # r = e + x1 modulo n, where x1 is X / Z² and less than p: instead of dividing,
        # compare X with the one or two x1 that would do, times Z².
        zz = z * z % curve.prime
        x1 = (r - int.from_bytes(digest)) % N
        return any(
            (candidate * zz - x) % curve.prime == 0
            for candidate in (x1, x1 + N)
            if candidate < curve.prime
        )

    def encrypt(self, plaintext: bytes, /) -> bytes:
        """Return C1, C3, C2 of a text that is not empty."""
        while True:
            ciphertext = encrypt_with_nonce(
                self._curve, self._point, plaintext, _random_scalar()
            )
            if ciphertext:
                return ciphertext


class PureSecret:
    """A private key, ready for use."""

    __slots__ = ("_curve", "_inverse", "_secret")

    def __init__(self, curve: Multiplier, scalar: bytes) -> None:
        self._curve = curve
        self._secret = int.from_bytes(scalar)
        self._inverse = pow(1 + self._secret, -1, N)

    def point(self) -> bytes:
        """Return the 64 bytes of the public key."""
        return point_to_bytes(self._curve.affine(self._secret, self._curve.base))

    def sign(self, digest: bytes, /) -> bytes:
        """Return r and s over a digest of 32 bytes, with a fresh nonce."""
        while True:
            signature = sign_with_nonce(
                self._curve, digest, self._inverse, _random_scalar()
            )
            if signature:
                return signature

    def decrypt(self, ciphertext: bytes, /) -> bytes:
        """Open C1, C3, C2 with C1 on the curve (GB/T 32918.4-2016, 7.1, B3 to B7).

        Raises:
            DecryptionError: The key stream is all zero, or C3 does not fit.

        """
        c1, c3, c2 = split(ciphertext)
        point = self._curve.point(point_from_bytes(c1))
        shared = point_to_bytes(self._curve.affine_once(self._secret, point))
        stream = key_stream(shared, len(c2))
        plaintext = _xor(c2, stream)
        expected = sm3(shared[:FIELD_BYTES], plaintext, shared[FIELD_BYTES:])
        if not any(stream) or not bytes_eq(expected, c3):
            raise DecryptionError
        return plaintext


class Pure:
    """The backend called ``pure``."""

    name = "pure"

    def __init__(self, integer: Integer = int) -> None:
        self._curve = Multiplier(integer)

    def public(self, raw: bytes, /) -> PurePublic:
        """Prepare a public key of 64 bytes."""
        return PurePublic(self._curve, raw)

    def secret(self, scalar: bytes, /) -> PureSecret:
        """Prepare a private key of 32 bytes."""
        return PureSecret(self._curve, scalar)
