"""A hospital where bills are paid: desk, HIS, gateway, insurance, relay, messenger."""

from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from ehealthcard import (
    Actor,
    Card,
    Case,
    Clockwork,
    OutboxRelay,
    Ports,
    ServiceDesk,
    Suite,
)
from ehealthcard.adapters.receivers import PaymentPort
from ehealthcard.adapters.settling import BillingPort, InsurancePort
from ehealthcard.adapters.simulator import SimulatedHospital, SimulatedMessenger
from ehealthcard.desk import Notifier
from ehealthcard.ports import Accepted, Message, Port, Storage
from ehealthcard.rules.bills import Bill, BillItem
from ehealthcard.rules.insured import Credential
from ehealthcard.services.message_preference import Grant, message_preference
from ehealthcard.services.settlement import (
    ApproveRefund,
    ChangeItems,
    ChooseInsurance,
    ChooseSelf,
    Pay,
    Publish,
    RequestRefund,
    SettlementPolicy,
    settlement,
)
from ehealthcard.workflow import Timeline
from tests.actors import AUDITOR

from .conftest import WINDOW, House, build

APP = Actor("app", {"app"})
HIS = Actor("his", {"his"}, org="H1")
DEPARTMENT = Actor("pharmacist-2", {"department"}, org="H1")
FINANCE = Actor("finance-1", {"finance"}, org="H1")
CASHIER = Actor("cashier-1", {"cashier"}, org="H1")


def money(text: str) -> Decimal:
    return Decimal(text)


def bill(
    *amounts: str, name: str = "B1", version: int = 1, encounter: str = "V1"
) -> Bill:
    items = tuple(
        BillItem(id=f"i{n}", amount=money(a)) for n, a in enumerate(amounts, 1)
    )
    return Bill(id=name, org="H1", version=version, encounter=encounter, items=items)


class Monitor:
    """Keeps the risk events that it is told of."""

    def __init__(self) -> None:
        self.heard: list[Message] = []

    def deliver(self, message: Message, /) -> Accepted:
        self.heard.append(message)
        return Accepted()


@attrs.define
class CashDesk:
    house: House
    hospital: SimulatedHospital
    messenger: SimulatedMessenger
    monitor: Monitor
    relay: OutboxRelay

    @property
    def desk(self) -> ServiceDesk:
        return self.house.desk

    def run(self, rounds: int = 6, seconds: float = 5) -> None:
        clockwork = Clockwork(self.desk)
        for _ in range(rounds):
            clockwork.run_once()
            self.relay.run_once()
            self.house.clock.forward(seconds=seconds)

    def card(self, seed: int = 1) -> Card:
        card = self.house.card(seed)
        grant = Grant(consent="1")
        if not self.desk.cases(message_preference, card, by=WINDOW):
            self.desk.start(message_preference, card, grant, by=WINDOW)
        return card

    def publish(self, made: Bill, seed: int = 1, **more: Any) -> Case[Any]:
        card = self.card(seed)
        self.hospital.billing.add(card.subject, made)
        command = Publish(bill=made, org_name="市第一医院", **more)
        return self.desk.start(settlement, card, command, by=HIS)

    def enrol(self, balance: str = "0.00", seed: int = 1) -> Credential:
        card = self.house.card(seed)
        return self.hospital.insurance.enrol(card.subject, money(balance))

    def do(self, case: Case[Any], command: Any, by: Actor = APP) -> Any:
        newest = self.desk.case(settlement, case.id, by=AUDITOR)
        return self.desk.execute(settlement, newest, command, by=by).state

    def state(self, case: Case[Any]) -> Any:
        return self.desk.case(settlement, case.id, by=AUDITOR).state

    def change(self, case: Case[Any], newer: Bill) -> Any:
        self.hospital.billing.add(case.subject, newer)
        return self.do(case, ChangeItems(bill=newer), HIS)

    def insured(self, made: Bill, balance: str = "0.00") -> Case[Any]:
        """Return a bill whose split is known."""
        case = self.publish(made)
        self.do(case, ChooseInsurance(credential=self.enrol(balance)))
        self.run(2)
        return case

    def pay(self, case: Case[Any], **more: Any) -> Any:
        state = self.state(case)
        known: dict[str, Any] = {
            "version": state.bill.version,
            "amount": state.split.cash,
        }
        return self.do(case, Pay(**known | more))

    def settled(self, made: Bill, *, balance: str | None = None) -> Case[Any]:
        """Return a bill that is paid: in cash, or with so much on the account."""
        if balance is None:
            case = self.publish(made)
            self.do(case, ChooseSelf())
        else:
            case = self.insured(made, balance)
        self.pay(case)
        self.run()
        return case

    def refund(self, case: Case[Any], *items: str) -> None:
        """Ask for a refund and approve it; nothing is delivered yet."""
        self.do(case, RequestRefund(items=items, reason="not needed"))
        self.do(case, ApproveRefund(), DEPARTMENT)


def cashdesk(storage: Storage, **policy: Any) -> CashDesk:
    pack = SettlementPolicy(name="test", effective_from=date(2020, 1, 1), **policy)
    house = build(storage, Suite.INTL, policies={"settlement": Timeline((pack,))})
    hospital = SimulatedHospital("H1", seed=3, clock=house.clock)
    ports = Ports(billing=hospital.billing, insurance=hospital.insurance)
    house.desk = attrs.evolve(house.desk, ports=ports)
    messenger, monitor = SimulatedMessenger(house.clock), Monitor()
    receivers: dict[str, Port] = {
        "payments": PaymentPort(hospital.payments),
        "billing": BillingPort(hospital.billing),
        "insurance": InsurancePort(hospital.insurance),
        "notifier": Notifier(house.desk),
        "messenger": messenger,
        "monitor": monitor,
    }
    relay = OutboxRelay(house.desk, receivers)
    return CashDesk(house, hospital, messenger, monitor, relay)
