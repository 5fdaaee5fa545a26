"""Contrast as WCAG 2 reckons it, and the colours of the health risk."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ehealthcard.errors import PictureError
from ehealthcard.qr.drawing import RiskColour, draw
from ehealthcard.qr.drawing.colour import (
    BLACK,
    LEAST_CONTRAST,
    WHITE,
    Rgb,
    contrast,
    luminance,
)

parts = st.integers(0, 255)
colours = st.builds(Rgb, parts, parts, parts)


@pytest.mark.parametrize(
    ("colour", "ratio"),
    [
        ("#000000", 21.0),
        ("#ffffff", 1.0),
        ("#ff0000", 4.0),
        ("#00ff00", 1.37),
        ("#0000ff", 8.59),
        ("#ffff00", 1.07),
        ("#767676", 4.54),
        ("#777777", 4.48),
        ("#949494", 3.03),
    ],
)
def test_known_colours_have_their_known_contrast_on_white(
    colour: str, ratio: float
) -> None:
    red, green, blue = bytes.fromhex(colour[1:])
    assert ratio == pytest.approx(contrast(Rgb(red, green, blue), WHITE), abs=0.005)


def test_luminance_runs_from_black_to_white() -> None:
    assert 0.0 == luminance(BLACK)
    assert 1.0 == pytest.approx(luminance(WHITE))


@given(one=colours, other=colours)
def test_contrast_knows_no_order(one: Rgb, other: Rgb) -> None:
    assert contrast(one, other) == contrast(other, one)


@given(one=colours, other=colours)
def test_contrast_lies_between_1_and_21(one: Rgb, other: Rgb) -> None:
    assert 1.0 <= contrast(one, other) <= 21.0 + 1e-9


@given(colour=colours)
def test_a_colour_has_no_contrast_with_itself(colour: Rgb) -> None:
    assert 1.0 == contrast(colour, colour)


@given(colour=colours, place=st.integers(0, 2))
def test_a_brighter_colour_has_less_contrast_on_white(colour: Rgb, place: int) -> None:
    assume(colour[place] < 255)
    more = Rgb._make(part + (i == place) for i, part in enumerate(colour))
    assert contrast(more, WHITE) < contrast(colour, WHITE)


@given(colour=colours)
def test_modules_take_a_colour_exactly_if_it_has_the_contrast(colour: Rgb) -> None:
    if contrast(colour, WHITE) >= LEAST_CONTRAST:
        assert colour.hex in draw("A", dark=colour.hex).svg()
    else:
        with pytest.raises(PictureError):
            draw("A", dark=colour.hex)


@pytest.mark.parametrize(
    "dark",
    [
        "#777777",
        "#00ff00",
        "black",
        "#000",
        "",
        "#00000g",
        '#000000"/><script>',
        "#000000\n",
    ],
)
def test_a_colour_that_cannot_be_used_is_refused(dark: str) -> None:
    with pytest.raises(PictureError) as caught:
        draw("A", dark=dark)
    assert {"field": "dark"} == caught.value.facts


def test_capital_digits_are_the_same_colour() -> None:
    assert draw("A", dark="#0B3D91") == draw("A", dark="#0b3d91")


def test_the_colours_of_the_health_risk_are_the_platforms() -> None:
    assert [
        (0, "未申报", "Not declared"),
        (1, "低风险", "Low risk"),
        (2, "中风险", "Medium risk"),
        (3, "高风险", "High risk"),
    ] == [(int(risk), risk.label_zh, risk.label_en) for risk in RiskColour]


@pytest.mark.parametrize("risk", RiskColour)
def test_a_frame_never_colours_the_modules(risk: RiskColour) -> None:
    assert 'stroke="#000000" d="' in draw("A", colour=risk).svg()


def test_an_answer_of_the_platform_becomes_its_colour() -> None:
    assert RiskColour.YELLOW is RiskColour(2)
