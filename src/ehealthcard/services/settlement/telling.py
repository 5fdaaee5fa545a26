"""What each state brings about with the money, and who is told."""

from ehealthcard.ports import Charge, FinanceTask, PaymentInquiry
from ehealthcard.ports import Refund as MoneyBack
from ehealthcard.rules.messages import (
    MessageKind,
    MessageRecalled,
    MessageWanted,
    Variables,
)
from ehealthcard.rules.payment_records import (
    PaymentStanding,
    find,
    first_charge,
    first_refund,
)
from ehealthcard.rules.signals import CardCancelled, PersonDied
from ehealthcard.workflow import Ask, Order, Tell

from .model import MisuseReport
from .notices import (
    CardEnded,
    CashReturned,
    Died,
    Paid,
    PayFailed,
    PayUnclear,
    ReturnRefused,
)
from .settled_states import (
    Discrepancy,
    HisPending,
    ManualTask,
    PartiallyRefunded,
    Reconciled,
    Refunded,
    Settled,
    Unfiled,
)
from .states import (
    CashPaid,
    Closed,
    Open,
    Paying,
    PayUnknown,
    PreSettled,
    Splitting,
)


def charge(state: Paying) -> Ask[Paid, PayFailed, PayUnclear] | None:
    """One payment order for the cash part; never repeated."""
    order = find(state.payments, state.charge)
    if order is None:
        return None
    asked = Charge(key=order.key, amount=order.amount, purpose="settlement")
    within = state.pay_until - order.asked_at
    return Ask("payments", "charge", asked.key, asked, answer_within=within)


def close_order(state: Unfiled) -> Order[Paid, PayFailed] | None:
    """Ask what became of an order, and put an end to it (支付查询、关单).

    An inquiry alone would stay without an answer while the order is open, and would
    hold back all that follows.
    """
    order = first_charge(state.payments, PaymentStanding.CLOSING)
    if order is None:
        return None
    asked = PaymentInquiry(charge=order.key)
    return Order("payments", "close", order.key, asked)


def give_money_back(state: Unfiled) -> Order[CashReturned, ReturnRefused] | None:
    """Cash goes back the way it came (原路退款); the gateway knows the key."""
    refund = first_refund(state.payments)
    if refund is None or refund.original is None:
        return None
    back = MoneyBack(key=refund.key, charge=refund.original, amount=refund.amount)
    return Order("payments", "refund", back.key, back)


def tell_bill(
    state: Open | Splitting | PreSettled | Paying | PayUnknown,
) -> Tell:
    """The patient is told once that there is something to pay (缴费).

    He looks at the bill as it is then, so a newer version needs no other message.
    """
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.PAYMENT,
        event=f"bill:{state.event}",
        variables=Variables(org=state.org_name),
    )
    return Tell("notifier", "message", told.event, told)


def recall(state: Closed) -> Tell | None:
    """A bill that was paid elsewhere or withdrawn is not asked for any more.

    Money that is still on its way goes before it.
    """
    if any(r.is_open for r in state.payments):
        return None
    told = MessageRecalled(event=f"bill:{state.event}")
    return Tell("notifier", "recall", told.event, told)


def tell_refund(state: Refunded | PartiallyRefunded) -> Tell:
    """The patient is told that money went back (退费)."""
    partly = isinstance(state, PartiallyRefunded)
    rest = f":{state.bill.version}" if partly else ""
    told = MessageWanted(
        card=state.card,
        kind=MessageKind.REFUND,
        event=f"refund:{state.event}{rest}",
        variables=Variables(org=state.org_name),
    )
    return Tell("notifier", "message", told.event, told)


def tell_monitor(state: Open) -> Tell | None:
    """Another person's insurance credential is a risk event (YB-15, 17)."""
    if state.misuse is None:
        return None
    told = MisuseReport(
        card=state.card,
        org=state.bill.org,
        bill=state.bill.id,
        found_at=state.misuse.at,
        by=state.misuse.by,
    )
    key = f"{state.key}:misuse{state.misuse.attempt}"
    return Tell("monitor", "insurance-misuse", key, told)


def ask_a_person(state: ManualTask | HisPending | Discrepancy) -> Tell | None:
    """What cannot go on by itself becomes a task of the cashiers (人工待办)."""
    match state:
        case ManualTask():
            what, code = state.what, state.code
        case HisPending(by_hand=True):
            what, code = "POST_BY_HAND", state.code
        case Discrepancy(finding=str(code)):
            what = "DISCREPANCY"
        case _:
            return None
    task = FinanceTask(
        key=f"{state.key}:{what}",
        card=state.card,
        org=state.bill.org,
        bill=state.bill.id,
        what=what,
        code=code,
    )
    return Tell("billing", "task", task.key, task)


def ask_about_stuck(
    state: Open
    | Splitting
    | PreSettled
    | Paying
    | PayUnknown
    | CashPaid
    | Closed
    | Settled
    | HisPending
    | Refunded
    | PartiallyRefunded
    | Reconciled,
) -> Tell | None:
    """Money that came too late and could not go back is a task of the cashiers."""
    found = (r for r in state.payments if r.standing is PaymentStanding.STUCK)
    refund = next(found, None)
    if refund is None or refund.original is None:
        return None
    task = FinanceTask(
        key=f"{refund.key}:stuck",
        card=state.card,
        org=state.bill.org,
        bill=state.bill.id,
        what="LATE_MONEY",
        code=refund.code,
    )
    return Tell("billing", "task", task.key, task)


def on_card_cancelled(signal: CardCancelled) -> CardEnded:
    """A cancelled card pays nothing online; the debt stays with the HIS."""
    return CardEnded()


def on_death(signal: PersonDied) -> Died:
    """The same."""
    return Died()


WITH_THE_MONEY = (charge, close_order, give_money_back)
TOLD = (ask_a_person, ask_about_stuck, tell_monitor, tell_bill, recall, tell_refund)
