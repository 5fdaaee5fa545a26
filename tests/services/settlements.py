"""Bills in every state, as the settlement tests use them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ehealthcard.identity import CardStatus
from ehealthcard.ports import HisBill, Insured
from ehealthcard.rules.bills import Bill, BillItem
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.insured import (
    Amounts,
    Coverage,
    Credential,
    CredentialKind,
    InsuranceSettlement,
    InsuredPerson,
)
from ehealthcard.rules.payment_records import PaymentRecord, PaymentStanding
from ehealthcard.rules.splitting import Split, all_cash
from ehealthcard.rules.statements import StatementLine, StatementScope, Totals
from ehealthcard.services import settlement as s
from ehealthcard.testing.workflow import NOW, SUBJECT

D = Decimal


def but(known: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return *known*, with some of it otherwise."""
    return known | more


MEDINS = "H33010000001"
LATER = NOW + timedelta(minutes=15)
YEAR = NOW + timedelta(days=365)
MSGID = f"{MEDINS}202212010800000000"


def item(name: str, amount: str) -> BillItem:
    return BillItem(id=name, amount=D(amount))


BILL = Bill(
    id="B1",
    org=MEDINS,
    version=1,
    encounter="V1",
    items=(item("i1", "150.00"), item("i2", "50.00")),
)
NEWER = BILL.model_copy(update={"version": 2, "items": (item("i1", "150.00"),)})
REST = BILL.without(("i2",))
CREDENTIAL = Credential(value="token-1")
COVERAGE = Coverage(credential=CREDENTIAL, psn_no="p1", insutype="310")


def amounts(
    total: str = "200.00",
    fund: str = "120.00",
    account: str = "30.00",
    cash: str = "50.00",
    **more: Any,
) -> Amounts:
    """ST1, unless told otherwise."""
    known: dict[str, Any] = {
        "medfee_sumamt": D(total),
        "fund_pay_sumamt": D(fund),
        "hifp_pay": D(fund),
        "psn_part_amt": D(account) + D(cash),
        "acct_pay": D(account),
        "psn_cash_pay": D(cash),
        "hosp_part_amt": D("0.00"),
    }
    return Amounts(**known | more)


def result(made: Amounts | None = None, **more: Any) -> InsuranceSettlement:
    known: dict[str, Any] = {
        **dict(made or amounts()),
        "mdtrt_id": "V1",
        "setl_id": "S1",
        "psn_no": "p1",
        "insutype": "310",
        "setl_time": NOW,
        "mdtrt_cert_type": CredentialKind.TOKEN,
        "medins_setl_id": MSGID,
    }
    return InsuranceSettlement(**known | more)


def person(name: str) -> InsuredPerson:
    return InsuredPerson(psn_name=name, psn_cert_type="01", certno="0", gend="1")


REST_AMOUNTS = amounts("150.00", "90.00", "30.00", "30.00")
SPLIT = Split(total=D("200.00"), fund=D("120.00"), account=D("30.00"), cash=D("50.00"))
CASH = all_cash(D("200.00"))
WHOSE: dict[str, Any] = {
    "card": SUBJECT,
    "org_name": "市第一医院",
    "bill": BILL,
    "opened_at": NOW,
}
OPEN = s.Open(**WHOSE)
KEY = OPEN.key
CHARGE = f"{KEY}:p1"


def record(key: str = CHARGE, **more: Any) -> PaymentRecord:
    known: dict[str, Any] = {
        "key": key,
        "org": MEDINS,
        "voucher": BILL.key,
        "card": SUBJECT,
        "amount": D("50.00"),
        "source": "0402",
        "asked_at": NOW,
    }
    return PaymentRecord(**known | more)


DONE = record(standing=PaymentStanding.DONE, done_at=NOW, reference="r1")
CLOSING = record(f"{KEY}:p0", standing=PaymentStanding.CLOSING, abandoned=True)
STRAY = record(f"{KEY}:p0", standing=PaymentStanding.FAILED, abandoned=True)
STUCK = record(
    f"{STRAY.key}:back",
    original=STRAY.key,
    standing=PaymentStanding.STUCK,
    code="NO",
)
BACK = record(f"{CHARGE}:back", original=CHARGE)

