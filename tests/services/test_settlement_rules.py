"""Settlement (便民结算): vectors ST1, ST3, ST5, ST7 and the sentences between."""

from datetime import timedelta
from typing import Any

import pytest

from ehealthcard.errors import (
    CardCancelledError,
    CardLostError,
    CardNotFoundError,
    NotAllowedError,
    RuleViolationError,
)
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.ports import BillStanding, Charge, HisBill
from ehealthcard.ports import Refund as MoneyBack
from ehealthcard.rules.payment_records import PaymentStanding
from ehealthcard.services import settlement as s
from ehealthcard.services.settlement import settlement
from ehealthcard.testing import given as given_state
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor, State, Until

from . import settlements as t

OTHER = SubjectId("7" * 32)
PARENT = SubjectId("9" * 32)
CASHIER = {"cashier"}
D = t.D


def given(workflow: Any, state: Any = None, **more: Any) -> Any:
    """Return a sentence whose states a test may look into without asking first."""
    return given_state(workflow, state, **more)


def refused(state: Any, command: Any, **more: Any) -> str:
    """Return the code with which a command is refused."""
    with pytest.raises(RuleViolationError) as caught:
        given(settlement, state, **more).when(command)
    return caught.value.code


def effects(before: State | None, after: State) -> dict[str, Any]:
    """Return what is new in *after*, by the function that says it."""
    found = settlement.bring_about(before, after)
    return {e.call.__name__: value for e, value, new in found if new}


def his(**more: Any) -> s.BillFacts:
    return t.facts(at_his=HisBill(card=SUBJECT, bill=t.BILL, **more))


# Vectors ST1 and ST2


def test_st1_a_split_that_adds_up_is_paid_to_the_fen() -> None:
    pre = given(settlement, t.SPLITTING).when(t.SPLIT_KNOWN)
    paying = given(settlement, pre, facts=t.facts()).when(t.PAY)

    assert isinstance(paying, s.Paying)
    order = effects(pre, paying)["charge"]
    assert Charge(key=t.CHARGE, amount=D("50.00"), purpose="settlement") == (
        order.payload
    )


@pytest.mark.parametrize("amount", ["49.99", "50.01", "0.00", "80.00"])
def test_st1_another_amount_than_the_cash_part_is_refused(amount: str) -> None:
    pay = s.Pay(version=1, amount=D(amount))

    assert "SPLIT_MISMATCH" == refused(t.PRE, pay, facts=t.facts())


def test_st1_a_split_that_does_not_add_up_is_void() -> None:
    wrong = s.SplitKnown(answers=t.UPLOAD, amounts=t.amounts(cash="49.99"))
    state = given(settlement, t.SPLITTING).when(wrong)

    assert isinstance(state, s.Open)
    assert "SPLIT_MISMATCH" == state.refusal


def test_st2_the_part_from_the_account_is_compared_where_it_is_told() -> None:
    pay = s.Pay(version=1, amount=D("50.00"), account=D("29.99"))

    assert "SPLIT_MISMATCH" == refused(t.PRE, pay, facts=t.facts())
    silent = s.Pay(version=1, amount=D("50.00"))
    paying = given(settlement, t.PRE, facts=t.facts()).when(silent)
    assert isinstance(paying, s.Paying)


def test_st2_where_the_insurance_bears_everything_nothing_is_charged() -> None:
    free = t.amounts(fund="200.00", account="0.00", cash="0.00").split
    pre = t.PRE.model_copy(update={"split": free})
    pay = s.Pay(version=1, amount=D("0.00"))
    paid = given(settlement, pre, facts=t.facts()).when(pay)

    assert isinstance(paid, s.CashPaid)
    assert {"insure"} == set(effects(pre, paid))
    assert () == paid.payments


# Versions


def test_a_pay_against_an_older_version_is_stale() -> None:
    newer = t.PRE.model_copy(update={"bill": t.NEWER})

    assert "BILL_STALE" == refused(newer, t.PAY, facts=t.facts(t.NEWER))


def test_a_bill_that_the_his_has_changed_meanwhile_is_stale() -> None:
    assert "BILL_STALE" == refused(t.PRE, t.PAY, facts=t.facts(t.NEWER))
    same_number = t.NEWER.model_copy(update={"version": 1})
    assert "BILL_STALE" == refused(t.PRE, t.PAY, facts=t.facts(same_number))


