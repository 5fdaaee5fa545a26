"""PNG: every scale with every frame, read back by zxing-cpp."""

import pytest

from ehealthcard.errors import PictureError
from ehealthcard.qr.drawing import Mask, Medium, RiskColour, draw

from .test_drawing_eyes import (
    BLACK,
    LENGTHS,
    WHITE,
    code_text,
    hex_colour,
    photograph,
    read_png,
    scan,
)

COLOURS = (None, *RiskColour)
MASKS: tuple[Mask, ...] = (0, 1, 2, 3, 4, 5, 6, 7, "auto")
GREY, PALETTE = 0, 3


def scanned(png: bytes) -> list[str]:
    return scan(photograph(read_png(png).grid))


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("scale", range(1, 9))
def test_every_scale_with_every_frame_is_read_back(length: int, scale: int) -> None:
    text = code_text(length)
    got = {risk: scanned(draw(text, colour=risk).png(scale)) for risk in COLOURS}
    assert {risk: [text] for risk in COLOURS} == got


@pytest.mark.parametrize("medium", Medium)
@pytest.mark.parametrize("mask", MASKS)
def test_every_mask_on_every_medium_is_read_back(medium: Medium, mask: Mask) -> None:
    text = code_text(116)
    assert [text] == scanned(draw(text, medium=medium, mask=mask).png(3))


@pytest.mark.parametrize("length", LENGTHS)
def test_dark_blue_modules_are_read_back(length: int) -> None:
    text = code_text(length)
    assert [text] == scanned(draw(text, dark="#0B3D91").png(2))


def test_black_on_white_is_one_bit_of_grey() -> None:
    got = read_png(draw(code_text(116)).png())
    assert (1, GREY, (b"IHDR", b"IDAT", b"IEND")) == (got.depth, got.kind, got.chunks)


def test_two_colours_are_a_palette_of_one_bit() -> None:
    got = read_png(draw(code_text(116), dark="#0b3d91").png())
    assert (1, PALETTE) == (got.depth, got.kind)
    assert {WHITE, hex_colour("#0b3d91")} == {ink for row in got.grid for ink in row}


@pytest.mark.parametrize("risk", [RiskColour.GREEN, RiskColour.YELLOW, RiskColour.RED])
def test_a_coloured_frame_is_a_palette_of_two_bits(risk: RiskColour) -> None:
    got = read_png(draw(code_text(116), colour=risk).png())
    assert (2, PALETTE) == (got.depth, got.kind)
    assert {WHITE, BLACK, tuple(risk.frame)} == {ink for row in got.grid for ink in row}


def test_a_black_frame_needs_no_palette() -> None:
    got = read_png(draw(code_text(116), colour=RiskColour.NONE_DECLARED).png())
    assert (1, GREY) == (got.depth, got.kind)


def test_a_frame_of_the_modules_own_colour_is_one_bit() -> None:
    red = RiskColour.RED
    got = read_png(draw(code_text(66), colour=red, dark=red.frame.hex).png())
    assert (1, PALETTE) == (got.depth, got.kind)


@pytest.mark.parametrize("scale", [1, 3, 8])
def test_four_light_modules_surround_the_symbol(scale: int) -> None:
    grid = read_png(draw(code_text(116)).png(scale)).grid
    quiet = 4 * scale
    dark = [
        (x, y)
        for y, row in enumerate(grid)
        for x, ink in enumerate(row)
        if ink == BLACK
    ]
    assert (quiet, quiet) == min(dark)
    assert len(grid) - quiet - 1 == max(x for x, _ in dark) == max(y for _, y in dark)


def test_the_frame_lies_outside_the_quiet_zone() -> None:
    grid = read_png(draw(code_text(116), colour=RiskColour.RED).png(1)).grid
    red = tuple(RiskColour.RED.frame)
    assert [red] * 3 + [WHITE] * 4 + [BLACK] * 7 == grid[7][:14]


def test_a_wider_quiet_zone_is_kept() -> None:
    text = code_text(116)
    assert 37 + 2 * 10 == len(read_png(draw(text, quiet=10).png(1)).grid)


def test_a_caption_does_not_change_the_png() -> None:
    text = code_text(116)
    assert draw(text).png() == draw(text, caption="市第一医院").png()


@pytest.mark.parametrize("scale", [0, -1, 65, 10**9])
def test_a_scale_without_sense_is_refused(scale: int) -> None:
    with pytest.raises(PictureError) as caught:
        draw(code_text(66)).png(scale)
    assert {"field": "scale"} == caught.value.facts


def test_the_file_is_small() -> None:
    assert len(draw(code_text(116)).png(8)) < 700
