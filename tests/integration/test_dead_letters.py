"""Messages that nobody takes are kept for a person."""

from datetime import timedelta

import pytest

from ehealthcard import OutboxRelay, Suite
from ehealthcard.ports import Accepted, Rejected, Storage
from ehealthcard.services.catalogue import CATALOGUE

from .conftest import build
from .payment import Doubtful, Paying, Settled, payment
from .shop import PAID, Shop


@pytest.fixture
def shop(storage: Storage) -> Shop:
    return Shop(build(storage, Suite.INTL, catalogue=CATALOGUE.plus(payment)))


def test_waiting_grows_and_ends_with_a_person(shop: Shop) -> None:
    shop.open()
    shop.pay.answers = ["down"] * 9
    relay, waits = shop.relay(patience=4), []
    for _ in range(4):
        relay.run_once()
        dead = shop.desk.storage.dead_letters()
        if dead:
            break
        (message,) = shop.desk.storage.pending(
            at=shop.house.clock.now + timedelta(days=1), limit=9
        )
        waits.append(message.not_before - shop.house.clock.now)
        shop.house.clock.forward(minutes=10)  # the destination has rested by then

    for wait, longest in zip(waits, (4, 8, 16), strict=True):
        assert timedelta(seconds=longest / 2) <= wait <= timedelta(seconds=longest)
    (letter,) = shop.desk.storage.dead_letters()
    assert letter.note == "unreachable"
    shop.pay.answers = [PAID]
    relay.retry(letter.id)
    relay.run_once()
    assert shop.desk.storage.dead_letters() == []


def test_an_unbelievable_answer_waits_for_a_person(shop: Shop) -> None:
    case = shop.open()
    shop.pay.answers = [Accepted(data={"nonsense": 1})]

    shop.run()

    (letter,) = shop.desk.storage.dead_letters()
    assert letter.note == "INPUT_INVALID"
    assert isinstance(shop.state(case), Paying)


def test_a_destination_that_does_not_exist_waits_for_a_person(shop: Shop) -> None:
    shop.open()

    OutboxRelay(shop.desk, {}).run_once()

    (letter,) = shop.desk.storage.dead_letters()
    assert letter.note == "no such port"


def test_a_refused_telling_waits_for_a_person(shop: Shop) -> None:
    shop.open()
    shop.pay.answers, shop.his.answers = [PAID], [Rejected(code="no")]
    shop.run(3)

    (letter,) = shop.desk.storage.dead_letters()
    assert letter.note == "no"


def test_an_ask_that_may_have_arrived_is_asked_about_and_not_sent_again(
    shop: Shop,
) -> None:
    """A person's order to retry is no order to charge twice."""
    case = shop.open()
    shop.pay.answers = [Accepted(data={"nonsense": 1})]
    shop.run()
    (letter,) = shop.desk.storage.dead_letters()

    shop.relay().retry(letter.id)
    shop.relay().run_once(limit=1)
    assert isinstance(shop.state(case), Doubtful)
    shop.pay.answers = [PAID]
    shop.run(2)

    assert Settled(receipt="r-1") == shop.state(case)
    assert ["charge", "query"] == [m.kind for m in shop.pay.received]


def test_a_message_of_a_service_that_is_gone_stops_nobody(shop: Shop) -> None:
    """Another release may no longer have the service; the others go on."""
    shop.open()
    other = build(shop.desk.storage, Suite.INTL).desk
    shop.pay.answers = [PAID]

    OutboxRelay(other, {"pay": shop.pay}).run_once()

    (letter,) = shop.desk.storage.dead_letters()
    assert "no such effect" == letter.note
