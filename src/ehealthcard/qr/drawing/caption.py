"""The words below a symbol."""

import unicodedata
from collections.abc import Iterator

from ehealthcard.errors import PictureError

from .risk import RiskColour

LIMIT = 120
"""The longest caption in characters: some seven lines below the symbol."""

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_HIDDEN = frozenset({"Cc", "Cf", "Cs"})
_NONCHARACTERS = "\ufffe\uffff"


def caption_lines(colour: RiskColour | None, caption: str | None) -> tuple[str, ...]:
    """Return the paragraphs below the symbol: the colour's word, then the caption.

    Colour must not be the only sign of a meaning (WCAG 2, success criterion 1.4.1),
    so a colour brings its word in Chinese and English, unless the caption already
    has one of the two.

    Raises:
        PictureError: The caption is longer than 120 characters.

    """
    words = tidy(caption or "")
    if len(words) > LIMIT:
        raise PictureError(field="caption")
    lines = (words,) if words else ()
    if colour is None or colour.label_zh in words or colour.label_en in words:
        return lines
    return (f"{colour.label_zh} {colour.label_en}", *lines)


def tidy(caption: str) -> str:
    """Return *caption* as one line of visible characters.

    White space becomes single spaces. Control, format (bidirectional overrides among
    them) and surrogate characters become U+FFFD: XML 1.0 cannot hold them, a terminal
    would obey them, and a reader would be deceived by them. The joiners that scripts
    need and the private-use characters of rare names (生僻字) stay.
    """
    return "".join(map(_visible, " ".join(caption.split())))


def wrap(line: str, ems: float) -> Iterator[str]:
    """Yield *line* in pieces of at most *ems* of width, broken at spaces if it can.

    Widths are guessed for any sans-serif font: 0.7 em for ASCII (wide capitals), 1 em
    for everything else.
    """
    while line:
        fits = _fitting(line, ems)
        space = line.rfind(" ", 0, fits + 1)
        cut = space if fits < len(line) and space > 0 else fits
        yield line[:cut]
        line = line[cut:].lstrip(" ")


def _fitting(line: str, ems: float) -> int:
    """Return how many characters fit; at least one."""
    width = 0.0
    for count, character in enumerate(line):
        width += 0.7 if character.isascii() else 1.0
        if width > ems:
            return max(count, 1)
    return len(line)


def _visible(character: str) -> str:
    """Return the character, or U+FFFD for one that must not be drawn."""
    if character in _JOINERS:
        return character
    hidden = unicodedata.category(character) in _HIDDEN
    return _REPLACEMENT if hidden or character in _NONCHARACTERS else character
