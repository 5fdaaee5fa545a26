"""Where everything lies, measured in modules from the top left corner."""

from collections.abc import Iterator

import attrs

from ehealthcard.errors import PictureError

from .caption import wrap
from .colour import Rgb
from .symbol import Symbol

QUIET = 4
"""The quiet zone in modules (ISO/IEC 18004, 6.3.8), also the least that is allowed."""

MOST_QUIET = 64
"""The widest quiet zone, so that no request makes a picture without bounds."""

FRAME = 3
"""The thickness of a colour frame in modules, outside the quiet zone."""

LIGHT, DARK, EDGE = 0, 1, 2
"""What a cell of the picture is: light, a dark module, the frame."""


def _is_wide_enough(_: object, __: object, quiet: int) -> None:
    """Refuse a quiet zone that scanners do not see, or that has no bounds."""
    if quiet not in range(QUIET, MOST_QUIET + 1):
        raise PictureError(field="quiet")


@attrs.frozen
class Layout:
    """A symbol with its quiet zone, frame and caption.

    The picture is *side* x *side* modules, and below it the caption, if there is one.

    Raises:
        PictureError: The quiet zone is narrower than 4 modules or wider than 64.

    """

    symbol: Symbol
    quiet: int = attrs.field(validator=_is_wide_enough)
    dark: Rgb
    frame: Rgb | None
    caption: tuple[str, ...] = attrs.field(repr=False)

    @property
    def margin(self) -> int:
        """From the picture's edge to the first module."""
        return self.quiet + (FRAME if self.frame else 0)

    @property
    def side(self) -> int:
        """Width of the picture, and its height without the caption."""
        return len(self.symbol.modules) + 2 * self.margin

    @property
    def font(self) -> int:
        """The size of caption letters: 14 Chinese characters to a line."""
        return self.side // 14

    @property
    def height(self) -> int:
        """Height of the picture with the caption."""
        lines = sum(1 for _ in self.lines())
        return self.side + (self.gap + lines * self.pitch if lines else 0)

    @property
    def pitch(self) -> int:
        """From one caption line to the next."""
        return self.font + self.font // 2

    @property
    def gap(self) -> int:
        """From the picture to the caption."""
        return self.font // 2

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield the base line and the text of each caption line."""
        base = self.side + self.gap + self.font
        for paragraph in self.caption:
            for line in wrap(paragraph, self.side / self.font - 0.5):
                yield base, line
                base += self.pitch

    def cells(self) -> list[bytes]:
        """Return the picture without the caption, a byte per cell."""
        edge = bytes([EDGE]) * (self.margin - self.quiet)
        quiet = bytes(self.quiet)
        inner = bytes(self.side - 2 * len(edge))
        blank = edge + inner + edge
        rim = [bytes([EDGE]) * self.side] * len(edge) + [blank] * self.quiet
        left, right = edge + quiet, quiet + edge
        rows = [left + row + right for row in self.symbol.modules]
        return [*rim, *rows, *reversed(rim)]
