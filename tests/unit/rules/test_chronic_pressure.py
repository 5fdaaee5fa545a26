"""Blood pressure: the national vectors, and the numbers beside each limit."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ehealthcard.codesets import Sex
from ehealthcard.errors import InvalidInputError, RuleViolationError
from ehealthcard.rules.chronic.codes import (
    Complication,
    ControlClass,
    DangerSign,
    ReferralReason,
    VisitMode,
)
from ehealthcard.rules.chronic.forms import HypertensionForm
from ehealthcard.rules.chronic.hypertension import (
    PressureHabits,
    PressureRisk,
    assess_pressure,
    grade,
    is_isolated,
    pressure_risks,
)
from ehealthcard.rules.chronic.intervention import Decision, Findings, intervene
from ehealthcard.rules.chronic.measures import BloodPressure, body_mass_index, spirits
from ehealthcard.rules.chronic.pacing import latest, next_visit
from ehealthcard.rules.chronic.policy import (
    CarePace,
    HypertensionNumbers,
    InterventionRules,
    Pressure,
    ScreeningNumbers,
)

NUMBERS, PACE, SCREENING = HypertensionNumbers(), CarePace(), ScreeningNumbers()
GOOD, BAD = Findings(satisfied=True), Findings(satisfied=False)
REACTION = Findings(satisfied=True, adverse=True)
ONE, TWO, THREE, FOUR = ControlClass
ON = date(2023, 3, 1)


def pressure(text: str) -> BloodPressure:
    systolic, diastolic = map(int, text.split("/"))
    return BloodPressure(systolic=systolic, diastolic=diastolic)


def decide(
    text: str, age: int = 50, before: Findings | None = None, **more: Any
) -> Decision:
    form = HypertensionForm(mode=VisitMode.CLINIC, pressure=pressure(text), **more)
    return intervene(assess_pressure(form, age, NUMBERS), before)


@pytest.mark.parametrize(
    ("age", "text", "before", "control", "soon"),
    [
        pytest.param(50, "139/89", None, ONE, False, id="HT1"),
        pytest.param(50, "138/90", GOOD, TWO, True, id="HT3"),
        pytest.param(65, "149/89", GOOD, ONE, False, id="HT5"),
        pytest.param(70, "148/90", GOOD, TWO, True, id="HT7"),
        pytest.param(50, "150/95", GOOD, TWO, True, id="HT9"),
        pytest.param(50, "179/109", GOOD, TWO, True, id="HT15"),
        pytest.param(64, "149/89", None, TWO, True, id="64 years"),
        pytest.param(65, "150/89", None, TWO, True, id="65 years, 150"),
        pytest.param(50, "140/89", None, TWO, True, id="140"),
    ],
)
def test_who_is_controlled_is_seen_in_three_months_and_who_is_not_in_two_weeks(
    *, age: int, text: str, before: Findings | None, control: ControlClass, soon: bool
) -> None:
    found = decide(text, age, before)

    assert (control, soon, False, False) == (
        found.control,
        found.soon,
        found.refer,
        found.urgent,
    )
    last = date(2023, 3, 15) if soon else date(2023, 6, 1)
    assert last == latest(ON, PACE, soon=found.soon)


def test_ht11_a_reaction_that_is_hard_to_control_is_referred() -> None:
    found = decide("130/80", before=REACTION, adverse=True, adverse_hard=True)

    assert (THREE, (5,)) == (found.control, found.rows)
    assert (ReferralReason.ADVERSE_HARD,) == found.reasons


@pytest.mark.parametrize(
    ("text", "more", "sign"),
    [
        pytest.param("180/95", {}, DangerSign.PRESSURE, id="HT13"),
        pytest.param("142/92", {"pregnant": True}, DangerSign.PREGNANCY, id="HT17"),
        pytest.param("150/110", {}, DangerSign.PRESSURE, id="110"),
        pytest.param(
            "120/80",
            {"signs": (DangerSign.CANNOT_LIE,)},
            DangerSign.CANNOT_LIE,
            id="a sign",
        ),
    ],
)
def test_danger_is_referred_at_once_and_followed_within_two_weeks(
    text: str, more: Any, sign: DangerSign
) -> None:
    form = HypertensionForm(mode=VisitMode.HOME, pressure=pressure(text), **more)
    found = assess_pressure(form, 30, NUMBERS)
    decided = intervene(found, GOOD)

    assert (sign,) == found.dangers
    assert decided.urgent
    assert decided.soon
    assert ReferralReason.DANGER in decided.reasons


def test_pregnancy_with_normal_pressure_is_no_danger() -> None:
    assert not decide("139/89", 30, pregnant=True).urgent


@pytest.mark.parametrize(
    ("found", "before", "rows", "reasons"),
    [
        (GOOD, BAD, (1,), ()),
        (BAD, None, (2,), ()),
        (BAD, BAD, (4,), ("1",)),
        (REACTION, None, (3,), ()),
        (REACTION, BAD, (3,), ()),
        (BAD, REACTION, (2,), ()),
        (REACTION, REACTION, (5,), ("2",)),
        (Findings(satisfied=True, adverse_hard=True), None, (5,), ("2",)),
        (Findings(satisfied=True, complication=Complication.NEW), None, (6,), ("3",)),
        (
            Findings(satisfied=False, complication=Complication.AGGRAVATED),
            BAD,
            (4, 6),
            ("1", "4"),
        ),
        (Findings(satisfied=False, counts_as_second=True), None, (4,), ("1",)),
    ],
)
def test_each_row_of_the_table(
    found: Findings, before: Findings | None, rows: Any, reasons: Any
) -> None:
    decided = intervene(found, before)

    assert (rows, reasons) == (decided.rows, decided.reasons)


def test_the_most_severe_class_is_written_down() -> None:
    everything = Findings(
        satisfied=False, adverse=True, complication=Complication.AGGRAVATED
    )
    assert FOUR is intervene(everything).control
    both = Findings(satisfied=False, adverse=True)
    assert THREE is intervene(both).control


def test_a_policy_may_count_a_reaction_behind_raised_pressure_as_second() -> None:
    mixed = InterventionRules(mixed_counts=True)

    assert (5,) == intervene(REACTION, BAD, mixed).rows
    assert (4,) == intervene(BAD, REACTION, mixed).rows
    first = InterventionRules(repeated_adverse_refers=False)
    assert (3,) == intervene(REACTION, REACTION, first).rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("139/89", 0),
        ("140/80", 1),
        ("159/100", 2),
        ("160/99", 2),
        ("180/70", 3),
        ("150/110", 3),
    ],
)
def test_the_higher_of_both_numbers_grades(text: str, expected: int) -> None:
    assert expected == grade(pressure(text))


def test_isolated_systolic_pressure_is_a_flag_beside_the_grade() -> None:
    assert is_isolated(pressure("140/89"), NUMBERS)
    assert not is_isolated(pressure("140/90"), NUMBERS)


def risks(text: str, age: int = 40, sex: Sex = Sex.MALE, **habits: Any) -> Any:
    return pressure_risks(
        pressure(text),
        PressureHabits(**habits),
        age=age,
        sex=sex,
        numbers=NUMBERS,
        screening=SCREENING,
    )


def test_ht21_high_normal_pressure_is_a_risk() -> None:
    assert (PressureRisk.HIGH_NORMAL,) == risks("132/80")
    assert (PressureRisk.HIGH_NORMAL,) == risks("120/85")
    assert () == risks("129/84")


def test_the_other_risks_and_their_limits() -> None:
    assert (PressureRisk.OVERWEIGHT,) == risks("120/80", bmi=Decimal(24))
    assert () == risks("120/80", bmi=Decimal("23.9"))
    assert (PressureRisk.OVERWEIGHT,) == risks("120/80", waist=Decimal(90))
    assert () == risks("120/80", waist=Decimal(89))
    woman = risks("120/80", sex=Sex.FEMALE, waist=Decimal(85))
    assert (PressureRisk.OVERWEIGHT,) == woman
    assert (PressureRisk.AGE,) == risks("120/80", age=55)
    assert () == risks("120/80", age=54)
    habits = risks("120/80", family=True, heavy_drinking=True)
    assert (PressureRisk.FAMILY, PressureRisk.ALCOHOL) == habits
    assert () == risks("120/80", high_salt=True)


def test_a_target_of_ones_own_may_only_be_lower() -> None:
    low = Pressure(systolic=130, diastolic=80)
    assert TWO is decide("135/79", target=low).control
    with pytest.raises(RuleViolationError, match="TARGET_TOO_HIGH"):
        decide("135/79", target=Pressure(systolic=150, diastolic=90))


def test_a_reading_that_cannot_be_is_refused() -> None:
    with pytest.raises(RuleViolationError, match="PRESSURE_REVERSED"):
        pressure("80/120")
    with pytest.raises(InvalidInputError):
        pressure("900/90")
    assert "150" not in repr(pressure("150/90"))


def test_the_next_visit_is_in_time_or_refused() -> None:
    assert date(2023, 4, 30) == latest(date(2023, 1, 31), PACE, soon=False)
    wanted = date(2023, 3, 15)
    assert wanted == next_visit(ON, wanted, ON, PACE, soon=True)
    for late, code in (
        (date(2023, 3, 16), "NEXT_TOO_LATE"),
        (ON, "NEXT_PASSED"),
    ):
        with pytest.raises(RuleViolationError, match=code):
            next_visit(ON, late, ON, PACE, soon=True)


def test_drinks_and_weight_are_converted() -> None:
    ten = Decimal(10)
    assert Decimal("6.5") == spirits(Decimal(1), beer=ten, wine=ten, yellow=ten)
    assert Decimal("24.2") == body_mass_index(Decimal(70), Decimal(170))
