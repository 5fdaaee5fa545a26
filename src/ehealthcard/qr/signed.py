"""How lists and bundles are signed: a magic, a readable header, what follows, and 64.

::

    magic | header length 4 | header (JSON) | rest | signature 64

The signature covers everything before it; the magic keeps one kind of file from being
taken for another.
"""

from collections.abc import Iterable
from typing import Protocol, Self, TypeVar

from ehealthcard.crypto import PublicKey, Signer
from ehealthcard.errors import (
    ForgedBundleError,
    InvalidInputError,
    MalformedBundleError,
)

SIGNATURE = 64
LARGEST_HEADER = 1_000_000


class Listed(Protocol):
    """A list: a header that says its suite, and nothing after it."""

    @property
    def suite(self) -> str:
        """The algorithms of its signatures."""
        ...

    @classmethod
    def from_json(cls, data: bytes, /) -> Self:
        """Read it; ``InvalidInputError`` if it has another form."""
        ...


AnyList = TypeVar("AnyList", bound=Listed)


def seal(magic: bytes, header: bytes, rest: bytes, signer: Signer) -> bytes:
    """Return a signed file."""
    signed = magic + len(header).to_bytes(4, "big") + header + rest
    return signed + signer.sign(signed)


def unseal(magic: bytes, data: bytes, trust: PublicKey) -> tuple[bytes, bytes]:
    """Check the signature of a file; return its header and what follows.

    Raises:
        MalformedBundleError: No such file, or not a whole one.
        ForgedBundleError: Not signed by *trust*.

    """
    start = len(magic) + 4
    if not data.startswith(magic) or len(data) < start + SIGNATURE:
        raise MalformedBundleError
    signed, signature = data[:-SIGNATURE], data[-SIGNATURE:]
    if not trust.verify(signature, signed):
        raise ForgedBundleError
    end = start + int.from_bytes(signed[len(magic) : start], "big")
    if not start < end <= min(len(signed), start + LARGEST_HEADER):
        raise MalformedBundleError
    return signed[start:end], signed[end:]


def read_list(
    kind: type[AnyList], magic: bytes, data: bytes, roots: Iterable[PublicKey]
) -> AnyList:
    """Check the signature of a list and read it.

    Args:
        kind: What it is.
        magic: What such files begin with.
        data: The file.
        roots: The keys that are believed.

    Raises:
        MalformedBundleError: No such list, or its signer has another suite.
        ForgedBundleError: None of *roots* has signed it.

    """
    for root in roots:
        try:
            header, rest = unseal(magic, data, root)
        except ForgedBundleError:
            continue
        try:
            listed = kind.from_json(header)
        except InvalidInputError:
            raise MalformedBundleError from None
        if rest or listed.suite != root.suite.value:
            raise MalformedBundleError
        return listed
    raise ForgedBundleError
