"""SM2 keys (GB/T 32918-2016): sign and verify, encrypt and decrypt."""

import secrets
from typing import Any, Self

from cryptography.hazmat.primitives import hashes

from ehealthcard.errors import (
    DecryptionError,
    InvalidKeyError,
    InvalidSignatureFormError,
)

from .choice import backend as named_backend
from .choice import public_backend
from .curve import (
    FIELD_BYTES,
    N,
    compressed,
    point_from_bytes,
    point_to_bytes,
)
from .digest import DEFAULT_ID, sm3, started
from .formats import is_in_range, split
from .protocols import Backend, PublicOperations, SecretOperations

_FINGERPRINT_BYTES = 4


class PublicKey:
    """A public key (公钥), validated.

    Args:
        point: 64 bytes X and Y, the same after 04, or X after 02 or 03.
        backend: Who computes, by name or itself; where None, OpenSSL if it is usable,
            else Python.

    Two keys are equal if their points are. A pickled key forgets its backend.

    Raises:
        InvalidKeyError: Another form, or not a point of the curve
            (GB/T 32918.1-2016, 6.2).
        BackendUnavailableError: There is no backend of this name.

    """

    __slots__ = ("_backend", "_operations", "_raw", "_started")

    def __init__(self, point: bytes, backend: Backend | str | None = None) -> None:
        self._raw = point_to_bytes(point_from_bytes(point))
        self._backend = _resolved(backend)
        self._operations: PublicOperations | None = None
        self._started: hashes.Hash | None = None

    @property
    def raw(self) -> bytes:
        """X and Y, 64 bytes."""
        return self._raw

    @property
    def compressed(self) -> bytes:
        """02 or 03, and X: 33 bytes."""
        return compressed(self._raw)

    def digest(self, message: bytes, *, identity: bytes = DEFAULT_ID) -> bytes:
        """Return e = SM3(Z, message), which is what is signed (32 bytes).

        A device that signs digests (GM/T 0018) is given this value.

        Raises:
            InvalidKeyError: *identity* is longer than 8191 bytes.

        """
        if identity == DEFAULT_ID:
            if self._started is None:
                self._started = started(self._raw, identity)
            hasher = self._started.copy()
        else:
            hasher = started(self._raw, identity)
        hasher.update(message)
        return hasher.finalize()

    def verify(
        self, signature: bytes, message: bytes, *, identity: bytes = DEFAULT_ID
    ) -> bool:
        """Tell whether *signature* is that of this key's owner over *message*.

        Args:
            signature: r and s, 64 bytes. Any other bytes are just not a signature.
            message: What was signed, of any length.
            identity: The signer's identity as it was agreed, seldom another.

        Raises:
            InvalidKeyError: *identity* is longer than 8191 bytes.
            BackendUnavailableError: OpenSSL ran out of memory, or the like.

        """
        if not is_in_range(signature):
            return False
        digest = self.digest(message, identity=identity)
        return self._ready().verify(signature, digest)

    def encrypt(self, plaintext: bytes) -> bytes:
        """Encrypt for the owner of this key: C1 after 04, C3, C2.

        The result is 97 bytes longer than *plaintext*.

        Raises:
            ValueError: *plaintext* is empty; SM2 cannot encrypt nothing.
            BackendUnavailableError: OpenSSL ran out of memory, or the like.

        """
        if not plaintext:
            msg = "SM2 encrypts at least one byte."
            raise ValueError(msg)
        return self._ready().encrypt(plaintext)

    def _ready(self) -> PublicOperations:
        # Two threads may both prepare it at first; either result will do.
        if self._operations is None:
            self._operations = (self._backend or public_backend()).public(self._raw)
        return self._operations

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PublicKey):
            return NotImplemented
        return self._raw == other._raw

    def __hash__(self) -> int:
        return hash(self._raw)

    def __repr__(self) -> str:
        return f"PublicKey({sm3(self._raw)[:_FINGERPRINT_BYTES].hex()}...)"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._raw,)


class PrivateKey:
    """A private key (私钥).

    Args:
        scalar: A number from 1 to n - 2 in 32 bytes (GB/T 32918.1-2016, 6.1).
        backend: Who computes, by name or itself; where None, OpenSSL and nobody else,
            looked for when it is first needed. Say ``"pure"`` to sign in Python, which
            is not constant-time: who can time many operations closely may learn the
            key.

    The key cannot be pickled or copied; what has to be kept is :attr:`secret`.

    Raises:
        InvalidKeyError: Another length, or out of range.
        BackendUnavailableError: There is no backend of this name.

    """

    __slots__ = ("_backend", "_operations", "_public_key", "_scalar")

    def __init__(self, scalar: bytes, backend: Backend | str | None = None) -> None:
        if len(scalar) != FIELD_BYTES or not 0 < int.from_bytes(scalar) < N - 1:
            raise InvalidKeyError
        self._scalar = scalar
        self._backend = _resolved(backend)
        self._operations: SecretOperations | None = None
        self._public_key: PublicKey | None = None

    @classmethod
    def generate(cls, backend: Backend | str | None = None) -> Self:
        """Make a key with the operating system's random generator.

        The public key is computed at once, and that is an operation on the secret.

        Raises:
            BackendUnavailableError: There is no OpenSSL and *backend* names no other.

        """
        scalar = 1 + secrets.randbelow(N - 2)
        key = cls(scalar.to_bytes(FIELD_BYTES), backend)
        _ = key.public_key
        return key

    @property
    def secret(self) -> bytes:
        """The 32 bytes to keep in a key file, sealed."""
        return self._scalar

    @property
    def public_key(self) -> PublicKey:
        """The public key, with the same backend; computed once.

        Raises:
            BackendUnavailableError: There is no OpenSSL and no other was named.

        """
        if self._public_key is None:
            point = self._ready().point()
            self._public_key = PublicKey(point, self._backend)
        return self._public_key

    def sign(self, message: bytes, *, identity: bytes = DEFAULT_ID) -> bytes:
        """Return r and s, 64 bytes (GB/T 32918.2-2016, 6.1).

        Raises:
            BackendUnavailableError: There is no OpenSSL and no other was named.
            InvalidKeyError: *identity* is longer than 8191 bytes.

        """
        digest = self.public_key.digest(message, identity=identity)
        return self._ready().sign(digest)

    def decrypt(self, ciphertext: bytes) -> bytes:
        """Open C1 after 04, C3, C2 (GB/T 32918.4-2016, 7.1).

        Raises:
            BackendUnavailableError: There is no OpenSSL and no other was named.
            DecryptionError: Too short, C1 is not on the curve, altered, or made for
                another key; which of these is not told.

        """
        try:
            c1, _, _ = split(ciphertext)
            point_from_bytes(c1)
        except (InvalidSignatureFormError, InvalidKeyError):
            raise DecryptionError from None
        return self._ready().decrypt(ciphertext)

    def _ready(self) -> SecretOperations:
        if self._operations is None:
            self._operations = (self._backend or named_backend()).secret(self._scalar)
        return self._operations

    def __repr__(self) -> str:
        return "PrivateKey(...)"

    def __reduce__(self) -> tuple[Any, ...]:
        msg = "A private key is not pickled; keep its secret in a key file."
        raise TypeError(msg)


def _resolved(backend: Backend | str | None) -> Backend | None:
    return named_backend(backend) if isinstance(backend, str) else backend
