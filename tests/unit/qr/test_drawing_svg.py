"""SVG: parsed by our own reader of its few elements, painted and read back."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.qr.drawing import Medium, RiskColour, draw

from .test_drawing_eyes import (
    LENGTHS,
    WHITE,
    Grid,
    Rgb,
    code_text,
    hex_colour,
    photograph,
    read_png,
    scan,
)

SPACE = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "</text><script>alert(1)</script>",
    "\"'><svg onload=alert(1)>",
    "]]><!-- &lt; &#x3c; &nbsp;",
    "<?xml version='1.0'?><!DOCTYPE a>",
    "𠮷野家 𪚥 \U0002f800",
)
CONTROL = "a\x00b\x1b[2Jc\x7fd\ud800e\u202ef\ufffeg"


def read(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 -- our own output is what is tested


def texts(svg: str) -> list[str | None]:
    return [element.text for element in read(svg).iter(f"{SPACE}text")]


def paint(svg: str) -> Grid:
    """Paint the document on a grid of one cell per module; letters are left out."""
    root = read(svg)
    left, top, width, height = map(int, root.attrib["viewBox"].split())
    assert (0, 0) == (left, top)
    grid: Grid = [[(1, 2, 3)] * width for _ in range(height)]
    for element in root:
        brush[element.tag.removeprefix(SPACE)](grid, element.attrib)
    return grid


def paint_rect(grid: Grid, shape: dict[str, str]) -> None:
    x, y = float(shape.get("x", 0)), float(shape.get("y", 0))
    width, height = float(shape["width"]), float(shape["height"])
    if "stroke" not in shape:
        fill(grid, (x, y, width, height), hex_colour(shape["fill"]))
        return
    assert "none" == shape["fill"]
    thick, ink = float(shape["stroke-width"]), hex_colour(shape["stroke"])
    left, top = x - thick / 2, y - thick / 2
    fill(grid, (left, top, width + thick, thick), ink)
    fill(grid, (left, top + height, width + thick, thick), ink)
    fill(grid, (left, top, thick, height + thick), ink)
    fill(grid, (left + width, top, thick, height + thick), ink)


def paint_path(grid: Grid, shape: dict[str, str]) -> None:
    ink, path = hex_colour(shape["stroke"]), shape["d"]
    step = re.compile(r"M(\d+) (\d+)\.5|m(\d+) 0|h(\d+)")
    assert "" == step.sub("", path)
    x = y = 0
    for found in step.finditer(path):
        start, row, gap, run = (int(part or 0) for part in found.groups())
        if found[0].startswith("M"):
            x, y = start, row
        fill(grid, (x, y, run, 1), ink)
        x += gap + run


def fill(grid: Grid, box: tuple[float, float, float, float], ink: Rgb) -> None:
    assert all(float(part).is_integer() for part in box)
    x, y, width, height = map(int, box)
    for row in grid[y : y + height]:
        row[x : x + width] = [ink] * width


def leave_out(grid: Grid, shape: dict[str, str]) -> None:
    """Letters and descriptions are no modules."""


brush = {
    "rect": paint_rect,
    "path": paint_path,
    "title": leave_out,
    "desc": leave_out,
    "text": leave_out,
}


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("risk", [None, *RiskColour])
def test_it_is_read_back(length: int, risk: RiskColour | None) -> None:
    text = code_text(length)
    svg = draw(text, colour=risk, caption="市第一医院").svg()
    assert [text] == scan(photograph(paint(svg), 3))


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("risk", [None, *RiskColour])
def test_it_shows_the_same_modules_as_the_png(
    length: int, risk: RiskColour | None
) -> None:
    picture = draw(code_text(length), colour=risk, medium=Medium.PAPER, dark="#0b3d91")
    assert read_png(picture.png(1)).grid == paint(picture.svg())[: picture.columns]


def test_the_caption_stands_on_white_below_the_picture() -> None:
    picture = draw(code_text(116), colour=RiskColour.RED, caption="市第一医院")
    below = paint(picture.svg())[picture.columns :]
    assert {WHITE} == {ink for row in below for ink in row}
    bases = [int(line.attrib["y"]) for line in read(picture.svg()).iter(f"{SPACE}text")]
    assert picture.columns < bases[0] < bases[1] < picture.columns + len(below)


def test_a_caption_line_is_one_text_element() -> None:
    svg = draw(code_text(116), colour=RiskColour.GREEN, caption="市第一医院").svg()
    assert ["低风险 Low risk", "市第一医院"] == texts(svg)


@pytest.mark.parametrize("caption", HOSTILE)
def test_a_hostile_caption_stays_text(caption: str) -> None:
    svg = draw(code_text(188), caption=caption).svg()
    calm = draw(code_text(188), caption="a").svg()
    assert {e.tag for e in read(calm).iter()} == {e.tag for e in read(svg).iter()}
    assert caption.replace(" ", "") == "".join(map(str, texts(svg))).replace(" ", "")


@given(caption=st.text(st.characters(codec="utf-8"), max_size=120))
def test_no_caption_changes_the_structure(caption: str) -> None:
    root = read(draw("A", caption=caption).svg())
    tags = [element.tag.removeprefix(SPACE) for element in root if element.text is None]
    assert ["rect", "path"] == tags
    assert {"rect", "path", "title", "desc", "text"} >= {
        element.tag.removeprefix(SPACE) for element in root
    }
    assert all(0 == len(element) for element in root)


def test_control_characters_become_visible() -> None:
    (got,) = texts(draw(code_text(188), caption=CONTROL).svg())
    assert "a\ufffdb\ufffd[2Jc\ufffdd\ufffde\ufffdf\ufffdg" == got


def test_it_can_be_written_as_utf_8() -> None:
    assert draw(code_text(66), caption=CONTROL).svg().encode()


def test_it_stands_inline_in_html_and_alone() -> None:
    svg = draw(code_text(116)).svg()
    assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert svg.endswith("</svg>")


def test_it_needs_neither_style_nor_id() -> None:
    svg = draw(code_text(116), colour=RiskColour.RED).svg()
    assert set() == {"style", "id", "class"} & {
        name for element in read(svg).iter() for name in element.attrib
    }


def test_a_screen_reader_hears_a_title_and_the_caption_but_not_the_code() -> None:
    text = code_text(116)
    root = read(draw(text, colour=RiskColour.YELLOW, caption="张*").svg())
    title, description = root[0], root[1]
    assert "img" == root.attrib["role"]
    assert "电子健康卡二维码 Electronic health card code" == title.text
    assert str(description.text).endswith("中风险 Medium risk 张*")


@pytest.mark.parametrize("length", LENGTHS)
def test_the_code_text_is_nowhere_in_it(length: int) -> None:
    text = code_text(length)
    svg = draw(text, colour=RiskColour.RED, caption="张*").svg()
    assert [] == [
        text[i : i + 12] for i in range(length - 12) if text[i : i + 12] in svg
    ]


def test_the_same_input_gives_the_same_bytes() -> None:
    text = code_text(227)
    assert draw(text, caption="a").svg() == draw(text, caption="a").svg()
