"""What several rules ask for before they move anything."""

from datetime import datetime

from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import CardCancelledError, CardNotFoundError
from ehealthcard.identity import CardStatus
from ehealthcard.ports import BillStanding, HisBill
from ehealthcard.rules.bills import Bill
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Actor, Context

from .model import BillFacts, CoverageFacts, SettlementPolicy
from .rules import (
    BILL_OTHER_PERSON,
    BILL_PAID,
    BILL_STALE,
    BILL_UNKNOWN,
    BILLING_SILENT,
    GUARDIAN_CONSENT_REQUIRED,
    OTHER_PERSON,
)

To = Context[BillFacts, SettlementPolicy]
By = Context[None, SettlementPolicy]
HIS = ("his", "cashier", "registrar", "staff")
CASHIERS = ("cashier", "registrar", "staff")
DEPARTMENT = ("department", "doctor", "pharmacist")
FINANCE = ("finance",)


def require_payer(
    actor: Actor,
    facts: BillFacts | CoverageFacts,
    subject: str,
    policy: SettlementPolicy,
) -> None:
    """Refuse who may not act for the patient, and cards that are not active.

    A cashier acts at the window for whoever stands there: a lost card keeps nobody
    from paying. Below the policy's age the guardian acts; whom the patient has let pay
    pays for him (授权代缴).
    """
    if not actor.roles.isdisjoint(CASHIERS):
        require_known(facts.status)
        return
    require_active(facts.status)
    if actor.holder is None or actor.holder == facts.guardian or facts.stands_in:
        return
    if actor.holder != subject:
        raise OTHER_PERSON.broken()
    if facts.age is not None and facts.age < policy.alone_from_age:
        raise GUARDIAN_CONSENT_REQUIRED.broken()


def require_known(status: CardStatus | None) -> None:
    """Refuse a card that is not there any more; a lost one is no reason."""
    if status is None:
        raise CardNotFoundError
    if status is CardStatus.CANCELLED:
        raise CardCancelledError


def require_current(bill: Bill, facts: BillFacts, subject: str) -> None:
    """Refuse unless the HIS has the bill, of this patient, unpaid and unchanged."""
    found = at_his(facts)
    if found is None:
        return
    if found.card != subject:
        raise BILL_OTHER_PERSON.broken()
    if found.standing is not BillStanding.UNPAID:
        raise BILL_PAID.broken()
    if (found.bill.version, found.bill.digest) != (bill.version, bill.digest):
        raise BILL_STALE.broken()


def at_his(facts: BillFacts) -> HisBill | None:
    """Return the bill as the HIS has it; ``None`` where no HIS is plugged in."""
    if not facts.is_asked:
        return None
    if facts.is_silent:
        raise BILLING_SILENT.broken()
    if facts.at_his is None:
        raise BILL_UNKNOWN.broken()
    return facts.at_his


def shown(moment: datetime) -> str:
    """Return a moment as a Chinese reader expects it."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
