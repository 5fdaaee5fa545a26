"""A HIS's billing (模拟收费系统)."""

from threading import Lock

import attrs

from ehealthcard.ports import (
    Accepted,
    Answer,
    BillStanding,
    FinanceTask,
    HisBill,
    ItemsAct,
    RefundPosting,
    Rejected,
    SettlementPosting,
)
from ehealthcard.rules.bills import Bill

from .faults import Faults

Name = tuple[str, str]


@attrs.define
class SimulatedBilling:
    """See :class:`ehealthcard.ports.Billing`."""

    faults: Faults = attrs.field(factory=Faults)
    refuses: str | None = None
    """The code with which postings are refused, if they are."""

    bills: dict[Name, HisBill] = attrs.field(factory=dict[Name, HisBill])
    postings: dict[str, SettlementPosting] = attrs.field(
        factory=dict[str, SettlementPosting], init=False
    )
    refunds: dict[str, RefundPosting] = attrs.field(
        factory=dict[str, RefundPosting], init=False
    )
    released: dict[str, ItemsAct] = attrs.field(factory=dict[str, ItemsAct], init=False)
    tasks: dict[str, FinanceTask] = attrs.field(
        factory=dict[str, FinanceTask], init=False
    )
    _withdrawn: dict[str, ItemsAct] = attrs.field(
        factory=dict[str, ItemsAct], init=False
    )
    _lock: Lock = attrs.field(factory=Lock, init=False)

    def add(self, card: str, bill: Bill) -> Bill:
        """Put a patient's unpaid bill there, or its next version."""
        self.bills[bill.org, bill.id] = HisBill(card=card, bill=bill)
        return bill

    def execute(self, bill: Bill, item: str) -> None:
        """Carry an item out, or dispense it."""
        found = self.bills[bill.org, bill.id]
        self._change(found, executed=(*found.executed, item))

    def pay_elsewhere(self, bill: Bill) -> None:
        """Take the money at the window."""
        self._change(self.bills[bill.org, bill.id], standing=BillStanding.PAID)

    def unpaid(self, card: str, /) -> list[HisBill]:
        """See :class:`ehealthcard.ports.Billing`."""
        return self.faults.read(lambda: self._unpaid(card))

    def bill(self, org: str, bill_id: str, /) -> HisBill | None:
        """See :class:`ehealthcard.ports.Billing`."""
        return self.faults.read(lambda: self.bills.get((org, bill_id)))

    def post(self, posting: SettlementPosting, /) -> Answer:
        """See :class:`ehealthcard.ports.Billing`."""
        return self.faults.act(lambda: self._post(posting))

    def release(self, act: ItemsAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Billing`."""
        return self.faults.act(lambda: self._release(act))

    def withdraw(self, act: ItemsAct, /) -> Answer:
        """See :class:`ehealthcard.ports.Billing`."""
        return self.faults.act(lambda: self._withdraw(act))

    def refunded(self, posting: RefundPosting, /) -> Answer:
        """See :class:`ehealthcard.ports.Billing`."""
        return self.faults.act(lambda: self._refunded(posting))

    def task(self, task: FinanceTask, /) -> Answer:
        """See :class:`ehealthcard.ports.Billing`."""
        return self.faults.act(lambda: self._note(task))

    def withdrawn(self, org: str, bill_id: str) -> tuple[str, ...]:
        """Return which items of a bill were kept from being carried out."""
        acts = self._withdrawn.values()
        mine = (a for a in acts if (a.org, a.bill) == (org, bill_id))
        return tuple(dict.fromkeys(item for act in mine for item in act.items))

    def _change(self, found: HisBill, **more: object) -> None:
        name = found.bill.org, found.bill.id
        self.bills[name] = found.model_copy(update=more)

    def _unpaid(self, card: str) -> list[HisBill]:
        found = [
            b
            for b in self.bills.values()
            if b.card == card and b.standing is BillStanding.UNPAID
        ]
        return self.faults.shorten(found)

    def _post(self, posting: SettlementPosting) -> Answer:
        with self._lock:
            if posting.key not in self.postings:
                if code := self._hindrance(posting):
                    return Rejected(code=code)
                self.postings[posting.key] = posting
                bill = posting.bill
                self._change(self.bills[bill.org, bill.id], standing=BillStanding.PAID)
            number = list(self.postings).index(posting.key) + 1
            return Accepted(data={"invoice": f"inv-{number}"})

    def _hindrance(self, posting: SettlementPosting) -> str | None:
        if self.refuses:
            return self.refuses
        found = self.bills.get((posting.bill.org, posting.bill.id))
        if found is None:
            return "BILL_UNKNOWN"
        if found.standing is not BillStanding.UNPAID:
            return "BILL_PAID"
        same = found.bill.digest == posting.bill.digest
        return None if same else "BILL_CHANGED"

    def _withdraw(self, act: ItemsAct) -> Answer:
        with self._lock:
            if act.key in self._withdrawn:
                return Accepted()
            found = self.bills.get((act.org, act.bill))
            known = {i.id for i in found.bill.items} if found else set[str]()
            if found is None or not known.issuperset(act.items):
                return Rejected(code="ITEM_UNKNOWN")
            if not set(found.executed).isdisjoint(act.items):
                return Rejected(code="ITEM_EXECUTED")
            self._withdrawn[act.key] = act
            return Accepted()

    def _refunded(self, posting: RefundPosting) -> Answer:
        with self._lock:
            if posting.key not in self.refunds:
                self.refunds[posting.key] = posting
                found = self.bills.get((posting.org, posting.bill))
                if found and posting.remaining:
                    self._change(found, bill=posting.remaining)
                elif found:
                    self._change(found, standing=BillStanding.WITHDRAWN)
            return Accepted()

    def _release(self, act: ItemsAct) -> Answer:
        self.released.setdefault(act.key, act)
        return Accepted()

    def _note(self, task: FinanceTask) -> Answer:
        self.tasks.setdefault(task.key, task)
        return Accepted()