@pytest.mark.parametrize(
    "bill",
    [
        t.BILL,
        t.NEWER.model_copy(update={"id": "B2"}),
        t.NEWER.model_copy(update={"org": "H2"}),
    ],
)
def test_only_a_newer_version_of_the_same_bill_changes_it(bill: Any) -> None:
    change = s.ChangeItems(bill=bill)

    assert "BILL_STALE" == refused(t.PRE, change, roles={"his"})


def test_a_change_voids_the_split_and_closes_the_payment_under_way() -> None:
    change = s.ChangeItems(bill=t.NEWER)
    changed = given(settlement, t.PAYING, roles={"his"}).when(change)

    assert isinstance(changed, s.Open)
    (order,) = changed.payments
    assert (True, PaymentStanding.CLOSING) == (order.abandoned, order.standing)
    new = effects(t.PAYING, changed)
    assert t.CHARGE == new["close_order"].payload.charge
    assert {"close_order"} == set(new), "the patient was told of the bill already"


def test_what_is_paid_cannot_change_any_more() -> None:
    change = s.ChangeItems(bill=t.NEWER)
    for state in (t.CASH_PAID, t.SETTLED, t.COMPENSATING):
        with pytest.raises(NotAllowedError):
            given(settlement, state, roles={"his"}).when(change)


def test_a_second_pay_is_not_a_second_order() -> None:
    with pytest.raises(NotAllowedError):
        given(settlement, t.PAYING, facts=t.facts()).when(t.PAY)


def test_after_a_failure_the_next_order_has_another_key() -> None:
    pre = given(settlement, t.PAYING).when(t.FAILED)
    again = given(settlement, pre, facts=t.facts()).when(t.PAY)

    assert [t.CHARGE, f"{t.KEY}:p2"] == [r.key for r in again.payments]


# Vector ST3


def test_st3_a_2207_that_is_found_is_settled_without_2601() -> None:
    unknown = given(settlement, t.CASH_PAID).when(t.INS_UNCLEAR)
    assert {"look_up_insured"} == set(effects(t.CASH_PAID, unknown))

    settled = given(settlement, unknown).when(t.INS_SETTLED)

    assert isinstance(settled, s.Settled)
    assert "reverse" not in effects(unknown, settled)


def test_st3_a_2207_that_is_absent_is_flushed_and_the_cash_goes_back() -> None:
    reversing = given(settlement, t.INS_UNKNOWN).when(t.INS_ABSENT)
    flush = effects(t.INS_UNKNOWN, reversing)["reverse"].payload
    assert (t.MSGID, "2207") == (flush.omsgid, flush.oinfno)

    after = given(settlement, reversing).when(s.Flushed(answers=t.MSGID))

    new = effects(reversing, after)
    back = MoneyBack(key=f"{t.CHARGE}:back", charge=t.CHARGE, amount=D("50.00"))
    assert back == new["give_money_back"].payload
    assert t.UPLOAD == new["revoke"].payload.upload


def test_st3_an_unknown_payment_is_looked_up_and_never_charged_again() -> None:
    unknown = given(settlement, t.PAYING).when(t.UNCLEAR)
    new = effects(t.PAYING, unknown)

    assert t.CHARGE == new["close_order"].payload.charge
    assert "charge" not in new
    with pytest.raises(NotAllowedError):
        given(settlement, unknown, facts=t.facts()).when(t.PAY)


def test_an_order_that_is_not_paid_in_time_is_closed() -> None:
    due = settlement.deadline(t.PAYING)
    assert Until(t.LATER, s.PayTimeEnded()) == due
    ended = given(settlement, t.PAYING).when(s.PayTimeEnded())
    assert settlement.deadline(ended) is None
    assert {"close_order"} == set(effects(t.PAYING, ended))

    pre = given(settlement, ended).when(t.FAILED)

    assert isinstance(pre, s.PreSettled)
    paid = given(settlement, ended).when(t.PAID_NOW)
    assert isinstance(paid, s.CashPaid)


def test_an_answer_with_other_amounts_than_were_paid_is_undone() -> None:
    state = given(settlement, t.CASH_PAID).when(t.INS_OTHER)

    assert isinstance(state, s.Reversing)
    assert "SPLIT_CHANGED" == state.code


