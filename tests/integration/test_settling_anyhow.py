"""Whatever fails, in whatever order: at the end all books say the same."""

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.errors import CardError, WorkflowError
from ehealthcard.services.settlement import (
    Accounted,
    ChooseInsurance,
    ChooseSelf,
    Close,
    Closed,
    MarkPosted,
    Refunded,
    Splitting,
)

from .cashdesk import CASHIER, HIS, CashDesk, bill, cashdesk

SWITCHES = ("is_down", "is_slow", "loses_replies", "loses_requests", "repeats")
OUTSIDE = ("payments", "insurance", "billing")
ACTS = "insure self pay change close run run wait holder elsewhere"
STEP = st.one_of(
    st.sampled_from(ACTS.split()),
    st.tuples(st.sampled_from(OUTSIDE), st.sampled_from(SWITCHES)),
    st.tuples(st.just("refund"), st.sampled_from((("i1",), ("i2",), ("i1", "i2")))),
)


class Story:
    """One bill and everything that may happen to it."""

    def __init__(self, *, waits: bool, begun: bool) -> None:
        self.till: CashDesk = cashdesk(MemoryStorage())
        self.till.hospital.payments.waits = waits
        self.case = self.till.publish(bill("150.00", "50.00"))
        self.credential = self.till.enrol("20.00")
        if begun:
            for name in ("insure", "run", "pay"):
                self.step(name)

    @property
    def state(self) -> Any:
        return self.till.state(self.case)

    def step(self, what: Any) -> None:
        if isinstance(what, str):
            getattr(self, what)()
        elif what[0] == "refund":
            self.try_(lambda: self.till.refund(self.case, *what[1]))
        else:
            faults = getattr(self.till.hospital, what[0]).faults
            setattr(faults, what[1], not getattr(faults, what[1]))

    def try_(self, do: Any) -> None:
        """A refusal is an answer; anything else is not."""
        try:
            do()
        except (WorkflowError, CardError):
            return

    def insure(self) -> None:
        command = ChooseInsurance(credential=self.credential)
        self.try_(lambda: self.till.do(self.case, command))

    def self(self) -> None:
        self.try_(lambda: self.till.do(self.case, ChooseSelf()))

    def pay(self) -> None:
        if hasattr(self.state, "split"):
            self.try_(lambda: self.till.pay(self.case))

    def change(self) -> None:
        version = self.state.bill.version + 1
        newer = bill("150.00", f"{50 + version}.00", version=version)
        if not isinstance(self.state, (Accounted, Closed, Refunded)):
            self.try_(lambda: self.till.change(self.case, newer))

    def close(self) -> None:
        command = Close(reason="WITHDRAWN")
        self.try_(lambda: self.till.do(self.case, command, HIS))

    def elsewhere(self) -> None:
        """Pay at the window, while something may be under way here."""
        made = self.state.bill
        if ("H1", made.id) in self.till.hospital.billing.bills:
            self.till.hospital.billing.pay_elsewhere(made)

    def run(self) -> None:
        self.till.run(2)

    def wait(self) -> None:
        self.till.run(1, seconds=1000)

    def holder(self) -> None:
        """Pay everything that is open at the gateway."""
        payments = self.till.hospital.payments
        for record in self.state.payments:
            if record.key in payments.waiting():
                payments.settle(record.key)

    def heal(self) -> None:
        """Everything works again, and time goes by."""
        for name in OUTSIDE:
            faults = getattr(self.till.hospital, name).faults
            for switch in SWITCHES:
                setattr(faults, switch, False)
        self.till.run(12, seconds=400)
        self.revive()
        self.till.run(12, seconds=400)

    def revive(self) -> None:
        """A person puts dead letters back, and posts by hand what the HIS refused."""
        storage = self.till.desk.office.storage
        for message in storage.dead_letters():
            self.till.relay.retry(message.id)
        if type(self.state).__name__ == "HisPending":
            self.try_(lambda: self.till.do(self.case, MarkPosted(), CASHIER))


@settings(max_examples=80, deadline=None)
@given(st.booleans(), st.booleans(), st.lists(STEP, min_size=4, max_size=18))
def test_at_the_end_gateway_insurance_and_case_agree(
    waits: bool,  # noqa: FBT001  # drawn
    begun: bool,  # noqa: FBT001  # drawn
    steps: list[Any],
) -> None:
    story = Story(waits=waits, begun=begun)
    for step in steps:
        story.step(step)
    story.heal()

    state, hospital = story.state, story.till.hospital
    assert not story.till.desk.office.storage.dead_letters()
    assert not any(r.is_open for r in state.payments)
    assert not isinstance(state, Splitting)
    cash, insured = Decimal("0.00"), None
    if isinstance(state, Accounted):
        cash, insured = state.split.cash, state.insurance
    assert cash == hospital.payments.balance
    standing = list(hospital.insurance.settled.values())
    assert ([insured] if insured else []) == standing
