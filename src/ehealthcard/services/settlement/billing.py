"""How a bill is shown, changes, and is taken back before it is paid."""

from ehealthcard.rules.payment_records import abandoned
from ehealthcard.workflow import Context

from .checks import HIS, By, To, require_current, require_known
from .commands import ChangeItems, Close, Publish
from .notices import CardEnded, Died
from .rules import BILL_STALE, NOTHING_DUE
from .states import Closed, Open, Paying, PayUnknown, PreSettled, Splitting

REASONS = {CardEnded: "CARD_CANCELLED", Died: "DIED"}


def publish(state: None, command: Publish, ctx: To) -> Open:
    """The HIS has unpaid items; an emergency is treated first and pays later."""
    ctx.require(*HIS)
    require_known(ctx.facts.status)
    if not command.bill.total:
        raise NOTHING_DUE.broken()
    require_current(command.bill, ctx.facts, ctx.subject)
    first = "TREAT_FIRST" if ctx.policy.treat_first else None
    return Open(
        card=ctx.subject,
        org_name=command.org_name,
        bill=command.bill,
        opened_at=ctx.now,
        treat_first="EMERGENCY" if command.emergency else first,
    )


def change_items(
    state: Open | Splitting | PreSettled | Paying | PayUnknown,
    command: ChangeItems,
    ctx: Context,
) -> Open:
    """The HIS recalculated: the split is void, a payment under way is closed or back.

    Only a newer version counts, so a message that comes twice or too late changes
    nothing.
    """
    ctx.require(*HIS)
    new, old = command.bill, state.bill
    if (new.org, new.id) != (old.org, old.id) or new.version <= old.version:
        raise BILL_STALE.broken()
    if not new.total:
        raise NOTHING_DUE.broken()
    return state.to(
        Open,
        bill=new,
        payments=abandoned(state.payments),
        refusal=None,
        misuse=None,
    )


def close(
    state: Open | Splitting | PreSettled | Paying | PayUnknown,
    command: Close | CardEnded | Died,
    ctx: By,
) -> Closed:
    """Paid elsewhere, withdrawn, or the holder's card has ended: nothing is due here.

    A payment under way is closed; what comes of it goes back.
    """
    if isinstance(command, Close):
        ctx.require(*HIS)
        reason: str = command.reason
    else:
        reason = REASONS[type(command)]
    return state.to(
        Closed,
        reason=reason,
        payments=abandoned(state.payments),
        files_at=ctx.now + ctx.policy.files_after,
    )
