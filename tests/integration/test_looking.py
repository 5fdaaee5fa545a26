"""Looking over many cases: by card, by state, by what comes next."""

from datetime import timedelta

import pytest

from ehealthcard import Actor
from ehealthcard.errors import AccessDeniedError
from ehealthcard.ports import Due
from ehealthcard.services.chronic_care import Planned, chronic_care
from ehealthcard.services.foundation.card import card_life
from ehealthcard.services.health_declaration import (
    Expired,
    ValidClear,
    health_declaration,
)
from tests.services.test_chronic_care import ENROL

from .conftest import START, WINDOW, House
from .test_chronic import FAMILY
from .test_faults import COMMAND

STRANGER = Actor("somebody", {"app"})


def test_a_card_has_cases_of_every_service(house: House) -> None:
    card = house.card()
    case = house.desk.start(health_declaration, card, COMMAND, by=WINDOW)

    found = house.desk.all_cases(card, by=WINDOW)
    older = house.desk.all_cases(card, by=WINDOW, before=found[0].id)

    assert [(case.id, "health-declaration"), (card.case, "card")] == [
        (c.id, c.workflow) for c in found
    ]
    assert [card.case] == [c.id for c in older]


def test_a_worklist_shows_who_waits_and_what_they_are_by_now(house: House) -> None:
    cards = [house.card(seed) for seed in (1, 2, 3)]
    for card in cards:
        house.desk.start(health_declaration, card, COMMAND, by=WINDOW)

    first = house.desk.worklist(health_declaration, ValidClear, by=WINDOW, limit=2)
    rest = house.desk.worklist(
        health_declaration, ValidClear, by=WINDOW, before=first[-1].id
    )
    house.clock.forward(hours=25)
    later = house.desk.worklist(health_declaration, ValidClear, by=WINDOW)

    assert [c.subject for c in reversed(cards)] == [c.subject for c in (*first, *rest)]
    assert {type(c.state) for c in later} == {Expired}
    assert list(house.desk.worklist(card_life, Expired, by=WINDOW)) == []


def test_the_agenda_says_what_ends_and_when(house: House) -> None:
    card, other = house.card(1), house.card(2)
    mine = house.desk.start(health_declaration, card, COMMAND, by=WINDOW)
    house.clock.forward(minutes=1)
    house.desk.start(health_declaration, other, COMMAND, by=WINDOW)
    until = START + timedelta(days=2)

    everybody = house.desk.agenda(until=until, by=WINDOW)
    page = house.desk.agenda(until=until, by=WINDOW, after=everybody[0])
    own = house.desk.agenda(
        until=until, card=card, by=Actor("app", holder=card.subject)
    )

    assert [Due(START + timedelta(hours=24), mine.id)] == list(own)
    assert len(everybody) == 2
    assert list(everybody[1:]) == list(page)
    assert list(house.desk.agenda(until=START, by=WINDOW)) == []


def test_the_calendar_of_a_card_says_what_comes_and_of_which_service(
    house: House,
) -> None:
    card, until = house.card(), START + timedelta(days=400)
    holder = Actor("app", holder=card.subject)
    house.desk.start(chronic_care, card, ENROL, by=FAMILY)
    house.desk.start(health_declaration, card, COMMAND, by=WINDOW)
    house.desk.start(health_declaration, house.card(2), COMMAND, by=WINDOW)

    page = house.desk.due(until=until, card=card, by=holder)
    said, visit = page.cases

    assert page.after is None
    assert START + timedelta(hours=24) == said.at
    assert ("健康申报", "DayPassed") == (said.title.zh, said.notice)
    assert ("慢病管理", "DayCame") == (visit.title.zh, visit.notice)
    assert visit.meaning
    assert isinstance(visit.case.state, Planned)
    only = house.desk.due(until=until, card=card, by=holder, workflow=chronic_care)
    assert [visit] == list(only.cases)
    house.clock.now = said.at + timedelta(microseconds=1)
    later = house.desk.due(until=until, card=card, by=holder)
    assert [visit.at] == [d.at for d in later.cases]


def test_the_calendar_of_an_institution_is_its_own_and_paged(house: House) -> None:
    elsewhere = ENROL.model_copy(update={"org": "C2"})
    other = Actor("doctor-2", {"family-doctor", "staff"}, org="C2")
    mine = list[str]()
    for seed in range(1, 6):
        for command, by in ((ENROL, FAMILY), (elsewhere, other)):
            card = house.card(seed + (10 if by is other else 0))
            case = house.desk.start(chronic_care, card, command, by=by)
            mine += [case.id] if by is FAMILY else []
        house.desk.start(health_declaration, house.card(seed), COMMAND, by=WINDOW)
    until, found, after = START + timedelta(days=400), list[str](), None

    for size in (2, 2, 1):
        page = house.desk.due(until=until, by=FAMILY, org="C1", after=after, limit=2)
        assert size == len(page.cases)
        found, after = [*found, *(d.case.id for d in page.cases)], page.after

    assert after is None
    assert sorted(mine) == sorted(found)
    everybody = house.desk.due(until=until, by=WINDOW, limit=99)
    assert len(everybody.cases) == 15


def test_only_staff_and_those_concerned_may_look(house: House) -> None:
    card = house.card()
    for look in (
        lambda: house.desk.all_cases(card, by=STRANGER),
        lambda: house.desk.worklist(health_declaration, ValidClear, by=STRANGER),
        lambda: house.desk.agenda(until=START, by=STRANGER),
        lambda: house.desk.agenda(until=START, card=card, by=STRANGER),
        lambda: house.desk.due(until=START, by=STRANGER),
        lambda: house.desk.due(until=START, card=card, by=STRANGER),
        lambda: house.desk.due(until=START, org="H2", by=WINDOW),
    ):
        with pytest.raises(AccessDeniedError):
            look()
