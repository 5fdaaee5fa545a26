"""Who may do what with a certificate."""

from ehealthcard.rules.standing import require_active
from ehealthcard.rules.vouchers import ActsAs, acts_for
from ehealthcard.rules.ward_tests import is_fresh
from ehealthcard.workflow import AnyContext, Context

from .commands import Admit, Supply
from .model import (
    INSURED,
    CertificateFacts,
    CertificatePolicy,
    QueueFacts,
)
from .rules import (
    DEPOSIT_MISSING,
    IDENTITY_UNCHECKED,
    NO_VOUCHER,
    OTHER_HOSPITAL,
    TEST_MISSING,
    VOUCHER_UNSEEN,
)
from .states import Prepared, Staying

To = Context[CertificateFacts, CertificatePolicy]
By = Context[None, CertificatePolicy]
Rank = Context[QueueFacts, CertificatePolicy]
DOCTORS = ("doctor",)
OFFICE = ("registrar", "staff", "nurse", "doctor")
"""Who admits (住院处、病区)."""

WARD = ("nurse", "doctor")
GATES = ("terminal", "guard", "nurse", "staff")


def require_here(ctx: AnyContext, org: str, *roles: str) -> None:
    """Refuse who is not staff of this hospital with one of *roles*."""
    ctx.require(*roles)
    if ctx.actor.org != org:
        raise OTHER_HOSPITAL.broken()


def require_acting(org: str, ctx: To) -> ActsAs:
    """Return as whom somebody acts; refuse who may not.

    Staff of the hospital act on paper, for whoever has no phone (guide, introduction).
    """
    actor = ctx.actor
    as_staff = actor.org == org and not actor.roles.isdisjoint(OFFICE)
    if actor.holder is None and as_staff:
        return ActsAs.STAFF
    acting = acts_for(actor, ctx.facts.patient)
    if acting is None:
        raise NO_VOUCHER.broken()
    require_active(ctx.facts.patient.status)
    return acting


def supplied(state: Prepared | Staying, command: Admit | Supply) -> dict[str, object]:
    """Return the fields that *command* adds to what was brought before."""
    deposit = (command.deposit,) if command.deposit else ()
    known = {d.receipt for d in state.deposits}
    fresh = tuple(d for d in deposit if d.receipt not in known)
    return {
        "deposits": (*state.deposits, *fresh),
        "exemption": command.exemption or state.exemption,
        "test": command.test or state.test,
    }


def require_admissible(brought: Prepared, command: Admit, ctx: To) -> None:
    """Refuse an ordinary admission that lacks something."""
    if brought.identity_checked_by is None:
        raise IDENTITY_UNCHECKED.broken()
    if not is_paid(brought, ctx.policy):
        raise DEPOSIT_MISSING.broken()
    if not is_fresh(brought.test, ctx.policy.test_within, ctx.now):
        raise TEST_MISSING.broken()
    if brought.registered.data.payer in INSURED and not command.voucher_shown:
        raise VOUCHER_UNSEEN.broken()


def is_paid(brought: Prepared | Staying, policy: CertificatePolicy) -> bool:
    """Return whether the deposit is there, or not needed."""
    if brought.exemption or not policy.deposit_required:
        return True
    paid = sum(d.amount for d in brought.deposits)
    return bool(brought.deposits) and paid >= policy.least_deposit
