"""Messages to the outside: once, repeated, or asked about."""

import attrs
import pytest

from ehealthcard import Suite
from ehealthcard.errors import UnstorableInputError
from ehealthcard.ports import Accepted, Rejected, Storage, Unclear
from ehealthcard.services.catalogue import CATALOGUE
from tests.actors import AUDITOR

from .conftest import WINDOW, build
from .payment import Doubtful, Failed, GiveBack, Paying, Settled, payment
from .shop import PAID, Shop


@pytest.fixture
def shop(storage: Storage) -> Shop:
    return Shop(build(storage, Suite.INTL, catalogue=CATALOGUE.plus(payment)))


def test_an_answer_becomes_a_command_on_the_case(shop: Shop) -> None:
    case = shop.open()
    shop.pay.answers = [PAID]

    shop.run()

    assert shop.state(case) == Settled(receipt="r-1")
    (sent,) = shop.pay.received
    assert (sent.kind, sent.key, sent.payload) == ("charge", "bill:5", b'{"amount":5}')
    cause = shop.desk.history(payment, case, by=AUDITOR)[-1].cause
    assert cause == f"{case.id}-1-charge"


def test_a_refusal_is_an_answer_too(shop: Shop) -> None:
    case = shop.open()
    shop.pay.answers = [Rejected(code="no-money")]

    shop.run()

    assert shop.state(case) == Failed(code="no-money")


def test_an_unknown_outcome_is_looked_up_and_never_charged_again(shop: Shop) -> None:
    case = shop.open()
    shop.pay.answers = [Unclear(), Unclear(), "down", PAID]

    shop.run(6)

    assert shop.state(case) == Settled(receipt="r-1")
    assert [m.kind for m in shop.pay.received] == ["charge", "query", "query", "query"]


def test_a_relay_that_died_after_sending_asks_what_happened(shop: Shop) -> None:
    case = shop.open()
    (message,) = shop.desk.storage.pending(at=shop.house.clock.now, limit=9)
    shop.desk.storage.keep(attrs.evolve(message, standing="sent"), by=None)

    shop.relay().run_once(limit=1)

    assert isinstance(shop.state(case), Doubtful)
    assert shop.pay.received == []


def test_a_call_back_may_come_late_and_twice(shop: Shop) -> None:
    case = shop.open()
    shop.pay.answers = [None]
    relay = shop.relay()
    relay.run_once()
    relay.run_once()
    assert isinstance(shop.state(case), Paying)
    (message,) = shop.pay.received

    for _ in range(2):
        relay.answer(message.id, PAID)

    assert shop.state(case) == Settled(receipt="r-1")
    assert shop.desk.case(payment, case.id, by=AUDITOR).version == 2


def test_an_order_is_repeated_until_it_is_answered(shop: Shop) -> None:
    case = shop.open()
    shop.pay.answers = [PAID]
    shop.run(2)
    case = shop.desk.case(payment, case.id, by=AUDITOR)
    case = shop.desk.execute(payment, case, GiveBack(), by=WINDOW)
    shop.pay.answers = ["down", Unclear(), Accepted()]

    shop.run(5)

    assert shop.state(case) == Failed(code="returned")
    keys = {m.key for m in shop.pay.received if m.kind == "refund"}
    assert keys == {"refund:1"}


def test_what_is_told_goes_out_once_and_is_forgotten(shop: Shop) -> None:
    shop.open()
    shop.pay.answers = [PAID]
    shop.run(3)

    assert [m.kind for m in shop.his.received] == ["paid"]
    assert shop.desk.storage.pending(at=shop.house.clock.now, limit=9) == []


def test_what_cannot_be_stored_of_an_answer_waits_for_a_person(shop: Shop) -> None:
    shop.open()
    shop.pay.answers = [PAID]
    shop.his.answers = [Rejected(code="no\0room")]

    shop.run(3)

    (letter,) = shop.desk.storage.dead_letters(limit=9)
    assert letter.note == UnstorableInputError.code
    assert len(shop.his.received) == 1


def test_a_hospitals_own_service_runs_beside_the_others(shop: Shop) -> None:
    assert "payment" in shop.desk.catalogue.named
    assert shop.open().version == 1
