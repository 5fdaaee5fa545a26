"""The terminal form, turned back into modules by an interpreter of its colours."""

import re

import pytest

from ehealthcard.qr.drawing import RiskColour, draw

from .test_drawing_eyes import (
    BLACK,
    LENGTHS,
    WHITE,
    Grid,
    Rgb,
    code_text,
    photograph,
    read_png,
    scan,
)

LEVELS = (0, 95, 135, 175, 215, 255)
CELL = re.compile(r"\x1b\[38;5;(\d+);(?:48;5;(\d+)|49)m(▀+)")


def cube(number: int) -> Rgb:
    """Return a colour of xterm's cube; the 16 colours of a theme are no such."""
    red, rest = divmod(number - 16, 36)
    green, blue = divmod(rest, 6)
    assert number >= 16
    return LEVELS[red], LEVELS[green], LEVELS[blue]


def screen(output: str, theme: Rgb) -> Grid:
    """Return what a terminal with this background shows, two rows to a line."""
    grid: Grid = []
    for line in output.splitlines():
        if "▀" not in line:
            break
        assert "\x1b[0m" == CELL.sub("", line)
        upper: list[Rgb] = []
        lower: list[Rgb] = []
        for front, back, blocks in CELL.findall(line):
            upper += [cube(int(front))] * len(blocks)
            lower += [cube(int(back)) if back else theme] * len(blocks)
        grid += [upper, lower]
    return grid


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("theme", [BLACK, WHITE])
@pytest.mark.parametrize("risk", [None, *RiskColour])
def test_it_scans_on_dark_and_light_terminals(
    length: int, theme: Rgb, risk: RiskColour | None
) -> None:
    text = code_text(length)
    output = draw(text, colour=risk).terminal()
    assert [text] == scan(photograph(screen(output, theme), 3))


@pytest.mark.parametrize("length", LENGTHS)
def test_it_shows_the_same_modules_as_the_png(length: int) -> None:
    picture = draw(code_text(length))
    got = screen(picture.terminal(), WHITE)[: picture.columns]
    assert read_png(picture.png(1)).grid == got


def test_modules_are_black_whatever_their_colour() -> None:
    text = code_text(116)
    assert draw(text).terminal() == draw(text, dark="#0b3d91").terminal()


@pytest.mark.parametrize(
    ("risk", "shown"),
    [
        (RiskColour.NONE_DECLARED, BLACK),
        (RiskColour.GREEN, (0, 135, 0)),
        (RiskColour.YELLOW, (255, 215, 0)),
        (RiskColour.RED, (215, 0, 0)),
    ],
)
def test_a_frame_keeps_its_hue_among_the_colours_of_the_cube(
    risk: RiskColour, shown: Rgb
) -> None:
    picture = draw(code_text(116), colour=risk)
    assert [shown] * picture.columns == screen(picture.terminal(), WHITE)[0]


def test_every_line_has_as_many_columns_as_it_says() -> None:
    picture = draw(code_text(116), colour=RiskColour.RED)
    lines = picture.terminal().splitlines()
    blocks = [line.count("▀") for line in lines[:-1]]
    assert [picture.columns] * ((picture.columns + 1) // 2) == blocks


def test_the_caption_follows_on_its_own_lines() -> None:
    output = draw(
        code_text(116), colour=RiskColour.GREEN, caption="市第一医院"
    ).terminal()
    assert output.endswith("\x1b[0m\n低风险 Low risk\n市第一医院\n")


def test_a_hostile_caption_gives_the_terminal_no_orders() -> None:
    output = draw(code_text(66), caption="a\x1b[2J\x07\x9b31mb").terminal()
    assert "a\ufffd[2J\ufffd\ufffd31mb" == output.splitlines()[-1]


def test_without_a_caption_it_ends_with_the_picture() -> None:
    assert draw(code_text(66)).terminal().endswith("▀\x1b[0m\n")
