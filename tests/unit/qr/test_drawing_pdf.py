"""PDF: parsed from the cross-reference table to the modules, and read back."""

import re
import zlib

import attrs
import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pytest

from ehealthcard.errors import PictureError
from ehealthcard.qr.drawing import Medium, RiskColour, draw

from .test_drawing_eyes import (
    LENGTHS,
    Grey,
    Grid,
    Rgb,
    code_text,
    photograph,
    read_png,
    scan,
)

MM = 72 / 25.4


def objects(pdf: bytes) -> list[bytes]:
    """Follow startxref and the table to every object, as a reader does."""
    start = int(pdf.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    table = pdf[start:]
    count = int(table.split(b"\n")[1].split()[1])
    entries = [table.split(b"\n")[2 + number] + b"\n" for number in range(count)]
    assert {20} == {len(entry) for entry in entries}
    assert b"/Size %d" % count in table
    found: list[bytes] = []
    for number, entry in enumerate(entries[1:], 1):
        body = pdf[int(entry[:10]) :]
        head = b"%d 0 obj\n" % number
        assert body.startswith(head)
        found.append(body[len(head) : body.index(b"\nendobj\n")])
    return found


@attrs.frozen
class Page:
    """What is on the page: its box in millimetres, modules and letters."""

    width: float
    height: float
    module: float
    grid: Grid
    strings: list[str]


def read_page(pdf: bytes) -> Page:
    parts = objects(pdf)
    box = re.search(rb"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]", parts[2])
    assert box is not None
    header, rest = parts[3].split(b"\nstream\n", 1)
    length = int(header.rsplit(b"/Length ", 1)[1].rstrip(b">"))
    assert b"\nendstream" == rest[length:]
    content = zlib.decompress(rest[:length]).decode("ascii")
    transform, *lines = content.split("\n")
    scale, *zeros, up, _, lift, _ = transform.split()
    assert ["0", "0"] == zeros
    assert (-float(scale), float(box[2])) == pytest.approx((float(up), float(lift)))
    grid = paint(lines, round(float(box[1]) / float(scale)))
    module = float(scale) / MM
    strings = [spell(line) for line in lines if line.startswith("BT")]
    return Page(float(box[1]) / MM, float(box[2]) / MM, module, grid, strings)


def paint(lines: list[str], side: int) -> Grid:
    """Fill the rectangles on a grid of modules; what lies below the picture is cut."""
    grid: Grid = [[(1, 2, 3)] * side for _ in range(side)]
    ink: Rgb = (1, 2, 3)
    path: list[tuple[int, int, int, int]] = []
    for line in (line for line in lines if not line.startswith("BT")):
        *numbers, operator = line.removesuffix(" f").split()
        if operator == "rg":
            red, green, blue = (round(float(part) * 255) for part in numbers)
            ink = red, green, blue
        if operator == "re":
            x, y, width, height = map(int, numbers)
            path.append((x, y, width, height))
        assert operator in {"rg", "re", "f"}
        if line.endswith("f"):
            for x, y, width, height in path:
                for row in grid[y : y + height]:
                    row[x : x + width] = [ink] * width
            path = []
    assert [] == path
    return grid


def spell(line: str) -> str:
    codecs = {"C": "utf-16-be", "L": "ascii"}
    runs = re.findall(r"/([CL]) \d+ Tf <([0-9a-f]+)> Tj", line)
    return "".join(bytes.fromhex(run).decode(codecs[font]) for font, run in runs)


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("risk", [None, *RiskColour])
def test_it_is_read_back(length: int, risk: RiskColour | None) -> None:
    text = code_text(length)
    picture = draw(text, medium=Medium.PAPER, colour=risk, caption="市第一医院")
    assert [text] == scan(photograph(read_page(picture.pdf()).grid, 3))


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("risk", [None, *RiskColour])
def test_it_shows_the_same_modules_as_the_png(
    length: int, risk: RiskColour | None
) -> None:
    picture = draw(code_text(length), medium=Medium.PAPER, colour=risk, dark="#0b3d91")
    assert read_png(picture.png(1)).grid == read_page(picture.pdf()).grid


def test_a_label_is_eighty_millimetres_wide() -> None:
    page = read_page(draw(code_text(116), medium=Medium.PAPER).pdf())
    assert (80.0, 80.0) == (round(page.width, 2), round(page.height, 2))


def test_a_caption_makes_the_page_longer() -> None:
    picture = draw(code_text(116), caption="市第一医院")
    page = read_page(picture.pdf(50))
    assert 50.0 == round(page.width, 2)
    assert page.height > 52.0


@pytest.mark.parametrize("length", LENGTHS)
def test_a_module_is_at_least_half_a_millimetre(length: int) -> None:
    picture = draw(code_text(length), medium=Medium.PAPER)
    least = picture.columns * 0.5
    assert 0.5 == pytest.approx(read_page(picture.pdf(least)).module, abs=1e-5)
    with pytest.raises(PictureError) as caught:
        picture.pdf(least - 0.01)
    assert {"field": "width"} == caught.value.facts


@pytest.mark.parametrize("width", [0.0, -80.0, 2500.1, float("inf"), float("nan")])
def test_a_width_without_sense_is_refused(width: float) -> None:
    with pytest.raises(PictureError) as caught:
        draw(code_text(66)).pdf(width)
    assert {"field": "width"} == caught.value.facts


@pytest.mark.parametrize(
    "caption",
    [
        "张*三 Zhang San",
        "(a) \\(b\\) <c> ) Tj ET",
        "𠮷野家",
        "endstream endobj",
        "</text><script>",
    ],
)
def test_a_caption_is_spelt_as_it_was_given(caption: str) -> None:
    page = read_page(draw(code_text(340), caption=caption).pdf())
    assert caption == " ".join(page.strings)


def test_a_colour_brings_its_word() -> None:
    page = read_page(draw(code_text(116), colour=RiskColour.RED).pdf())
    assert ["高风险 High risk"] == page.strings


def test_caption_lines_are_centred() -> None:
    picture = draw(code_text(116), caption="市第一医院")
    content = zlib.decompress(objects(picture.pdf())[3].split(b"\nstream\n")[1])
    (line,) = [line for line in content.split(b"\n") if line.startswith(b"BT")]
    left, size = float(line.split()[5]), int(line.split()[9])
    assert picture.columns == pytest.approx(left + 5 * size + left, abs=0.01)


def test_the_printer_is_asked_not_to_scale() -> None:
    assert b"/PrintScaling/None" in objects(draw(code_text(66)).pdf())[0]


def test_the_same_input_gives_the_same_bytes() -> None:
    text = code_text(227)
    assert draw(text, caption="a").pdf() == draw(text, caption="a").pdf()


@pytest.mark.parametrize("length", LENGTHS)
def test_the_code_text_is_nowhere_in_it(length: int) -> None:
    text = code_text(length)
    parts = objects(draw(text, colour=RiskColour.RED).pdf())
    content = zlib.decompress(parts[3].split(b"\nstream\n")[1])
    everything = b"".join((*parts, content)).upper()
    pieces = (text[i : i + 12].encode() for i in range(length - 12))
    assert [] == [piece for piece in pieces if piece in everything]


@pytest.mark.parametrize("length", LENGTHS)
def test_a_foreign_renderer_shows_what_we_parsed(length: int) -> None:
    text = code_text(length)
    picture = draw(text, medium=Medium.PAPER, colour=RiskColour.RED)
    with pypdfium2.PdfDocument(picture.pdf(picture.columns * 0.5)) as document:
        shown = document[0].render(scale=200 / 72, grayscale=True)
        width, height, stride = shown.width, shown.height, shown.stride
        pixels = bytes(shown.buffer)
    rows = (pixels[y * stride : y * stride + width] for y in range(height))
    assert [text] == scan(Grey(width, height, b"".join(rows)))
