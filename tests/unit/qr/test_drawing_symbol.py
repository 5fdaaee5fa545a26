"""What is drawn: version, level, mask, and what is refused."""

import pickle
import subprocess
import sys

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.errors import PictureError
from ehealthcard.qr.drawing import ErrorLevel, Mask, Medium, draw

from .test_drawing_eyes import ALPHANUMERIC, code_text, photograph, read_png, scan

LONGEST = {"L": 4296, "M": 3391, "Q": 2420, "H": 1852}


@pytest.mark.parametrize(
    ("length", "version"), [(66, 4), (99, 5), (116, 5), (188, 8), (227, 9), (340, 11)]
)
def test_a_screen_takes_the_smallest_symbol_of_level_m(
    length: int, version: int
) -> None:
    picture = draw(code_text(length))
    assert (version, "M") == (picture.version, picture.error)


@pytest.mark.parametrize(
    ("length", "version"), [(66, 4), (99, 6), (116, 7), (188, 9), (227, 11), (340, 13)]
)
def test_paper_takes_level_q(length: int, version: int) -> None:
    picture = draw(code_text(length), medium=Medium.PAPER)
    assert (version, "Q") == (picture.version, picture.error)


@pytest.mark.parametrize(("length", "version"), [(66, 6), (99, 8), (112, 8)])
def test_level_h_takes_the_version_that_a_platform_was_seen_to_use(
    length: int, version: int
) -> None:
    assert version == draw(code_text(length), error="H").version


def test_the_level_is_not_raised_behind_ones_back() -> None:
    assert "L" == draw("A", error="L").error


def test_the_columns_count_quiet_zone_and_frame() -> None:
    assert 21 + 2 * 4 == draw("A").columns
    assert 21 + 2 * 6 == draw("A", quiet=6).columns


def test_the_mask_is_three_unless_asked() -> None:
    assert 3 == draw(code_text(116)).mask
    assert 6 == draw(code_text(116), mask=6).mask


def test_an_automatic_mask_is_the_one_segno_finds_best() -> None:
    text = code_text(116)
    best = segno.make_qr(text, error="m", boost_error=False)
    assert best.mask == draw(text, mask="auto").mask


@given(text=st.text(ALPHANUMERIC, min_size=1, max_size=120))
def test_any_alphanumeric_text_comes_back(text: str) -> None:
    grid = read_png(draw(text).png(2)).grid
    assert [text] == scan(photograph(grid))


@given(
    text=st.text(min_size=1, max_size=20).filter(
        lambda t: not set(t) <= set(ALPHANUMERIC)
    )
)
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(PictureError) as caught:
        draw(text)
    assert {"field": "text"} == caught.value.facts


@pytest.mark.parametrize("text", ["", "ehc1:", "EHC1:\n", "１２３", "健康卡", "EHC1:_"])
def test_texts_that_scanners_guess_at_are_refused(text: str) -> None:
    with pytest.raises(PictureError) as caught:
        draw(text)
    assert {"field": "text"} == caught.value.facts


@pytest.mark.parametrize("level", ["L", "M", "Q", "H"])
def test_the_longest_text_fits_and_a_longer_one_is_refused(level: ErrorLevel) -> None:
    longest = LONGEST[level]
    assert 40 == draw("A" * longest, error=level).version
    with pytest.raises(PictureError) as caught:
        draw("A" * (longest + 1), error=level)
    assert {"field": "text"} == caught.value.facts


@pytest.mark.parametrize("mask", [-1, 8, "best", None])
def test_a_mask_that_does_not_exist_is_refused(mask: Mask) -> None:
    with pytest.raises(PictureError) as caught:
        draw("A", mask=mask)
    assert {"field": "mask"} == caught.value.facts


@pytest.mark.parametrize("level", ["", "m", "X"])
def test_a_level_that_does_not_exist_is_refused(level: ErrorLevel) -> None:
    with pytest.raises(PictureError) as caught:
        draw("A", error=level)
    assert {"field": "error"} == caught.value.facts


@pytest.mark.parametrize("quiet", [-1, 0, 3, 65, 10**9])
def test_a_quiet_zone_that_scanners_miss_is_refused(quiet: int) -> None:
    with pytest.raises(PictureError) as caught:
        draw("A", quiet=quiet)
    assert {"field": "quiet"} == caught.value.facts


def test_an_error_says_in_both_languages_what_to_check() -> None:
    with pytest.raises(PictureError) as caught:
        draw("秘密")
    assert caught.value.english.endswith("check text.")
    assert caught.value.chinese.endswith("请检查 text。")


def test_the_repr_tells_neither_text_nor_modules_nor_caption() -> None:
    picture = draw(code_text(116), caption="张三")
    assert "Picture(version=5, error='M', mask=3)" == repr(picture)


def test_pictures_of_the_same_code_are_equal() -> None:
    text = code_text(116)
    assert {draw(text)} == {draw(text), draw(text)}
    assert draw(text) != draw(text, quiet=5)


def test_a_picture_travels_between_processes() -> None:
    picture = draw(code_text(116), caption="a")
    assert picture == pickle.loads(pickle.dumps(picture))  # noqa: S301 -- our own bytes


def test_a_picture_keeps_no_text() -> None:
    text = code_text(116)
    assert text.encode() not in pickle.dumps(draw(text))


def test_segno_is_loaded_by_who_draws_only() -> None:
    program = "import sys, ehealthcard.qr; print('segno' in sys.modules)"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 -- a fixed program
    assert "False\n" == done.stdout
