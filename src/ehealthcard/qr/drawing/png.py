"""PNG, written by hand: the fewest bits per pixel (ISO/IEC 15948)."""

import struct
import zlib
from collections.abc import Iterator

from ehealthcard.errors import PictureError

from .colour import BLACK, WHITE, Rgb
from .layout import Layout

MOST_SCALE = 64
"""The most pixels per module, so that no request makes a picture without bounds."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY, _PALETTE = 0, 3
_SAME, _UP = b"\x00", b"\x02"


def png(layout: Layout, scale: int) -> bytes:
    """Return the picture without the caption, *scale* pixels per module.

    Black on white is 1-bit greyscale; a colour makes it a palette of 1 or 2 bits.

    Raises:
        PictureError: *scale* is not 1 to 64.

    """
    if scale not in range(1, MOST_SCALE + 1):
        raise PictureError(field="scale")
    inks = (WHITE, layout.dark, layout.frame or layout.dark)
    grey = set(inks) == {BLACK, WHITE}
    palette = [BLACK, WHITE] if grey else list(dict.fromkeys(inks))
    depth = 1 if len(palette) == 2 else 2  # noqa: PLR2004 -- two colours, one bit
    pixels = [b"%d" % palette.index(ink) * scale for ink in inks]
    length = layout.side * scale
    kind = _GREY if grey else _PALETTE
    header = struct.pack(">IIBBBBB", length, length, depth, kind, 0, 0, 0)
    body = b"".join(_scanlines(layout.cells(), pixels, depth))
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", header),
            b"" if grey else _chunk(b"PLTE", _triples(palette)),
            _chunk(b"IDAT", zlib.compress(body)),
            _chunk(b"IEND", b""),
        )
    )


def _scanlines(rows: list[bytes], pixels: list[bytes], depth: int) -> Iterator[bytes]:
    """Yield each row once, then as often as needed the filter that repeats it."""
    scale = len(pixels[0])
    bits = len(rows) * scale * depth
    size, base = -(-bits // 8), 1 << depth
    repeated = (_UP + bytes(size)) * (scale - 1)
    for row in rows:
        digits = b"".join(map(pixels.__getitem__, row))
        line = int(digits, base) << (size * 8 - bits)
        yield _SAME + line.to_bytes(size, "big") + repeated


def _triples(palette: list[Rgb]) -> bytes:
    return bytes(part for colour in palette for part in colour)


def _chunk(kind: bytes, data: bytes) -> bytes:
    crc = zlib.crc32(data, zlib.crc32(kind))
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)
