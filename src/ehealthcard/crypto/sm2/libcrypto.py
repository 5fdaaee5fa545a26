"""The system's OpenSSL, found and declared; nothing is loaded before it is asked for.

Every function is declared with its C types (OpenSSL 3 manual, section 3). Memory that
OpenSSL hands out is freed by who asked for it, in the same block.
"""

import ctypes
import sys
from collections.abc import Callable, Iterable, Iterator
from ctypes import c_char_p, c_int, c_size_t, c_uint, c_void_p
from typing import Any

from ehealthcard.errors import BackendUnavailableError

LIBRARIES = (
    "libcrypto.so.3",
    "libcrypto.so.4",
    "libcrypto.3.dylib",
    "/opt/homebrew/opt/openssl@3/lib/libcrypto.3.dylib",
    "/usr/local/opt/openssl@3/lib/libcrypto.3.dylib",
    "libcrypto-3-x64.dll",
    "libcrypto-3-arm64.dll",
    "libcrypto-3.dll",
)
"""Names by which the loaders of Linux, macOS and Windows know OpenSSL 3 or 4.

Without a path the loader looks in its own places only, not in the current folder; on
Linux it gives, as a rule, the library that ``ssl`` and ``hashlib`` use too.
"""

_OLDEST_MAJOR = 3


def candidates() -> Iterator[str]:
    """Yield names to try, the slow search (it runs a compiler or linker) last."""
    yield from LIBRARIES
    # macOS ends a process that loads the unversioned libcrypto that would be found.
    if sys.platform != "darwin":
        from ctypes.util import find_library  # noqa: PLC0415  # 6 ms, seldom needed

        if found := find_library("crypto"):
            yield found


class Parameter(ctypes.Structure):
    """An OSSL_PARAM: a named value given to OpenSSL."""

    _fields_ = (
        ("key", c_char_p),
        ("data_type", c_uint),
        ("data", c_void_p),
        ("data_size", c_size_t),
        ("return_size", c_size_t),
    )


class Libcrypto:
    """The functions of one loaded library that SM2 needs.

    Raises:
        AttributeError: The library lacks one of them, so it is no OpenSSL 3.

    """

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        self.major: int = self._bind("OPENSSL_version_major", c_uint)()
        self.clear_errors = self._bind("ERR_clear_error", None)
        self._bind_keys()
        self._bind_operations()
        self._bind_points()

    def _bind(self, name: str, result: Any, *arguments: Any) -> Callable[..., Any]:  # noqa: ANN401  # ctypes names a C type by a class or None
        function = getattr(self._library, name)
        function.restype = result
        function.argtypes = arguments
        return function  # type: ignore[no-any-return]  # a C function is called with anything

    def _bind_keys(self) -> None:
        bind, pointer = self._bind, c_void_p
        self.key_free = bind("EVP_PKEY_free", None, pointer)
        self.context_by_name = bind(
            "EVP_PKEY_CTX_new_from_name", pointer, pointer, c_char_p, c_char_p
        )
        self.context_by_key = bind(
            "EVP_PKEY_CTX_new_from_pkey", pointer, pointer, pointer, c_char_p
        )
        self.context_free = bind("EVP_PKEY_CTX_free", None, pointer)
        self.fromdata_init = bind("EVP_PKEY_fromdata_init", c_int, pointer)
        self.fromdata = bind(
            "EVP_PKEY_fromdata",
            c_int,
            pointer,
            ctypes.POINTER(pointer),
            c_int,
            ctypes.POINTER(Parameter),
        )

    def _bind_operations(self) -> None:
        bind, pointer = self._bind, c_void_p
        out = (pointer, c_char_p, ctypes.POINTER(c_size_t), c_char_p, c_size_t)
        self.verify_init = bind("EVP_PKEY_verify_init", c_int, pointer)
        self.verify = bind(
            "EVP_PKEY_verify", c_int, pointer, c_char_p, c_size_t, c_char_p, c_size_t
        )
        self.sign_init = bind("EVP_PKEY_sign_init", c_int, pointer)
        self.sign = bind("EVP_PKEY_sign", c_int, *out)
        self.encrypt_init = bind("EVP_PKEY_encrypt_init", c_int, pointer)
        self.encrypt = bind("EVP_PKEY_encrypt", c_int, *out)
        self.decrypt_init = bind("EVP_PKEY_decrypt_init", c_int, pointer)
        self.decrypt = bind("EVP_PKEY_decrypt", c_int, *out)

    def _bind_points(self) -> None:
        bind, pointer = self._bind, c_void_p
        self.group = bind("EC_GROUP_new_by_curve_name", pointer, c_int)
        self.group_free = bind("EC_GROUP_free", None, pointer)
        self.point = bind("EC_POINT_new", pointer, pointer)
        self.point_free = bind("EC_POINT_clear_free", None, pointer)
        self.number = bind("BN_bin2bn", pointer, c_char_p, c_int, pointer)
        self.number_free = bind("BN_clear_free", None, pointer)
        self.multiply = bind("EC_POINT_mul", c_int, *(pointer,) * 6)
        self.point_to_octets = bind(
            "EC_POINT_point2oct",
            c_size_t,
            pointer,
            pointer,
            c_int,
            c_char_p,
            c_size_t,
            pointer,
        )


def load(library: str) -> Libcrypto:
    """Load one library by name or path.

    Raises:
        BackendUnavailableError: It is missing, or older than OpenSSL 3.

    """
    try:
        libcrypto = Libcrypto(ctypes.CDLL(library))
    except (OSError, AttributeError):
        raise BackendUnavailableError from None
    if libcrypto.major < _OLDEST_MAJOR:
        raise BackendUnavailableError
    return libcrypto


def load_each(libraries: Iterable[str]) -> Iterator[Libcrypto]:
    """Yield those of *libraries* that can be loaded."""
    for library in libraries:
        try:
            yield load(library)
        except BackendUnavailableError:
            continue
