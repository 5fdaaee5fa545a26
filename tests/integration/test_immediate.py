"""An attempt within the call: a plain yes is taken, all else is the relay's."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import attrs
import pytest

from ehealthcard import Suite
from ehealthcard.desk import ImmediateDelivery
from ehealthcard.ports import Accepted, Answer, Message, Rejected, Storage, Unclear
from ehealthcard.services.catalogue import CATALOGUE
from tests.actors import AUDITOR

from .conftest import WINDOW, build
from .payment import Failed, GiveBack, Paying, Returning, Settled, payment
from .shop import PAID, Shop


@pytest.fixture
def shop(storage: Storage) -> Shop:
    return Shop(build(storage, Suite.INTL, catalogue=CATALOGUE.plus(payment)))


def attempt(shop: Shop, case: Any, **ports: Any) -> Any:
    given = ports or {"pay": shop.pay, "his": shop.his}
    return ImmediateDelivery(shop.desk, given).attempt(payment, case)


def returning(shop: Shop) -> Any:
    case = shop.open()
    shop.pay.answers = [PAID]
    shop.run(2)
    case = shop.desk.case(payment, case.id, by=AUDITOR)
    return shop.desk.execute(payment, case, GiveBack(), by=WINDOW)


def test_what_is_asked_only_once_is_never_touched(shop: Shop) -> None:
    case = shop.open()
    shop.pay.answers = [PAID]

    found = attempt(shop, case)

    assert isinstance(found.state, Paying)
    assert shop.pay.received == []


def test_an_order_is_answered_within_the_call(shop: Shop) -> None:
    case = returning(shop)
    shop.pay.answers = [Accepted()]

    found = attempt(shop, case)

    assert found.state == Failed(code="returned")
    assert [m.kind for m in shop.pay.received if m.key == "refund:1"] == ["refund"]
    assert shop.desk.storage.pending(at=shop.house.clock.now, limit=9) == []


@pytest.mark.parametrize(
    "answer",
    [Unclear(), Rejected(code="no"), Accepted(data={"surplus": 1}), None, "down"],
)
def test_anything_but_a_plain_yes_is_left_to_the_relay(shop: Shop, answer: Any) -> None:
    case = returning(shop)
    shop.pay.answers = [answer, Accepted()]

    found = attempt(shop, case)
    assert isinstance(found.state, Returning)
    shop.run(3)

    assert shop.state(case) == Failed(code="returned")


def test_what_is_told_goes_at_once_and_what_has_no_port_waits(shop: Shop) -> None:
    case = shop.open()
    shop.pay.answers = [PAID]
    shop.relay().run_once(limit=1)
    case = shop.desk.case(payment, case.id, by=AUDITOR)
    assert isinstance(case.state, Settled)

    attempt(shop, case, pay=shop.pay)
    assert shop.his.received == []
    attempt(shop, case)
    attempt(shop, case)

    assert [m.kind for m in shop.his.received] == ["paid"]


@attrs.define
class Slow:
    """A destination that answers when it is told to."""

    received: list[str] = attrs.field(factory=list)
    reached: Event = attrs.field(factory=Event)
    answering: Event = attrs.field(factory=Event)

    def deliver(self, message: Message, /) -> Answer:
        self.received.append(message.kind)
        self.reached.set()
        assert self.answering.wait(30)
        return Accepted()


def test_what_a_call_has_in_hand_no_relay_and_no_other_call_sends(shop: Shop) -> None:
    case = returning(shop)
    slow = Slow()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(attempt, shop, case, pay=slow)
        assert slow.reached.wait(30)
        second = attempt(shop, case)
        assert 0 == shop.relay().run_once()
        slow.answering.set()
        found = first.result()

    assert isinstance(second.state, Returning)
    assert found.state == Failed(code="returned")
    assert ["refund"] == slow.received
    assert "refund" not in [m.kind for m in shop.pay.received]


def test_what_a_relay_has_in_hand_no_call_sends(shop: Shop) -> None:
    case = returning(shop)
    slow = Slow()
    relay = attrs.evolve(shop.relay(), ports={"pay": slow})
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(relay.run_once)
        assert slow.reached.wait(30)
        assert isinstance(attempt(shop, case).state, Returning)
        slow.answering.set()
        assert 1 == first.result()

    assert shop.state(case) == Failed(code="returned")
    assert "refund" not in [m.kind for m in shop.pay.received]


def test_a_call_that_dies_leaves_its_message_free(shop: Shop) -> None:
    case = returning(shop)

    class Broken:
        def deliver(self, message: Message, /) -> Answer:
            raise MemoryError

    with pytest.raises(MemoryError):
        attempt(shop, case, pay=Broken())
    shop.pay.answers = [Accepted()]
    assert attempt(shop, case).state == Failed(code="returned")