UPLOAD = f"{KEY}:s1"
SPLITTING = s.Splitting(
    **WHOSE, coverage=COVERAGE, upload=UPLOAD, psn_no="p1", splits=1
)
INSURED: dict[str, Any] = {
    **WHOSE,
    "upload": UPLOAD,
    "psn_no": "p1",
    "splits": 1,
    "split": SPLIT,
    "coverage": COVERAGE,
}
PRE = s.PreSettled(**INSURED)
PRE_CASH = s.PreSettled(**WHOSE, split=CASH, coverage=None)
NUMBERED: dict[str, Any] = {**INSURED, "msgid": MSGID, "second": MSGID[:26]}
PAYING = s.Paying(**NUMBERED, payments=(record(),), charge=CHARGE, pay_until=LATER)
PAYING_CASH = s.Paying(
    **WHOSE,
    split=CASH,
    coverage=None,
    msgid=None,
    payments=(record(amount=D("200.00")),),
    charge=CHARGE,
    pay_until=LATER,
)
UNKNOWN = s.PayUnknown(
    **NUMBERED,
    payments=(record(standing=PaymentStanding.CLOSING),),
    charge=CHARGE,
)
UNKNOWN_CASH = PAYING_CASH.to(s.PayUnknown)
PAID: dict[str, Any] = {**NUMBERED, "payments": (DONE,)}
CASH_PAID = s.CashPaid(**PAID)
INS_UNKNOWN = s.InsUnknown(**PAID)
REVERSING = s.Reversing(**PAID, code="NOT_FOUND")
COMPENSATING = s.Compensating(
    **but(PAID, payments=(DONE, BACK)), code="REFUSED", waits=BACK.key
)
CLOSED = s.Closed(
    **WHOSE,
    reason="PAID_ELSEWHERE",
    files_at=YEAR,
    payments=(CLOSING,),
    upload=UPLOAD,
    psn_no="p1",
)

POSTED = s.Posting(until=LATER, posted_at=NOW, invoice="inv-1")
UNPOSTED = s.Posting(until=LATER)
ENDED: dict[str, Any] = {
    **INSURED,
    "payments": (DONE,),
    "insurance": result(),
    "msgid": MSGID,
    "settled_at": NOW,
    "posting": POSTED,
    "files_at": YEAR,
}
ENDED_CASH: dict[str, Any] = {
    **ENDED,
    "split": CASH,
    "coverage": None,
    "insurance": None,
    "msgid": None,
    "payments": (DONE.model_copy(update={"amount": D("200.00")}),),
}
SETTLED = s.Settled(**ENDED)
SETTLED_CASH = s.Settled(**ENDED_CASH)
FRESH = s.Settled(**but(ENDED, posting=UNPOSTED))
PENDING = s.HisPending(
    **but(ENDED, posting=UNPOSTED), code="BILL_CHANGED", retry_at=LATER
)
BY_HAND = PENDING.model_copy(update={"retry_at": None, "by_hand": True})


def plan(items: tuple[str, ...], **more: Any) -> s.RefundPlan:
    known: dict[str, Any] = {
        "key": f"{KEY}:r1",
        "items": items,
        "reason": "not needed",
        "asked_by": "app",
        "asked_at": NOW,
        "back_to": "Settled",
        "approved_by": "d",
        "reverse_id": f"{MSGID[:-1]}1",
        "settle_id": f"{MSGID[:-1]}2",
        "remaining": BILL.without(items),
    }
    return s.RefundPlan(**known | more)


