"""Levels, resources and response times, on both sides of each limit."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.rules.grading import (
    CONSENSUS,
    Judgement,
    Level,
    Resource,
    grade,
    weight,
)
from ehealthcard.rules.isolation import Route, infection_reasons, route_of
from ehealthcard.rules.response import (
    CONSENSUS_2018,
    FOUR_LEVEL,
    HOSPITAL,
    ResponseProfile,
)
from ehealthcard.rules.vitals import Vitals
from ehealthcard.testing.workflow import NOW

LAB, IMAGING = Resource.LAB, Resource.IMAGING


def level(
    judged: str, *resources: Resource, unstable: bool = False
) -> tuple[str, tuple[str, ...]]:
    judgement = Judgement(level=Level(judged), resources=resources, unstable=unstable)
    found = grade(Vitals(), judgement, 40, CONSENSUS)
    assert found
    return found.level.value, found.reasons


def test_tr1_level_iv_with_two_resources_is_level_iii() -> None:
    assert level("4", LAB, IMAGING) == ("3", ("JUDGEMENT_4", "RESOURCES"))


@pytest.mark.parametrize(
    ("judged", "resources", "unstable", "expected"),
    [
        ("4", (), False, "4"),
        ("4", (LAB,), False, "4"),
        ("4", (LAB, LAB), False, "4"),
        ("4", (LAB, Resource.ORAL_DRUG, Resource.TETANUS), False, "4"),
        ("4", (Resource.COMPLEX_PROCEDURE,), False, "3"),
        ("3", (LAB, IMAGING), False, "3"),
        ("4", (), True, "3"),
        ("3", (), True, "2"),
        ("2", (), True, "2"),
        ("1", (), True, "1"),
        ("4", (LAB, IMAGING), True, "2"),
    ],
)
def test_resources_and_unstable_values_raise_a_level(
    judged: str,
    resources: tuple[Resource, ...],
    unstable: bool,  # noqa: FBT001  # a table
    expected: str,
) -> None:
    assert level(judged, *resources, unstable=unstable)[0] == expected


def test_a_kind_of_resource_counts_once_and_a_complex_procedure_twice() -> None:
    assert weight((LAB, LAB)) == 1
    assert weight((LAB, Resource.COMPLEX_PROCEDURE)) == 3
    assert weight((Resource.TETANUS, Resource.ORAL_DRUG)) == 0


@pytest.mark.parametrize(
    ("item", "value", "expected"),
    [
        ("heart_rate", 181, "1"),
        ("heart_rate", 180, "2"),
        ("heart_rate", 150, "2"),
        ("heart_rate", 149, "3"),
        ("heart_rate", 100, "3"),
        ("heart_rate", 99, None),
        ("heart_rate", 56, None),
        ("heart_rate", 55, "3"),
        ("heart_rate", 51, "3"),
        ("heart_rate", 50, "2"),
        ("heart_rate", 40, "2"),
        ("heart_rate", 39, "1"),
        ("systolic", 201, "2"),
        ("systolic", 200, "3"),
        ("systolic", 180, "3"),
        ("systolic", 179, None),
        ("systolic", 91, None),
        ("systolic", 90, "3"),
        ("systolic", 81, "3"),
        ("systolic", 80, "2"),
        ("systolic", 70, "2"),
        ("systolic", 69, "1"),
        ("spo2", 95, None),
        ("spo2", 94, "3"),
        ("spo2", 91, "3"),
        ("spo2", 90, "2"),
        ("spo2", 80, "2"),
        ("spo2", 79, "1"),
        ("temperature", "41.1", "1"),
        ("temperature", "41.0", None),
        ("temperature", "32.0", None),
        ("temperature", "31.9", "1"),
        ("glucose", "3.32", "1"),
        ("glucose", "3.33", None),
        ("potassium", "7.1", "1"),
        ("potassium", "7.0", None),
    ],
)
def test_a_single_value_has_its_level(
    item: str, value: object, expected: str | None
) -> None:
    vitals = Vitals.from_data({item: value})

    found = grade(vitals, Judgement(), 40, CONSENSUS)

    assert expected == (found and found.level.value)
    assert grade(vitals, Judgement(), 40, None) is None, "switched off"
    assert grade(vitals, Judgement(), 13, CONSENSUS) is None, "a child"


@pytest.mark.parametrize(
    ("respiration", "avpu", "expected"),
    [(12, "A", "4"), (16, "A", "4"), (21, "A", "3"), (21, "P", "2"), (30, "U", "1")],
    ids=["0", "1", "2", "4", "6"],
)
def test_the_score_has_its_level(respiration: int, avpu: str, expected: str) -> None:
    vitals = Vitals.from_data(
        {
            "systolic": 120,
            "heart_rate": 72,
            "respiration": respiration,
            "temperature": "36.8",
            "avpu": avpu,
        }
    )

    found = grade(vitals, Judgement(), 40, CONSENSUS)

    assert found
    assert found.level.value == expected


def test_the_worst_of_value_score_and_judgement_counts() -> None:
    bad = Vitals(spo2=79)

    low = grade(bad, Judgement(level=Level.IV), 40, CONSENSUS)
    high = grade(Vitals(spo2=93), Judgement(level=Level.II), 40, CONSENSUS)

    assert low
    assert high
    assert (low.level, low.reasons) == (Level.I, ("SPO2_1",))
    assert (high.level, high.reasons) == (Level.II, ("JUDGEMENT_2",))


def test_recalled_numbers_say_that_they_are() -> None:
    assert CONSENSUS.standing == "recalled"
    assert CONSENSUS_2018.standing == "recalled"
    assert FOUR_LEVEL.standing == HOSPITAL.standing == "documented"


@pytest.mark.parametrize(
    ("profile", "minutes", "closed"),
    [
        (FOUR_LEVEL, (0, 15, 30, 60), (True, True, False, False)),
        (HOSPITAL, (0, 10, 30, 60), (True, False, False, False)),
        (CONSENSUS_2018, (0, 10, 30, 240), (True, False, False, False)),
    ],
)
def test_up_to_a_time_includes_it_and_less_than_does_not(
    profile: ResponseProfile, minutes: tuple[int, ...], closed: tuple[bool, ...]
) -> None:
    for known, m, includes in zip(Level, minutes, closed, strict=True):
        response = profile.of(known)

        assert timedelta(minutes=m) == response.within
        assert includes == (response.last(NOW) == NOW + timedelta(minutes=m))


@pytest.mark.parametrize(
    ("degrees", "attention", "colour", "expected"),
    [
        ("37.2", False, "GREEN", []),
        ("37.3", False, None, ["FEVER"]),
        ("36.5", True, "YELLOW", ["DECLARED_ATTENTION", "RISK_YELLOW"]),
        (None, False, "RED", ["RISK_RED"]),
        (None, False, "PURPLE", []),
    ],
)
def test_fever_attention_and_colours_speak_for_isolation(
    degrees: str | None,
    attention: bool,  # noqa: FBT001  # a table
    colour: str | None,
    expected: list[str],
) -> None:
    found = infection_reasons(
        temperature=Decimal(degrees) if degrees else None,
        fever=Decimal("37.3"),
        attention=attention,
        colour=colour,
    )

    assert expected == found


def test_a_fever_leads_to_the_fever_clinic() -> None:
    assert route_of(["RISK_RED", "FEVER"]) is Route.FEVER_CLINIC
    assert route_of(["RISK_RED"]) is Route.ISOLATED_POINT


@given(
    st.integers(0, 350),
    st.integers(0, 100),
    st.sampled_from(Level),
    st.sets(st.sampled_from(Resource)),
    st.booleans(),
)
def test_nothing_that_is_added_makes_a_level_less_urgent(
    heart_rate: int,
    spo2: int,
    judged: Level,
    resources: set[Resource],
    unstable: bool,  # noqa: FBT001  # drawn
) -> None:
    vitals = Vitals(heart_rate=heart_rate, spo2=spo2)
    more = Judgement(level=judged, resources=tuple(resources), unstable=unstable)

    bare = grade(Vitals(), Judgement(level=judged), 40, CONSENSUS)
    full = grade(vitals, more, 40, CONSENSUS)

    assert bare
    assert full
    assert full.level <= bare.level <= judged
