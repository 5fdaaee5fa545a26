"""Bills through the desk, with a HIS, a gateway and an insurance behind it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.desk import ImmediateDelivery, OutboxRelay, Reconciliation
from ehealthcard.errors import (
    ClaimTakenError,
    NotAllowedError,
    RuleViolationError,
    VersionConflictError,
)
from ehealthcard.ports import PaymentInquiry, Storage
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.signals import PersonDied
from ehealthcard.rules.statements import StatementScope
from ehealthcard.services.insurance_suspension import (
    OFFICE,
    SuspendInsurance,
    insurance_suspension,
)
from ehealthcard.services.notification import Recalled, notification
from ehealthcard.services.settlement import (
    ApproveRefund,
    ChooseInsurance,
    ChooseSelf,
    Close,
    Closed,
    DeclineRefund,
    Discrepancy,
    Filed,
    FixDiscrepancy,
    HisPending,
    InsUnknown,
    ManualTask,
    MarkPosted,
    MarkRefunded,
    Open,
    PartiallyRefunded,
    Pay,
    Paying,
    PayUnknown,
    PreSettled,
    Publish,
    Reconciled,
    Refunded,
    RequestRefund,
    Settled,
    settlement,
)
from ehealthcard.workflow import Actor
from tests.actors import AUDITOR

from .cashdesk import (
    APP,
    CASHIER,
    DEPARTMENT,
    HIS,
    CashDesk,
    bill,
    cashdesk,
    money,
)
from .conftest import WINDOW

BOOKS = Actor("finance-1", {"finance", "staff"}, org="H1")
TWO = bill("150.00", "50.00")


@pytest.fixture
def till(storage: Storage) -> CashDesk:
    return cashdesk(storage)


def scope(till: CashDesk) -> StatementScope:
    today = day_of(till.house.clock.now)
    return StatementScope(
        institution=TWO.medins,
        insutype="310",
        clr_type="11",
        stmt_begndate=today,
        stmt_enddate=today,
    )


def test_st1_a_bill_is_split_paid_insured_and_posted(till: CashDesk) -> None:
    case = till.insured(TWO, balance="30.00")
    parts = till.state(case).split
    assert (money("120.00"), money("30.00"), money("50.00")) == (
        parts.fund,
        parts.account,
        parts.cash,
    )
    with pytest.raises(RuleViolationError) as caught:
        till.pay(case, amount=money("49.99"))
    assert "SPLIT_MISMATCH" == caught.value.code
    till.pay(case)
    till.run()

    state = till.state(case)
    assert isinstance(state, Settled)
    assert "inv-1" == state.posting.invoice
    assert money("50.00") == till.hospital.payments.balance
    (done,) = till.hospital.insurance.settled.values()
    assert done.medins_setl_id is not None
    assert 30 == len(done.medins_setl_id)
    (posting,) = till.hospital.billing.postings.values()
    assert posting.payment is not None
    assert posting.payment.reference
    assert not till.relay.desk.office.storage.dead_letters()


def test_who_pays_himself_needs_no_insurance(till: CashDesk) -> None:
    till.hospital.insurance.faults.is_down = True
    case = till.settled(TWO)

    assert isinstance(till.state(case), Settled)
    assert money("200.00") == till.hospital.payments.balance
    assert not till.hospital.insurance.uploads


@pytest.mark.parametrize("switch", ["is_down", "is_slow", "loses_replies"])
def test_a_silent_insurance_keeps_nobody_from_paying_in_cash(
    till: CashDesk, switch: str
) -> None:
    case = till.publish(TWO)
    credential = till.enrol()
    till.do(case, ChooseInsurance(credential=credential))
    setattr(till.hospital.insurance.faults, switch, True)
    till.run(2)
    state = till.state(case)
    assert isinstance(state, Open)
    assert "INSURANCE_SILENT" == state.refusal

    till.do(case, ChooseSelf())
    till.pay(case)
    till.run(2)

    assert isinstance(till.state(case), Settled)


def test_who_changes_his_mind_pays_in_cash_and_the_details_are_revoked(
    till: CashDesk,
) -> None:
    case = till.insured(TWO)
    till.do(case, ChooseSelf())
    till.pay(case)
    till.run()

    assert isinstance(till.state(case), Settled)
    assert not till.hospital.insurance.uploads
    assert money("200.00") == till.hospital.payments.balance


def test_a_pay_that_comes_twice_charges_once(till: CashDesk) -> None:
    case = till.publish(TWO)
    till.do(case, ChooseSelf())
    newest = till.desk.case(settlement, case.id, by=AUDITOR)
    pay = Pay(version=1, amount=money("200.00"))

    def press(key: str) -> bool:
        try:
            till.desk.execute(settlement, newest, pay, by=APP, key=key)
        except (NotAllowedError, VersionConflictError):
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(press, ["a"] * 4 + ["b", "c", "d", "e"]))
    assert done.count(True) in (1, 4)
    till.hospital.payments.faults.repeats = True
    till.run()

    assert isinstance(till.state(case), Settled)
    assert money("200.00") == till.hospital.payments.balance


def test_a_bill_has_one_case(till: CashDesk) -> None:
    till.publish(TWO)
    with pytest.raises(ClaimTakenError):
        till.publish(TWO)


def test_of_two_bills_in_one_second_each_has_its_message_number(
    till: CashDesk,
) -> None:
    credential = till.enrol()
    cases = [
        till.publish(bill("10.00", name=name, encounter=name)) for name in ("B1", "B2")
    ]
    for case in cases:
        till.do(case, ChooseInsurance(credential=credential))
    till.run(2)
    for case in cases:
        till.pay(case)

    one, two = (till.state(c).msgid for c in cases)
    assert one[:26] == two[:26]
    assert ["0000", "0001"] == [one[26:], two[26:]]
    till.run()
    assert all(isinstance(till.state(c), Settled) for c in cases)


def test_the_split_may_be_there_within_the_call(till: CashDesk) -> None:
    case = till.publish(TWO)
    choose = ChooseInsurance(credential=till.enrol())
    newest = till.desk.case(settlement, case.id, by=AUDITOR)
    chosen = till.desk.execute(settlement, newest, choose, by=APP)
    at_once = ImmediateDelivery(till.desk, till.relay.ports)
    shown = at_once.attempt(settlement, chosen)

    assert isinstance(shown.state, PreSettled)


# What is late


def test_a_lost_payment_is_looked_up_and_never_charged_twice(till: CashDesk) -> None:
    case = till.publish(TWO)
    till.do(case, ChooseSelf())
    till.pay(case)
    till.hospital.payments.faults.loses_replies = True
    till.run(2)
    assert isinstance(till.state(case), PayUnknown)

    till.hospital.payments.faults.loses_replies = False
    till.run(4, seconds=60)

    assert isinstance(till.state(case), Settled)
    assert money("200.00") == till.hospital.payments.balance


def test_a_gateway_that_is_down_is_waited_for(till: CashDesk) -> None:
    case = till.publish(TWO)
    till.do(case, ChooseSelf())
    till.pay(case)
    till.hospital.payments.faults.is_down = True
    till.run(2)
    assert isinstance(till.state(case), Paying)

    till.hospital.payments.faults.is_down = False
    till.run(4, seconds=30)

    assert isinstance(till.state(case), Settled)


def test_an_order_nobody_pays_is_closed_and_can_be_opened_anew(
    till: CashDesk,
) -> None:
    till.hospital.payments.waits = True
    case = till.publish(TWO)
    till.do(case, ChooseSelf())
    first = till.pay(case).charge
    till.run(2)
    till.house.clock.forward(minutes=16)
    till.run(2)
    assert isinstance(till.state(case), PreSettled)

    second = till.pay(case).charge
    till.run(1)
    assert first != second
    till.hospital.payments.settle(second)
    till.relay.answer(_message(till, case, "charge"), _paid(till, second))
    till.run()

    assert isinstance(till.state(case), Settled)
    assert money("200.00") == till.hospital.payments.balance


def test_money_for_an_older_version_goes_back_while_the_new_one_is_paid(
    till: CashDesk,
) -> None:
    payments = till.hospital.payments
    payments.waits = True
    case = till.publish(TWO)
    till.do(case, ChooseSelf())
    old = till.pay(case).charge
    till.run(1)
    asked = _message(till, case, "charge")
    payments.settle(old)
    assert isinstance(till.change(case, bill("80.00", version=2)), Open)
    till.do(case, ChooseSelf())
    with pytest.raises(RuleViolationError) as caught:
        till.do(case, Pay(version=1, amount=money("200.00")))
    assert "BILL_STALE" == caught.value.code

    payments.waits = False
    till.pay(case)
    till.run(3)
    till.relay.answer(asked, _paid(till, old))
    till.run()

    state = till.state(case)
    assert isinstance(state, Settled)
    assert money("80.00") == payments.balance
    assert [money("200.00")] == [r.amount for r in state.payments if r.is_refund]


def test_money_for_a_bill_that_was_closed_goes_back(till: CashDesk) -> None:
    payments = till.hospital.payments
    payments.waits = True
    case = till.publish(TWO)
    till.do(case, ChooseSelf())
    key = till.pay(case).charge
    till.run(1)
    till.do(case, Close(reason="PAID_ELSEWHERE"), HIS)
    payments.settle(key)
    till.run()

    state = till.state(case)
    assert isinstance(state, Closed)
    assert money("0.00") == payments.balance
    assert money("200.00") == state.payments[0].returned


def test_a_late_failure_changes_nothing(till: CashDesk) -> None:
    payments = till.hospital.payments
    payments.waits = True
    case = till.publish(TWO)
    till.do(case, ChooseSelf())
    old = till.pay(case).charge
    till.run(1)
    asked = _message(till, case, "charge")
    till.change(case, bill("80.00", version=2))
    till.do(case, ChooseSelf())
    payments.waits = False
    till.pay(case)
    till.run()
    till.relay.answer(asked, _paid(till, old))
    till.house.clock.forward(minutes=20)
    till.run()

    assert isinstance(till.state(case), Settled)
    assert money("80.00") == payments.balance
    assert not till.relay.desk.office.storage.dead_letters()


def test_a_split_of_an_older_version_is_not_taken(till: CashDesk) -> None:
    case = till.publish(TWO)
    till.do(case, ChooseInsurance(credential=till.enrol()))
    assert isinstance(till.change(case, bill("80.00", version=2)), Open)
    till.run(2)
    assert isinstance(till.state(case), Open)
    again = ChooseInsurance(credential=till.enrol())
    till.do(case, again)
    till.run(2)

    assert money("80.00") == till.state(case).split.total


# The insurance


def test_st3_a_lost_2207_that_was_settled_is_found(till: CashDesk) -> None:
    case = till.insured(TWO)
    till.pay(case)
    till.hospital.insurance.faults.loses_replies = True
    till.run(2)
    assert isinstance(till.state(case), InsUnknown)
    assert not till.hospital.billing.postings

    till.hospital.insurance.faults.loses_replies = False
    till.run(4, seconds=60)

    state = till.state(case)
    assert isinstance(state, Settled)
    assert 1 == len(till.hospital.insurance.settled)
    assert money("80.00") == till.hospital.payments.balance


def test_st3_a_2207_that_never_arrived_is_flushed_and_the_cash_returned(
    till: CashDesk,
) -> None:
    case = till.insured(TWO)
    till.pay(case)
    till.hospital.insurance.faults.loses_requests = True
    till.run(2)
    state = till.state(case)
    assert isinstance(state, InsUnknown)
    number = state.msgid

    till.hospital.insurance.faults.loses_requests = False
    till.run(4, seconds=60)

    state = till.state(case)
    assert isinstance(state, Refunded)
    assert "NOT_FOUND" == state.reason
    assert money("0.00") == till.hospital.payments.balance
    assert not till.hospital.insurance.settled
    assert {number} == till.hospital.insurance.flushed
    assert not till.hospital.insurance.uploads


def test_a_refused_2207_gives_the_cash_back_and_the_bill_is_paid_anew(
    till: CashDesk,
) -> None:
    case = till.insured(TWO)
    till.hospital.insurance.refuses = "ACCOUNT_LOCKED"
    till.pay(case)
    till.run()
    state = till.state(case)
    assert isinstance(state, Refunded)
    assert "ACCOUNT_LOCKED" == state.reason
    assert money("0.00") == till.hospital.payments.balance

    again = till.publish(TWO)
    till.do(again, ChooseSelf())
    till.pay(again)
    till.run()

    assert isinstance(till.state(again), Settled)
    assert money("200.00") == till.hospital.payments.balance


def test_a_balance_spent_meanwhile_undoes_the_settlement(till: CashDesk) -> None:
    case = till.insured(TWO, balance="30.00")
    for number in till.hospital.insurance.balances:
        till.hospital.insurance.balances[number] = money("0.00")
    till.pay(case)
    till.run()

    state = till.state(case)
    assert isinstance(state, Refunded)
    assert "SPLIT_CHANGED" == state.reason
    assert not till.hospital.insurance.settled
    assert money("0.00") == till.hospital.payments.balance


def test_what_cannot_be_undone_becomes_a_task(till: CashDesk) -> None:
    case = till.insured(TWO, balance="30.00")
    for number in till.hospital.insurance.balances:
        till.hospital.insurance.balances[number] = money("0.00")
    till.hospital.insurance.refuses_undoing = "CLOSED"
    till.pay(case)
    till.run()
    assert isinstance(till.state(case), ManualTask)
    (task,) = till.hospital.billing.tasks.values()
    assert ("Reversing", "CLOSED") == (task.what, task.code)
    assert money("50.00") == till.hospital.payments.balance, "no cash goes back yet"

    till.do(case, MarkRefunded(note="by telephone"), CASHIER)

    assert isinstance(till.state(case), Refunded)


def test_st7_another_persons_credential_is_a_risk_event(till: CashDesk) -> None:
    case = till.publish(TWO)
    others = till.enrol(seed=2)
    state = till.do(case, ChooseInsurance(credential=others))
    till.run(2)

    assert isinstance(state, Open)
    assert "CREDENTIAL_OTHER_PERSON" == state.refusal
    assert ["insurance-misuse"] == [m.kind for m in till.monitor.heard]
    assert not till.hospital.insurance.uploads
    till.do(case, ChooseSelf())
    till.pay(case)
    till.run()
    assert isinstance(till.state(case), Settled)


def test_a_suspension_stops_the_insurance_and_no_cash(till: CashDesk) -> None:
    case, credential = till.publish(TWO), till.enrol()
    office = Actor("office", {OFFICE})
    suspend = SuspendInsurance(months=3, decision="2026-7")
    till.desk.start(insurance_suspension, till.card(), suspend, by=office)
    with pytest.raises(RuleViolationError) as caught:
        till.do(case, ChooseInsurance(credential=credential))
    assert "INSURANCE_SUSPENDED" == caught.value.code
    assert "2026-06-03 00:00" in str(caught.value)

    till.house.clock.forward(days=93)
    till.do(case, ChooseInsurance(credential=credential))
    till.run(2)

    assert isinstance(till.state(case), PreSettled)


# The HIS


def test_a_silent_his_gets_the_posting_when_it_is_back(till: CashDesk) -> None:
    case = till.publish(TWO)
    till.do(case, ChooseSelf())
    till.pay(case)
    till.hospital.billing.faults.is_down = True
    till.run(3, seconds=240)
    state = till.state(case)
    assert isinstance(state, HisPending)
    assert state.by_hand

    till.hospital.billing.faults.is_down = False
    till.run(6, seconds=120)

    assert isinstance(till.state(case), Settled)
    assert 1 == len(till.hospital.billing.postings)
    assert till.hospital.billing.tasks


def test_a_his_that_refuses_is_asked_again_and_then_a_person(till: CashDesk) -> None:
    till.hospital.billing.refuses = "PERIOD_CLOSED"
    case = till.settled(TWO)
    assert isinstance(till.state(case), HisPending)
    till.run(8, seconds=301)
    state = till.state(case)
    assert (True, 3) == (state.by_hand, state.posting.attempt)
    assert ["POST_BY_HAND"] == [t.what for t in till.hospital.billing.tasks.values()]

    till.do(case, MarkPosted(invoice="77"), CASHIER)

    assert isinstance(till.state(case), Settled)


def test_an_emergency_is_released_before_it_is_paid(till: CashDesk) -> None:
    till.publish(TWO, emergency=True)
    till.run(2)

    (act,) = till.hospital.billing.released.values()
    assert ("EMERGENCY", ("i1", "i2")) == (act.reason, act.items)
    assert money("0.00") == till.hospital.payments.balance


def test_a_hospital_where_everybody_pays_after_treatment(storage: Storage) -> None:
    till = cashdesk(storage, treat_first=True)
    till.publish(TWO)
    till.run(2)

    assert 1 == len(till.hospital.billing.released)


def test_a_bill_the_his_has_paid_meanwhile_is_not_charged(till: CashDesk) -> None:
    case = till.publish(TWO)
    till.do(case, ChooseSelf())
    till.hospital.billing.pay_elsewhere(TWO)
    with pytest.raises(RuleViolationError) as caught:
        till.pay(case)
    assert "BILL_PAID" == caught.value.code


@pytest.mark.parametrize("insured", [True, False])
def test_who_paid_at_the_window_meanwhile_gets_this_money_back(
    till: CashDesk, *, insured: bool
) -> None:
    if insured:
        case = till.insured(TWO, balance="30.00")
    else:
        case = till.publish(TWO)
        till.do(case, ChooseSelf())
    till.pay(case)
    till.hospital.billing.pay_elsewhere(TWO)
    till.run()

    state = till.state(case)
    assert isinstance(state, Refunded)
    assert "BILL_PAID" == state.reason
    assert money("0.00") == till.hospital.payments.balance
    assert not till.hospital.insurance.settled


# Refunds


def test_st4_one_item_goes_back_and_the_rest_is_settled_anew(till: CashDesk) -> None:
    case = till.settled(TWO, balance="30.00")
    till.refund(case, "i2")
    till.run()

    state = till.state(case)
    assert isinstance(state, PartiallyRefunded)
    assert (money("150.00"), money("90.00")) == (state.split.total, state.split.fund)
    assert money("30.00") == till.hospital.payments.balance
    (done,) = till.hospital.insurance.settled.values()
    assert state.insurance == done
    (posting,) = till.hospital.billing.refunds.values()
    assert posting.remaining == state.bill
    texts = till.messenger.to(case.subject)
    assert [t for t in texts if "退费" in t]

    till.refund(case, "i1")
    till.run()

    assert isinstance(till.state(case), Refunded)
    assert money("0.00") == till.hospital.payments.balance
    assert not till.hospital.insurance.settled
    assert [t for t in till.messenger.to(case.subject) if "退费" in t][1:]


def test_a_cash_bill_goes_back_item_by_item(till: CashDesk) -> None:
    case = till.settled(TWO)
    till.refund(case, "i2")
    till.run()
    assert money("150.00") == till.hospital.payments.balance
    till.refund(case, "i1")
    till.run()

    assert isinstance(till.state(case), Refunded)
    assert money("0.00") == till.hospital.payments.balance


@pytest.mark.parametrize("who", ["payments", "insurance", "billing"])
@pytest.mark.parametrize(
    "switch", ["is_down", "is_slow", "loses_replies", "loses_requests", "repeats"]
)
def test_a_refund_comes_to_its_end_whatever_fails(who: str, switch: str) -> None:
    till = cashdesk(MemoryStorage())
    case = till.settled(TWO, balance="30.00")
    till.refund(case, "i2")
    faults = getattr(till.hospital, who).faults
    setattr(faults, switch, True)
    till.run(3)
    setattr(faults, switch, False)
    till.run(8, seconds=120)

    assert isinstance(till.state(case), PartiallyRefunded)
    assert money("30.00") == till.hospital.payments.balance
    assert 1 == len(till.hospital.insurance.settled)


def test_st5_what_was_dispensed_is_not_refunded(till: CashDesk) -> None:
    case = till.settled(TWO)
    till.hospital.billing.execute(TWO, "i2")
    with pytest.raises(RuleViolationError) as caught:
        till.do(case, RequestRefund(items=("i2",), reason="not needed"))
    assert "ITEM_EXECUTED" == caught.value.code


def test_st5_what_is_dispensed_while_it_is_decided_stays_paid(till: CashDesk) -> None:
    case = till.settled(TWO)
    till.refund(case, "i2")
    till.hospital.billing.execute(TWO, "i2")
    till.run()

    state = till.state(case)
    assert isinstance(state, Settled)
    assert "ITEM_EXECUTED" == state.refusal
    assert money("200.00") == till.hospital.payments.balance
    till.refund(case, "i1")
    till.run()
    assert isinstance(till.state(case), PartiallyRefunded)


def test_a_refund_that_is_declined_leaves_everything(till: CashDesk) -> None:
    case = till.settled(TWO)
    till.do(case, RequestRefund(items=("i1",), reason="not needed"))
    with pytest.raises(RuleViolationError):
        till.do(case, ApproveRefund())
    till.do(case, DeclineRefund(reason="prepared already"), DEPARTMENT)

    assert isinstance(till.state(case), Settled)


# Messages, books, ends


def test_ms5_the_message_of_a_bill_paid_elsewhere_is_recalled(till: CashDesk) -> None:
    case = till.publish(TWO)
    till.do(case, Close(reason="PAID_ELSEWHERE"), HIS)
    till.run()

    (found,) = till.desk.cases(notification, till.card(), by=WINDOW)
    assert isinstance(found.state, Recalled)


def test_a_patient_is_told_once_of_a_bill_whatever_its_version(till: CashDesk) -> None:
    case = till.publish(TWO)
    till.run()
    till.change(case, bill("80.00", version=2))
    till.run()

    found = till.desk.cases(notification, till.card(), by=WINDOW)
    assert ["Sent"] == [type(c.state).__name__ for c in found]


def test_money_goes_back_although_nobody_tells_the_patient(till: CashDesk) -> None:
    ports = {n: p for n, p in till.relay.ports.items() if n != "notifier"}
    till.relay = OutboxRelay(till.desk, ports)
    till.hospital.payments.waits = True
    case = till.publish(TWO)
    till.do(case, ChooseSelf())
    key = till.pay(case).charge
    till.run(1)
    till.hospital.payments.settle(key)
    till.change(case, bill("80.00", version=2))
    till.run()

    assert money("0.00") == till.hospital.payments.balance


def test_st6_a_day_is_reconciled(till: CashDesk) -> None:
    case = till.settled(TWO, balance="30.00")
    report = Reconciliation(till.desk).run(scope(till), by=BOOKS)

    assert (1, 0, 0) == (report.reconciled, report.different, report.skipped)
    assert isinstance(till.state(case), Reconciled)
    till.refund(case, "i2")
    till.run()
    again = Reconciliation(till.desk).run(scope(till), by=BOOKS)
    assert 1 == again.reconciled
    assert isinstance(till.state(case), Reconciled)


def test_st6_what_the_insurance_lost_is_found_and_set_right(till: CashDesk) -> None:
    cases = [
        _insured(till, bill("100.00", name=name, encounter=name))
        for name in ("B1", "B2")
    ]
    settled = till.hospital.insurance.settled
    del settled[min(settled)]
    report = Reconciliation(till.desk).run(scope(till), by=BOOKS)
    assert 2 == report.different
    till.run()

    names = {type(till.state(c)).__name__ for c in cases}
    assert {"Discrepancy", "Reconciled"} == names
    assert ["DISCREPANCY"] == [t.what for t in till.hospital.billing.tasks.values()]
    (wrong,) = (c for c in cases if isinstance(till.state(c), Discrepancy))
    assert "MISSING" == till.state(wrong).finding
    till.do(wrong, FixDiscrepancy(note="booked anew"), BOOKS)
    assert isinstance(till.state(wrong), Reconciled)


def test_a_death_closes_what_is_unpaid_and_nothing_else(till: CashDesk) -> None:
    paid = till.settled(TWO)
    open_ = till.publish(bill("10.00", name="B2", encounter="V2"))
    till.desk.announce(PersonDied(card=paid.subject))

    assert isinstance(till.state(open_), Closed)
    assert isinstance(till.state(paid), Settled)


def test_a_finished_bill_is_filed(till: CashDesk) -> None:
    case = till.settled(TWO)
    till.house.clock.now = till.state(case).files_at
    assert isinstance(till.state(case), Settled)
    till.house.clock.forward(seconds=1)

    assert isinstance(till.state(case), Filed)


def test_another_patients_bill_is_not_published(till: CashDesk) -> None:
    till.hospital.billing.add("somebody-else", TWO)
    command = Publish(bill=TWO, org_name="市第一医院")
    with pytest.raises(RuleViolationError) as caught:
        till.desk.start(settlement, till.card(), command, by=HIS)
    assert "BILL_OTHER_PERSON" == caught.value.code


def _insured(till: CashDesk, made: Any) -> Any:
    case = till.publish(made)
    till.do(case, ChooseInsurance(credential=till.enrol()))
    till.run(2)
    till.pay(case)
    till.run()
    return case


def _message(till: CashDesk, case: Any, effect: str) -> str:
    """Return the name of the newest message that an effect of the case made."""
    newest = till.desk.case(settlement, case.id, by=AUDITOR).version
    storage = till.desk.office.storage
    names = [f"{case.id}-{n}-{effect}" for n in range(newest, 0, -1)]
    return next((n for n in names if storage.message(n)), "")


def _paid(till: CashDesk, key: str) -> Any:
    """Return what a call-back of the gateway says."""
    return till.hospital.payments.inquire(PaymentInquiry(charge=key))
