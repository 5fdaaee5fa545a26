"""Nobody has two of what there is one of, by two cards (一人一份)."""

from ehealthcard.errors import ClaimTakenError
from ehealthcard.rules import emergency
from ehealthcard.rules.access import AccessStanding
from ehealthcard.rules.consents import ConsentStanding
from ehealthcard.rules.standing import MessagesWelcome, SeniorAgentStanding
from ehealthcard.rules.vouchers import VoucherStanding
from ehealthcard.workflow import State

from .live import AnyWorkflow, Live, claims_of
from .retired import of_person, one_person
from .work import Work

GIVEN = (
    AccessStanding,
    ConsentStanding,
    MessagesWelcome,
    SeniorAgentStanding,
    VoucherStanding,
    emergency.ConsentStanding,
)
"""What somebody gives with a card: of a retired one it is given anew with the card that
stays; see :meth:`ehealthcard.ports.Inquiry.given`."""


def require_one_each(work: Work, was: Live, live: Live) -> None:
    """Refuse a claim that another card of the same person has taken.

    A claim that names a card, such as one stay or one health record, is the person's,
    but the cards' cases have claimed under their own names, and go on. So whatever a
    command claims anew is held against what the cases of the person's other cards would
    claim if they were this card's. Only what people ask is: nothing that happens is
    stopped by it.

    Raises:
        ClaimTakenError: Another card of the holder has it.

    """
    w, subject = live.workflow, live.subject
    fresh = claims_of(w, live.state) - claims_of(w, was.state)
    if not fresh:
        return
    events = [e for e in of_person(work, subject) if e.workflow == w.name]
    others = [e for e in events if e.subject != subject]
    mine = one_person(work, subject) if others else ()
    for event in others:
        state = work.elapsed(work.load(event)) if event.subject in mine else None
        if state is None or isinstance(state, GIVEN):
            continue
        if fresh & _claimed_by(w, state, event.subject, subject):
            raise ClaimTakenError


def _claimed_by(w: AnyWorkflow, state: State, card: str, other: str) -> frozenset[str]:
    """Return what *state* would claim if it were *other*'s instead of *card*'s."""
    renamed = state.to_json().replace(card.encode(), other.encode())
    return claims_of(w, type(state).from_json(renamed))
