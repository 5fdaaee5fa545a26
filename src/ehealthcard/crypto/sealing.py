"""Sealing: SM4-GCM (GB/T 32907, GB/T 36624) or AES-256-GCM (NIST SP 800-38D)."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4

from ehealthcard.errors import DecryptionError, InvalidKeyError

from .suite import Suite

NONCE = 12
TAG = 16
SECRET_BYTES = 32


class LocalSeal:
    """A sealing key held in this process.

    A sealed text is nonce, ciphertext and tag. Nonces are random, so one key seals
    at most 2**32 texts; a data key per subject stays far below.

    Raises:
        InvalidKeyError: *key* has not exactly 32 bytes. SM4 uses the first 16.

    """

    __slots__ = ("_aes", "_key")

    def __init__(self, suite: Suite, key: bytes) -> None:
        if len(key) != SECRET_BYTES:
            raise InvalidKeyError
        self._key = key
        self._aes = AESGCM(key) if suite is Suite.INTL else None

    def seal(self, plaintext: bytes, bound_to: bytes, /) -> bytes:
        """Encrypt *plaintext* so that it opens only together with *bound_to*."""
        nonce = secrets.token_bytes(NONCE)
        if self._aes is not None:
            return nonce + self._aes.encrypt(nonce, plaintext, bound_to)
        context = Cipher(SM4(self._key[:16]), modes.GCM(nonce)).encryptor()
        context.authenticate_additional_data(bound_to)
        return nonce + context.update(plaintext) + context.finalize() + context.tag

    def unseal(self, sealed: bytes, bound_to: bytes, /) -> bytes:
        """Undo :meth:`seal`.

        Raises:
            DecryptionError: Altered, another key or another *bound_to*.

        """
        if len(sealed) < NONCE + TAG:
            raise DecryptionError
        nonce, body = sealed[:NONCE], sealed[NONCE:]
        try:
            if self._aes is not None:
                return self._aes.decrypt(nonce, body, bound_to)
            mode = modes.GCM(nonce, body[-TAG:])
            context = Cipher(SM4(self._key[:16]), mode).decryptor()
            context.authenticate_additional_data(bound_to)
            return context.update(body[:-TAG]) + context.finalize()
        except InvalidTag:
            raise DecryptionError from None

    def __repr__(self) -> str:
        return "LocalSeal(...)"


def new_secret() -> bytes:
    """Return 32 bytes from the operating system's random source."""
    return secrets.token_bytes(SECRET_BYTES)
