"""How lists and bundles are signed: a magic, a readable header, what follows, and 64.

::

    magic | header length 4 | header (JSON) | rest | signature 64

The signature covers everything before it; the magic keeps one kind of file from being
taken for another.
"""

from ehealthcard.crypto import PublicKey, Signer
from ehealthcard.errors import ForgedBundleError, MalformedBundleError

SIGNATURE = 64
LARGEST_HEADER = 1_000_000


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
