"""Letters in a PDF without a font file: Helvetica and STSong-Light.

Neither font is embedded. Helvetica is one of the 14 fonts that every PDF reader has
(ISO 32000-1, 9.6.2.2); STSong-Light, with the encoding UniGB-UTF16-H, is a predefined
Chinese font that the reader brings or substitutes (9.7.5.2). Its characters are those
of Adobe-GB1; of those beyond U+FFFF, where most rare characters of names (生僻字) lie,
it has eight, and shows boxes for the rest.
"""

import re
from collections.abc import Iterator

LATIN = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
"""The font ``/L``."""

CHINESE = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light-UniGB-UTF16-H"
    b"/Encoding/UniGB-UTF16-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0"
    b"/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
    b"/Supplement 4>>/DW 1000/FontDescriptor %d 0 R>>]>>"
)
"""The font ``/C``; to be filled with the number of the object :data:`DESCRIPTOR`."""

DESCRIPTOR = (
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/ItalicAngle 0"
    b"/FontBBox[-25 -254 1000 880]/Ascent 880/Descent -120/CapHeight 880/StemV 93>>"
)
"""What a reader needs to choose a substitute for STSong-Light."""

_SCRIPT = re.compile(r"[\x20-\x7e]+|[^\x20-\x7e]+")

_WIDTHS = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556),
    *(1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778),
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556),
    *(333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556),
    *(556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),
)
"""Helvetica's widths from space to tilde, in thousandths (Adobe's Core 14 metrics)."""


def ems(line: str) -> float:
    """Return how wide *line* is, in sizes of its letters."""
    width = 0
    for character in line:
        place = ord(character) - ord(" ")
        width += _WIDTHS[place] if 0 <= place < len(_WIDTHS) else 1000
    return width / 1000


def letter(line: str, size: int) -> Iterator[str]:
    """Yield the operators that show *line*; hexadecimal leaves nothing to escape."""
    for run in _SCRIPT.findall(line):
        name, codec = ("L", "ascii") if run.isascii() else ("C", "utf-16-be")
        yield f"/{name} {size} Tf <{run.encode(codec).hex()}> Tj"
