"""Everyday words: what is found, and what is denied."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.codesets import Sex
from ehealthcard.rules.guidance import (
    Intake,
    Keyed,
    Person,
    Signs,
    Wording,
    covers,
    reader_of,
)
from tests.services.guiding import base

WORDS = Wording(
    {
        "fever": ["发烧", "发热"],
        "cough": ["咳嗽"],
        "belly": ["肚子~{pain}"],
        "head": ["头疼"],
        "half-head": ["偏头疼"],
        "shock": ["触电"],
        "child": ["{age}"],
    },
    {"pain": ("疼", "痛"), "age": ("3岁",)},
)
EMERGENCIES = [
    line.split(",", 1)
    for line in (Path(__file__).parents[2] / "vectors/guidance/emergencies.csv")
    .read_text("utf-8")
    .splitlines()[1:]
]


def there(text: str) -> set[str]:
    return {f.entry for f in WORDS.find(text) if not f.is_denied}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("发烧咳嗽", {"fever", "cough"}),
        ("没有发烧", set()),
        ("没有发烧，就是咳嗽", {"cough"}),
        ("不咳嗽", set()),
        ("没有发烧、咳嗽和头疼", set()),
        ("没发烧也没咳嗽", set()),
        ("无发热，咳嗽", {"cough"}),
        ("否认发热咳嗽", set()),
        ("不怎么咳嗽", set()),
        ("发烧没有，咳嗽有", {"cough"}),
        ("发烧咳嗽都没有，头疼", {"head"}),
        ("发烧、咳嗽没有", set()),
        ("没有发烧，但是咳嗽，头疼", {"cough", "head"}),
        ("有没有发烧我不知道", {"fever"}),
        ("是不是发烧了", {"fever"}),
        ("不是发烧", set()),
        ("不仅发烧还咳嗽", {"fever", "cough"}),
        ("一直咳嗽不停", {"cough"}),
        ("肚子有点疼", {"belly"}),
        ("肚子一阵一阵地痛", {"belly"}),
        ("肚子不疼", set()),
        ("肚子饿了头疼", {"head"}),
        ("偏头疼", {"half-head"}),
        ("像触电一样", set()),
        ("我触电了", {"shock"}),
        ("3岁了", {"child"}),
        ("23岁了", set()),
        ("发 烧", {"fever"}),
        ("", set()),
    ],
)
def test_words_are_found_unless_denied(text: str, found: set[str]) -> None:
    assert found == there(text)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for hit in WORDS.find(text):
        assert 0 <= hit.start < hit.end


@pytest.mark.parametrize(("wanted", "text"), EMERGENCIES, ids=lambda x: str(x)[:12])
def test_emergencies_are_told_from_others(wanted: str, text: str) -> None:
    reader = reader_of(Keyed(base()))
    signs = reader.signs(Intake(words=text), epi_positive=False)
    pregnant = True if signs.show("pregnant") else None
    person = Person(age=30, sex=Sex.FEMALE, pregnant=pregnant)

    assert (wanted == "1") == bool(reader.hits(signs, person))


def test_a_feverish_infant_is_an_emergency_and_an_older_child_is_not() -> None:
    reader = reader_of(Keyed(base()))
    signs = Signs(symptoms=("high-fever",), means=("fever",))

    assert reader.hits(signs, Person(age=0))
    assert not reader.hits(signs, Person(age=6))


@pytest.mark.parametrize(
    ("code", "other", "is_part"),
    [
        ("03", "03.01", True),
        ("03.01", "03", False),
        ("03", "03", True),
        ("03.01", "03.010", False),
        ("04.04", "04.04A", True),
        ("04.0", "04.04", False),
    ],
)
def test_a_department_covers_its_parts(code: str, other: str, is_part: Any) -> None:
    assert is_part is covers(code, other)


def test_weeks_of_pregnancy_say_that_there_is_one() -> None:
    assert Intake().plus(Intake(weeks=28)).pregnant is True
    told = Intake(symptoms=("cough",)).plus(Intake(denied=("cough",)))
    assert ((), ("cough",)) == (told.symptoms, told.denied)
