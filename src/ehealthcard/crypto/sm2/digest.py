"""What SM2 hashes with SM3: the signer's identity, messages and key material."""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.x963kdf import X963KDF

from ehealthcard.errors import InvalidKeyError

from .curve import FIELD_BYTES, A, B, G, point_to_bytes

DEFAULT_ID = b"1234567812345678"
"""The identity of who has agreed on no other (GM/T 0009-2012, 10)."""

MAX_ID_BYTES = 8191
"""The length in bits has to fit in two bytes (GB/T 32918.2-2016, 5.5)."""

DIGEST_BYTES = 32

_SM3 = hashes.SM3()
_CURVE = A.to_bytes(FIELD_BYTES) + B.to_bytes(FIELD_BYTES) + point_to_bytes(G)


def sm3(*parts: bytes) -> bytes:
    """Return the SM3 hash (GB/T 32905-2016) of *parts*, one after the other."""
    hasher = hashes.Hash(_SM3)
    for part in parts:
        hasher.update(part)
    return hasher.finalize()


def signer_hash(raw: bytes, identity: bytes) -> bytes:
    """Return Z, the hash of identity, curve and public key (GB/T 32918.2-2016, 5.5).

    Raises:
        InvalidKeyError: *identity* is longer than 8191 bytes.

    """
    if len(identity) > MAX_ID_BYTES:
        raise InvalidKeyError
    return sm3((8 * len(identity)).to_bytes(2), identity, _CURVE, raw)


def started(raw: bytes, identity: bytes) -> hashes.Hash:
    """Return a hash that has taken in Z; copy it for each message.

    Raises:
        InvalidKeyError: *identity* is longer than 8191 bytes.

    """
    hasher = hashes.Hash(_SM3)
    hasher.update(signer_hash(raw, identity))
    return hasher


def key_stream(shared: bytes, length: int) -> bytes:
    """Derive *length* bytes from a shared point (GB/T 32918.4-2016, 5.4.3).

    The function of the standard is that of ANSI X9.63 with SM3 and no shared info.
    """
    return X963KDF(_SM3, length, None).derive(shared)
