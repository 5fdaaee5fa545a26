"""Colours and their contrast (WCAG 2)."""

import re
from typing import NamedTuple

from ehealthcard.errors import PictureError

LEAST_CONTRAST = 4.5
"""The least contrast of dark modules on white (WCAG 2, success criterion 1.4.3)."""

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


class Rgb(NamedTuple):
    """An sRGB colour, each part 0 to 255."""

    red: int
    green: int
    blue: int

    @property
    def hex(self) -> str:
        """As ``#rrggbb``."""
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"


BLACK = Rgb(0, 0, 0)
WHITE = Rgb(255, 255, 255)


def luminance(colour: Rgb) -> float:
    """Return the relative luminance, 0 for black to 1 for white (WCAG 2)."""
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def dark_colour(text: str) -> Rgb:
    """Return the colour of dark modules from ``#rrggbb``.

    The contrast is that of an eye or a camera. A scanner that lights with red LEDs
    sees every red as white, so prefer black, or a colour with little red in it.

    Raises:
        PictureError: Not ``#rrggbb``, or a contrast on white below 4.5:1.

    """
    if _HEX.fullmatch(text) is None:
        raise PictureError(field="dark")
    colour = Rgb._make(bytes.fromhex(text[1:]))
    if contrast(colour, WHITE) < LEAST_CONTRAST:
        raise PictureError(field="dark")
    return colour


def _linear(part: int) -> float:
    """Undo the sRGB gamma of one channel (the constants of WCAG 2)."""
    share = part / 255
    return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 -- the formula of the standard, named by its source
