"""The national tables as plain calls, without any workflow."""

from decimal import Decimal

import pytest

from ehealthcard.errors import InvalidInputError
from ehealthcard.rules import diabetes, hypertension, mews, selfcare
from ehealthcard.rules.chronic.codes import ControlClass, ReferralReason, VisitMode
from ehealthcard.rules.chronic.elder import SelfCare, SelfCareResult
from ehealthcard.rules.chronic.forms import DiabetesForm, HypertensionForm
from ehealthcard.rules.vitals import Avpu

from .test_chronic_pressure import pressure


def visit(text: str) -> HypertensionForm:
    return HypertensionForm(mode=VisitMode.CLINIC, pressure=pressure(text))


def test_a_controlled_pressure_is_seen_again_within_three_months() -> None:
    found = hypertension.assess(visit("139/89"), age=50)
    assert (ControlClass.SATISFIED, False, False, None, 93, ("row-1",)) == (
        found.classification,
        found.danger,
        found.refer,
        found.refer_reason,
        found.follow_up_within_days,
        found.reasons,
    )


def test_not_controlled_twice_running_is_referred_and_once_is_not() -> None:
    once = hypertension.assess(visit("150/95"), visit("130/80"), age=50)
    twice = hypertension.assess(visit("150/95"), visit("150/95"), age=50)
    assert (False, 14) == (once.refer, once.follow_up_within_days)
    assert ReferralReason.TWICE_UNSATISFIED is twice.refer_reason
    elder = hypertension.assess(visit("149/89"), visit("149/89"), age=65)
    assert ControlClass.SATISFIED is elder.classification


def test_a_danger_says_so_among_its_reasons() -> None:
    found = hypertension.assess(visit("180/100"), age=50)
    assert (True, True, ReferralReason.DANGER) == (
        found.danger,
        found.refer,
        found.refer_reason,
    )
    assert "row-2" in found.reasons


def test_fasting_glucose_is_judged_at_seven() -> None:
    for glucose, control in (
        ("6.9", ControlClass.SATISFIED),
        ("7.0", ControlClass.UNSATISFIED),
    ):
        form = DiabetesForm(mode=VisitMode.CLINIC, fasting=Decimal(glucose))
        assert control is diabetes.assess(form).classification


def test_a_score_of_early_warning_is_one_number() -> None:
    well = (120, 80, 12, Decimal("36.5"), Avpu.ALERT)
    assert 0 == mews.score(*well)
    assert 3 == mews.score(120, 130, 12, Decimal("36.5"), Avpu.ALERT)
    with pytest.raises(InvalidInputError):
        mews.score(-1, 80, 12, Decimal("36.5"), Avpu.ALERT)


def test_five_answers_make_a_level_of_self_care() -> None:
    assert (0, SelfCare.ABLE) == _of(selfcare.score(1, 1, 1, 1, 1))
    assert (37, SelfCare.UNABLE) == _of(selfcare.score(4, 4, 4, 4, 4))
    with pytest.raises(InvalidInputError):
        selfcare.score(5, 1, 1, 1, 1)


def _of(found: SelfCareResult) -> tuple[int, SelfCare]:
    return found.score, found.level