PART, WHOLE = plan(("i2",)), plan(("i1", "i2"))
ASKED = s.RefundAsked(**ENDED, plan=PART)
WITHDRAWING = s.Withdrawing(**ENDED, plan=PART)
REFUNDING = s.Refunding(**ENDED, plan=PART)
UNSETTLED: dict[str, Any] = {**ENDED, "insurance": None}
RESPLITTING = s.Resplitting(**but(UNSETTLED, upload=f"{PART.key}:u"), plan=PART)
RESETTLING = s.Resettling(**UNSETTLED, plan=PART, after=REST_AMOUNTS.split)
RESETTLE_UNKNOWN = RESETTLING.to(s.ResettleUnknown)
PART_BACK = record(f"{PART.key}:back", original=CHARGE, amount=D("20.00"))
RETURNING = s.Returning(
    **but(ENDED, payments=(DONE, PART_BACK)),
    plan=PART,
    after=REST_AMOUNTS.split,
    waits=PART_BACK.key,
)
RETURNING_ALL = RETURNING.model_copy(update={"plan": WHOLE, "after": None})
REFUNDED = s.Refunded(**WHOSE, reason="REFUND", files_at=YEAR)
PARTLY = s.PartiallyRefunded(
    **but(ENDED, bill=REST, split=REST_AMOUNTS.split), refund=PART_BACK.key
)
TASK = s.ManualTask(**INSURED, what="Compensating", code="NO", since=NOW)
TASK_REST = TASK.model_copy(
    update={"what": "ResettleUnknown", "remaining": REST, "flush_id": MSGID}
)
RECONCILED = s.Reconciled(**ENDED)
SCOPE = StatementScope(
    institution=MEDINS,
    insutype="310",
    clr_type="11",
    stmt_begndate=day_of(NOW),
    stmt_enddate=day_of(NOW),
)
DISCREPANCY = s.Discrepancy(**ENDED, scope=SCOPE)
FOUND = DISCREPANCY.model_copy(update={"finding": "MISSING"})
FILED = s.Filed(**WHOSE, outcome="Settled", split=SPLIT)

EXAMPLES = (
    OPEN,
    OPEN.model_copy(
        update={
            "treat_first": "EMERGENCY",
            "payments": (CLOSING,),
            "misuse": s.Misuse(at=NOW, by="app", attempt=1),
        }
    ),
    SPLITTING,
    PRE,
    PRE_CASH,
    PAYING,
    PAYING_CASH,
    UNKNOWN,
    UNKNOWN_CASH,
    CASH_PAID,
    INS_UNKNOWN,
    REVERSING,
    COMPENSATING,
    CLOSED,
    CLOSED.model_copy(update={"payments": (), "reason": "WITHDRAWN"}),
    CLOSED.model_copy(update={"payments": (STRAY, STUCK)}),
    SETTLED,
    SETTLED_CASH,
    FRESH,
    PENDING,
    BY_HAND,
    ASKED,
    WITHDRAWING,
    REFUNDING,
    RESPLITTING,
    RESETTLING,
    RESETTLE_UNKNOWN,
    RETURNING,
    RETURNING_ALL,
    REFUNDED,
    PARTLY,
    TASK,
    TASK_REST,
    RECONCILED,
    DISCREPANCY,
    FOUND,
    FILED,
)

PUBLISH = s.Publish(bill=BILL, org_name="市第一医院")
INSURE = s.ChooseInsurance(credential=CREDENTIAL)
PAY = s.Pay(version=1, amount=D("50.00"), account=D("30.00"))
PAY_CASH = s.Pay(version=1, amount=D("200.00"))
SPLIT_KNOWN = s.SplitKnown(answers=UPLOAD, amounts=amounts())
REST_KNOWN = s.SplitKnown(answers=f"{PART.key}:u", amounts=REST_AMOUNTS)
SPLIT_REFUSED = s.SplitRefused(answers=UPLOAD, code="NO")
PAID_NOW = s.Paid(answers=CHARGE, reference="r1")
FAILED = s.PayFailed(answers=CHARGE, code="DECLINED")
UNCLEAR = s.PayUnclear(answers=CHARGE)
LATE_PAID = s.Paid(answers=STRAY.key, reference="r0")
LATE_FAILED = s.PayFailed(answers=STRAY.key, code="CLOSED")
LATE_UNCLEAR = s.PayUnclear(answers=STRAY.key)
LATE_BACK = s.CashReturned(answers=f"{STRAY.key}:back")
LATE_STUCK = s.ReturnRefused(answers=f"{STRAY.key}:back", code="NO")
INS_SETTLED = s.InsSettled(answers=MSGID, result=result())
INS_OTHER = s.InsSettled(
    answers=MSGID, result=result(amounts(account="0.00", cash="80.00"))
)
REST_SETTLED = s.InsSettled(answers=MSGID, result=result(REST_AMOUNTS, setl_id="S2"))
INS_REFUSED = s.InsRefused(answers=MSGID, code="REFUSED")
INS_UNCLEAR = s.InsUnclear(answers=MSGID)
INS_ABSENT = s.InsAbsent(answers=MSGID, code="NOT_FOUND")
OURS = Totals.of([SPLIT])
RECONCILE = s.Reconcile(scope=SCOPE, ours=OURS, theirs=OURS)
DIFFER = s.Reconcile(scope=SCOPE, ours=OURS, theirs=Totals())
LINE = StatementLine(
    setl_id="S1",
    medfee_sumamt=D("200.00"),
    fund_pay_sumamt=D("120.00"),
    acct_pay=D("30.00"),
)
OTHER_LINE = LINE.model_copy(update={"fund_pay_sumamt": D("119.99")})
REQUEST = s.RequestRefund(items=("i2",), reason="not needed")

