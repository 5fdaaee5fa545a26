"""Keys in OpenSSL's memory, and what is done with them."""

import ctypes
import sys
import weakref
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from typing import Any

from ehealthcard.errors import BackendUnavailableError

from .curve import POINT_BYTES, UNCOMPRESSED
from .libcrypto import Libcrypto, Parameter

_NID_SM2 = 1172
_UNCOMPRESSED_FORM = 4
_UNSIGNED_INTEGER, _UTF8_STRING, _OCTET_STRING = 2, 4, 5
_PUBLIC_KEY, _KEYPAIR = 0x86, 0x87


class Key:
    """An EVP_PKEY of SM2, freed with this object.

    Args:
        libcrypto: The library that is to hold it.
        raw: The 64 bytes of the public key, validated.
        scalar: The 32 bytes of the private key, if it is one.

    Raises:
        BackendUnavailableError: The library cannot load SM2 keys.

    """

    __slots__ = ("__weakref__", "_libcrypto", "_pointer")

    def __init__(
        self, libcrypto: Libcrypto, raw: bytes, scalar: bytes | None = None
    ) -> None:
        self._libcrypto = libcrypto
        self._pointer = _load(libcrypto, raw, scalar)
        freeing = weakref.finalize(self, libcrypto.key_free, self._pointer)
        # At the end of the process other threads may still be verifying.
        freeing.atexit = False

    def __reduce__(self) -> tuple[Any, ...]:
        # A copy would free the same memory a second time.
        msg = "A key in OpenSSL's memory is neither copied nor pickled."
        raise TypeError(msg)

    def verify(self, der: bytes, digest: bytes) -> bool:
        """Check a DER signature over a digest."""
        libcrypto = self._libcrypto
        with self._context(libcrypto.verify_init) as context:
            done: int = libcrypto.verify(context, der, len(der), digest, len(digest))
        if done == 1:
            return True
        # What stayed in the thread's queue would be reported by the next TLS socket.
        libcrypto.clear_errors()
        return False

    def sign(self, digest: bytes, room: int) -> bytes | None:
        """Return a DER signature."""
        return self._output(
            self._libcrypto.sign_init, self._libcrypto.sign, digest, room
        )

    def encrypt(self, plaintext: bytes, room: int) -> bytes | None:
        """Return an SM2Cipher in DER."""
        libcrypto = self._libcrypto
        return self._output(libcrypto.encrypt_init, libcrypto.encrypt, plaintext, room)

    def decrypt(self, der: bytes, room: int) -> bytes | None:
        """Return the plaintext of an SM2Cipher."""
        libcrypto = self._libcrypto
        return self._output(libcrypto.decrypt_init, libcrypto.decrypt, der, room)

    @contextmanager
    def _context(self, start: Callable[..., int]) -> Generator[int]:
        libcrypto = self._libcrypto
        context = libcrypto.context_by_key(None, self._pointer, None)
        try:
            if not context or start(context) != 1:
                libcrypto.clear_errors()
                raise BackendUnavailableError
            yield context
        finally:
            libcrypto.context_free(context)

    def _output(
        self,
        start: Callable[..., int],
        operation: Callable[..., int],
        data: bytes,
        room: int,
    ) -> bytes | None:
        """Return what *operation* writes, at most *room* bytes; None if it fails."""
        out = ctypes.create_string_buffer(room)
        size = ctypes.c_size_t(room)
        with self._context(start) as context:
            done = operation(context, out, ctypes.byref(size), data, len(data))
        if done == 1:
            return out.raw[: size.value]
        self._libcrypto.clear_errors()
        return None


class _Parameters:
    """An array of OSSL_PARAM, and the memory that its values live in."""

    def __init__(self, *values: tuple[bytes, int, bytes]) -> None:
        self._memory = [ctypes.create_string_buffer(v, len(v)) for _, _, v in values]
        entries = [
            Parameter(name, kind, ctypes.addressof(memory), len(memory), 0)
            for (name, kind, _), memory in zip(values, self._memory, strict=True)
        ]
        # One entry of zeros ends the array.
        self.array = (Parameter * (len(entries) + 1))(*entries)

    def wipe(self) -> None:
        for memory in self._memory:
            ctypes.memset(memory, 0, len(memory))


def _load(libcrypto: Libcrypto, raw: bytes, scalar: bytes | None) -> int:
    values = [
        (b"group", _UTF8_STRING, b"SM2"),
        (b"pub", _OCTET_STRING, UNCOMPRESSED + raw),
    ]
    if scalar is not None:
        # OpenSSL wants integers in the machine's own byte order.
        native = scalar if sys.byteorder == "big" else scalar[::-1]
        values.append((b"priv", _UNSIGNED_INTEGER, native))
    parameters = _Parameters(*values)
    selection = _PUBLIC_KEY if scalar is None else _KEYPAIR
    key = ctypes.c_void_p()
    context = libcrypto.context_by_name(None, b"SM2", None)
    try:
        if (
            not context
            or libcrypto.fromdata_init(context) != 1
            or libcrypto.fromdata(
                context, ctypes.byref(key), selection, parameters.array
            )
            != 1
            or not key.value
        ):
            libcrypto.clear_errors()
            raise BackendUnavailableError
        return key.value
    finally:
        libcrypto.context_free(context)
        parameters.wipe()


def public_point(libcrypto: Libcrypto, scalar: bytes) -> bytes:
    """Return the 64 bytes of *scalar* times the base point, in constant time.

    Raises:
        BackendUnavailableError: The library does not know the curve.

    """
    out = ctypes.create_string_buffer(1 + POINT_BYTES)
    with ExitStack() as memory:

        def held(pointer: int | None, free: Callable[[int], None]) -> int:
            if not pointer:
                libcrypto.clear_errors()
                raise BackendUnavailableError
            memory.callback(free, pointer)
            return pointer

        group = held(libcrypto.group(_NID_SM2), libcrypto.group_free)
        point = held(libcrypto.point(group), libcrypto.point_free)
        number = held(
            libcrypto.number(scalar, len(scalar), None), libcrypto.number_free
        )
        done = libcrypto.multiply(group, point, number, None, None, None)
        written = libcrypto.point_to_octets(
            group, point, _UNCOMPRESSED_FORM, out, len(out), None
        )
    if done != 1 or written != len(out):
        libcrypto.clear_errors()
        raise BackendUnavailableError
    return out.raw[1:]
