"""PDF files with Chinese text, a watermark and a password (PDF 导出).

Pages are laid out by reportlab; pypdf seals them with AES-256 (PDF 2.0, revision 6).
Without a font of one's own the text is set in STSong-Light, which PDF readers for
Chinese bring or replace: small files, and no rare characters (生僻字). A TrueType font
that is given is embedded, so that the file looks the same everywhere and for ever.
"""

from collections.abc import Callable, Iterator
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import attrs

from ehealthcard.extras import needs
from ehealthcard.ports import MadeDocument
from ehealthcard.rules.documents import DocumentContent, DocumentTable

with needs("pdf"):
    from pypdf import PdfReader, PdfWriter
    from reportlab.lib.colors import Color, grey
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import (
        Paragraph,
        SimpleDocTemplate,
        Spacer,
        Table,
        TableStyle,
    )

from .letters import Letters

MARGIN = 18 * mm
PALE = Color(0.55, 0.55, 0.55, alpha=0.28)
NOTHING = "（无记录）"


@attrs.frozen
class PdfDocuments:
    """See :class:`ehealthcard.ports.Documents`; makes PDF files.

    Args:
        font: A TrueType font with Chinese characters, to be embedded.

    """

    font: Path | None = None
    _letters: Letters = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_letters", Letters.of(self.font))  # frozen

    def make(
        self, content: DocumentContent, *, watermark: str, password: str | None = None
    ) -> MadeDocument:
        """See :class:`ehealthcard.ports.Documents`; equal pages, byte for byte.

        A sealed file differs each time, as its key is drawn anew.
        """
        plain = self._plain(content, watermark)
        pages = len(PdfReader(BytesIO(plain)).pages)
        data = plain if password is None else _sealed(plain, password)
        return MadeDocument(data, "application/pdf", pages)

    def _plain(self, content: DocumentContent, watermark: str) -> bytes:
        out = BytesIO()
        template = SimpleDocTemplate(
            out,
            pagesize=A4,
            leftMargin=MARGIN,
            rightMargin=MARGIN,
            topMargin=MARGIN,
            bottomMargin=MARGIN,
            title=content.title,
            invariant=1,
        )
        behind = self._behind(watermark)
        template.build(
            list(self._story(content)), onFirstPage=behind, onLaterPages=behind
        )
        return out.getvalue()

    def _story(self, content: DocumentContent) -> Iterator[Any]:
        yield Paragraph(self._text(content.title), self._style(16))
        for line in content.lines:
            yield Paragraph(self._text(line), self._style(9))
        for table in content.tables:
            yield Spacer(1, 6 * mm)
            yield Paragraph(self._text(table.heading), self._style(12))
            yield Spacer(1, 2 * mm)
            yield from self._table(table)

    def _table(self, table: DocumentTable) -> Iterator[Any]:
        small = self._style(8)
        if not table.rows:
            yield Paragraph(NOTHING, small)
            return
        cells = [
            [Paragraph(self._text(cell), small) for cell in row]
            for row in (table.columns, *table.rows)
        ]
        width = (A4[0] - 2 * MARGIN) / len(table.columns)
        lines = TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.4, grey),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
        )
        widths = [width] * len(table.columns)
        yield Table(cells, colWidths=widths, repeatRows=1, style=lines)
        if table.note:
            yield Paragraph(self._text(table.note), small)

    def _behind(self, watermark: str) -> Callable[[Canvas, Any], None]:
        def draw(canvas: Canvas, template: Any) -> None:  # noqa: ANN401  # reportlab's
            del template
            canvas.saveState()
            canvas.setFillColor(PALE)
            for step in range(-1, 4):
                canvas.saveState()
                canvas.translate(40 * mm, (40 + 70 * step) * mm)
                canvas.rotate(30)
                self._letters.draw(canvas, watermark, 13)
                canvas.restoreState()
            canvas.translate(A4[0] - 2 * MARGIN, 10 * mm)
            self._letters.draw(canvas, f"第{canvas.getPageNumber()}页", 8)
            canvas.restoreState()

        return draw

    def _style(self, size: int) -> ParagraphStyle:
        return ParagraphStyle(
            f"size-{size}",
            fontName=self._letters.chinese,
            fontSize=size,
            leading=size * 1.45,
            wordWrap="CJK",
        )

    def _text(self, text: str) -> str:
        """Return *text* as reportlab's small markup has it."""
        runs = self._letters.runs(text)
        parts = (f'<font name="{name}">{_escaped(run)}</font>' for name, run in runs)
        return "".join(parts)


def _escaped(run: str) -> str:
    return escape(run, quote=False).replace("\n", "<br/>")


def _sealed(plain: bytes, password: str) -> bytes:
    """Return the file encrypted with AES-256; the password is owner's and user's."""
    writer = PdfWriter(clone_from=BytesIO(plain))
    writer.encrypt(password, algorithm="AES-256")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
