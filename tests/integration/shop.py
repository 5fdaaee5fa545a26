"""A shop whose customers pay, and an outside that answers as it was told to."""

from typing import Any

import attrs

from ehealthcard import Case, OutboxRelay, ServiceDesk
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.ports import Accepted, Answer, Message
from tests.actors import AUDITOR

from .conftest import WINDOW, House
from .payment import Pay, payment

PAID = Accepted(data={"receipt": "r-1"})


@attrs.define
class Outside:
    """A destination that answers as it was told to, and remembers."""

    answers: list[Answer | OutsideUnavailableError | str | None] = attrs.field(
        factory=list
    )
    received: list[Message] = attrs.field(factory=list)

    def deliver(self, message: Message, /) -> Answer | None:
        self.received.append(message)
        answer = self.answers.pop(0) if self.answers else Accepted()
        if isinstance(answer, OutsideUnavailableError):
            raise answer
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

    def newest(self, case: Case[Any]) -> Case[Any]:
        return self.desk.case(payment, case.id, by=AUDITOR)

    def state(self, case: Case[Any]) -> Any:
        return self.desk.case(payment, case.id, by=AUDITOR).state

    def run(self, times: int = 1) -> None:
        relay = self.relay()
        for _ in range(times):
            relay.run_once()
            self.house.clock.forward(minutes=10)