COMMANDS = (
    PUBLISH,
    s.Publish(bill=BILL, org_name="市第一医院", emergency=True),
    s.ChangeItems(bill=NEWER),
    s.Close(reason="PAID_ELSEWHERE"),
    INSURE,
    s.ChooseSelf(),
    PAY,
    PAY_CASH,
    s.MarkPosted(),
    REQUEST,
    s.RequestRefund(items=("i1", "i2"), reason="not needed"),
    s.ApproveRefund(),
    s.DeclineRefund(reason="no"),
    s.MarkRefunded(note="done"),
    s.MarkRefunded(note="done", split=REST_AMOUNTS.split),
    RECONCILE,
    DIFFER,
    s.FixDiscrepancy(note="done"),
    SPLIT_KNOWN,
    REST_KNOWN,
    SPLIT_REFUSED,
    PAID_NOW,
    FAILED,
    UNCLEAR,
    LATE_PAID,
    s.PayTimeEnded(),
    INS_SETTLED,
    INS_OTHER,
    REST_SETTLED,
    INS_REFUSED,
    INS_UNCLEAR,
    INS_ABSENT,
    s.Flushed(answers=MSGID),
    s.FlushRefused(answers=MSGID, code="NO"),
    s.HisPosted(answers="k", invoice="inv-1"),
    s.PostRefused(answers="k", code="NO"),
    s.PostOverdue(),
    s.PostAgain(),
    s.ItemsWithdrawn(answers="k"),
    s.WithdrawRefused(answers="k", code="ITEM_EXECUTED"),
    s.Reversed(answers="k"),
    s.ReverseRefused(answers="k", code="NO"),
    s.CashReturned(answers=BACK.key),
    s.CashReturned(answers=PART_BACK.key),
    s.ReturnRefused(answers=BACK.key, code="NO"),
    s.DetailKnown(answers="k", line=LINE),
    s.DetailKnown(answers="k", line=OTHER_LINE),
    s.DetailMissing(answers="k", code="NOT_FOUND"),
    s.TimeToFile(),
    s.CardEnded(),
    s.Died(),
)


def facts(bill: Bill = BILL, **more: Any) -> s.BillFacts:
    known: dict[str, Any] = {
        "status": CardStatus.ACTIVE,
        "age": 40,
        "guardian": None,
        "at_his": HisBill(card=SUBJECT, bill=bill),
    }
    return s.BillFacts(**known | more)


def executed(*items: str) -> s.BillFacts:
    return facts(at_his=HisBill(card=SUBJECT, bill=BILL, executed=items))


def cover(**more: Any) -> s.CoverageFacts:
    known: dict[str, Any] = {
        "status": CardStatus.ACTIVE,
        "age": 40,
        "guardian": None,
        "insured": Insured(is_patient=True, coverage=COVERAGE),
    }
    return s.CoverageFacts(**known | more)


def insured(**more: Any) -> s.CoverageFacts:
    return cover(insured=Insured(coverage=COVERAGE, **more))


OTHERS = insured(is_patient=False)
ROLES = frozenset({"his", "cashier", "department", "finance"})
EVERYBODY: dict[str, Any] = {"roles": ROLES, "facts": facts()}
OLD = date(2022, 12, 1)
