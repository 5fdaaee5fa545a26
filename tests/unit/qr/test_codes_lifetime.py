"""A lifetime in one byte: every byte has one length, every length one byte."""

from datetime import timedelta

import pytest

from ehealthcard.errors import CodeRequestError
from ehealthcard.qr.lifetime import LONGEST, SECONDS_OF, to_byte


def test_every_byte_comes_back() -> None:
    for byte in range(1, 256):
        assert byte == to_byte(timedelta(seconds=SECONDS_OF[byte]))


def test_a_higher_byte_is_a_longer_life() -> None:
    lengths = [SECONDS_OF[byte] for byte in range(1, 256)]
    assert sorted(set(lengths)) == lengths


@pytest.mark.parametrize(
    ("byte", "seconds"),
    [(1, 1), (60, 60), (119, 119), (120, 120), (121, 180), (122, 240), (255, 8220)],
)
def test_up_to_120_are_seconds_and_above_are_minutes(byte: int, seconds: int) -> None:
    assert seconds == SECONDS_OF[byte]


def test_the_longest_life_is_137_minutes() -> None:
    assert timedelta(minutes=137) == LONGEST
    assert to_byte(LONGEST) == 255


@pytest.mark.parametrize(
    "lifetime",
    [
        timedelta(0),
        timedelta(seconds=-1),
        timedelta(seconds=-60),
        timedelta(minutes=-137),
        timedelta(microseconds=1),
        timedelta(seconds=59, microseconds=999_999),
        timedelta(seconds=121),
        timedelta(seconds=150),
        timedelta(seconds=179),
        timedelta(minutes=3, seconds=1),
        timedelta(minutes=3, microseconds=1),
        timedelta(minutes=138),
        timedelta(days=1),
        timedelta.max,
        timedelta.min,
    ],
    ids=str,
)
def test_a_length_without_a_byte_is_refused(lifetime: timedelta) -> None:
    with pytest.raises(CodeRequestError) as refusal:
        to_byte(lifetime)
    assert "lifetime" == refusal.value.facts["field"]
