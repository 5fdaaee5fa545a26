"""How a refund is asked for, approved, and begun."""

from ehealthcard.rules.message_ids import message_id, second_of
from ehealthcard.rules.splitting import all_cash
from ehealthcard.workflow import Context

from .checks import DEPARTMENT, By, To, at_his, require_payer
from .commands import ApproveRefund, DeclineRefund, RequestRefund
from .model import BillFacts, RefundPlan
from .notices import ItemsWithdrawn, WithdrawRefused
from .returning import return_all, return_part
from .rules import (
    BILL_NOT_POSTED,
    BILLING_SILENT,
    ITEM_EXECUTED,
    ITEM_UNKNOWN,
    SELF_APPROVAL,
)
from .settled_states import (
    PartiallyRefunded,
    Reconciled,
    RefundAsked,
    Refunding,
    Returning,
    Settled,
    Withdrawing,
)

RESTS: dict[str, type[Settled | Reconciled | PartiallyRefunded]] = {
    c.__name__: c for c in (Settled, Reconciled, PartiallyRefunded)
}


def request_refund(
    state: Settled | Reconciled | PartiallyRefunded, command: RequestRefund, ctx: To
) -> RefundAsked:
    """For items of the bill that were neither carried out nor dispensed."""
    require_payer(ctx.actor, ctx.facts, ctx.subject, ctx.policy)
    if state.posting.posted_at is None:
        raise BILL_NOT_POSTED.broken()
    items, known = command.items, {i.id for i in state.bill.items}
    if len(set(items)) != len(items) or not known.issuperset(items):
        raise ITEM_UNKNOWN.broken()
    _require_unexecuted(items, ctx.facts)
    plan = RefundPlan(
        key=f"{state.key}:r{ctx.now.timestamp():.6f}",
        items=items,
        reason=command.reason,
        asked_by=ctx.actor.id,
        asked_at=ctx.now,
        back_to=type(state).__name__,
        remaining=state.bill.without(items),
    )
    return state.to(RefundAsked, plan=plan, refusal=None)


def approve_refund(state: RefundAsked, command: ApproveRefund, ctx: To) -> Withdrawing:
    """The department lets it go back; nobody approves what he asked for."""
    ctx.require(*DEPARTMENT)
    if ctx.actor.id == state.plan.asked_by:
        raise SELF_APPROVAL.broken()
    _require_unexecuted(state.plan.items, ctx.facts)
    more: dict[str, object] = {"approved_by": ctx.actor.id}
    second = None
    if state.insurance:
        medins, taken = state.bill.medins, ctx.facts.taken
        second = second_of(medins, ctx.now)
        reverse_id = message_id(medins, ctx.now, taken)
        settle_id = message_id(medins, ctx.now, (*taken, reverse_id))
        more |= {"reverse_id": reverse_id, "settle_id": settle_id}
    plan = state.plan.model_copy(update=more)
    return state.to(Withdrawing, plan=plan, second=second)


def decline_refund(
    state: RefundAsked, command: DeclineRefund, ctx: Context
) -> Settled | Reconciled | PartiallyRefunded:
    """The department does not; everything stays as it was."""
    ctx.require(*DEPARTMENT)
    return state.to(RESTS[state.plan.back_to], refusal="REFUND_DECLINED")


def withdraw(
    state: Withdrawing, command: ItemsWithdrawn, ctx: By
) -> Refunding | Returning | PartiallyRefunded:
    """The HIS keeps the items; the insurance goes first, or the cash at once."""
    if state.insurance:
        return state.to(Refunding)
    remaining = state.plan.remaining
    if remaining is None:
        return return_all(state, ctx)
    return return_part(state, remaining, all_cash(remaining.total), ctx)


def fail_to_withdraw(
    state: Withdrawing, command: WithdrawRefused, ctx: Context
) -> Settled | Reconciled | PartiallyRefunded:
    """Something was carried out meanwhile; everything stays as it was."""
    return state.to(RESTS[state.plan.back_to], refusal=command.code)


def _require_unexecuted(items: tuple[str, ...], facts: BillFacts) -> None:
    found = at_his(facts)
    if found is None:
        raise BILLING_SILENT.broken()
    if not set(found.executed).isdisjoint(items):
        raise ITEM_EXECUTED.broken()
