"""Signatures and ciphertexts in the forms that other systems use.

Within the SDK a signature is r and s, 32 bytes each, and a ciphertext is C1, C3, C2
one after the other (GB/T 32918.4-2016): the point after 04, the hash, the masked text.
Others want DER (GM/T 0009-2012, 7.2 and 7.3), or C1, C2, C3, the order of the drafts
before 2012.
"""

from ehealthcard.errors import InvalidSignatureFormError

from .curve import FIELD_BYTES, POINT_BYTES, UNCOMPRESSED, N
from .der import (
    OCTETS,
    SEQUENCE,
    element,
    integer,
    take,
    take_integer,
    whole,
)
from .digest import DIGEST_BYTES

SIGNATURE_BYTES = 64
C1_BYTES = 1 + POINT_BYTES
_HEAD_BYTES = C1_BYTES + DIGEST_BYTES


def is_in_range(signature: bytes) -> bool:
    """Tell whether these are 64 bytes r and s that a signature may have.

    Both are from 1 to n - 1 and their sum is not n (GB/T 32918.2-2016, 7.1, B1, B2
    and B5). Without this check s + n would pass for s and the bytes of a signature
    could be changed by anybody.
    """
    if len(signature) != SIGNATURE_BYTES:
        return False
    r = int.from_bytes(signature[:FIELD_BYTES])
    s = int.from_bytes(signature[FIELD_BYTES:])
    return 0 < r < N and 0 < s < N and r + s != N


def signature_to_der(signature: bytes) -> bytes:
    """Write r and s as SEQUENCE { INTEGER r, INTEGER s } (GM/T 0009-2012, 7.3).

    Raises:
        InvalidSignatureFormError: *signature* has not 64 bytes.

    """
    if len(signature) != SIGNATURE_BYTES:
        raise InvalidSignatureFormError
    r, s = signature[:FIELD_BYTES], signature[FIELD_BYTES:]
    return element(SEQUENCE, integer(r) + integer(s))


def signature_from_der(der: bytes) -> bytes:
    """Return the 64 bytes r and s of a DER signature.

    Only the form is checked; whether r and s are in range is checked when the
    signature is verified.

    Raises:
        InvalidSignatureFormError: Not the one valid DER encoding of two integers that
            fit in 32 bytes each, or something follows it.

    """
    r, rest = take_integer(whole(SEQUENCE, der), FIELD_BYTES)
    s, rest = take_integer(rest, FIELD_BYTES)
    if rest:
        raise InvalidSignatureFormError
    return r + s


def split(ciphertext: bytes) -> tuple[bytes, bytes, bytes]:
    """Return C1 (65 bytes), C3 (32 bytes) and C2 of a ciphertext C1, C3, C2.

    Raises:
        InvalidSignatureFormError: Too short, or C1 does not begin with 04.

    """
    if len(ciphertext) <= _HEAD_BYTES or ciphertext[:1] != UNCOMPRESSED:
        raise InvalidSignatureFormError
    return (
        ciphertext[:C1_BYTES],
        ciphertext[C1_BYTES:_HEAD_BYTES],
        ciphertext[_HEAD_BYTES:],
    )


def ciphertext_to_der(ciphertext: bytes) -> bytes:
    """Write C1, C3, C2 as an SM2Cipher (GM/T 0009-2012, 7.2).

    SM2Cipher is SEQUENCE { INTEGER x, INTEGER y, OCTET STRING C3, OCTET STRING C2 }.

    Raises:
        InvalidSignatureFormError: *ciphertext* is too short or lacks the 04.

    """
    c1, c3, c2 = split(ciphertext)
    x, y = c1[1 : 1 + FIELD_BYTES], c1[1 + FIELD_BYTES :]
    return element(
        SEQUENCE, integer(x) + integer(y) + element(OCTETS, c3) + element(OCTETS, c2)
    )


def ciphertext_from_der(der: bytes) -> bytes:
    """Return C1, C3, C2 of an SM2Cipher.

    Whether C1 is a point of the curve is checked when the ciphertext is decrypted.

    Raises:
        InvalidSignatureFormError: Not the one valid DER encoding, something follows
            it, C3 has not 32 bytes or C2 is empty.

    """
    x, rest = take_integer(whole(SEQUENCE, der), FIELD_BYTES)
    y, rest = take_integer(rest, FIELD_BYTES)
    c3, rest = take(OCTETS, rest)
    c2 = whole(OCTETS, rest)
    if len(c3) != DIGEST_BYTES or not c2:
        raise InvalidSignatureFormError
    return UNCOMPRESSED + x + y + c3 + c2


def ciphertext_to_c1c2c3(ciphertext: bytes) -> bytes:
    """Reorder C1, C3, C2 for a system that wants C1, C2, C3.

    Raises:
        InvalidSignatureFormError: *ciphertext* is too short or lacks the 04.

    """
    c1, c3, c2 = split(ciphertext)
    return c1 + c2 + c3


def ciphertext_from_c1c2c3(ciphertext: bytes) -> bytes:
    """Reorder C1, C2, C3 from another system; the result can be decrypted.

    Raises:
        InvalidSignatureFormError: *ciphertext* is too short or lacks the 04.

    """
    split(ciphertext)
    c2, c3 = ciphertext[C1_BYTES:-DIGEST_BYTES], ciphertext[-DIGEST_BYTES:]
    return ciphertext[:C1_BYTES] + c3 + c2
