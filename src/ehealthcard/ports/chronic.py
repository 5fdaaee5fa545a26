"""What chronic screening and chronic care must know of a holder."""

from ehealthcard.codesets import Sex
from ehealthcard.rules.chronic.standing import (
    CareStanding,
    ChronicFacts,
    DoubtStanding,
)
from ehealthcard.workflow import CARD

from .inquiry import Inquiry


def chronic_facts(ask: Inquiry) -> ChronicFacts:
    """Look at the holder's card, and for what he is cared for already."""
    holder = ask.holder()
    return ChronicFacts(
        status=holder and holder.status,
        age=holder and holder.age,
        sex=holder.sex if holder else Sex.UNKNOWN,
        guardian=holder and holder.guardian,
        by_court=holder is not None and holder.by_court,
        managed=tuple(
            state.disease
            for state in ask.related(CARD, ask.subject, "chronic-care")
            if isinstance(state, CareStanding)
        ),
        suspected=tuple(
            state.disease
            for state in ask.related(CARD, ask.subject, "chronic-screening")
            if isinstance(state, DoubtStanding)
        ),
    )
