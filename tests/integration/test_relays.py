"""Several relays, dead relays, slow relays: one message is in one hand."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event
from typing import Any

import attrs
import pytest

from ehealthcard import OutboxRelay, Suite
from ehealthcard.desk import DeadLetters
from ehealthcard.ports import Accepted, Answer, Message, Rejected, Storage, Unclear
from ehealthcard.services.catalogue import CATALOGUE
from tests.actors import AUDITOR

from .conftest import WINDOW, build
from .payment import Doubtful, Failed, GiveBack, Pay, Paying, Settled, payment
from .shop import PAID, Outside, Shop

RELAYS = 4


@pytest.fixture
def shop(storage: Storage) -> Shop:
    return Shop(build(storage, Suite.INTL, catalogue=CATALOGUE.plus(payment)))


class Paying3:
    """A gateway that says yes to everything."""

    def __init__(self) -> None:
        self.received: list[str] = []

    def deliver(self, message: Message, /) -> Answer:
        self.received.append(message.key)
        return PAID


def test_many_relays_at_once_send_each_ask_once(shop: Shop) -> None:
    gateway, start = Paying3(), Barrier(RELAYS)
    card = shop.house.card()
    for amount in range(12):
        shop.desk.start(payment, card, Pay(amount=amount), by=WINDOW)

    def run(_: int) -> None:
        relay = OutboxRelay(shop.desk, {"pay": gateway, "his": shop.his}, workers=2)
        start.wait()
        while relay.run_once(limit=3):
            pass

    with ThreadPoolExecutor(RELAYS) as pool:
        list(pool.map(run, range(RELAYS)))

    assert sorted(f"bill:{n}" for n in range(12)) == sorted(gateway.received)
    assert 12 == len(shop.desk.worklist(payment, Settled, by=WINDOW, limit=99))


def test_an_ask_in_another_relays_hand_is_let_be_until_its_lease_ends(
    shop: Shop,
) -> None:
    case, office = shop.open(), shop.desk.office
    now = shop.house.clock.now
    office.atomically(
        lambda: office.storage.lend(
            by="dead", at=now, until=now + timedelta(minutes=5), limit=1
        )
    )

    shop.relay().run_once()
    assert [] == shop.pay.received
    shop.house.clock.forward(minutes=5)
    shop.pay.answers = [PAID]
    shop.relay().run_once()
    assert Settled(receipt="r-1") == shop.state(case)


def test_an_ask_whose_relay_died_after_sending_is_asked_about(shop: Shop) -> None:
    case, office = shop.open(), shop.desk.office
    now = shop.house.clock.now
    (lent,) = office.atomically(
        lambda: office.storage.lend(
            by="dead", at=now, until=now + timedelta(minutes=5), limit=1
        )
    )
    assert office.storage.keep(attrs.evolve(lent, standing="sent"), by="dead")

    shop.relay().run_once()
    assert isinstance(shop.state(case), Paying)
    shop.house.clock.forward(minutes=5)
    shop.pay.answers = [PAID]
    shop.run(2)
    assert ["query"] == [m.kind for m in shop.pay.received]
    assert Settled(receipt="r-1") == shop.state(case)


class Slow:
    """A destination that answers only when the test lets it."""

    def __init__(self, answer: Answer) -> None:
        self.answer, self.arrived, self.go = answer, Event(), Event()

    def deliver(self, message: Message, /) -> Answer:
        assert message.payload
        self.arrived.set()
        assert self.go.wait(20)
        return self.answer


def test_a_relay_slower_than_its_lease_takes_nothing_from_the_next(
    shop: Shop,
) -> None:
    case = shop.open()
    shop.pay.answers = [PAID]
    shop.run(2)
    case = shop.desk.case(payment, case.id, by=AUDITOR)
    shop.desk.execute(payment, case, GiveBack(), by=WINDOW)
    slow = Slow(Unclear())
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(OutboxRelay(shop.desk, {"pay": slow}).run_once, limit=1)
        assert slow.arrived.wait(20)
        shop.house.clock.forward(minutes=6)
        (taken,) = shop.desk.office.atomically(
            lambda: shop.desk.storage.lend(
                by="next",
                at=shop.house.clock.now,
                until=shop.house.clock.now + timedelta(minutes=5),
                limit=1,
            )
        )
        slow.go.set()
        running.result(20)

    assert taken == shop.desk.storage.message(taken.id)


def test_a_relay_that_comes_back_is_another_holder_than_its_own_slow_thread(
    shop: Shop,
) -> None:
    """One relay in two threads: the lease ended in one, the other has it now."""
    case = shop.open()
    shop.pay.answers = [PAID]
    shop.run(2)
    case = shop.desk.case(payment, case.id, by=AUDITOR)
    shop.desk.execute(payment, case, GiveBack(), by=WINDOW)
    slow, quick = Slow(Unclear()), Outside(answers=[None])
    by_turns = iter((slow, quick))

    class Both:
        def deliver(self, message: Message, /) -> Answer | None:
            return next(by_turns).deliver(message)

    relay = OutboxRelay(shop.desk, {"pay": Both()})
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(relay.run_once, limit=1)
        assert slow.arrived.wait(20)
        shop.house.clock.forward(minutes=6)
        relay.run_once(limit=1)
        (sent,) = quick.received
        waiting = shop.desk.storage.message(sent.id)
        slow.go.set()
        running.result(20)

    assert waiting is not None
    assert "waiting" == waiting.standing
    assert waiting == shop.desk.storage.message(sent.id)


def test_an_ask_without_a_call_back_is_asked_about_in_the_end(shop: Shop) -> None:
    case = shop.open()
    shop.pay.answers = [None]
    shop.relay().run_once()
    shop.house.clock.forward(minutes=14)
    shop.relay().run_once()
    assert isinstance(shop.state(case), Paying)

    shop.house.clock.forward(minutes=1)
    shop.pay.answers = ["down"]
    relay = shop.relay()
    relay.run_once()
    assert isinstance(shop.state(case), Doubtful)
    relay.answer(f"{case.id}-1-charge", PAID)  # too late: it is being looked up
    assert isinstance(shop.state(case), Doubtful)
    shop.pay.answers = [PAID]
    shop.run(2)
    assert Settled(receipt="r-1") == shop.state(case)
    assert 1 == len([m for m in shop.pay.received if m.kind == "charge"])


def test_an_order_without_a_call_back_is_sent_again(shop: Shop) -> None:
    case = shop.open()
    shop.pay.answers = [PAID]
    shop.run(2)
    case = shop.desk.case(payment, case.id, by=AUDITOR)
    shop.desk.execute(payment, case, GiveBack(), by=WINDOW)
    shop.pay.answers = [None, Accepted()]
    shop.run(3)

    assert Failed(code="returned") == shop.state(case)
    assert 2 == len([m for m in shop.pay.received if m.kind == "refund"])


def test_what_a_port_raises_is_an_unknown_outcome(shop: Shop) -> None:
    class Broken:
        def deliver(self, message: Message, /) -> Answer:
            raise ValueError(message.key)

    case = shop.open()
    OutboxRelay(shop.desk, {"pay": Broken()}).run_once(limit=1)

    assert isinstance(shop.state(case), Doubtful)


def test_order_per_case_is_kept_across_back_off(shop: Shop) -> None:
    case = shop.open()
    shop.pay.answers = [PAID]
    relay = shop.relay()
    relay.run_once(limit=1)
    shop.his.answers = ["down"]
    relay.run_once(limit=1)
    settled = shop.desk.case(payment, case.id, by=AUDITOR)
    shop.desk.execute(payment, settled, GiveBack(), by=WINDOW)

    relay.run_once()
    assert ["charge"] == [m.kind for m in shop.pay.received]
    shop.run(2)
    assert ["charge", "refund"] == [m.kind for m in shop.pay.received]
    assert ["paid", "paid"] == [m.kind for m in shop.his.received]


def test_a_dead_letter_holds_back_its_destination_until_a_person_decides(
    shop: Shop,
) -> None:
    shop.open()
    shop.pay.answers, shop.his.answers = [PAID], [Rejected(code="no")]
    shop.run(2)
    letters = DeadLetters(shop.desk.storage, shop.house.clock)
    (letter,) = letters.waiting()

    assert letters.retry(letter.id)
    assert () == tuple(letters.waiting())
    assert not letters.retry(letter.id)
    assert not letters.drop("nothing")
    shop.his.answers = [Rejected(code="no")]
    shop.run()
    assert letters.drop(letter.id)
    assert shop.desk.storage.message(letter.id) is None


def test_a_destination_that_is_down_costs_a_probe_and_not_a_try_each(
    shop: Shop,
) -> None:
    card = shop.house.card()
    for amount in range(20):
        shop.desk.start(payment, card, Pay(amount=amount), by=WINDOW)
    down = Outside(answers=["down"] * 99)
    relay = OutboxRelay(shop.desk, {"pay": down})
    relay.run_once()
    assert 3 == len(down.received)

    shop.house.clock.forward(seconds=11)
    relay.run_once()
    assert 4 == len(down.received)
    down.answers = []
    shop.house.clock.forward(hours=1)
    while relay.run_once():
        pass
    assert 20 == len({m.key for m in down.received if m.kind == "charge"})


def test_waits_are_not_the_same_for_all(shop: Shop) -> None:
    card = shop.house.card()
    for amount in range(3):
        shop.desk.start(payment, card, Pay(amount=amount), by=WINDOW)
    shop.pay.answers = ["down"] * 3
    shop.relay().run_once(limit=3)
    soon = shop.house.clock.now + timedelta(days=1)

    waits = {m.not_before for m in shop.desk.storage.pending(at=soon, limit=9)}
    assert 3 == len(waits)


def test_an_erased_content_is_not_sent(shop: Shop) -> None:
    shop.open()
    kept: Any = shop.desk.storage
    (message,) = kept.pending(at=shop.house.clock.now, limit=1)
    row = kept.subject(message.subject)
    kept.put_subject(attrs.evolve(row, wrapped_key=b"gone"))
    shop.relay().run_once()

    (letter,) = kept.dead_letters()
    assert "STORED_DATA" == letter.note
    assert [] == shop.pay.received
