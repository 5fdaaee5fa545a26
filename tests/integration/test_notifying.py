"""A service asks for a message, and somebody's phone shows it (信息推送)."""

from datetime import date
from typing import Any

import attrs
import pytest

from ehealthcard import Applicant, Card, Guardian, Suite
from ehealthcard.adapters.simulator import (
    SimulatedMessenger,
    document_of,
    name_of,
)
from ehealthcard.codesets import Kinship
from ehealthcard.desk import Clockwork, Notifier, OutboxRelay
from ehealthcard.errors import ClaimTakenError
from ehealthcard.ports import Port, Storage
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.messages import MessageKind, MessageWanted, Variables
from ehealthcard.rules.signals import HappeningRecalled
from ehealthcard.services.epi_survey import Require, epi_survey
from ehealthcard.services.message_preference import Grant, message_preference
from ehealthcard.services.notification import (
    Delivered,
    Raise,
    Recalled,
    ReportDelivered,
    notification,
)
from ehealthcard.workflow import SYSTEM, Actor

from .conftest import WINDOW, House, build

MESSENGER = Actor("messenger", {"messenger"})


@attrs.define
class Post:
    """A desk, its relay and a messenger."""

    house: House
    messenger: SimulatedMessenger
    relay: OutboxRelay

    def go(self) -> None:
        """Run relay and clockwork until nothing is left to do now."""
        clockwork = Clockwork(self.house.desk)
        while self.relay.run_once() + clockwork.run_once():
            pass

    def welcome(self, card: Card) -> None:
        self.house.desk.start(message_preference, card, Grant(consent="1"), by=WINDOW)

    def newest(self, card: Card) -> Any:
        found = self.house.desk.cases(notification, card, by=WINDOW)
        return found[0]


@pytest.fixture
def post(storage: Storage) -> Post:
    house = build(storage, Suite.INTL)
    messenger = SimulatedMessenger(house.clock)
    ports: dict[str, Port] = {"messenger": messenger, "notifier": Notifier(house.desk)}
    return Post(house, messenger, OutboxRelay(house.desk, ports))


def report(card: Card) -> Raise:
    wanted = MessageWanted(
        card=card.subject,
        kind=MessageKind.REPORT,
        event="report:R1",
        variables=Variables(org="市第一医院"),
    )
    return Raise(wanted=wanted)


def test_a_service_asks_and_the_phone_shows_it(post: Post) -> None:
    card = post.house.card()
    post.welcome(card)
    today = day_of(post.house.clock.now)
    require = Require(org="H1", org_name="市第一医院", visit_on=today)
    post.house.desk.start(epi_survey, card, require, by=WINDOW)
    post.go()

    (shown,) = post.messenger.to(card.subject)
    assert "您将于3月2日到市第一医院就诊，请在就诊前填写流行病学调查。" == shown


def test_ms1_the_same_happening_twice_is_one_message(post: Post) -> None:
    card, desk = post.house.card(), post.house.desk
    post.welcome(card)
    desk.start(notification, card, report(card), by=SYSTEM)

    with pytest.raises(ClaimTakenError):
        desk.start(notification, card, report(card), by=SYSTEM)
    post.go()
    assert 1 == len(post.messenger.to(card.subject))
    newest = desk.execute(
        notification, post.newest(card), ReportDelivered(), by=MESSENGER
    )
    assert isinstance(newest.state, Delivered)


def test_a_message_that_fails_everywhere_waits_for_a_person(post: Post) -> None:
    card = post.house.card()
    post.welcome(card)
    post.messenger.channels.clear()
    post.house.desk.start(notification, card, report(card), by=SYSTEM)
    for _ in range(6):
        post.go()
        post.house.clock.forward(minutes=6)

    assert "ForPerson" == type(post.newest(card).state).__name__
    waiting = post.house.desk.worklist(
        notification, type(post.newest(card).state), by=WINDOW
    )
    assert [post.newest(card).id] == [c.id for c in waiting]


def test_ms5_a_bill_paid_elsewhere_recalls_its_message(post: Post) -> None:
    card, desk = post.house.card(), post.house.desk
    post.welcome(card)
    desk.start(notification, card, report(card), by=SYSTEM)
    post.go()
    desk.announce(HappeningRecalled(event="report:R1"))
    post.go()

    assert isinstance(post.newest(card).state, Recalled)
    assert 1 == len(post.messenger.corrections)


def test_a_childs_guardian_is_told(post: Post) -> None:
    guardian = post.house.card(1)
    post.welcome(guardian)
    young = post.house.desk.register(
        Applicant(
            name_of(2),
            document_of(2, born=date(2020, 5, 1)),
            guardian=Guardian(guardian.id, Kinship.PARENT),
        ),
        by=WINDOW,
    )
    post.house.desk.start(notification, young, report(young), by=SYSTEM)
    post.go()

    assert 1 == len(post.messenger.to(guardian.subject))
    assert [] == post.messenger.to(young.subject)


def test_a_messenger_that_is_down_gets_it_later(post: Post) -> None:
    card = post.house.card()
    post.welcome(card)
    post.messenger.down = True
    post.house.desk.start(notification, card, report(card), by=SYSTEM)
    post.go()
    assert [] == post.messenger.to(card.subject)
    post.messenger.down = False
    post.house.clock.forward(minutes=5)
    post.go()

    assert 1 == len(post.messenger.to(card.subject))
