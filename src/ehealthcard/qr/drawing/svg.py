"""SVG 1.1, written by hand: one path, a line per run of dark modules."""

import re

from .colour import WHITE
from .layout import FRAME, Layout

_TITLE = "电子健康卡二维码 Electronic health card code"
_HINT = "请向扫码设备出示此码。 Show this code to the scanner."

_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
)
_RUN = re.compile(rb"\x00+|\x01+")
_WIDEST = 177
_STEP = {bytes(run): f"m{run} 0" for run in range(1, _WIDEST + 1)} | {
    b"\x01" * run: f"h{run}" for run in range(1, _WIDEST + 1)
}


def svg(layout: Layout) -> str:
    """Return the document: without prolog, so that it also stands within HTML.

    UTF-8 is XML's default encoding; write the text in it. The size is left to the page
    (there is a ``viewBox`` only). Title and description are for screen readers (WCAG 2,
    success criterion 1.1.1) and do not tell the code. Presentation attributes only, no
    ``style``, so a strict Content-Security-Policy lets it pass.
    """
    side, height = layout.side, layout.height
    description = " ".join((_HINT, *layout.caption)).translate(_ESCAPES)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" role="img"'
        f' viewBox="0 0 {side} {height}" shape-rendering="crispEdges">'
        f"<title>{_TITLE}</title><desc>{description}</desc>"
        f'<rect width="{side}" height="{height}" fill="{WHITE.hex}"/>'
        f"{_frame(layout)}"
        f'<path stroke="{layout.dark.hex}" d="{_path(layout)}"/>'
        f"{_caption(layout)}</svg>"
    )


def _path(layout: Layout) -> str:
    """Return the modules: ``M x y.5`` per row, then ``h`` dark and ``m`` light runs."""
    start, runs, step = layout.margin, _RUN.findall, _STEP.__getitem__
    return "".join(
        f"M{start} {y}.5{''.join(map(step, runs(row)))}"
        for y, row in enumerate(layout.symbol.modules, start)
    )


def _frame(layout: Layout) -> str:
    if layout.frame is None:
        return ""
    half, length = FRAME / 2, layout.side - FRAME
    return (
        f'<rect x="{half}" y="{half}" width="{length}" height="{length}"'
        f' fill="none" stroke="{layout.frame.hex}" stroke-width="{FRAME}"/>'
    )


def _caption(layout: Layout) -> str:
    return "".join(
        f'<text x="{layout.side / 2}" y="{base}" font-size="{layout.font}"'
        ' font-family="sans-serif" text-anchor="middle">'
        f"{line.translate(_ESCAPES)}</text>"
        for base, line in layout.lines()
    )
