"""How the cash part is paid: once."""

from typing import TypeVar

from ehealthcard.rules.message_ids import message_id, second_of
from ehealthcard.rules.money_back import came, came_unwanted, closing, failed
from ehealthcard.rules.payment_records import PaymentRecord
from ehealthcard.workflow import Context

from .checks import By, To, require_current, require_payer
from .commands import Pay
from .model import Posting, SettlementPolicy
from .notices import Paid, PayFailed, PayTimeEnded, PayUnclear
from .rules import BILL_STALE, SPLIT_MISMATCH
from .settled_states import Settled
from .states import CashPaid, Numbered, Paying, PayUnknown, PreSettled

Waiting = TypeVar("Waiting", Paying, PayUnknown)


def pay(state: PreSettled, command: Pay, ctx: To) -> Paying | CashPaid:
    """One order over exactly the cash part of the version that was looked at.

    Where the insurance bears everything, nothing is charged and it settles at once.
    """
    require_payer(ctx.actor, ctx.facts, ctx.subject, ctx.policy)
    if command.version != state.bill.version:
        raise BILL_STALE.broken()
    require_current(state.bill, ctx.facts, ctx.subject)
    if command.amount != state.split.cash:
        raise SPLIT_MISMATCH.broken(names="psn_cash_pay")
    if command.account not in (None, state.split.account):
        raise SPLIT_MISMATCH.broken(names="acct_pay")
    number: dict[str, object] = {"msgid": None, "second": None}
    if state.coverage:
        medins = state.bill.medins
        number["msgid"] = message_id(medins, ctx.now, ctx.facts.taken)
        number["second"] = second_of(medins, ctx.now)
    if not state.split.cash:
        return state.to(CashPaid, refusal=None, **number)
    order = _order(state, command, ctx)
    return state.to(
        Paying,
        **number,
        payments=(*state.payments, order),
        charge=order.key,
        pay_until=ctx.now + ctx.policy.pay_within,
        refusal=None,
    )


def take_payment(state: Paying, command: Paid, ctx: By) -> CashPaid | Settled | Paying:
    """The gateway has the cash; the insured part follows, if there is one."""
    if command.answers != state.charge:
        return _unwanted(state, command, ctx)
    return _paid(state, command, ctx)


def find_payment(
    state: PayUnknown, command: Paid, ctx: By
) -> CashPaid | Settled | PayUnknown:
    """It was paid after all, before it could be closed."""
    if command.answers != state.charge:
        return _unwanted(state, command, ctx)
    return _paid(state, command, ctx)


def fail_payment(
    state: Paying, command: PayFailed, ctx: Context
) -> PreSettled | Paying:
    """The gateway has not, and will not; the parts stand, and a new order may go."""
    known = failed(state.payments, command.answers, command.code)
    if command.answers != state.charge:
        return state.model_copy(update={"payments": known})
    return state.to(PreSettled, payments=known, refusal=command.code)


def miss_payment(
    state: PayUnknown, command: PayFailed, ctx: Context
) -> PreSettled | PayUnknown:
    """It was not paid, and is closed now."""
    known = failed(state.payments, command.answers, command.code)
    if command.answers != state.charge:
        return state.model_copy(update={"payments": known})
    return state.to(PreSettled, payments=known, refusal=command.code)


def doubt_payment(
    state: Paying, command: PayUnclear, ctx: Context
) -> PayUnknown | Paying:
    """No answer: the gateway is asked what became of it, and it is never repeated."""
    if command.answers != state.charge:
        return state
    return _ended(state)


def stay_in_doubt(state: PayUnknown, command: PayUnclear, ctx: Context) -> PayUnknown:
    """Still no answer."""
    return state


def end_payment(state: Paying, command: PayTimeEnded, ctx: Context) -> PayUnknown:
    """Not paid in time: the order is closed, and the gateway says what came of it."""
    return _ended(state)


def settled(
    state: Numbered, ctx: Context[None, SettlementPolicy], **more: object
) -> Settled:
    """Return the settled bill."""
    return state.to(
        Settled,
        settled_at=ctx.now,
        posting=Posting(until=ctx.now + ctx.policy.post_within),
        files_at=ctx.now + ctx.policy.files_after,
        **more,
    )


def _ended(state: Paying) -> PayUnknown:
    return state.to(PayUnknown, payments=closing(state.payments, state.charge))


def _paid(state: Paying | PayUnknown, command: Paid, ctx: By) -> CashPaid | Settled:
    known = came(state.payments, command.answers, ctx.now, command.reference)
    if state.coverage:
        return state.to(CashPaid, payments=known, refusal=None)
    return settled(state, ctx, payments=known, refusal=None)


def _unwanted(state: Waiting, command: Paid, ctx: By) -> Waiting:
    known = came_unwanted(state.payments, command.answers, ctx.now, command.reference)
    return state.model_copy(update={"payments": known})


def _order(state: PreSettled, command: Pay, ctx: To) -> PaymentRecord:
    """Return the order; its key is the bill's version, and which try of it."""
    before = [r for r in state.payments if r.key.startswith(f"{state.key}:p")]
    return PaymentRecord(
        key=f"{state.key}:p{len(before) + 1}",
        org=state.bill.org,
        voucher=state.bill.key,
        card=state.card,
        amount=state.split.cash,
        terminal=command.terminal,
        source=ctx.actor.channel.value,
        method=command.method,
        asked_at=ctx.now,
    )
