"""SM2 by the system's OpenSSL, whose private-key operations are constant-time.

OpenSSL gets digests and DER; hashing, forms and ranges are ours, so that all backends
accept exactly the same. The objects may be used by many threads at once: each
operation has its own context, and a key is only read.
"""

from collections.abc import Iterable

from cryptography.hazmat.primitives.constant_time import bytes_eq

from ehealthcard.errors import BackendUnavailableError, DecryptionError

from .evp import Key, public_point
from .formats import (
    ciphertext_from_der,
    ciphertext_to_der,
    signature_from_der,
    signature_to_der,
    split,
)
from .libcrypto import Libcrypto, candidates, load_each
from .selftest import passes

_DER_SIGNATURE = 72
_DER_OVERHEAD = 128
"""More than SM2Cipher adds to a plaintext: two integers, a hash, five headers."""


class OpenSSLPublic:
    """A public key, ready for use."""

    __slots__ = ("_key",)

    def __init__(self, key: Key) -> None:
        self._key = key

    def verify(self, signature: bytes, digest: bytes, /) -> bool:
        """Check r and s, known to be in range, over a digest of 32 bytes.

        Raises:
            BackendUnavailableError: OpenSSL failed before it saw the signature.

        """
        return self._key.verify(signature_to_der(signature), digest)

    def encrypt(self, plaintext: bytes, /) -> bytes:
        """Return C1, C3, C2 of a text that is not empty.

        Raises:
            BackendUnavailableError: OpenSSL failed.

        """
        while True:
            der = self._key.encrypt(plaintext, len(plaintext) + _DER_OVERHEAD)
            if der is None:
                raise BackendUnavailableError
            ciphertext = ciphertext_from_der(der)
            # Early releases of OpenSSL 3 lack step A5 of GB/T 32918.4-2016, 6.1 (issue
            # 23209; 3.0.19 has it): an all-zero key stream leaves the text in clear.
            if not ciphertext.endswith(plaintext):
                return ciphertext


class OpenSSLSecret:
    """A private key, ready for use."""

    __slots__ = ("_key", "_raw")

    def __init__(self, libcrypto: Libcrypto, scalar: bytes) -> None:
        self._raw = public_point(libcrypto, scalar)
        self._key = Key(libcrypto, self._raw, scalar)

    def point(self) -> bytes:
        """Return the 64 bytes of the public key."""
        return self._raw

    def sign(self, digest: bytes, /) -> bytes:
        """Return r and s over a digest of 32 bytes.

        Raises:
            BackendUnavailableError: OpenSSL failed.

        """
        der = self._key.sign(digest, _DER_SIGNATURE)
        if der is None:
            raise BackendUnavailableError
        return signature_from_der(der)

    def decrypt(self, ciphertext: bytes, /) -> bytes:
        """Open C1, C3, C2 with C1 on the curve.

        Raises:
            BackendUnavailableError: OpenSSL failed before it saw the ciphertext.
            DecryptionError: The key stream is all zero, or C3 does not fit.

        """
        _, _, c2 = split(ciphertext)
        plaintext = self._key.decrypt(ciphertext_to_der(ciphertext), len(ciphertext))
        # The text equals C2 only under an all-zero key stream, which the same releases
        # let pass (step B4 of GB/T 32918.4-2016, 7.1).
        if plaintext is None or bytes_eq(plaintext, c2):
            raise DecryptionError
        return plaintext


class OpenSSL:
    """The backend called ``openssl``."""

    name = "openssl"

    def __init__(self, libcrypto: Libcrypto) -> None:
        self._libcrypto = libcrypto

    def public(self, raw: bytes, /) -> OpenSSLPublic:
        """Prepare a public key of 64 bytes.

        Raises:
            BackendUnavailableError: OpenSSL failed.

        """
        return OpenSSLPublic(Key(self._libcrypto, raw))

    def secret(self, scalar: bytes, /) -> OpenSSLSecret:
        """Prepare a private key of 32 bytes.

        Raises:
            BackendUnavailableError: OpenSSL failed.

        """
        return OpenSSLSecret(self._libcrypto, scalar)


def load_openssl(libraries: Iterable[str] | None = None) -> OpenSSL:
    """Return a backend on the first library that is OpenSSL 3 and does SM2 right.

    Some distributions build OpenSSL without SM2, and its FIPS provider has none; so a
    library counts only after the known answers of the standard.

    Args:
        libraries: Names or paths to try; where None, the usual ones of the system.

    Raises:
        BackendUnavailableError: None of them will do.

    """
    for libcrypto in load_each(candidates() if libraries is None else libraries):
        backend = OpenSSL(libcrypto)
        if passes(backend):
            return backend
    raise BackendUnavailableError
