"""What a poor camera makes of a picture: all of it must still be read."""

import hashlib
import math
from collections.abc import Callable

import pytest

from ehealthcard.qr.drawing import RiskColour, draw

from .test_drawing_eyes import LENGTHS, Grey, code_text, photograph, read_png, scan

SCALE = 6


def faded(grey: Grey) -> Grey:
    """Keep 12 % of the contrast, around the middle."""
    table = bytes(112 + value * 31 // 255 for value in range(256))
    return Grey(grey.width, grey.height, grey.pixels.translate(table))


def inverted(grey: Grey) -> Grey:
    """Turn light to dark, as a phone's dark mode may."""
    table = bytes(range(255, -1, -1))
    return Grey(grey.width, grey.height, grey.pixels.translate(table))


def burnt(grey: Grey) -> Grey:
    """Lose a square of 10 % of the width to glare."""
    return covered(grey, 255)


def stained(grey: Grey) -> Grey:
    """Lose the same square to a drop of ink."""
    return covered(grey, 0)


def covered(grey: Grey, value: int) -> Grey:
    size, corner = grey.width // 10, grey.width * 45 // 100
    pixels = bytearray(grey.pixels)
    for y in range(corner, corner + size):
        start = y * grey.width + corner
        pixels[start : start + size] = bytes([value]) * size
    return Grey(grey.width, grey.height, bytes(pixels))


def negated(grey: Grey) -> Grey:
    """Turn light and dark within a square of 10 % of the width."""
    size, corner = grey.width // 10, grey.width * 45 // 100
    pixels = bytearray(grey.pixels)
    for y in range(corner, corner + size):
        start = y * grey.width + corner
        pixels[start : start + size] = bytes(
            255 - value for value in pixels[start : start + size]
        )
    return Grey(grey.width, grey.height, bytes(pixels))


def shrunk(grey: Grey) -> Grey:
    """Show 2.4 pixels of a module, so that edges fall between pixels."""
    width = grey.width * 2 // 5
    columns = [(x * 5 // 2, x * 5 // 2 + 1) for x in range(width)]
    rows = (
        (top * grey.width, (top + 1) * grey.width)
        for top in (y * 5 // 2 for y in range(width))
    )
    pixels = bytes(
        (
            grey.pixels[upper + left]
            + grey.pixels[upper + right]
            + grey.pixels[lower + left]
            + grey.pixels[lower + right]
        )
        // 4
        for upper, lower in rows
        for left, right in columns
    )
    return Grey(width, width, pixels)


def blurred(grey: Grey) -> Grey:
    """Average 5 x 5 pixels, nearly a module."""
    return smeared(smeared(grey))


def smeared(grey: Grey) -> Grey:
    """Average five neighbours in a row, and turn rows to columns."""
    padded = b"\xff\xff" + grey.pixels + b"\xff\xff"
    shifted = (padded[start : start + len(grey.pixels)] for start in range(5))
    rows = bytes(sum(five) // 5 for five in zip(*shifted, strict=True))
    columns = b"".join(rows[x :: grey.width] for x in range(grey.width))
    return Grey(grey.height, grey.width, columns)


def noisy(grey: Grey) -> Grey:
    """Shift every pixel's brightness by up to 64."""
    noise = hashlib.shake_128(b"noise").digest(len(grey.pixels))
    pixels = bytes(
        min(255, max(0, value + shift // 2 - 64))
        for value, shift in zip(grey.pixels, noise, strict=True)
    )
    return Grey(grey.width, grey.height, pixels)


def turned(grey: Grey, degrees: float = 45) -> Grey:
    """Turn the picture on a white table."""
    width = math.ceil(grey.width * 1.42)
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    middle, centre = grey.width / 2, width / 2
    pixels = bytearray(b"\xff" * (width * width))
    for y in range(width):
        for x in range(width):
            right, down = x - centre, y - centre
            column = int(middle + right * cosine + down * sine)
            row = int(middle + down * cosine - right * sine)
            if 0 <= column < grey.width and 0 <= row < grey.height:
                pixels[y * width + x] = grey.at(column, row)
    return Grey(width, width, bytes(pixels))


HARM = (faded, inverted, burnt, stained, negated, shrunk, blurred, noisy, turned)


@pytest.mark.parametrize("harm", HARM)
@pytest.mark.parametrize("length", LENGTHS)
def test_a_harmed_picture_is_still_read(
    length: int, harm: Callable[[Grey], Grey]
) -> None:
    text = code_text(length)
    picture = photograph(read_png(draw(text).png(SCALE)).grid)
    assert [text] == scan(harm(picture))


@pytest.mark.parametrize("harm", HARM)
@pytest.mark.parametrize("risk", RiskColour)
def test_a_harmed_picture_with_a_frame_is_still_read(
    risk: RiskColour, harm: Callable[[Grey], Grey]
) -> None:
    text = code_text(116)
    picture = photograph(read_png(draw(text, colour=risk).png(SCALE)).grid)
    assert [text] == scan(harm(picture))
