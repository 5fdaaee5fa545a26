"""A bill: split with the insurance, paid, partly refunded; and money that came late."""

from datetime import datetime
from decimal import Decimal

from ehealthcard import (
    Actor,
    Applicant,
    KeyRing,
    OutboxRelay,
    Ports,
    ServiceDesk,
    Suite,
)
from ehealthcard.adapters.receivers import PaymentPort
from ehealthcard.adapters.settling import BillingPort, InsurancePort
from ehealthcard.adapters.simulator import SimulatedHospital, document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import SHANGHAI
from ehealthcard.desk import Notifier
from ehealthcard.ports import PaymentInquiry, Port
from ehealthcard.rules.bills import Bill, BillItem
from ehealthcard.services.settlement import (
    ApproveRefund,
    ChangeItems,
    ChooseInsurance,
    ChooseSelf,
    Pay,
    Publish,
    RequestRefund,
    settlement,
)

ORG = "H33010000001"
WINDOW = Actor("window-3", {"registrar"}, org=ORG)
HIS = Actor("his", {"his"}, org=ORG)
APP = Actor("hospital-app", {"app"}, org=ORG)
PHARMACY = Actor("pharmacist-2", {"pharmacist"}, org=ORG)


def now() -> datetime:
    """Return the story's time."""
    return datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)


def bill(name: str, *amounts: str, version: int = 1) -> Bill:
    """Return a bill with an item for each amount."""
    items = tuple(
        BillItem(id=f"item-{n}", amount=Decimal(a)) for n, a in enumerate(amounts, 1)
    )
    return Bill(
        id=name, org=ORG, version=version, encounter=f"visit-{name}", items=items
    )


class Hospital:
    """A desk with a HIS, a payment gateway and an insurance behind it."""

    def __init__(self) -> None:
        """Plug everything together."""
        self.outside = SimulatedHospital(ORG, clock=now)
        outside = self.outside
        self.desk = ServiceDesk(
            storage=MemoryStorage(),
            keys=KeyRing.generate(Suite.GM, issuer="330100000001"),
            ports=Ports(billing=outside.billing, insurance=outside.insurance),
            clock=now,
        )
        receivers: dict[str, Port] = {
            "payments": PaymentPort(outside.payments),
            "billing": BillingPort(outside.billing),
            "insurance": InsurancePort(outside.insurance),
            "notifier": Notifier(self.desk),
        }
        self.relay = OutboxRelay(self.desk, receivers)
        self.card = self.desk.register(Applicant(name_of(1), document_of(1)), by=WINDOW)

    def publish(self, made: Bill) -> str:
        """Let the HIS show a bill; return the case's name."""
        self.outside.billing.add(self.card.subject, made)
        command = Publish(bill=made, org_name="市第一医院")
        return self.desk.start(settlement, self.card, command, by=HIS).id


def insured() -> None:
    """Tell how the insurance bears a part, and how an item goes back."""
    hospital = Hospital()
    desk, outside = hospital.desk, hospital.outside
    credential = outside.insurance.enrol(hospital.card.subject, Decimal("30.00"))
    name = hospital.publish(bill("B1", "150.00", "50.00"))
    choose = ChooseInsurance(credential=credential)
    desk.execute(settlement, desk.case(settlement, name, by=WINDOW), choose, by=APP)
    hospital.relay.run_once()
    case = desk.case(settlement, name, by=WINDOW)
    split = getattr(case.state, "split")  # noqa: B009  # the state is PreSettled
    print(f"fund {split.fund}, account {split.account}, cash {split.cash}")

    desk.execute(settlement, case, Pay(version=1, amount=split.cash), by=APP)
    hospital.relay.run_once()
    case = desk.case(settlement, name, by=WINDOW)
    print(f"paid: {type(case.state).__name__}, {outside.payments.balance} yuan in cash")

    ask = RequestRefund(items=("item-2",), reason="not needed any more")
    case = desk.execute(settlement, case, ask, by=APP)
    desk.execute(settlement, case, ApproveRefund(), by=PHARMACY)
    hospital.relay.run_once()
    state = desk.case(settlement, name, by=WINDOW).state
    print(f"one item back: {type(state).__name__}, {outside.payments.balance} yuan")


def late() -> None:
    """Tell what becomes of money for a bill that has changed."""
    hospital = Hospital()
    desk, payments = hospital.desk, hospital.outside.payments
    payments.waits = True
    name = hospital.publish(bill("B2", "100.00"))
    case = desk.case(settlement, name, by=WINDOW)
    case = desk.execute(settlement, case, ChooseSelf(), by=APP)
    pay = Pay(version=1, amount=Decimal("100.00"))
    case = desk.execute(settlement, case, pay, by=APP)
    hospital.relay.run_once()
    order = case.state.payments[0].key

    payments.settle(order)
    newer = bill("B2", "80.00", version=2)
    hospital.outside.billing.add(hospital.card.subject, newer)
    change = ChangeItems(bill=newer)
    case = desk.execute(settlement, case, change, by=HIS)
    print(f"the bill has changed: {type(case.state).__name__}")
    hospital.relay.run_once()
    told = payments.inquire(PaymentInquiry(charge=order))
    print(f"it was paid: {type(told).__name__}; kept: {payments.balance} yuan")


if __name__ == "__main__":
    insured()
    late()
