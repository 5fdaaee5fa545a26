"""The picture of a code and the one way to make it."""

import attrs

from .caption import caption_lines
from .colour import dark_colour
from .layout import QUIET, Layout
from .pdf import LABEL, pdf
from .png import png
from .risk import RiskColour
from .svg import svg
from .symbol import ErrorLevel, Mask, Medium, encode
from .terminal import terminal


@attrs.frozen(repr=False)
class Picture:
    """A code that can be shown; made by :func:`draw`.

    It holds no text, but its modules are the code: keep it as short as the code
    itself. Every form is a pure function of the picture, to the byte.
    """

    _layout: Layout

    @property
    def version(self) -> int:
        """The symbol's version, 1 to 40 (ISO/IEC 18004)."""
        return self._layout.symbol.version

    @property
    def error(self) -> ErrorLevel:
        """The symbol's error level."""
        return self._layout.symbol.error

    @property
    def mask(self) -> int:
        """The symbol's mask, 0 to 7."""
        return self._layout.symbol.mask

    @property
    def columns(self) -> int:
        """Modules from edge to edge, with quiet zone and frame."""
        return self._layout.side

    @property
    def caption(self) -> tuple[str, ...]:
        """The words that belong to the picture, a line each: say them beside a PNG."""
        return self._layout.caption

    def svg(self) -> str:
        """Return an SVG document that may also stand inline in HTML.

        It has no XML prolog and no size of its own: the page gives it one.
        """
        return svg(self._layout)

    def png(self, scale: int = 8) -> bytes:
        """Return a square PNG, *scale* pixels per module.

        It carries the frame but **not the caption**, as we bring no font: show
        :attr:`caption` beside it and in its alternative text.

        Raises:
            PictureError: *scale* is not 1 to 64.

        """
        return png(self._layout, scale)

    def pdf(self, width: float = LABEL) -> bytes:
        """Return one page, *width* millimetres wide and as high as needed.

        Draw for ``Medium.PAPER``. No font is embedded: a reader without Chinese fonts
        shows the symbol and the Latin words, but not the Chinese ones.

        Raises:
            PictureError: A module would be smaller than 0.5 mm, or the page larger
                than PDF allows.

        """
        return pdf(self._layout, width)

    def terminal(self) -> str:
        """Return text with ANSI colours for a terminal of :attr:`columns` columns."""
        return terminal(self._layout)

    def __repr__(self) -> str:
        return (
            f"Picture(version={self.version}, error={self.error!r}, mask={self.mask})"
        )


def draw(
    text: str,
    *,
    medium: Medium = Medium.SCREEN,
    colour: RiskColour | None = None,
    caption: str | None = None,
    dark: str = "#000000",
    error: ErrorLevel | None = None,
    mask: Mask = 3,
    quiet: int = QUIET,
) -> Picture:
    """Return the picture of a code text.

    Args:
        text: ``EHC1:...`` or a national text; characters of QR's alphanumeric mode, so
            a national text in capitals.
        medium: What it is shown on; M on screens, Q on paper (*error* overrides it).
        colour: A frame outside the quiet zone, with its word in the caption. The
            modules never take it.
        caption: A line below the symbol, at most 120 characters.
        dark: The colour of the modules, with a contrast on white of at least 4.5:1.
        error: The error level, used as it is.
        mask: A fixed mask is six times faster than ``"auto"`` and reads as well.
        quiet: The quiet zone in modules, at least the 4 of ISO/IEC 18004.

    Raises:
        PictureError: The picture would not be readable; its ``field`` names the
            argument: text, caption, dark, error, mask or quiet.

    """
    return Picture(
        Layout(
            symbol=encode(text, medium.error if error is None else error, mask),
            quiet=quiet,
            dark=dark_colour(dark),
            frame=None if colour is None else colour.frame,
            caption=caption_lines(colour, caption),
        )
    )