def test_a_definite_no_of_the_insurance_gives_the_cash_back() -> None:
    state = given(settlement, t.CASH_PAID).when(t.INS_REFUSED)

    new = effects(t.CASH_PAID, state)
    assert {"give_money_back", "revoke"} == set(new)
    over = given(settlement, state).when(s.CashReturned(answers=t.BACK.key))
    assert isinstance(over, s.Refunded)
    assert D("50.00") == over.payments[0].returned
    assert t.CHARGE == over.payments[1].original


def test_late_money_that_cannot_go_back_is_a_task() -> None:
    closed = t.CLOSED.model_copy(update={"payments": (t.STRAY,)})
    paid = given(settlement, closed).when(t.LATE_PAID)
    stuck = given(settlement, paid).when(t.LATE_STUCK)

    task = effects(paid, stuck)["ask_about_stuck"].payload
    assert ("LATE_MONEY", "NO") == (task.what, task.code)


# Vectors ST4 and ST5


def test_st4_one_item_goes_back_by_way_of_the_whole() -> None:
    refunding = given(settlement, t.WITHDRAWING).when(s.ItemsWithdrawn(answers="k"))
    assert "S1" == effects(t.WITHDRAWING, refunding)["reverse_whole"].payload.setl_id
    resplitting = given(settlement, refunding).when(s.Reversed(answers="k"))
    asked = effects(refunding, resplitting)["split_rest"].payload
    assert (D("150.00"), 2) == (asked.bill.total, asked.bill.version)
    resettling = given(settlement, resplitting).when(t.REST_KNOWN)
    returning = given(settlement, resettling).when(t.REST_SETTLED)
    assert (
        D("20.00") == effects(resettling, returning)["give_money_back"].payload.amount
    )

    over = given(settlement, returning).when(s.CashReturned(answers=returning.waits))

    assert isinstance(over, s.PartiallyRefunded)
    posting = effects(returning, over)["post_refund"].payload
    assert (D("20.00"), D("150.00")) == (posting.refund.amount, posting.split.total)


def test_st4_a_rest_that_costs_more_cash_is_left_to_a_person() -> None:
    dear = t.amounts("150.00", "90.00", "0.00", "60.00")
    known = s.SplitKnown(answers=f"{t.PART.key}:u", amounts=dear)
    state = given(settlement, t.RESPLITTING).when(known)

    assert isinstance(state, s.ManualTask)
    assert ("Resplitting", "MORE_CASH_DUE") == (state.what, state.code)


@pytest.mark.parametrize("state", [t.SETTLED, t.SETTLED_CASH, t.RECONCILED])
def test_st5_what_was_dispensed_is_not_refunded(state: Any) -> None:
    assert "ITEM_EXECUTED" == refused(state, t.REQUEST, facts=t.executed("i2"))
    whole = s.RequestRefund(items=("i1", "i2"), reason="not needed")
    assert "ITEM_EXECUTED" == refused(state, whole, facts=t.executed("i2"))
    other = given(settlement, state, facts=t.executed("i1")).when(t.REQUEST)
    assert isinstance(other, s.RefundAsked)


def test_st5_what_is_dispensed_before_the_approval_is_not_refunded() -> None:
    approve = s.ApproveRefund()
    more: dict[str, Any] = {"roles": {"department"}, "facts": t.executed("i2")}

    assert "ITEM_EXECUTED" == refused(t.ASKED, approve, **more)
    no = s.WithdrawRefused(answers="k", code="ITEM_EXECUTED")
    kept = given(settlement, t.WITHDRAWING).when(no)
    assert isinstance(kept, s.Settled)
    assert "ITEM_EXECUTED" == kept.refusal


def test_a_refund_needs_a_his_that_knows_what_was_dispensed() -> None:
    for facts in (t.facts(is_silent=True), t.facts(is_asked=False, at_his=None)):
        assert "BILLING_SILENT" == refused(t.SETTLED, t.REQUEST, facts=facts)


@pytest.mark.parametrize("items", [("i3",), ("i2", "i2"), ("i1", "i3")])
def test_only_items_of_the_bill_are_refunded_and_each_once(
    items: tuple[str, ...],
) -> None:
    ask = s.RequestRefund(items=items, reason="not needed")

    assert "ITEM_UNKNOWN" == refused(t.SETTLED, ask, facts=t.facts())


def test_who_asks_for_a_refund_does_not_approve_it() -> None:
    same = Actor("app", {"department"})

    approve = s.ApproveRefund()
    assert "SELF_APPROVAL" == refused(t.ASKED, approve, by=same, facts=t.facts())
    assert "ROLE_REQUIRED" == refused(t.ASKED, approve, facts=t.facts())
    decline = s.DeclineRefund(reason="no")
    assert "ROLE_REQUIRED" == refused(t.ASKED, decline)


