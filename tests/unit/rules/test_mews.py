"""The modified early warning score: the four vectors and both sides of each limit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.rules.mews import ITEMS, Mews, mews, points
from ehealthcard.rules.vitals import Avpu, Vitals


def measured(
    systolic: int, heart_rate: int, respiration: int, degrees: str, avpu: str
) -> Vitals:
    return Vitals(
        systolic=systolic,
        heart_rate=heart_rate,
        respiration=respiration,
        temperature=Decimal(degrees),
        avpu=Avpu(avpu),
    )


@pytest.mark.parametrize(
    ("values", "score"),
    [
        ((120, 72, 12, "36.8", "A"), 0),
        ((70, 150, 35, "40.2", "P"), 13),
        ((80, 40, 8, "34.9", "U"), 11),
        ((100, 50, 21, "38.4", "V"), 5),
        ((70, 130, 30, "38.5", "U"), 14),
    ],
)
def test_the_vectors_score_as_published(
    values: tuple[int, int, int, str, str], score: int
) -> None:
    assert Mews(standing="SCORED", score=score) == mews(measured(*values), 30)


@pytest.mark.parametrize(
    ("item", "value", "score"),
    [
        ("systolic", 70, 3),
        ("systolic", 71, 2),
        ("systolic", 80, 2),
        ("systolic", 81, 1),
        ("systolic", 100, 1),
        ("systolic", 101, 0),
        ("systolic", 199, 0),
        ("systolic", 200, 2),
        ("systolic", 0, 3),
        ("heart_rate", 40, 2),
        ("heart_rate", 41, 1),
        ("heart_rate", 50, 1),
        ("heart_rate", 51, 0),
        ("heart_rate", 100, 0),
        ("heart_rate", 101, 1),
        ("heart_rate", 110, 1),
        ("heart_rate", 111, 2),
        ("heart_rate", 129, 2),
        ("heart_rate", 130, 3),
        ("respiration", 8, 2),
        ("respiration", 9, 0),
        ("respiration", 14, 0),
        ("respiration", 15, 1),
        ("respiration", 20, 1),
        ("respiration", 21, 2),
        ("respiration", 29, 2),
        ("respiration", 30, 3),
        ("temperature", "34.9", 2),
        ("temperature", "35.0", 0),
        ("temperature", "38.4", 0),
        ("temperature", "38.44", 0),
        ("temperature", "38.45", 2),
        ("temperature", "38.5", 2),
        ("avpu", "A", 0),
        ("avpu", "V", 1),
        ("avpu", "P", 2),
        ("avpu", "U", 3),
    ],
)
def test_each_limit_has_two_sides(item: str, value: object, score: int) -> None:
    assert {item: score} == points(Vitals.from_data({item: value}))


def test_below_fourteen_there_is_no_score() -> None:
    well = measured(120, 72, 12, "36.8", "A")

    assert Mews(standing="NOT_APPLICABLE") == mews(well, 8), "TR5"
    assert Mews(standing="NOT_APPLICABLE") == mews(well, 13)
    assert mews(well, 14).score == 0
    assert mews(well, None).score == 0


@pytest.mark.parametrize("item", ITEMS)
def test_what_was_not_measured_is_no_zero(item: str) -> None:
    well = measured(120, 72, 12, "36.8", "A").model_copy(update={item: None})

    assert Mews(standing="INCOMPLETE", missing=(item,)) == mews(well, 30)


@given(
    st.integers(0, 350),
    st.integers(0, 350),
    st.integers(0, 150),
    st.decimals(20, 45, places=2),
    st.sampled_from("APVU"),
)
def test_every_score_lies_between_0_and_14(
    systolic: int, heart_rate: int, respiration: int, degrees: Decimal, avpu: str
) -> None:
    found = mews(measured(systolic, heart_rate, respiration, str(degrees), avpu), 40)

    assert found.score in range(15)
