"""Which backend computes.

Operations with a private key run on OpenSSL, or on the backend that is named, or not
at all. Operations with a public key run on Python where there is no OpenSSL:
verification has no secret, and the one of an encryption is used only once.
"""

from functools import cache

from ehealthcard.errors import BackendUnavailableError

from .openssl import load_openssl
from .protocols import Backend
from .pure import Pure, fastest_integer


def backend(name: str | None = None) -> Backend:
    """Return the backend called *name*: ``"openssl"`` or ``"pure"``.

    Each is loaded when it is first asked for, and kept.

    Args:
        name: None means ``"openssl"``, the only one fit for private keys unasked.

    Raises:
        BackendUnavailableError: There is no usable OpenSSL, or no backend of this
            name.

    """
    if name == Pure.name:
        return pure_backend()
    found = found_openssl() if name in {None, "openssl"} else None
    if found is None:
        raise BackendUnavailableError
    return found


def public_backend() -> Backend:
    """Return the backend for public keys: OpenSSL where it is usable, else Python."""
    return found_openssl() or pure_backend()


@cache
def pure_backend() -> Backend:
    """Return Python's backend, on the fastest integers there are."""
    return Pure(fastest_integer())


@cache
def found_openssl() -> Backend | None:
    """Return OpenSSL's backend if there is a usable OpenSSL."""
    # A failed search is remembered too: it may have run a compiler.
    try:
        return load_openssl()
    except BackendUnavailableError:
        return None
