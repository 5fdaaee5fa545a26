"""How settlements are compared with the insurance's books, and filed."""

from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.statements import StatementScope
from ehealthcard.workflow import Context

from .checks import FINANCE
from .commands import FixDiscrepancy, Reconcile
from .notices import DetailKnown, DetailMissing, TimeToFile
from .rules import BILL_NOT_POSTED, DETAIL_PENDING, NOT_INSURED, STATEMENT_OTHER
from .settled_states import (
    Discrepancy,
    Filed,
    PartiallyRefunded,
    Reconciled,
    Refunded,
    Settled,
)
from .states import Closed


def reconcile(
    state: Settled | PartiallyRefunded, command: Reconcile, ctx: Context
) -> Reconciled | Discrepancy:
    """The totals of its day and kind are equal (3201), or it is looked at (3202)."""
    ctx.require(*FINANCE)
    if state.posting.posted_at is None:
        raise BILL_NOT_POSTED.broken()
    _require_in(state, command.scope)
    if command.ours == command.theirs:
        return state.to(Reconciled, refusal=None)
    return state.to(Discrepancy, scope=command.scope)


def compare(
    state: Discrepancy, command: DetailKnown, ctx: Context
) -> Reconciled | Discrepancy:
    """The detail agrees, so the difference lies elsewhere; or it must be set right."""
    if command.line.agrees_with(state.split):
        return state.to(Reconciled)
    return state.model_copy(update={"finding": "DIFFERS"})


def miss_detail(
    state: Discrepancy, command: DetailMissing, ctx: Context
) -> Discrepancy:
    """The insurance has no such settlement; it must be set right."""
    return state.model_copy(update={"finding": "MISSING"})


def fix(state: Discrepancy, command: FixDiscrepancy, ctx: Context) -> Reconciled:
    """Somebody of the finance department set the difference right."""
    ctx.require(*FINANCE)
    if state.finding is None:
        raise DETAIL_PENDING.broken()
    return state.to(Reconciled, fixed_by=ctx.actor.id, note=command.note)


def file_settled(
    state: Settled | PartiallyRefunded | Reconciled, command: TimeToFile, ctx: Context
) -> Filed:
    """Nothing more is to come; what was paid stays on record."""
    return state.to(Filed, outcome=type(state).__name__)


def file_unpaid(state: Refunded | Closed, command: TimeToFile, ctx: Context) -> Filed:
    """Nothing more is to come; nothing is paid."""
    return state.to(Filed, outcome=type(state).__name__)


def _require_in(state: Settled | PartiallyRefunded, scope: StatementScope) -> None:
    done = state.insurance
    if done is None:
        raise NOT_INSURED.broken()
    day = day_of(done.setl_time)
    inside = scope.stmt_begndate <= day <= scope.stmt_enddate
    kind = (done.insutype, done.clr_type) == (scope.insutype, scope.clr_type)
    if not (inside and kind and scope.institution == state.bill.medins):
        raise STATEMENT_OTHER.broken()
