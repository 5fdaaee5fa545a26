"""The little of DER (ITU-T X.690) that SM2 needs, read strictly.

One value has one encoding. What has a second one lets a stranger change the bytes of
a valid signature, so every other encoding is refused.
"""

from ehealthcard.errors import InvalidSignatureFormError

INTEGER = 0x02
OCTETS = 0x04
SEQUENCE = 0x30

_LONG = 0x80
_HEADER = 2


def element(tag: int, content: bytes) -> bytes:
    """Return *content* with its tag and length."""
    length = len(content)
    if length < _LONG:
        return bytes((tag, length)) + content
    size = (length.bit_length() + 7) // 8
    return bytes((tag, _LONG | size)) + length.to_bytes(size) + content


def integer(magnitude: bytes) -> bytes:
    """Return the INTEGER element of a big-endian number that is not negative."""
    digits = magnitude.lstrip(b"\0")
    if not digits or digits[0] & _LONG:
        digits = b"\0" + digits
    return element(INTEGER, digits)


def take(tag: int, data: bytes) -> tuple[bytes, bytes]:
    """Split *data* into the content of its first element and what follows.

    Raises:
        InvalidSignatureFormError: Another tag, an indefinite length, a length in more
            bytes than needed, or fewer bytes than announced.

    """
    if len(data) < _HEADER or data[0] != tag:
        raise InvalidSignatureFormError
    start, length = _HEADER, data[1]
    if length >= _LONG:
        start += length - _LONG
        length = int.from_bytes(data[_HEADER:start])
    content = data[start : start + length]
    # Writing it again is the shortest proof that it was written the one valid way.
    if element(tag, content) != data[: start + length]:
        raise InvalidSignatureFormError
    return content, data[start + length :]


def take_integer(data: bytes, size: int) -> tuple[bytes, bytes]:
    """Split off an INTEGER; return its *size* bytes and what follows.

    Raises:
        InvalidSignatureFormError: See :func:`take`; or the integer is negative, has
            a byte more than it needs, or does not fit.

    """
    content, rest = take(INTEGER, data)
    digits = content.lstrip(b"\0")
    if len(digits) > size or integer(digits) != data[: len(data) - len(rest)]:
        raise InvalidSignatureFormError
    return digits.rjust(size, b"\0"), rest


def whole(tag: int, data: bytes) -> bytes:
    """Return the content of the one element that *data* is.

    Raises:
        InvalidSignatureFormError: See :func:`take`; or something follows.

    """
    content, rest = take(tag, data)
    if rest:
        raise InvalidSignatureFormError
    return content