def test_what_the_his_does_not_know_of_is_not_refunded() -> None:
    assert "BILL_NOT_POSTED" == refused(t.FRESH, t.REQUEST, facts=t.facts())


# Vector ST6


def test_st6_equal_totals_reconcile_and_others_are_looked_at() -> None:
    finance: dict[str, Any] = {"roles": {"finance"}}
    same = given(settlement, t.SETTLED, **finance).when(t.RECONCILE)
    assert isinstance(same, s.Reconciled)
    differs = given(settlement, t.SETTLED, **finance).when(t.DIFFER)
    assert "S1" == effects(t.SETTLED, differs)["look_at_detail"].payload.setl_id

    missing = s.DetailMissing(answers="k", code="NOT_FOUND")
    found = given(settlement, differs).when(missing)

    task = effects(differs, found)["ask_a_person"].payload
    assert ("DISCREPANCY", "MISSING") == (task.what, task.code)


def test_st6_a_fen_is_a_difference() -> None:
    more = t.OURS.model_copy(update={"fund_pay_sumamt": D("120.01")})
    reconcile = t.RECONCILE.model_copy(update={"theirs": more})
    state = given(settlement, t.SETTLED, roles={"finance"}).when(reconcile)

    assert isinstance(state, s.Discrepancy)


def test_st6_only_its_own_statement_reconciles_a_settlement() -> None:
    day = timedelta(days=1)
    for more in (
        {"institution": "H33010000002"},
        {"insutype": "390"},
        {"clr_type": "21"},
        {"stmt_begndate": t.SCOPE.stmt_begndate + day},
        {"stmt_enddate": t.SCOPE.stmt_enddate - day},
    ):
        scope = t.SCOPE.model_copy(update=more)
        reconcile = t.RECONCILE.model_copy(update={"scope": scope})
        code = refused(t.SETTLED, reconcile, roles={"finance"})
        assert "STATEMENT_OTHER" == code
    cash = refused(t.SETTLED_CASH, t.RECONCILE, roles={"finance"})
    assert "NOT_INSURED" == cash
    assert "BILL_NOT_POSTED" == refused(t.FRESH, t.RECONCILE, roles={"finance"})


def test_a_difference_is_set_right_after_its_detail_is_known() -> None:
    fix = s.FixDiscrepancy(note="done")

    assert "DETAIL_PENDING" == refused(t.DISCREPANCY, fix, roles={"finance"})
    assert "ROLE_REQUIRED" == refused(t.FOUND, fix)


# Vector ST7


@pytest.mark.parametrize("state", [t.OPEN, t.PRE])
def test_st7_another_persons_credential_is_refused_and_a_risk_event(
    state: Any,
) -> None:
    denied = given(settlement, state, facts=t.OTHERS).when(t.INSURE)

    assert isinstance(denied, s.Open)
    assert "CREDENTIAL_OTHER_PERSON" == denied.refusal
    tell = effects(state, denied)["tell_monitor"]
    assert ("monitor", "insurance-misuse") == (tell.to, tell.kind)
    assert b"token-1" not in tell.payload.to_json()
    again = given(settlement, denied, facts=t.OTHERS).when(t.INSURE)
    assert again.misuse.attempt == 2
    assert "tell_monitor" in effects(denied, again)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (t.cover(insured=None), "CREDENTIAL_INVALID"),
        (t.cover(is_silent=True, insured=None), "INSURANCE_SILENT"),
        (t.insured(is_patient=True, is_covered=False), "NOT_COVERED"),
        (t.cover(suspended_until=NOW), "INSURANCE_SUSPENDED"),
    ],
)
def test_st7_only_a_valid_credential_is_taken(facts: Any, code: str) -> None:
    assert code == refused(t.OPEN, t.INSURE, facts=facts)


def test_a_suspension_counts_up_to_its_last_moment() -> None:
    over = t.cover(suspended_until=NOW - timedelta(seconds=1))

    state = given(settlement, t.OPEN, facts=over).when(t.INSURE)

    assert isinstance(state, s.Splitting)


# Who


