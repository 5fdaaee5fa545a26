"""What care for mothers and children must know of a holder."""

from ehealthcard.codesets import Sex
from ehealthcard.rules.maternal.standing import (
    ChildFacts,
    ChildProposed,
    ChildStanding,
    MaternalFacts,
    MaternalStanding,
)
from ehealthcard.workflow import CARD

from .inquiry import Inquiry


def maternal_facts(ask: Inquiry) -> MaternalFacts:
    """Look at the card, and for a pregnancy that is looked after already."""
    holder = ask.holder()
    known = ask.related(CARD, ask.subject, "pregnancy")
    return MaternalFacts(
        status=holder and holder.status,
        age=holder and holder.age,
        sex=holder.sex if holder else Sex.UNKNOWN,
        expecting=any(isinstance(state, MaternalStanding) for state in known),
    )


def child_facts(ask: Inquiry) -> ChildFacts:
    """Look at the child's card, and whether it is looked after already."""
    holder = ask.holder()
    known = tuple(ask.related(CARD, ask.subject, "child-health"))
    return ChildFacts(
        status=holder and holder.status,
        birth=holder and holder.birth_date,
        enrolled=any(isinstance(state, ChildStanding) for state in known),
        proposed=any(isinstance(state, ChildProposed) for state in known),
    )
