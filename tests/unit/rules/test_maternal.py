"""Newborns at risk, what a form holds, and the rates of a place."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ehealthcard.errors import InvalidInputError
from ehealthcard.models import Model
from ehealthcard.rules.maternal.child_codes import NewbornRisk
from ehealthcard.rules.maternal.child_forms import ChildForm
from ehealthcard.rules.maternal.codes import BirthMode, Finding, Handling, Recovery
from ehealthcard.rules.maternal.forms import AntenatalForm, CheckForm, PostpartumForm
from ehealthcard.rules.maternal.indicators import (
    MotherNote,
    booked_early,
    early_booking_rate,
    home_visit_rate,
    is_managed,
    management_rate,
    visited_at_home,
)
from ehealthcard.rules.maternal.newborn import Newborn, newborn_risks

LMP, BORN = date(2023, 1, 1), date(2023, 10, 8)


@pytest.mark.parametrize(
    ("newborn", "risks"),
    [
        (Newborn(), ()),
        (Newborn(weeks=37, weight=2500, apgar_1=7, apgar_5=7), ()),
        (Newborn(weeks=36), (NewbornRisk.PRETERM,)),
        (Newborn(weight=2499), (NewbornRisk.LIGHT,)),
        (Newborn(apgar_1=6, apgar_5=9), (NewbornRisk.ASPHYXIA,)),
        (Newborn(apgar_1=8, apgar_5=6), (NewbornRisk.ASPHYXIA,)),
        (Newborn(mode=BirthMode.MULTIPLE), (NewbornRisk.MULTIPLE,)),
        (
            Newborn(weeks=30, conditions=(NewbornRisk.DEFECT, NewbornRisk.JAUNDICE)),
            (NewbornRisk.PRETERM, NewbornRisk.JAUNDICE, NewbornRisk.DEFECT),
        ),
    ],
)
def test_a_newborn_is_at_risk_by_numbers_or_by_what_is_named(
    newborn: Newborn, risks: tuple[NewbornRisk, ...]
) -> None:
    assert risks == newborn_risks(newborn)


def test_bc9_a_newborn_of_45_grams_12_kilograms_or_80_weeks_cannot_be() -> None:
    for wrong in ({"weight": 45}, {"weight": 12000}, {"weeks": 80}):
        with pytest.raises(InvalidInputError):
            Newborn.from_data(wrong)


@pytest.mark.parametrize(
    ("form", "least", "most", "field"),
    [
        (AntenatalForm, 25, 250, "weight"),
        (AntenatalForm, 1, 60, "fundus"),
        (AntenatalForm, 40, 200, "abdomen"),
        (AntenatalForm, 40, 250, "fetal_heart"),
        (AntenatalForm, 20, 250, "haemoglobin"),
        (PostpartumForm, 34, 43, "temperature"),
        (ChildForm, 25, 150, "length"),
        (ChildForm, 20, 65, "head"),
        (ChildForm, 0, 24, "outdoor"),
        (ChildForm, 0, 32, "teeth"),
    ],
)
def test_a_form_takes_what_can_be_and_nothing_else(
    form: type[Model], least: int, most: int, field: str
) -> None:
    for value in (least, most):
        found = form.from_data({"finding": "1", field: value})
        assert value == getattr(found, field)
    for value in (least - 1, most + 1):
        with pytest.raises(InvalidInputError):
            form.from_data({"finding": "1", field: value})


def test_no_form_shows_what_was_found() -> None:
    form = AntenatalForm(finding=Finding.ABNORMAL, haemoglobin=77)
    assert "77" not in repr(form)
    assert "ABNORMAL" not in repr(form)


def test_not_recovered_is_referred_and_recovered_is_closed() -> None:
    assert Handling.CLOSED is CheckForm(recovery=Recovery.RECOVERED).handling
    assert Handling.REFERRED is CheckForm(recovery=Recovery.NOT_RECOVERED).handling


def mother(booked: int, visits: int = 0, home: int | None = None) -> MotherNote:
    days = tuple(LMP + timedelta(weeks=10 + n) for n in range(visits))
    after = () if home is None else (BORN + timedelta(days=home),)
    return MotherNote(
        lmp=LMP,
        booked_on=LMP + timedelta(days=booked),
        antenatal=days,
        delivered_on=BORN,
        postpartum=after,
    )


def test_early_is_before_13_weeks_and_was_before_12() -> None:
    assert booked_early(mother(90))
    assert not booked_early(mother(91))
    assert not booked_early(mother(90), weeks=12)
    assert booked_early(mother(83), weeks=12)


def test_managed_is_five_visits_and_a_visit_at_home_is_within_28_days() -> None:
    assert is_managed(mother(50, visits=5))
    assert not is_managed(mother(50, visits=4))
    assert visited_at_home(mother(50, home=28))
    assert not visited_at_home(mother(50, home=29))
    assert not visited_at_home(MotherNote(lmp=LMP, booked_on=LMP))


def test_rates_are_shares_of_the_live_births() -> None:
    mothers = (mother(90, 5, 28), mother(91, 4, 29), mother(10, 6))
    found: list[Any] = [
        early_booking_rate(mothers, 3),
        management_rate(mothers, 3),
        home_visit_rate(mothers, 3),
        home_visit_rate(mothers, 0),
    ]
    assert [Decimal("66.67"), Decimal("66.67"), Decimal("33.33"), None] == found
