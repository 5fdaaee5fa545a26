"""SM4 block by block (GB/T 32907), as the national card algorithms use it."""

from collections.abc import Callable
from threading import Lock

from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4

from ehealthcard.errors import InvalidKeyError

BLOCK = 16


class LocalBlock:
    """An SM4 key held in this process; its two ECB contexts are built once.

    Threads may share it: they take turns, for a context serves one at a time.

    ECB is what the national specification prescribes for single identifiers; nothing
    else here uses it.

    Raises:
        InvalidKeyError: *key* has not exactly 16 bytes.

    """

    __slots__ = ("_decrypt", "_encrypt", "_turn")

    def __init__(self, key: bytes) -> None:
        if len(key) != BLOCK:
            raise InvalidKeyError
        cipher = Cipher(SM4(key), modes.ECB())  # noqa: S305  # see the docstring
        self._encrypt = cipher.encryptor().update
        self._decrypt = cipher.decryptor().update
        self._turn = Lock()

    def encrypt(self, data: bytes, /) -> bytes:
        """Encrypt whole blocks."""
        return self._use(self._encrypt, data)

    def decrypt(self, data: bytes, /) -> bytes:
        """Decrypt whole blocks."""
        return self._use(self._decrypt, data)

    def __repr__(self) -> str:
        return "LocalBlock(...)"

    def _use(self, context: Callable[[bytes], bytes], data: bytes) -> bytes:
        # A partial block would stay in the context and shift the next caller's.
        if len(data) % BLOCK:
            raise ValueError("SM4 works on whole blocks of 16 bytes.")
        with self._turn:
            return context(data)
