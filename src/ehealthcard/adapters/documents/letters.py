"""Which font sets which letter (字体)."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any
from zlib import crc32

import attrs

from ehealthcard.extras import needs

with needs("pdf"):
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas


METRICS: Any = pdfmetrics
"""Its stubs do not say what a font is."""

LATIN = "Helvetica"
PREDEFINED = "STSong-Light"
FAR = 0xFFFF
"""Beyond this code the predefined font has no characters."""

BOX = "□"


@attrs.frozen
class Letters:
    """ASCII in Helvetica, the rest in a Chinese font; a box for what no font has.

    Args:
        chinese: The name of the Chinese font.
        known: The codes that it has; ``None`` for the predefined one.

    """

    chinese: str
    known: frozenset[int] | None

    @classmethod
    def of(cls, font: Path | None) -> "Letters":
        """Return the letters of a TrueType font, or of the predefined one."""
        METRICS.registerFont(UnicodeCIDFont(PREDEFINED))
        if font is None:
            return cls(PREDEFINED, None)
        embedded: Any = TTFont(
            f"Embedded-{crc32(bytes(font.resolve())):08x}", str(font)
        )
        METRICS.registerFont(embedded)
        return cls(embedded.fontName, frozenset(embedded.face.charToGlyph))

    def runs(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield the name of a font and what it sets, in order."""
        letters = [self._letter(character) for character in text]
        for name, run in groupby(letters, key=lambda letter: letter[0]):
            yield name, "".join(character for _, character in run)

    def draw(self, canvas: Canvas, text: str, size: int) -> None:
        """Draw *text* at the origin."""
        line: Any = canvas.beginText(0, 0)
        for name, run in self.runs(text):
            line.setFont(name, size)
            line.textOut(run)
        canvas.drawText(line)

    def _letter(self, character: str) -> tuple[str, str]:
        code = ord(character)
        if character.isascii():
            return LATIN, character
        if self.known is not None and code in self.known:
            return self.chinese, character
        return PREDEFINED, character if code <= FAR else BOX
