"""Glucose, self-care of the old, and how well a place cares."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ehealthcard.errors import RuleViolationError
from ehealthcard.rules.chronic.codes import (
    Complication,
    ControlClass,
    DangerSign,
    LowSugar,
    ReferralReason,
    VisitMode,
)
from ehealthcard.rules.chronic.diabetes import (
    SugarReading,
    SugarRisk,
    assess_sugar,
    is_suspect,
    sugar_risks,
)
from ehealthcard.rules.chronic.elder import (
    SelfCare,
    SelfCareAnswers,
    SelfCareResult,
    require_elder,
    self_care,
)
from ehealthcard.rules.chronic.forms import DiabetesForm
from ehealthcard.rules.chronic.indicators import (
    VisitNote,
    control_rate,
    face_to_face,
    managed_rate,
)
from ehealthcard.rules.chronic.intervention import Findings, intervene
from ehealthcard.rules.chronic.measures import BloodPressure, mmol
from ehealthcard.rules.chronic.policy import (
    DiabetesNumbers,
    HypertensionNumbers,
    ScreeningNumbers,
)

NUMBERS, PRESSURE, SCREENING = (
    DiabetesNumbers(),
    HypertensionNumbers(),
    ScreeningNumbers(),
)


def assess(
    fasting: str | None, numbers: DiabetesNumbers = NUMBERS, **more: Any
) -> Findings:
    form = DiabetesForm(
        mode=VisitMode.CLINIC, fasting=Decimal(fasting) if fasting else None, **more
    )
    return assess_sugar(form, numbers, PRESSURE)


def test_dm1_below_seven_is_controlled() -> None:
    decided = intervene(assess("6.9"))
    assert (ControlClass.SATISFIED, False) == (decided.control, decided.soon)
    assert ControlClass.UNSATISFIED is intervene(assess("7.0")).control


def test_dm3_twice_running_is_referred() -> None:
    decided = intervene(assess("7.2"), assess("7.0"))
    assert (ReferralReason.TWICE_UNSATISFIED,) == decided.reasons


@pytest.mark.parametrize(
    ("value", "dangerous"),
    [
        pytest.param("3.9", True, id="DM5"),
        pytest.param("4.0", False, id="DM5 above"),
        ("3.91", False),
        ("16.7", True),
        ("16.69", False),
    ],
)
def test_both_limits_of_glucose_are_dangerous_themselves(
    *, value: str, dangerous: bool
) -> None:
    found = assess(value)
    assert dangerous == (DangerSign.GLUCOSE in found.dangers)
    assert dangerous == intervene(found).urgent


def test_a_profile_may_read_the_limits_as_open() -> None:
    open_ended = DiabetesNumbers(closed=False)
    assert () == assess("3.9", open_ended).dangers
    assert () == assess("16.7", open_ended).dangers
    assert (DangerSign.GLUCOSE,) == assess("3.8", open_ended).dangers


def test_dm7_a_new_complication_is_referred_whatever_the_glucose() -> None:
    decided = intervene(assess("6.5", complication=Complication.NEW))
    assert ControlClass.COMPLICATION is decided.control
    assert (ReferralReason.NEW_COMPLICATION,) == decided.reasons


@pytest.mark.parametrize(
    ("more", "signs"),
    [
        pytest.param({"heart_rate": 100}, (), id="DM9 100"),
        pytest.param({"heart_rate": 101}, (DangerSign.HEART_RATE,), id="DM9 101"),
        pytest.param({"temperature": Decimal("39.0")}, (), id="DM9 39.0"),
        pytest.param(
            {"temperature": Decimal("39.1")}, (DangerSign.FEVER,), id="DM9 39.1"
        ),
        ({"random": Decimal("16.7")}, (DangerSign.GLUCOSE,)),
        (
            {"pressure": BloodPressure(systolic=180, diastolic=90)},
            (DangerSign.PRESSURE,),
        ),
        ({"signs": (DangerSign.ACETONE,)}, (DangerSign.ACETONE,)),
        ({"pregnant": True}, ()),
    ],
)
def test_what_else_cannot_wait(more: Any, signs: Any) -> None:
    assert signs == assess("7.5", **more).dangers


def test_pregnancy_counts_where_the_policy_says_so() -> None:
    counts = DiabetesNumbers(pregnancy_counts=True)
    assert (DangerSign.PREGNANCY,) == assess("7.0", counts, pregnant=True).dangers
    assert () == assess("6.9", counts, pregnant=True).dangers


def test_dm11_frequent_low_sugar_counts_as_a_reaction() -> None:
    decided = intervene(assess("5", low_sugar=LowSugar.OFTEN))
    assert (ControlClass.ADVERSE, True) == (decided.control, decided.soon)
    assert not intervene(assess("5", low_sugar=LowSugar.SOMETIMES)).soon


def test_a_visit_needs_the_fasting_glucose_unless_there_is_danger() -> None:
    with pytest.raises(RuleViolationError, match="FASTING_REQUIRED"):
        assess(None, random=Decimal(9))
    assert not assess(None, random=Decimal(20)).satisfied


def test_milligrams_become_millimoles() -> None:
    assert Decimal("16.70") == mmol(Decimal("300.6"))
    assert Decimal("3.90") == mmol(Decimal("70.2"))


def test_who_is_suspect_at_a_screening() -> None:
    seven = SugarReading(fasting=Decimal(7))
    assert is_suspect(seven, NUMBERS, SCREENING)
    assert not is_suspect(SugarReading(fasting=Decimal("6.9")), NUMBERS, SCREENING)
    eleven = SugarReading(random=Decimal("11.1"))
    assert not is_suspect(eleven, NUMBERS, SCREENING)
    on = ScreeningNumbers(random_from=Decimal("11.1"), impaired_from=Decimal("6.1"))
    assert is_suspect(eleven, NUMBERS, on)
    six = SugarReading(fasting=Decimal("6.1"))
    assert (SugarRisk.IMPAIRED,) == sugar_risks(six, (), on)
    assert (SugarRisk.FAMILY,) == sugar_risks(six, (SugarRisk.FAMILY,), SCREENING)


@pytest.mark.parametrize(
    ("choices", "score", "level"),
    [
        ((1, 1, 1, 1, 1), 0, SelfCare.ABLE),
        ((2, 2, 2, 2, 2), 3, SelfCare.ABLE),
        ((3, 2, 1, 2, 2), 6, SelfCare.LIGHT),
        ((3, 3, 1, 2, 2), 8, SelfCare.LIGHT),
        ((3, 3, 3, 1, 1), 9, SelfCare.MEDIUM),
        ((1, 3, 3, 2, 3), 12, SelfCare.MEDIUM),
        ((3, 3, 3, 3, 3), 19, SelfCare.UNABLE),
        ((4, 4, 4, 4, 4), 37, SelfCare.UNABLE),
    ],
)
def test_self_care_is_the_sum_of_five_answers(
    choices: tuple[int, ...], score: int, level: SelfCare
) -> None:
    names = ("eating", "washing", "dressing", "toilet", "moving")
    answers = SelfCareAnswers(**dict(zip(names, choices, strict=True)))

    assert SelfCareResult(score=score, level=level) == self_care(answers)


def test_self_care_is_assessed_from_sixty_five_on() -> None:
    require_elder(65)
    with pytest.raises(RuleViolationError, match="ELDER_TOO_YOUNG"):
        require_elder(64)


def note(month: int, *, satisfied: bool, mode: VisitMode = VisitMode.CLINIC) -> Any:
    return VisitNote(on=date(2023, month, 5), mode=mode, satisfied=satisfied)


def test_four_visits_face_to_face_are_managed_and_the_last_one_is_the_control() -> None:
    four = tuple(note(m, satisfied=m == 10) for m in (10, 1, 4, 7))
    phone = note(12, satisfied=False, mode=VisitMode.PHONE)

    assert (4, 4) == (face_to_face(four, 2023), face_to_face((*four, phone), 2023))
    patients = (four, (*four, phone), ())
    assert Decimal("66.67") == managed_rate(patients, 2023)
    assert Decimal("33.33") == control_rate(patients, 2023)
    assert control_rate((), 2023) is None
