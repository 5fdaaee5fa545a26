"""Mermaid blocks as static pictures: drawn when the site is built, no JavaScript.

A picture is made once for each text and kept under ``_build/mermaid``; a page that has
not changed costs nothing. GitHub draws the same blocks itself.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import mermaidx
from docutils import nodes
from docutils.parsers.rst.directives import unchanged
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata, OptionSpec

FOLDER = "_build/mermaid"
EDITION = b"1"
"""Changes with this module's output, so that old pictures are not taken for new."""

FONTS = "Arial, Helvetica, 'Liberation Sans', 'PingFang SC', 'Microsoft YaHei'"
STYLE = {
    "theme": "base",
    "config": {
        "themeVariables": {
            "fontFamily": FONTS,
            "primaryColor": "#e8f1f7",
            "primaryBorderColor": "#2f6f95",
            "primaryTextColor": "#16242e",
            "lineColor": "#5a6b76",
            "noteBkgColor": "#fdf6e0",
            "noteBorderColor": "#d8bf72",
            "edgeLabelBackground": "#ffffff",
        }
    },
}
_SIGN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="14" height="14"'
    ' style="vertical-align:-2px" fill="none" stroke="#16242e" stroke-width="1.5">'
    "{}</svg>"
)
SIGNS = {
    "⏱": _SIGN.format('<circle cx="8" cy="8" r="6"/><path d="M8 4v4l3 2"/>'),
    "✉": _SIGN.format('<path d="M1.5 3.5h13v9h-13zl6.5 5 6.5-5"/>'),
    "🔒": _SIGN.format('<path d="M3 7h10v7H3zM5 7V4.500a3 3 0 0 1 6 0V7"/>'),
    "✗": _SIGN.format('<path d="M4 4l8 8M12 4l-8 8"/>'),
}
"""Drawn, because hospital machines often have no font with these characters."""

HINT = "Select the picture to see it by itself (点击图片单独查看)."

_LABEL = re.compile(
    r'<g class="edgeLabel" transform="translate\((?P<x>[-\d.]+), (?P<y>[-\d.]+)\)">'
    r'(?=<g class="label"[^>]*><foreignObject width="(?P<w>[\d.]+)" '
    r'height="(?P<h>[\d.]+)")'
)
_SIZE = re.compile(r'^<svg ([^>]*?)width="100%"(.*?)viewBox="0 0 ([\d.]+) ([\d.]+)"')
LABEL = '<g class="edgeLabel" transform="translate({}, {:.1f})">'
GAP = 2.0
LEAST, MOST = 0.6, 0.85
"""A picture fills its frame within these scales; smaller, it could not be read."""

FRAME = 860
"""Width of a page's text in pixels, less the frame's own."""


class Mermaid(SphinxDirective):
    """A ``mermaid`` block."""

    has_content = True
    optional_arguments = 0
    option_spec: ClassVar[OptionSpec] = {"alt": unchanged}

    def run(self) -> list[nodes.Node]:
        """Return the picture in a frame that scrolls sideways, leading to its file."""
        text = "\n".join(self.content) + "\n"
        name = picture(text, Path(self.env.srcdir) / FOLDER)
        said = self.options.get("alt", "Diagram; the table below says the same.")
        image = nodes.image(uri=f"/{FOLDER}/{name}", alt=said)
        drawn = width(Path(self.env.srcdir) / FOLDER / name)
        image["width"] = f"{max(LEAST * drawn, min(MOST * drawn, FRAME)):.0f}px"
        frame = nodes.container(classes=["diagram"])
        frame += image
        return [frame, nodes.paragraph(text=HINT, classes=["diagram-hint"])]


def picture(text: str, folder: Path) -> str:
    """Return the file name of the picture of *text*, made if it is not there."""
    name = hashlib.sha256(EDITION + text.encode()).hexdigest()[:16] + ".svg"
    file = folder / name
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        svg = mermaidx.render(text, **STYLE).svg()
        draft = file.with_suffix(f".{os.getpid()}")  # two builds may draw at once
        draft.write_text(finished(svg), encoding="utf-8")
        draft.replace(file)
    return name


def width(file: Path) -> float:
    """Return how wide a finished picture is, in pixels."""
    found = re.search(r'width="([\d.]+)"', file.read_text("utf-8"))
    return float(found[1]) if found else 0.0


def finished(svg: str) -> str:
    """Return *svg* with a size of its own, drawn signs and labels apart."""
    sized = _SIZE.sub(r'<svg \1width="\3" height="\4"\2viewBox="0 0 \3 \4"', svg)
    for sign, drawn in SIGNS.items():
        sized = sized.replace(sign, drawn)
    lower = dict(_lowered(sized))
    return _LABEL.sub(
        lambda found: LABEL.format(found["x"], lower[found.start()]), sized
    )


def _lowered(svg: str) -> Iterator[tuple[int, float]]:
    """Yield where each label starts in the text and how low it must stand.

    The layout puts some labels on top of one another, as beside an arrow that leads
    back to its own state. The lower of two moves down until both can be read.
    """
    placed: list[tuple[float, float, float, float]] = []
    labels = sorted(_LABEL.finditer(svg), key=lambda found: float(found["y"]))
    for found in labels:
        x, low, width, height = (float(found[part]) for part in "xywh")
        for _ in range(len(labels)):
            for left, top, wide, high in placed:
                beside = abs(left - x) >= (wide + width) / 2
                if not beside and abs(top - low) < (high + height) / 2:
                    low = top + (high + height) / 2 + GAP
        placed.append((x, low, width, height))
        yield found.start(), low


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("mermaid", Mermaid)
    return {"version": EDITION.decode(), "parallel_read_safe": True}
