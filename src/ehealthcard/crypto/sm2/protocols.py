"""What a backend is: who computes on keys that are known to be valid.

A module with an SM2 chip can be a backend too. All arguments are checked before a
backend sees them: keys are on the curve or in range, r and s are in range, C1 is on
the curve, and texts are not empty.
"""

from typing import Protocol


class PublicOperations(Protocol):
    """A public key as one backend holds it."""

    def verify(self, signature: bytes, digest: bytes, /) -> bool:
        """Check 64 bytes r and s over the 32 bytes e = SM3(Z, message)."""
        ...

    def encrypt(self, plaintext: bytes, /) -> bytes:
        """Return C1 (65 bytes), C3 (32 bytes), C2."""
        ...


class SecretOperations(Protocol):
    """A private key as one backend holds it."""

    def point(self) -> bytes:
        """Return the 64 bytes of the public key."""
        ...

    def sign(self, digest: bytes, /) -> bytes:
        """Return 64 bytes r and s over the 32 bytes e = SM3(Z, message)."""
        ...

    def decrypt(self, ciphertext: bytes, /) -> bytes:
        """Open C1, C3, C2.

        Raises:
            DecryptionError: The key stream is all zero, or C3 does not fit.

        """
        ...


class Backend(Protocol):
    """Who computes: OpenSSL, Python, or a device."""

    @property
    def name(self) -> str:
        """How it is asked for."""
        ...

    def public(self, raw: bytes, /) -> PublicOperations:
        """Prepare a public key of 64 bytes."""
        ...

    def secret(self, scalar: bytes, /) -> SecretOperations:
        """Prepare a private key of 32 bytes."""
        ...
