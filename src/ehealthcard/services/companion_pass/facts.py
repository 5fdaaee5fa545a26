"""How patient, companion and bedside are looked at."""

from ehealthcard.identity import SubjectId
from ehealthcard.ports.inquiry import Inquiry
from ehealthcard.ports.patients import patient_of
from ehealthcard.rules.stays import StayStanding
from ehealthcard.workflow import CARD, State

from .model import GateFacts, PassFacts, SeatTaken, StaySeen, SuccessorSeen
from .states import Excluded, Pass, PendingReplacement

NAME = "companion-pass"
STAY = "inpatient-certificate"


def pass_facts(ask: Inquiry) -> PassFacts:
    """Look at the stay, at the passes of its bedside, and at the companion."""
    companion, stay = ask.holder(), _stay(ask)
    own = getattr(ask.state, "pass_id", None)
    passes = [s for s in ask.related(CARD, ask.subject, NAME) if _other(s, own)]
    stays = ask.related(CARD, ask.subject, STAY)
    beside = list(ask.related("admission", _admission(ask), NAME))
    return PassFacts(
        patient=patient_of(ask, SubjectId(stay.card)) if stay else None,
        stay=stay and _seen(stay),
        companion=companion and companion.status,
        seats=tuple(s for state in beside if (s := _seat(state, own))),
        elsewhere=any(isinstance(s, Pass) and s.is_live for s in passes),
        excluded=any(isinstance(s, Excluded) and s.org == _org(ask) for s in passes),
        inpatient=any(isinstance(s, StayStanding) for s in stays),
        successors=tuple(
            _successor(ask, s)
            for s in beside
            if isinstance(s, PendingReplacement) and s.replaces == own
        ),
    )


def gate_facts(ask: Inquiry) -> GateFacts:
    """Look at the companion's card."""
    holder = ask.holder()
    return GateFacts(status=holder and holder.status)


def _admission(ask: Inquiry) -> str:
    for source in (ask.state, ask.command):
        found = getattr(source, "admission", None)
        if isinstance(found, str):
            return found
    return ""


def _org(ask: Inquiry) -> str:
    return _admission(ask).partition(":")[0]


def _stay(ask: Inquiry) -> StayStanding | None:
    for state in ask.related("admission", _admission(ask), STAY):
        if isinstance(state, StayStanding):
            return state
    return None


def _seen(stay: StayStanding) -> StaySeen:
    return StaySeen(
        org=stay.org,
        ward=stay.ward,
        bed=stay.bed,
        emergency=stay.emergency,
        companions=stay.companions,
        care=stay.care,
        order=stay.companion_order,
    )


def _other(state: State, own: str | None) -> bool:
    return getattr(state, "pass_id", None) != own


def _seat(state: State, own: str | None) -> SeatTaken | None:
    seat, name = getattr(state, "seat", None), getattr(state, "pass_id", "")
    holds = isinstance(state, Pass) and state.is_live and name != own
    if not holds or not isinstance(seat, int):
        return None
    return SeatTaken(pass_id=name, seat=seat)


def _successor(ask: Inquiry, state: PendingReplacement) -> SuccessorSeen:
    holder = ask.holder(SubjectId(state.card))
    return SuccessorSeen(
        pass_id=state.pass_id, test=state.test, card=holder and holder.status
    )
