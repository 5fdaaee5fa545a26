"""The words below the symbol."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.errors import PictureError
from ehealthcard.qr.drawing import RiskColour, draw
from ehealthcard.qr.drawing.caption import tidy, wrap


def caption(colour: RiskColour | None, words: str | None) -> tuple[str, ...]:
    return draw("A", colour=colour, caption=words).caption


@pytest.mark.parametrize("risk", RiskColour)
def test_a_colour_always_brings_its_word(risk: RiskColour) -> None:
    word = f"{risk.label_zh} {risk.label_en}"
    assert (word,) == caption(risk, None)
    assert (word, "张*") == caption(risk, "张*")


@pytest.mark.parametrize("words", ["健康码：低风险", "Low risk until 18:00"])
def test_a_caption_that_says_the_word_stands_alone(words: str) -> None:
    assert (words,) == caption(RiskColour.GREEN, words)


def test_the_word_of_another_colour_does_not_count() -> None:
    assert ("高风险 High risk", "低风险") == caption(RiskColour.RED, "低风险")


@pytest.mark.parametrize("words", [None, "", " \t\n "])
def test_without_colour_and_words_there_is_no_caption(words: str | None) -> None:
    assert () == caption(None, words)


def test_white_space_becomes_single_spaces() -> None:
    assert ("市第一 医院",) == caption(None, " 市第一\r\n\u3000医院\t")


def test_control_characters_and_reversed_writing_become_visible() -> None:
    assert "a\ufffdb\ufffdc\ufffdd" == tidy("a\x00b\u202ec\ud800d")


def test_rare_characters_and_joiners_stay() -> None:
    words = "𠮷 \ue863 ئۇيغۇر नि\u200dष 👩\u200d⚕"
    assert words == tidy(words)


def test_the_longest_caption_has_120_characters() -> None:
    assert ("字" * 120,) == caption(None, "字" * 120)
    with pytest.raises(PictureError) as caught:
        draw("A", caption="字" * 121)
    assert {"field": "caption"} == caught.value.facts


@given(words=st.text(max_size=120), width=st.floats(1, 30))
def test_wrapping_loses_nothing_but_spaces(words: str, width: float) -> None:
    line = tidy(words)
    assert line.replace(" ", "") == "".join(wrap(line, width)).replace(" ", "")


@given(words=st.text("市医 aW", max_size=120), width=st.integers(1, 30))
def test_no_piece_is_wider_than_asked(words: str, width: int) -> None:
    ems = [
        sum(7 if character.isascii() else 10 for character in piece)
        for piece in wrap(tidy(words), width + 0.01)
    ]
    assert all(piece <= width * 10 for piece in ems)


def test_latin_words_are_not_broken_if_a_space_is_near() -> None:
    assert ["Low risk", "until noon"] == list(wrap("Low risk until noon", 7.5))


def test_a_word_without_end_is_broken_where_it_must() -> None:
    assert ["字字", "字字", "字"] == list(wrap("字字字字字", 2))


def test_a_piece_has_at_least_one_character() -> None:
    assert ["字", "字"] == list(wrap("字字", 0.1))
