"""What every HIS's billing must do.

Inherit, provide ``billing``, an ``unpaid`` bill of two items that it has, and one of
which the first item was ``dispensed``, and pytest does the rest. The keys are new in
each test, so that a HIS that keeps them may be asked again tomorrow; whether the bills
are new is up to who provides them.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from uuid import uuid4

import attrs
import pytest

from ehealthcard.codesets import SHANGHAI
from ehealthcard.ports import (
    Accepted,
    Answer,
    Billing,
    BillStanding,
    FinanceTask,
    HisBill,
    ItemsAct,
    RefundPosting,
    Rejected,
    SettlementPosting,
)
from ehealthcard.rules.splitting import all_cash

AT = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)


@attrs.frozen
class BillActs:
    """Acts of one test on bills, under keys that nobody has used."""

    space: str = attrs.field(factory=lambda: uuid4().hex)

    def posting(self, of: HisBill, name: str) -> SettlementPosting:
        """Return what says that all of a bill was paid in cash."""
        return SettlementPosting(
            key=self.key(name),
            card=of.card,
            bill=of.bill,
            split=all_cash(of.bill.total),
            settled_at=AT,
        )

    def on(self, of: HisBill, name: str, *items: str) -> ItemsAct:
        """Return what is done to some items of a bill."""
        return ItemsAct(
            key=self.key(name),
            card=of.card,
            org=of.bill.org,
            bill=of.bill.id,
            items=items,
            reason="REFUND",
        )

    def key(self, name: str) -> str:
        """Return the key of one of the acts."""
        return f"{self.space}:{name}"


class BillingContract:
    """Everything that settlement asks of a HIS's billing."""

    @pytest.fixture
    def billing(self) -> Billing:
        """Return the adapter."""
        raise pytest.UsageError("Provide a billing fixture.")

    @pytest.fixture
    def unpaid(self) -> HisBill:
        """Return an unpaid bill of two items, none of them carried out."""
        raise pytest.UsageError("Provide an unpaid fixture.")

    @pytest.fixture
    def dispensed(self) -> HisBill:
        """Return a bill of which the first item was carried out."""
        raise pytest.UsageError("Provide a dispensed fixture.")

    @pytest.fixture
    def acts(self) -> BillActs:
        """Return what makes the acts of a test."""
        return BillActs()

    def test_an_unpaid_bill_is_found_by_name_and_by_patient(
        self, billing: Billing, unpaid: HisBill
    ) -> None:
        """With the same items, down to the fen."""
        found = billing.bill(unpaid.bill.org, unpaid.bill.id)

        assert found is not None
        assert (unpaid.card, unpaid.bill.digest) == (found.card, found.bill.digest)
        assert BillStanding.UNPAID is found.standing
        assert found in billing.unpaid(unpaid.card)

    def test_an_unknown_bill_is_none_and_an_unknown_patient_has_none(
        self, billing: Billing, unpaid: HisBill
    ) -> None:
        """A wrong name is an answer, never an error."""
        assert billing.bill(unpaid.bill.org, "no-such-bill") is None
        assert [] == billing.unpaid("nobody")

    def test_a_posting_that_comes_again_is_one(
        self, billing: Billing, unpaid: HisBill, acts: BillActs
    ) -> None:
        """The bill is paid, and another posting of it is refused."""
        first = billing.post(acts.posting(unpaid, "p1"))
        assert isinstance(first, Accepted)
        assert first == billing.post(acts.posting(unpaid, "p1"))

        found = billing.bill(unpaid.bill.org, unpaid.bill.id)

        assert found is not None
        assert BillStanding.PAID is found.standing
        assert unpaid.bill.id not in {b.bill.id for b in billing.unpaid(unpaid.card)}
        again = billing.post(acts.posting(unpaid, "p2"))
        assert Rejected(code="BILL_PAID") == again

    def test_of_two_payments_at_once_one_is_posted(
        self, billing: Billing, unpaid: HisBill, acts: BillActs
    ) -> None:
        """A window and a phone at the same moment: one is told that it is paid."""
        answers = _at_once(
            billing, acts.posting(unpaid, "p1"), acts.posting(unpaid, "p2")
        )

        assert 1 == sum(isinstance(answer, Accepted) for answer in answers)
        assert Rejected(code="BILL_PAID") in answers
        found = billing.bill(unpaid.bill.org, unpaid.bill.id)
        assert found is not None
        assert BillStanding.PAID is found.standing

    def test_one_payment_that_comes_twice_at_once_is_one(
        self, billing: Billing, unpaid: HisBill, acts: BillActs
    ) -> None:
        """Two relays, or a message that was doubled on its way."""
        posting = acts.posting(unpaid, "p1")

        one, other = _at_once(billing, posting, posting)

        assert isinstance(one, Accepted)
        assert one == other
        again = billing.post(acts.posting(unpaid, "p2"))
        assert Rejected(code="BILL_PAID") == again

    def test_another_list_of_items_is_not_posted(
        self, billing: Billing, unpaid: HisBill, acts: BillActs
    ) -> None:
        """What was paid must be what the HIS has."""
        less = unpaid.bill.model_copy(update={"items": unpaid.bill.items[:1]})
        posting = acts.posting(unpaid.model_copy(update={"bill": less}), "p1")
        other = unpaid.bill.model_copy(update={"id": "no-such-bill"})
        nowhere = acts.posting(unpaid.model_copy(update={"bill": other}), "p2")

        assert Rejected(code="BILL_CHANGED") == billing.post(posting)
        assert Rejected(code="BILL_UNKNOWN") == billing.post(nowhere)

    def test_what_was_carried_out_is_said_and_not_withdrawn(
        self, billing: Billing, dispensed: HisBill, acts: BillActs
    ) -> None:
        """Of several, none is withdrawn if one cannot be."""
        one, two = (i.id for i in dispensed.bill.items)
        found = billing.bill(dispensed.bill.org, dispensed.bill.id)
        assert found is not None
        assert (one,) == found.executed

        both = billing.withdraw(acts.on(dispensed, "w1", one, two))

        assert Rejected(code="ITEM_EXECUTED") == both
        assert isinstance(billing.withdraw(acts.on(dispensed, "w2", two)), Accepted)
        nothing = billing.withdraw(acts.on(dispensed, "w3", "no-such-item"))
        assert Rejected(code="ITEM_UNKNOWN") == nothing

    def test_a_refund_is_written_down_and_leaves_the_rest(
        self, billing: Billing, unpaid: HisBill, acts: BillActs
    ) -> None:
        """A withdrawal and a refund come again and are one."""
        item, bill = unpaid.bill.items[0].id, unpaid.bill
        rest = bill.without((item,))
        assert rest is not None
        billing.post(acts.posting(unpaid, "p1"))
        posting = RefundPosting(
            key=acts.key("r1"),
            card=unpaid.card,
            org=bill.org,
            bill=bill.id,
            remaining=rest,
            split=all_cash(rest.total),
        )
        for _ in range(2):
            assert isinstance(billing.withdraw(acts.on(unpaid, "w1", item)), Accepted)
            assert isinstance(billing.refunded(posting), Accepted)

        found = billing.bill(bill.org, bill.id)

        assert found is not None
        assert rest.digest == found.bill.digest

    def test_items_are_released_and_tasks_are_taken(
        self, billing: Billing, unpaid: HisBill, acts: BillActs
    ) -> None:
        """Both come again and are one."""
        released = acts.on(unpaid, "rel", *(i.id for i in unpaid.bill.items))
        task = FinanceTask(
            key=acts.key("t1"),
            card=unpaid.card,
            org=unpaid.bill.org,
            bill=unpaid.bill.id,
            what="DISCREPANCY",
        )
        for _ in range(2):
            assert isinstance(billing.release(released), Accepted)
            assert isinstance(billing.task(task), Accepted)


def _at_once(billing: Billing, *postings: SettlementPosting) -> list[Answer | None]:
    """Return the answers to postings that begin in the same moment."""
    gate = Barrier(len(postings))

    def post(posting: SettlementPosting) -> Answer | None:
        gate.wait()
        return billing.post(posting)

    with ThreadPoolExecutor(len(postings)) as pool:
        return list(pool.map(post, postings))