@pytest.mark.parametrize("command", [t.PAY, s.ChooseSelf()])
def test_a_stranger_does_not_act_for_the_patient(command: Any) -> None:
    stranger = Actor("app", holder=OTHER)

    assert "OTHER_PERSON" == refused(t.PRE, command, by=stranger, facts=t.facts())
    refund = refused(t.SETTLED, t.REQUEST, by=stranger, facts=t.facts())
    assert "OTHER_PERSON" == refund
    insure = refused(t.OPEN, t.INSURE, by=stranger, facts=t.cover())
    assert "OTHER_PERSON" == insure


def test_whom_the_patient_has_let_pay_pays_for_him() -> None:
    friend = Actor("app", holder=OTHER)

    known = t.facts(stands_in=True)
    paying = given(settlement, t.PRE, by=friend, facts=known).when(t.PAY)
    assert isinstance(paying, s.Paying)
    let = t.cover(stands_in=True)
    assert given(settlement, t.OPEN, by=friend, facts=let).when(t.INSURE)


def test_the_guardian_pays_for_a_child() -> None:
    child = t.facts(age=13, guardian=PARENT)
    alone, parent = Actor("app", holder=SUBJECT), Actor("app", holder=PARENT)

    code = refused(t.PRE, t.PAY, by=alone, facts=child)
    assert "GUARDIAN_CONSENT_REQUIRED" == code
    paying = given(settlement, t.PRE, by=parent, facts=child).when(t.PAY)
    assert isinstance(paying, s.Paying)
    grown = t.facts(age=14, guardian=PARENT)
    paying = given(settlement, t.PRE, by=alone, facts=grown).when(t.PAY)
    assert isinstance(paying, s.Paying)


def test_a_lost_card_pays_nothing_online_and_at_the_window_as_ever() -> None:
    lost = t.facts(status=CardStatus.SUSPENDED)
    with pytest.raises(CardLostError):
        given(settlement, t.PRE, facts=lost).when(t.PAY)
    paying = given(settlement, t.PRE, roles=CASHIER, facts=lost).when(t.PAY)
    assert isinstance(paying, s.Paying)
    shown = given(settlement, roles={"his"}, facts=lost).when(t.PUBLISH)
    assert isinstance(shown, s.Open)


@pytest.mark.parametrize(
    ("status", "error"),
    [(CardStatus.CANCELLED, CardCancelledError), (None, CardNotFoundError)],
)
def test_a_card_that_is_gone_gets_no_bill(status: Any, error: Any) -> None:
    facts = t.facts(status=status)
    with pytest.raises(error):
        given(settlement, roles={"his"}, facts=facts).when(t.PUBLISH)
    with pytest.raises(error):
        given(settlement, t.PRE, roles=CASHIER, facts=facts).when(t.PAY)


def test_a_patient_neither_publishes_nor_changes_nor_closes_bills() -> None:
    assert "ROLE_REQUIRED" == refused(None, t.PUBLISH, facts=t.facts())
    for command in (s.ChangeItems(bill=t.NEWER), s.Close(reason="WITHDRAWN")):
        assert "ROLE_REQUIRED" == refused(t.OPEN, command)
    assert "ROLE_REQUIRED" == refused(t.BY_HAND, s.MarkPosted())
    assert "ROLE_REQUIRED" == refused(t.TASK, s.MarkRefunded(note="n"))


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (t.facts(at_his=None), "BILL_UNKNOWN"),
        (t.facts(is_silent=True), "BILLING_SILENT"),
        (his(standing=BillStanding.PAID), "BILL_PAID"),
        (his(standing=BillStanding.WITHDRAWN), "BILL_PAID"),
        (t.facts(at_his=HisBill(card=OTHER, bill=t.BILL)), "BILL_OTHER_PERSON"),
        (t.facts(t.NEWER), "BILL_STALE"),
    ],
)
def test_a_bill_must_be_what_the_his_has(facts: Any, code: str) -> None:
    assert code == refused(None, t.PUBLISH, roles={"his"}, facts=facts)
    assert code == refused(t.PRE, t.PAY, facts=facts)


def test_without_a_his_at_hand_staff_answer_for_the_bill() -> None:
    alone = t.facts(is_asked=False, at_his=None)

    shown = given(settlement, roles={"staff"}, facts=alone).when(t.PUBLISH)

    assert isinstance(shown, s.Open)


