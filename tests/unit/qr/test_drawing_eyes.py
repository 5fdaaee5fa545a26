"""How these tests look at a picture: a PNG reader, a camera and a scanner of our own.

Nothing here comes from the package under test, so a picture is read back by other
means than those that drew it.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterator

import attrs
import pytest
import zxingcpp

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
LENGTHS = (66, 99, 112, 116, 188, 227, 340)

Rgb = tuple[int, int, int]
Grid = list[list[Rgb]]

WHITE: Rgb = (255, 255, 255)
BLACK: Rgb = (0, 0, 0)


def code_text(length: int) -> str:
    """Return a national text (66, 99, 112 characters) or one of ours."""
    digits = hashlib.shake_128(b"%d" % length).hexdigest(64).upper()
    static = digits[:64]
    dynamic = f"{static}:0:{digits[64:96]}"
    national = {66: f"{static}:1", 99: dynamic, 112: f"{dynamic}::35020001001"}
    body = hashlib.shake_256(b"%d" % length).digest(length - 5)
    ours = "EHC1:" + "".join(ALPHANUMERIC[byte % 45] for byte in body)
    return national.get(length, ours)


@attrs.frozen
class Grey:
    """A picture as a scanner sees it: 8 bits of brightness per pixel."""

    width: int
    height: int
    pixels: bytes

    def at(self, x: int, y: int) -> int:
        return self.pixels[y * self.width + x]


def scan(picture: Grey) -> list[str]:
    """Return every QR code text in the picture, by zxing-cpp as it comes."""
    view = memoryview(picture.pixels).cast("B", (picture.height, picture.width))
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(view, wanted)
    return [code.text for code in found]


def photograph(grid: Grid, scale: int = 1) -> Grey:
    """Return the brightness of a grid of colours, each cell *scale* pixels wide."""
    rows = (bytes(map(brightness, row)) for row in grid)
    wide = (bytes(cell for cell in row for _ in range(scale)) for row in rows)
    width, height = len(grid[0]) * scale, len(grid) * scale
    return Grey(width, height, b"".join(row * scale for row in wide))


def brightness(colour: Rgb) -> int:
    red, green, blue = colour
    return (299 * red + 587 * green + 114 * blue) // 1000


def hex_colour(text: str) -> Rgb:
    red, green, blue = bytes.fromhex(text.removeprefix("#"))
    return red, green, blue


@attrs.frozen
class Png:
    """What a PNG says of itself, and its pixels."""

    depth: int
    kind: int
    chunks: tuple[bytes, ...]
    grid: Grid


def read_png(data: bytes) -> Png:
    """Read the PNGs we write: grey or palette, filters None and Up."""
    chunks = dict(_chunks(data))
    header = chunks[b"IHDR"]
    width, height, depth, kind, *rest = struct.unpack(">IIBBBBB", header)
    assert [0, 0, 0] == rest
    table = chunks.get(b"PLTE", b"\x00\x00\x00\xff\xff\xff")
    palette = [hex_colour(table[i : i + 3].hex()) for i in range(0, len(table), 3)]
    size = (width * depth + 7) // 8
    lines = _unfilter(zlib.decompress(chunks[b"IDAT"]), size)
    grid = [_pixels(line, depth, palette)[:width] for line in lines]
    assert height == len(grid)
    return Png(depth, kind, tuple(chunks), grid)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    place = 8
    while place < len(data):
        (length,) = struct.unpack_from(">I", data, place)
        kind, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        (crc,) = struct.unpack_from(">I", data, place + 8 + length)
        assert zlib.crc32(kind + body) == crc
        yield kind, body
        place += 12 + length


def _unfilter(data: bytes, size: int) -> Iterator[bytes]:
    above = bytes(size)
    for start in range(0, len(data), size + 1):
        way, line = data[start], data[start + 1 : start + 1 + size]
        assert way in {0, 2}
        if way:
            pairs = zip(line, above, strict=True)
            line = bytes((now + up) % 256 for now, up in pairs)
        yield line
        above = line


def _pixels(line: bytes, depth: int, palette: list[Rgb]) -> list[Rgb]:
    mask = (1 << depth) - 1
    shifts = range(8 - depth, -1, -depth)
    return [palette[byte >> shift & mask] for byte in line for shift in shifts]


def test_the_camera_sees_green_brighter_than_red_and_black_darkest() -> None:
    grid = [[WHITE, (0, 255, 0), (255, 0, 0), BLACK]]
    assert Grey(4, 1, bytes([255, 149, 76, 0])) == photograph(grid)


def test_the_png_reader_notices_a_damaged_chunk() -> None:
    chunk = struct.pack(">I", 1) + b"IDAT" + b"x" + struct.pack(">I", 7)
    with pytest.raises(AssertionError):
        read_png(b"\x89PNG\r\n\x1a\n" + chunk)


def test_the_scanner_finds_nothing_on_a_white_page() -> None:
    assert [] == scan(photograph([[WHITE] * 50] * 50))


def test_the_sample_texts_have_the_lengths_they_promise() -> None:
    assert list(LENGTHS) == [len(code_text(length)) for length in LENGTHS]
