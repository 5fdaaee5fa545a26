"""What the desk looks up before a rule runs."""

from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.ports import HisBill, Inquiry, wired
from ehealthcard.ports.access import stands_in
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.bills import Bill
from ehealthcard.rules.message_ids import second_of
from ehealthcard.rules.standing import InsuranceStanding
from ehealthcard.workflow import CARD

from .commands import ApproveRefund, ChooseInsurance, ChooseSelf, Pay
from .model import BillFacts, CoverageFacts
from .settled_states import Withdrawing
from .states import Billed, Numbered


def bill_facts(ask: Inquiry) -> BillFacts:
    """Look at the holder, and at the bill in the HIS where it matters."""
    holder = ask.holder()
    at_his, is_silent = _at_his(ask)
    return BillFacts(
        status=holder and holder.status,
        age=holder and holder.age,
        guardian=holder and holder.guardian,
        stands_in=stands_in(ask, GrantScope.PAYING),
        is_asked=ask.ports.billing is not None,
        is_silent=is_silent,
        at_his=at_his,
        taken=_taken(ask),
    )


def coverage_facts(ask: Inquiry) -> CoverageFacts:
    """Look at the holder, and ask the insurance whose credential it is (1101)."""
    holder, insurance, command = ask.holder(), ask.ports.insurance, ask.command
    found, is_silent = None, insurance is None
    if isinstance(command, ChooseInsurance):
        platform = wired(insurance, "insurance")
        try:
            found = platform.person(ask.subject, command.credential)
        except OutsideUnavailableError:
            is_silent = True
    standings = [
        s.suspended_until
        for s in ask.related(CARD, ask.subject, "insurance-suspension")
        if isinstance(s, InsuranceStanding) and s.suspended_until
    ]
    return CoverageFacts(
        status=holder and holder.status,
        age=holder and holder.age,
        guardian=holder and holder.guardian,
        stands_in=stands_in(ask, GrantScope.PAYING),
        is_silent=is_silent,
        insured=found,
        suspended_until=max(standings, default=None),
    )


def _at_his(ask: Inquiry) -> tuple[HisBill | None, bool]:
    bill, billing = _bill(ask), ask.ports.billing
    if billing is None or bill is None or isinstance(ask.command, ChooseSelf):
        return None, False
    try:
        return billing.bill(bill.org, bill.id), False
    except OutsideUnavailableError:
        return None, True


def _bill(ask: Inquiry) -> Bill | None:
    if isinstance(ask.state, Billed):
        return ask.state.bill
    found = getattr(ask.command, "bill", None)
    return found if isinstance(found, Bill) else None


def _taken(ask: Inquiry) -> tuple[str, ...]:
    """Return the message numbers that other bills have of this very second."""
    bill = _bill(ask)
    if bill is None or not isinstance(ask.command, (Pay, ApproveRefund)):
        return ()
    second = second_of(bill.medins, ask.now)
    found: list[str | None] = []
    for state in ask.related("message-second", second, "settlement"):
        if isinstance(state, Numbered):
            found.append(state.msgid)
        if isinstance(state, Withdrawing):
            found += [state.plan.reverse_id, state.plan.settle_id]
    return tuple(n for n in found if n)
