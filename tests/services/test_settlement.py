"""Settlement (便民结算): every arrow, and that none is missing."""

from typing import Any

import pytest

from ehealthcard.rules.payment_records import PaymentStanding
from ehealthcard.rules.splitting import Split
from ehealthcard.services import settlement as s
from ehealthcard.services.settlement import settlement
from ehealthcard.testing import WorkflowContract, given

from . import settlements as t
from .settlements import (
    ASKED,
    BY_HAND,
    CASH_PAID,
    CLOSED,
    COMPENSATING,
    DISCREPANCY,
    FOUND,
    FRESH,
    INS_UNKNOWN,
    OPEN,
    PARTLY,
    PAYING,
    PAYING_CASH,
    PENDING,
    PRE,
    RECONCILED,
    REFUNDED,
    REFUNDING,
    RESETTLE_UNKNOWN,
    RESETTLING,
    RESPLITTING,
    RETURNING,
    RETURNING_ALL,
    REVERSING,
    SETTLED,
    SPLITTING,
    TASK,
    TASK_REST,
    UNKNOWN,
    UNKNOWN_CASH,
    WITHDRAWING,
)


class TestContract(WorkflowContract):
    workflow = settlement
    examples = t.EXAMPLES
    commands = t.COMMANDS
    facts = (t.facts(), t.executed("i1"), t.cover(), t.OTHERS)
    roles = t.ROLES


ALL_FUND = t.amounts(fund="200.00", account="0.00", cash="0.00")
FREE = PRE.model_copy(update={"split": ALL_FUND.split})
PAY_NOTHING = s.Pay(version=1, amount=t.D("0.00"))
CASH_FREE = CASH_PAID.model_copy(update={"split": ALL_FUND.split, "payments": ()})
LATER_SPLIT = s.SplitKnown(answers="older", amounts=t.amounts())
LATER_NO = s.SplitRefused(answers="older", code="NO")
WRONG = s.SplitKnown(answers=t.UPLOAD, amounts=t.amounts(cash="49.99"))
WRONG_REST = s.SplitKnown(answers="k", amounts=t.amounts())
PART_CASH = s.Withdrawing(
    **t.ENDED_CASH, plan=t.plan(("i2",), reverse_id=None, settle_id=None)
)
FREE_BILL = t.BILL.model_copy(
    update={"items": (t.item("i1", "200.00"), t.item("i2", "0.00"))}
)
FREE_ITEM = PART_CASH.model_copy(
    update={
        "bill": FREE_BILL,
        "plan": t.plan(("i2",), remaining=FREE_BILL.without(("i2",))),
    }
)
SAME_CASH = Split(total=t.D("150.00"), fund=t.D("100.00"), cash=t.D("50.00"))
SAME_AMOUNTS = t.amounts("150.00", "100.00", "0.00", "50.00")
SAME_SETTLED = s.InsSettled(answers="k", result=t.result(SAME_AMOUNTS))


def with_(state: Any, **more: Any) -> Any:
    return state.model_copy(update=more)


def back_to(state: Any, name: str) -> Any:
    return with_(state, plan=with_(state.plan, back_to=name))


UNPAID = (OPEN, SPLITTING, PRE, PAYING, UNKNOWN)
RESTING = (SETTLED, RECONCILED, PARTLY)
ENDS = (s.Close(reason="WITHDRAWN"), s.CardEnded(), s.Died())
WITHDRAWN = s.ItemsWithdrawn(answers="k")
POSTED, NO_POST = s.HisPosted(answers="k"), s.PostRefused(answers="k", code="NO")
PAID_TWICE = s.PostRefused(answers="k", code="BILL_PAID")
BACK, PART_BACK = (
    s.CashReturned(answers=t.BACK.key),
    s.CashReturned(answers=t.PART_BACK.key),
)
STUCK = s.ReturnRefused(answers=t.BACK.key, code="NO")
PART_STUCK = s.ReturnRefused(answers=t.PART_BACK.key, code="NO")
WITHDRAW_NO = s.WithdrawRefused(answers="k", code="ITEM_EXECUTED")
REVERSED = s.Reversed(answers="k")