def test_a_bill_of_nothing_is_not_published() -> None:
    free = t.BILL.model_copy(update={"items": (t.item("i1", "0.00"),)})
    publish = s.Publish(bill=free, org_name="市第一医院")

    assert "NOTHING_DUE" == refused(None, publish, roles={"his"}, facts=t.facts())
    change = s.ChangeItems(bill=free.model_copy(update={"version": 2}))
    assert "NOTHING_DUE" == refused(t.OPEN, change, roles={"his"})


# Treatment first


def test_an_emergency_is_treated_first_whatever_the_policy_says() -> None:
    urgent = t.PUBLISH.model_copy(update={"emergency": True})
    shown = given(settlement, roles={"his"}, facts=t.facts()).when(urgent)

    act = effects(None, shown)["release"].payload
    assert ("EMERGENCY", ("i1", "i2")) == (act.reason, act.items)
    plain = given(settlement, roles={"his"}, facts=t.facts()).when(t.PUBLISH)
    assert "release" not in effects(None, plain)


def test_a_hospital_may_let_everybody_pay_after_treatment() -> None:
    policy = s.SettlementPolicy(name="x", effective_from=t.OLD, treat_first=True)
    start = given(settlement, roles={"his"}, facts=t.facts(), policy=policy)
    shown = start.when(t.PUBLISH)

    assert "TREAT_FIRST" == effects(None, shown)["release"].payload.reason


# The HIS


def test_after_so_many_refusals_a_person_posts_it() -> None:
    no = s.PostRefused(answers="k", code="BILL_CHANGED")
    state: Any = given(settlement, t.FRESH).when(no)
    keys: set[str] = set()
    while not state.by_hand:
        assert settlement.deadline(state) == Until(state.retry_at, s.PostAgain())
        again = given(settlement, state).when(s.PostAgain())
        keys.add(effects(state, again)["post"].key)
        state = given(settlement, again).when(no)

    assert 3 == state.posting.attempt
    assert 2 == len(keys)
    assert "POST_BY_HAND" == effects(t.FRESH, state)["ask_a_person"].payload.what
    done = given(settlement, state, roles=CASHIER).when(s.MarkPosted(invoice="7"))
    assert ("tester", "7") == (done.posting.by, done.posting.invoice)
    assert "post" not in effects(state, done)


def test_a_silent_his_is_not_posted_to_twice() -> None:
    silent = given(settlement, t.FRESH).when(s.PostOverdue())

    assert "post" not in effects(t.FRESH, silent)
    assert silent.by_hand
    assert settlement.deadline(silent) is None


def test_a_posting_says_who_paid_what_and_nothing_of_the_person() -> None:
    insured = s.InsSettled(
        answers=t.MSGID,
        result=t.result(
            person=t.person("某人"),
        ),
    )
    settled = given(settlement, t.CASH_PAID).when(insured)
    posting = effects(t.CASH_PAID, settled)["post"].payload

    assert (t.DONE, t.SPLIT) == (posting.payment, posting.split)
    assert "某人".encode() not in settled.to_json()


# The end


@pytest.mark.parametrize("state", [t.SETTLED, t.RECONCILED, t.PARTLY, t.REFUNDED])
def test_a_finished_bill_is_filed_after_a_year(state: Any) -> None:
    assert Until(t.YEAR, s.TimeToFile()) == settlement.deadline(state)


def test_a_bill_is_not_filed_while_money_is_on_its_way() -> None:
    assert settlement.deadline(t.CLOSED) is None
    late = given(settlement, t.REFUNDED.model_copy(update={"payments": (t.STRAY,)}))
    assert settlement.deadline(late.when(t.LATE_PAID)) is None


def test_a_filed_bill_says_how_it_ended_and_takes_nothing_more() -> None:
    filed: Any = given(settlement, t.SETTLED).when(s.TimeToFile())

    assert ("Settled", t.SPLIT) == (filed.outcome, filed.split)
    with pytest.raises(NotAllowedError):
        given(settlement, filed).when(t.LATE_PAID)


def test_details_that_nothing_was_settled_on_are_revoked() -> None:
    closed = given(settlement, t.PRE, roles={"his"}).when(s.Close(reason="WITHDRAWN"))
    assert t.UPLOAD == effects(t.PRE, closed)["revoke"].payload.upload
    assert "revoke" not in effects(t.CASH_PAID, t.FRESH)


def test_nothing_private_shows_in_a_repr() -> None:
    for state in t.EXAMPLES:
        assert "token-1" not in repr(state)
        assert "'p1'" not in repr(state)
