"""Messages to the outside: once, repeated, asked about, or kept for a person."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from ehealthcard import Case, OutboxRelay, ServiceDesk, Suite
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.ports import Accepted, Answer, Message, Rejected, Storage, Unclear
from ehealthcard.services.catalogue import CATALOGUE
from ehealthcard.workflow import (
    Ask,
    Command,
    Context,
    Model,
    Notice,
    Order,
    Query,
    State,
    Tell,
    Title,
    Workflow,
)

from .conftest import WINDOW, House, build


class Charged(Model):
    amount: int


class Paying(State):
    """Money was asked for."""

    amount: int


class Doubtful(State):
    """Nobody knows whether the money came."""

    amount: int


class Settled(State):
    """The money came."""

    receipt: str


class Failed(State):
    """The money did not come."""

    code: str


class Returning(State):
    """Money goes back."""

    amount: int


class Pay(Command):
    """Pay."""

    amount: int


class GiveBack(Command):
    """Give the money back."""


class Paid(Notice):
    """The gateway says yes."""

    receipt: str


class Declined(Notice):
    """The gateway says no."""

    code: str


class Lost(Notice):
    """The gateway's answer is unknown."""


class Returned(Notice):
    """The money is back."""


class Kept(Notice):
    """The money is not back."""

    code: str


def pay(state: None, command: Pay, ctx: Context) -> Paying:
    """Ask for money."""
    return Paying(amount=command.amount)


def settle(state: Paying | Doubtful, command: Paid, ctx: Context) -> Settled:
    """It came."""
    return Settled(receipt=command.receipt)


def fail(state: Paying | Doubtful, command: Declined, ctx: Context) -> Failed:
    """It did not."""
    return Failed(code=command.code)


def doubt(state: Paying, command: Lost, ctx: Context) -> Doubtful:
    """Nobody knows."""
    return Doubtful(amount=state.amount)


def give_back(state: Settled, command: GiveBack, ctx: Context) -> Returning:
    """Order it back."""
    return Returning(amount=1)


def returned(state: Returning, command: Returned | Kept, ctx: Context) -> Failed:
    """It is back, or not."""
    return Failed(code="returned" if isinstance(command, Returned) else command.code)


def charge(state: Paying) -> Ask[Paid, Declined, Lost]:
    """Ask once."""
    return Ask("pay", "charge", f"bill:{state.amount}", Charged(amount=state.amount))


def look_up(state: Doubtful) -> Query[Paid, Declined]:
    """Ask what became of it."""
    return Query("pay", "query", f"bill:{state.amount}", Charged(amount=state.amount))


def refund(state: Returning) -> Order[Returned, Kept]:
    """Order until answered."""
    return Order("pay", "refund", "refund:1", Charged(amount=state.amount))


def post(state: Settled) -> Tell:
    """Tell the HIS."""
    return Tell("his", "paid", state.receipt, Charged(amount=0))


payment: Workflow[Any, Any] = Workflow(
    "payment",
    Title("付款", "Payment"),
    transitions=(pay, settle, fail, doubt, give_back, returned),
    effects=(charge, look_up, refund, post),
)


@attrs.define
class Outside:
    """A destination that answers as it was told to, and remembers."""

    answers: list[Answer | str | None] = attrs.field(factory=list)
    received: list[Message] = attrs.field(factory=list)

    def deliver(self, message: Message, /) -> Answer | None:
        self.received.append(message)
        answer = self.answers.pop(0) if self.answers else Accepted()
        if isinstance(answer, str):
            raise OutsideUnavailableError
        return answer


@attrs.define
class Shop:
    house: House
    pay: Outside = attrs.field(factory=Outside)
    his: Outside = attrs.field(factory=Outside)

    @property
    def desk(self) -> ServiceDesk:
        return self.house.desk

    def relay(self, **more: Any) -> OutboxRelay:
        return OutboxRelay(self.desk, {"pay": self.pay, "his": self.his}, **more)

    def open(self, amount: int = 5) -> Case[Any]:
        card = self.house.card()
        return self.desk.start(payment, card, Pay(amount=amount), by=WINDOW)

    def state(self, case: Case[Any]) -> Any:
        return self.desk.case(payment, case.id).state

    def run(self, times: int = 1) -> None:
        relay = self.relay()
        for _ in range(times):
            relay.run_once()
            self.house.clock.forward(minutes=10)


@pytest.fixture
def shop(storage: Storage) -> Shop:
    return Shop(build(storage, Suite.INTL, catalogue=CATALOGUE.plus(payment)))


PAID = Accepted(data={"receipt": "r-1"})


def test_an_answer_becomes_a_command_on_the_case(shop: Shop) -> None:
    case = shop.open()
    shop.pay.answers = [PAID]

    shop.run()

    assert shop.state(case) == Settled(receipt="r-1")
    (sent,) = shop.pay.received
    assert (sent.kind, sent.key, sent.payload) == ("charge", "bill:5", b'{"amount":5}')
    cause = shop.desk.history(payment, case)[-1].cause
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
    shop.desk.storage.keep(attrs.evolve(message, standing="sent"))

    shop.relay().run_once()

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
    assert shop.desk.case(payment, case.id).version == 2


def test_an_order_is_repeated_until_it_is_answered(shop: Shop) -> None:
    case = shop.open()
    shop.pay.answers = [PAID]
    shop.run(2)
    case = shop.desk.case(payment, case.id)
    case = shop.desk.execute(payment, case, GiveBack(), by=WINDOW)
    shop.pay.answers = ["down", Unclear(), Accepted()]

    shop.run(5)

    assert shop.state(case) == Failed(code="returned")
    keys = {m.key for m in shop.pay.received if m.kind == "refund"}
    assert keys == {"refund:1"}


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
        shop.house.clock.now = message.not_before

    assert waits == [timedelta(seconds=4), timedelta(seconds=8), timedelta(seconds=16)]
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


def test_what_is_told_goes_out_once_and_is_forgotten(shop: Shop) -> None:
    shop.open()
    shop.pay.answers = [PAID]
    shop.run(3)

    assert [m.kind for m in shop.his.received] == ["paid"]
    assert shop.desk.storage.pending(at=shop.house.clock.now, limit=9) == []


def test_a_refused_telling_waits_for_a_person(shop: Shop) -> None:
    shop.open()
    shop.pay.answers, shop.his.answers = [PAID], [Rejected(code="no")]
    shop.run(3)

    (letter,) = shop.desk.storage.dead_letters()
    assert letter.note == "no"


def test_a_hospitals_own_service_runs_beside_the_others(shop: Shop) -> None:
    assert "payment" in shop.desk.catalogue.named
    assert shop.open().version == 1
