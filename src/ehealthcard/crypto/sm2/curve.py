"""The curve of SM2 (GB/T 32918.5-2017) and its points as bytes.

The forms of a point are those of GB/T 32918.1-2016, 4.2: X and Y of 32 bytes each,
bare or after 04, or X alone after 02 (Y even) or 03 (Y odd).
"""

from ehealthcard.errors import InvalidKeyError

Point = tuple[int, int]
"""Affine coordinates; the point at infinity has none and is never a ``Point``."""

P = 0xFFFFFFFE_FFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFF_00000000_FFFFFFFF_FFFFFFFF
A = P - 3
B = 0x28E9FA9E_9D9F5E34_4D5A9E4B_CF6509A7_F39789F5_15AB8F92_DDBCBD41_4D940E93
N = 0xFFFFFFFE_FFFFFFFF_FFFFFFFF_FFFFFFFF_7203DF6B_21C6052B_53BBF409_39D54123
G: Point = (
    0x32C4AE2C_1F198119_5F990446_6A39C994_8FE30BBF_F2660BE1_715A4589_334C74C7,
    0xBC3736A2_F4F6779C_59BDCEE3_6B692153_D0A9877C_C62A4740_02DF32E5_2139F0A0,
)

FIELD_BYTES = 32
POINT_BYTES = 2 * FIELD_BYTES
UNCOMPRESSED = b"\x04"
_EVEN, _ODD = b"\x02", b"\x03"


def _right_side(x: int) -> int:
    return ((x * x + A) * x + B) % P


def is_on_curve(point: Point) -> bool:
    """Tell whether both coordinates are of the field and fulfil the equation.

    The cofactor is 1, so that is all there is to validate (GB/T 32918.1-2016, 6.2).
    """
    x, y = point
    return 0 <= x < P and 0 <= y < P and y * y % P == _right_side(x)


def point_from_bytes(data: bytes) -> Point:
    """Read a point of 64, 65 or 33 bytes.

    The length decides the form, never a leading 04: an X may well begin with 04.

    Raises:
        InvalidKeyError: Another length or prefix, or not a point of the curve; the
            point at infinity, a single zero byte, has no such form.

    """
    prefix = data[:1]
    if len(data) == POINT_BYTES:
        return _bare(data)
    if len(data) == 1 + POINT_BYTES and prefix == UNCOMPRESSED:
        return _bare(data[1:])
    if len(data) == 1 + FIELD_BYTES and prefix in {_EVEN, _ODD}:
        return _decompressed(int.from_bytes(data[1:]), odd=prefix == _ODD)
    raise InvalidKeyError


def _bare(data: bytes) -> Point:
    point = int.from_bytes(data[:FIELD_BYTES]), int.from_bytes(data[FIELD_BYTES:])
    if not is_on_curve(point):
        raise InvalidKeyError
    return point


def _decompressed(x: int, *, odd: bool) -> Point:
    # p is 3 modulo 4: a power is the square root, if there is one. No point of this
    # curve has y = 0 (the order is odd), so both parities exist.
    y = pow(_right_side(x), (P + 1) // 4, P)
    point = x, P - y if y & 1 != odd else y
    if not is_on_curve(point):
        raise InvalidKeyError
    return point


def point_to_bytes(point: Point) -> bytes:
    """Write X and Y, 64 bytes."""
    # int() because a coordinate may be of gmpy2's integer type.
    x, y = int(point[0]), int(point[1])
    return x.to_bytes(FIELD_BYTES) + y.to_bytes(FIELD_BYTES)


def compressed(raw: bytes) -> bytes:
    """Return the 33-byte form of the 64 bytes *raw*."""
    return (_ODD if raw[-1] & 1 else _EVEN) + raw[:FIELD_BYTES]
