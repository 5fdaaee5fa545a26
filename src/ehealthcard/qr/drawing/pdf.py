"""PDF 1.6, written by hand: one page, vector modules (ISO 32000-1)."""

import re
import zlib

from ehealthcard.errors import PictureError

from .colour import BLACK, WHITE, Rgb
from .layout import FRAME, Layout
from .lettering import CHINESE, DESCRIPTOR, LATIN, ems, letter

LABEL = 80.0
"""Millimetres: the width of a common label and of receipt paper."""

LEAST_MODULE = 0.5
"""Millimetres: four dots of a 200 dpi thermal printer (DENSO WAVE, qrcode.com)."""

MOST_WIDTH = 2500.0
"""Millimetres: keeps a page within PDF's 14 400 points (ISO 32000-1, annex C.2)."""

_POINTS = 72 / 25.4
_RUN = re.compile(rb"\x01+")

_CATALOG = (
    b"<</Type/Catalog/Pages 2 0 R/Lang(zh-CN)"
    b"/ViewerPreferences<</PrintScaling/None/DisplayDocTitle true>>>>"
)
_PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_INFO = b"<</Title(Electronic health card code)>>"


def pdf(layout: Layout, width: float) -> bytes:
    """Return one page *width* millimetres wide, and as high as the picture needs.

    No font is embedded (:mod:`.lettering` says what that means for a caption). The
    viewer is asked not to scale the page when it prints.

    Raises:
        PictureError: A module would be smaller than 0.5 mm, or the page wider than
            2 500 mm.

    """
    if not LEAST_MODULE * layout.side <= width <= MOST_WIDTH:
        raise PictureError(field="width")
    module = width * _POINTS / layout.side
    page = (
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R"
        b"/MediaBox[0 0 %.4f %.4f]/Resources<</Font<</L 6 0 R/C 7 0 R>>>>>>"
    ) % (width * _POINTS, module * layout.height)
    content = zlib.compress("\n".join(_content(layout, module)).encode("ascii"))
    stream = b"<</Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream"
    return _file(
        _CATALOG,
        _PAGES,
        page,
        stream % (len(content), content),
        _INFO,
        LATIN,
        CHINESE % 8,
        DESCRIPTOR,
    )


def _content(layout: Layout, module: float) -> list[str]:
    """Return the operators; a unit is a module, and y grows downwards as on screen."""
    side, height = layout.side, layout.height
    inner = side - 2 * FRAME
    frame = (
        (
            _ink(layout.frame),
            f"0 0 {side} {side} re f",
            _ink(WHITE),
            f"{FRAME} {FRAME} {inner} {inner} re f",
        )
        if layout.frame
        else ()
    )
    return [
        f"{module:.6f} 0 0 {-module:.6f} 0 {module * height:.6f} cm",
        _ink(WHITE),
        f"0 0 {side} {height} re f",
        *frame,
        _ink(layout.dark),
        *_modules(layout),
        "f",
        _ink(BLACK),
        *_caption(layout),
    ]


def _modules(layout: Layout) -> list[str]:
    """Return one path, so that no seam shows between rows."""
    start = layout.margin
    return [
        f"{start + run.start()} {y} {run.end() - run.start()} 1 re"
        for y, row in enumerate(layout.symbol.modules, start)
        for run in _RUN.finditer(row)
    ]


def _caption(layout: Layout) -> list[str]:
    """Return the lines, centred."""
    return [
        f"BT 1 0 0 -1 {(layout.side - ems(line) * layout.font) / 2:.2f} {base} Tm"
        f" {' '.join(letter(line, layout.font))} ET"
        for base, line in layout.lines()
    ]


def _ink(colour: Rgb) -> str:
    red, green, blue = (part / 255 for part in colour)
    return f"{red:.4f} {green:.4f} {blue:.4f} rg"


def _file(*objects: bytes) -> bytes:
    """Return the file: objects 1 to n, where each lies, and where to begin."""
    parts = [b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n"]
    offsets: list[int] = []
    place = len(parts[0])
    for number, body in enumerate(objects, 1):
        offsets.append(place)
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        place += len(parts[-1])
    count = len(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % count)
    parts.extend(b"%010d 00000 n \n" % offset for offset in offsets)
    parts.append(b"trailer\n<</Size %d/Root 1 0 R/Info 5 0 R>>\n" % count)
    parts.append(b"startxref\n%d\n%%%%EOF\n" % place)
    return b"".join(parts)