ARROWS: list[tuple[Any, Any, type]] = [
    (None, t.PUBLISH, s.Open),
    *((x, s.ChangeItems(bill=t.NEWER), s.Open) for x in UNPAID),
    *((x, end, s.Closed) for x in UNPAID for end in ENDS),
    *((x, t.INSURE, s.Splitting) for x in (OPEN, PRE)),
    *((x, s.ChooseSelf(), s.PreSettled) for x in (OPEN, SPLITTING, PRE)),
    (SPLITTING, t.SPLIT_KNOWN, s.PreSettled),
    (SPLITTING, WRONG, s.Open),
    (SPLITTING, LATER_SPLIT, s.Splitting),
    (SPLITTING, t.SPLIT_REFUSED, s.Open),
    (SPLITTING, LATER_NO, s.Splitting),
    *(
        (x, late, type(x))
        for x in (*UNPAID, CLOSED)
        for late in (LATER_SPLIT, LATER_NO)
    ),
    (PRE, t.PAY, s.Paying),
    (FREE, PAY_NOTHING, s.CashPaid),
    *((x, t.PAID_NOW, s.CashPaid) for x in (PAYING, UNKNOWN)),
    *((x, t.PAID_NOW, s.Settled) for x in (PAYING_CASH, UNKNOWN_CASH)),
    *((x, t.FAILED, s.PreSettled) for x in (PAYING, UNKNOWN)),
    (PAYING, t.UNCLEAR, s.PayUnknown),
    *((x, t.LATE_UNCLEAR, type(x)) for x in (PAYING, UNKNOWN)),
    (PAYING, s.PayTimeEnded(), s.PayUnknown),
    *((x, t.INS_SETTLED, s.Settled) for x in (CASH_PAID, INS_UNKNOWN)),
    *((x, t.INS_OTHER, s.Reversing) for x in (CASH_PAID, INS_UNKNOWN)),
    (CASH_PAID, t.INS_REFUSED, s.Compensating),
    (CASH_FREE, t.INS_REFUSED, s.Refunded),
    (CASH_PAID, t.INS_UNCLEAR, s.InsUnknown),
    (INS_UNKNOWN, t.INS_ABSENT, s.Reversing),
    (REVERSING, s.Flushed(answers="k"), s.Compensating),
    (CASH_FREE.to(s.Reversing, code="NO"), s.Flushed(answers="k"), s.Refunded),
    (REVERSING, s.FlushRefused(answers="k", code="NO"), s.ManualTask),
    (COMPENSATING, BACK, s.Refunded),
    (COMPENSATING, STUCK, s.ManualTask),
    (FRESH, POSTED, s.Settled),
    (PENDING, POSTED, s.Settled),
    (FRESH, NO_POST, s.HisPending),
    (SETTLED, NO_POST, s.Settled),
    (FRESH, PAID_TWICE, s.Reversing),
    (with_(t.SETTLED_CASH, posting=t.UNPOSTED), PAID_TWICE, s.Compensating),
    (PENDING, NO_POST, s.HisPending),
    (FRESH, s.PostOverdue(), s.HisPending),
    (PENDING, s.PostAgain(), s.HisPending),
    (BY_HAND, s.MarkPosted(), s.Settled),
    *(
        (x, late, type(x))
        for x in (ASKED, WITHDRAWING, PARTLY, RECONCILED, DISCREPANCY)
        for late in (POSTED, NO_POST)
    ),
    *((x, t.REQUEST, s.RefundAsked) for x in (SETTLED, RECONCILED)),
    (PARTLY, s.RequestRefund(items=("i1",), reason="no"), s.RefundAsked),
    (ASKED, s.ApproveRefund(), s.Withdrawing),
    *(
        (back_to(ASKED, type(x).__name__), s.DeclineRefund(reason="no"), type(x))
        for x in RESTING
    ),
    *((back_to(WITHDRAWING, type(x).__name__), WITHDRAW_NO, type(x)) for x in RESTING),
    (WITHDRAWING, WITHDRAWN, s.Refunding),
    (PART_CASH, WITHDRAWN, s.Returning),
    (with_(PART_CASH, plan=t.WHOLE), WITHDRAWN, s.Returning),
    (FREE_ITEM, WITHDRAWN, s.PartiallyRefunded),
    (REFUNDING, REVERSED, s.Resplitting),
    (with_(REFUNDING, plan=t.WHOLE), REVERSED, s.Returning),
    (with_(REFUNDING, plan=t.WHOLE, split=ALL_FUND.split), REVERSED, s.Refunded),
    (REFUNDING, s.ReverseRefused(answers="k", code="NO"), s.ManualTask),
    (RESPLITTING, t.REST_KNOWN, s.Resettling),
    (RESPLITTING, WRONG_REST, s.ManualTask),
    (RESPLITTING, t.SPLIT_REFUSED, s.ManualTask),
    *((x, t.REST_SETTLED, s.Returning) for x in (RESETTLING, RESETTLE_UNKNOWN)),
    *(
        (with_(x, after=SAME_CASH), SAME_SETTLED, s.PartiallyRefunded)
        for x in (RESETTLING, RESETTLE_UNKNOWN)
    ),
    *((x, t.INS_SETTLED, s.ManualTask) for x in (RESETTLING, RESETTLE_UNKNOWN)),
    (RESETTLING, t.INS_UNCLEAR, s.ResettleUnknown),
    (RESETTLING, t.INS_REFUSED, s.ManualTask),
    (RESETTLE_UNKNOWN, t.INS_ABSENT, s.ManualTask),
    (RETURNING, PART_BACK, s.PartiallyRefunded),
    (RETURNING_ALL, PART_BACK, s.Refunded),
    (RETURNING, PART_STUCK, s.ManualTask),
    (TASK, s.MarkRefunded(note="done"), s.Refunded),
    (
        TASK_REST,
        s.MarkRefunded(note="done", split=t.REST_AMOUNTS.split),
        s.PartiallyRefunded,
    ),
    *((x, t.RECONCILE, s.Reconciled) for x in (SETTLED, PARTLY)),
    *((x, t.DIFFER, s.Discrepancy) for x in (SETTLED, PARTLY)),
    (DISCREPANCY, s.DetailKnown(answers="k", line=t.LINE), s.Reconciled),
    (DISCREPANCY, s.DetailKnown(answers="k", line=t.OTHER_LINE), s.Discrepancy),
    (DISCREPANCY, s.DetailMissing(answers="k", code="NOT_FOUND"), s.Discrepancy),
    (FOUND, s.FixDiscrepancy(note="done"), s.Reconciled),
    *((x, s.TimeToFile(), s.Filed) for x in (*RESTING, REFUNDED, CLOSED)),
]


