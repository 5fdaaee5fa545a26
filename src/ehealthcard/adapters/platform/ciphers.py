"""What platforms encrypt with (报文加密): ECB of a shared secret, as they prescribe.

It hides nothing from whoever has the secret and shows equal blocks to everybody, so it
is never used but towards a platform that asks for it, and under TLS.
"""

import hashlib
from collections.abc import Callable
from enum import Enum

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher as Context
from cryptography.hazmat.primitives.ciphers import CipherAlgorithm, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES, SM4

from ehealthcard.crypto import Suite
from ehealthcard.errors import DecryptionError, InvalidKeyError


class Padding(Enum):
    """How the last block is filled."""

    PKCS7 = "pkcs7"
    ZERO = "zero"
    """ZeroBytePadding: zeros, none where the text fills its blocks."""


class Cipher(Enum):
    """A block cipher in ECB mode, or none."""

    SM4 = "sm4"
    AES = "aes"
    TRIPLE_DES = "3des"
    NONE = "none"

    def encrypt(self, key: bytes, plain: bytes, padding: Padding) -> bytes:
        """Return *plain* encrypted.

        Raises:
            InvalidKeyError: The key has a length that the cipher does not take.

        """
        if self is Cipher.NONE:
            return plain
        algorithm, block = self._algorithm(key)
        fill = -len(plain) % block
        if padding is Padding.PKCS7:
            fill = fill or block
            plain += bytes([fill]) * fill
        else:
            plain += bytes(fill)
        context = Context(algorithm, modes.ECB()).encryptor()  # noqa: S305  # see above
        return context.update(plain) + context.finalize()

    def decrypt(self, key: bytes, sealed: bytes, padding: Padding) -> bytes:
        """Undo :meth:`encrypt`.

        Raises:
            InvalidKeyError: The key has a length that the cipher does not take.
            DecryptionError: It was not encrypted with this key and padding.

        """
        if self is Cipher.NONE:
            return sealed
        algorithm, block = self._algorithm(key)
        if not sealed or len(sealed) % block:
            raise DecryptionError
        context = Context(algorithm, modes.ECB()).decryptor()  # noqa: S305  # see above
        plain = context.update(sealed) + context.finalize()
        if padding is Padding.ZERO:
            return plain.rstrip(b"\0")
        fill = plain[-1]
        if not 0 < fill <= block or plain[-fill:] != bytes([fill]) * fill:
            raise DecryptionError
        return plain[:-fill]

    def _algorithm(self, key: bytes) -> tuple[CipherAlgorithm, int]:
        kinds: dict[Cipher, tuple[Callable[[bytes], CipherAlgorithm], int]] = {
            Cipher.SM4: (SM4, 16),
            Cipher.AES: (AES, 16),
            Cipher.TRIPLE_DES: (TripleDES, 8),
        }
        make, block = kinds[self]
        try:
            return make(key), block
        except ValueError:
            raise InvalidKeyError from None


class Hash(Enum):
    """A digest that platforms sign with."""

    SM3 = "sm3"
    SHA256 = "sha256"
    MD5 = "md5"

    def hex(self, data: bytes) -> str:
        """Return the digest in lower-case hexadecimal digits."""
        if self is Hash.SM3:
            return Suite.GM.digest(data).hex()
        if self is Hash.SHA256:
            return hashlib.sha256(data).hexdigest()
        return hashlib.md5(data).hexdigest()  # noqa: S324  # what V1.0.x prescribes
