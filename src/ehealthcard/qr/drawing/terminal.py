"""A terminal: half blocks, two rows of modules to a line of text."""

from itertools import groupby

from .colour import BLACK, WHITE, Rgb
from .layout import Layout

_HALF = "▀"
_RESET = "\x1b[0m"
_NOTHING = -1
_LEVELS = (0, 95, 135, 175, 215, 255)


def terminal(layout: Layout) -> str:
    r"""Return lines of text that end in ``\n``, the caption's below the symbol.

    Every cell sets both its colours from the 256-colour cube (xterm; ECMA-48 leaves
    them open), which themes do not repaint, so it scans on dark and light terminals.
    Modules are black whatever colour was chosen for them, and a frame takes the
    nearest colour of the cube.
    """
    inks = (_cube(WHITE), _cube(BLACK), _cube(layout.frame or BLACK))
    rows = layout.cells()
    # A symbol has an odd number of rows: the last has none below it.
    pairs = zip(rows[::2], [*rows[1::2], None], strict=True)
    picture = "".join(_line(top, bottom, inks) for top, bottom in pairs)
    return picture + "".join(f"{line}\n" for line in layout.caption)


def _line(top: bytes, bottom: bytes | None, inks: tuple[int, ...]) -> str:
    """Return two rows; below the last is the terminal's own colour."""
    below = [_NOTHING] * len(top) if bottom is None else [inks[cell] for cell in bottom]
    cells = zip((inks[cell] for cell in top), below, strict=True)
    runs = "".join(
        f"\x1b[38;5;{upper};{_ground(lower)}m{_HALF * sum(1 for _ in run)}"
        for (upper, lower), run in groupby(cells)
    )
    return f"{runs}{_RESET}\n"


def _ground(ink: int) -> str:
    return "49" if ink == _NOTHING else f"48;5;{ink}"


def _cube(colour: Rgb) -> int:
    """Return the nearest colour of xterm's cube, 6 levels of each part."""
    red, green, blue = (
        min(range(6), key=lambda level: abs(_LEVELS[level] - part)) for part in colour
    )
    return 16 + 36 * red + 6 * green + blue