def move(state: Any, command: Any, **more: Any) -> Any:
    facts = t.cover() if isinstance(command, s.ChooseInsurance) else t.facts()
    known: dict[str, Any] = {"roles": t.ROLES, "facts": facts}
    return given(settlement, state, **known | more).when(command)


@pytest.mark.parametrize(
    ("state", "command", "target"),
    ARROWS,
    ids=lambda x: getattr(x, "__name__", type(x).__name__),
)
def test_an_arrow_leads_where_it_is_drawn(
    state: Any, command: Any, target: type
) -> None:
    assert target is type(move(state, command))


UNFILED = [x for x in t.EXAMPLES if not isinstance(x, s.Filed)]


@pytest.mark.parametrize("state", UNFILED, ids=lambda x: type(x).__name__)
def test_money_that_comes_too_late_goes_back_in_every_state(state: Any) -> None:
    own = tuple(r for r in state.payments[:1] if r.key != t.STRAY.key)
    before: Any = with_(state, payments=(*own, t.STRAY))
    here = type(state).__name__
    for late in (t.LATE_UNCLEAR, t.LATE_FAILED):
        assert here == type(move(before, late)).__name__

    paid = move(before, t.LATE_PAID)

    assert here == type(paid).__name__
    back = paid.payments[-1]
    assert (t.STRAY.key, t.STRAY.amount) == (back.original, back.amount)
    assert paid == move(paid, t.LATE_PAID), "the same answer again changes nothing"
    returned = move(paid, t.LATE_BACK)
    assert here == type(returned).__name__
    assert PaymentStanding.DONE is returned.payments[-1].standing
    stuck = move(paid, t.LATE_STUCK)
    assert here == type(stuck).__name__
    assert PaymentStanding.STUCK is stuck.payments[-1].standing
