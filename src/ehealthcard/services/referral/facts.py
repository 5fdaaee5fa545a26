"""Looking at the patient, earlier referrals and the receiving side."""

from collections.abc import Iterator

from ehealthcard.codesets import Sex
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.models import Moment
from ehealthcard.ports import Inquiry, SlotOffer, wired
from ehealthcard.ports.access import is_delegate
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.referring import ReferralRemembered
from ehealthcard.workflow import CARD

from .commands import Accept, Arrive, Send, TakeInEmergency
from .model import Recent, ReferralFacts, ReferralPolicy
from .states import Accepted, Directed, Formed, InCare


def referral_facts(ask: Inquiry) -> ReferralFacts:
    """Look at cards, guardian, grants, earlier referrals, the slot and the places."""
    holder, who = ask.holder(), ask.actor.holder
    viewer = ask.holder(who) if who else None
    offer, is_silent = _offer(ask)
    return ReferralFacts(
        status=holder and holder.status,
        age=holder and holder.age,
        sex=holder.sex if holder else Sex.UNKNOWN,
        guardian=holder and holder.guardian,
        by_court=holder is not None and holder.by_court,
        delegated=is_delegate(ask, GrantScope.REFERRAL),
        viewer=viewer and viewer.status,
        recent=tuple(_recent(ask)),
        offer=offer,
        is_silent=is_silent,
        expected=_expected(ask),
        scanned=_scanned(ask),
    )


def _offer(ask: Inquiry) -> tuple[SlotOffer | None, bool]:
    command, slot = ask.command, None
    if isinstance(command, Send):
        slot = command.slot
    elif isinstance(command, Accept):
        slot = command.arrangement.slot
    if slot is None:
        return None, False
    schedule = wired(ask.ports.scheduling, "scheduling")
    try:
        return schedule.slot(slot), False
    except OutsideUnavailableError:
        return None, True


def _recent(ask: Inquiry) -> Iterator[Recent]:
    for state in ask.related(CARD, ask.subject, "referral-follow-up"):
        if isinstance(state, ReferralRemembered) and not state.dropped:
            yield Recent(
                number=state.referral, illness=state.illness, issued_at=state.issued_at
            )
    for state in ask.related(CARD, ask.subject, "referral"):
        if isinstance(state, InCare):
            yield Recent(
                number=state.number,
                illness="",
                issued_at=state.arrived_at,
                target=state.org,
            )
        elif isinstance(state, Formed):
            yield Recent(
                number=state.number,
                illness=state.illness,
                issued_at=state.form.issued_at,
            )


def _expected(ask: Inquiry) -> int:
    """Count the accepted patients on their way to where this one is to go."""
    state = ask.state
    if not isinstance(state, Directed) or not isinstance(ask.command, Accept):
        return 0
    found = ask.related("referral-target", state.receiver, "referral")
    return sum(isinstance(other, Accepted) for other in found)


def _scanned(ask: Inquiry) -> Moment | None:
    """Return when this patient's card was scanned at the actor's institution."""
    command, policy = ask.command, ask.policy
    if not isinstance(command, (Arrive, TakeInEmergency)) or command.scan is None:
        return None
    use = ask.use(command.scan)
    if use is None or use.subject != ask.subject or use.org != ask.actor.org:
        return None
    fresh = isinstance(policy, ReferralPolicy) and policy.scan_within
    is_fresh = fresh and ask.now - fresh <= use.at <= ask.now
    return use.at if is_fresh and use.outcome == "OK" else None
