"""Declaring through the desk: time, other cases, and who may read."""

from datetime import timedelta

import pytest

from ehealthcard import Actor, Clockwork, Guardian
from ehealthcard.adapters.simulator import document_of
from ehealthcard.codesets import Kinship
from ehealthcard.errors import (
    AccessDeniedError,
    CardLostError,
    NotAllowedError,
    RuleViolationError,
)
from ehealthcard.identity import Applicant
from ehealthcard.services.foundation.card import ReportLost, card_life
from ehealthcard.services.health_declaration import (
    Create,
    Discarded,
    Expired,
    Submit,
    Superseded,
    ValidAttention,
    ValidClear,
    Withdraw,
    Withdrawn,
    health_declaration,
)
from tests.actors import AUDITOR

from .conftest import START, WINDOW, House
from .visits import HOT, declare, now


def test_one_declaration_is_in_force_per_person(house: House) -> None:
    first = declare(house)
    other = declare(house, house.card(2))

    second = declare(house, answers=HOT)

    assert isinstance(now(house, first), Superseded)
    assert isinstance(now(house, second), ValidAttention)
    assert isinstance(now(house, other), ValidClear)
    cause = house.desk.history(health_declaration, first, by=AUDITOR)[-1].cause
    assert cause == f"{second.id}-1"


def test_reading_after_the_day_tells_the_truth_before_any_clockwork(
    house: House,
) -> None:
    case = declare(house)
    house.clock.forward(hours=24)
    assert isinstance(now(house, case), ValidClear)

    house.clock.forward(seconds=1)

    assert isinstance(now(house, case), Expired)
    assert len(house.desk.history(health_declaration, case, by=AUDITOR)) == 1
    with pytest.raises(NotAllowedError):
        house.desk.execute(health_declaration, case, Withdraw(reason="r"), by=WINDOW)


def test_the_clockwork_writes_down_what_time_has_done_dated_when_it_was_due(
    house: House,
) -> None:
    case = declare(house)
    draft = house.desk.start(
        health_declaration, house.card(2), Create(consent="1"), by=WINDOW
    )
    house.clock.forward(days=30)

    fired = Clockwork(house.desk).run_once()

    assert fired == 2
    assert Clockwork(house.desk).run_once() == 0
    *_, last = house.desk.history(health_declaration, case, by=AUDITOR)
    assert (last.command, last.actor) == ("DayPassed", "system")
    assert last.at == START + timedelta(hours=24)
    assert isinstance(now(house, draft), Discarded)


def test_withdrawn_answers_are_erased_and_the_fact_stays(house: House) -> None:
    case = declare(house)

    case = house.desk.execute(
        health_declaration, case, Withdraw(reason="not coming"), by=WINDOW
    )

    assert case.state == Withdrawn(reason="not coming")
    first, second = house.desk.history(health_declaration, case, by=AUDITOR)
    assert (first.state, first.state_name) == (None, "ValidClear")
    assert second.state == case.state
    assert house.desk.storage.history(case.id)[0].data == b""


def test_a_lost_card_declares_nothing(house: House) -> None:
    card = house.card()
    life = house.desk.case(card_life, card.case, by=AUDITOR)
    house.desk.execute(card_life, life, ReportLost(reason="bus"), by=WINDOW)

    with pytest.raises(CardLostError):
        declare(house, card)

    assert house.desk.cases(health_declaration, card, by=WINDOW) == []


def test_a_child_is_declared_by_the_registered_guardian(house: House) -> None:
    parent = house.card()
    born = START.date() - timedelta(days=5 * 365)
    child = house.desk.register(
        Applicant(
            "某娃",
            document_of(9, born=born),
            guardian=Guardian(parent.id, Kinship.PARENT),
        ),
        by=WINDOW,
    )

    with pytest.raises(RuleViolationError, match="GUARDIAN_CONSENT_REQUIRED"):
        declare(house, child)

    guardian = Actor("app", holder=parent.subject)
    command = Submit.from_data(
        {
            "answers": {"temperature": "36.5", "symptoms": [], "exposures": []},
            "consent": "1",
            "commitment": "1",
            "declarant": {"relation": "guardian"},
        }
    )
    case = house.desk.start(health_declaration, child, command, by=guardian)
    assert isinstance(case.state, ValidClear)
    assert house.desk.cases(health_declaration, child, by=guardian) == [case]


def test_history_is_for_the_holder_the_guardian_and_staff_not_for_friends(
    house: House,
) -> None:
    card, friend = house.card(), house.card(2)
    for _ in range(3):
        declare(house, card)
    holder = Actor("app", holder=card.subject)

    newest, *_ = house.desk.cases(health_declaration, card, by=holder, limit=1)
    rest = house.desk.cases(health_declaration, card, by=holder, before=newest.id)

    assert isinstance(newest.state, ValidClear)
    assert [type(c.state) for c in rest] == [Superseded, Superseded]
    for stranger in (Actor("app", holder=friend.subject), Actor("app", {"app"})):
        with pytest.raises(AccessDeniedError):
            house.desk.cases(health_declaration, card, by=stranger)
