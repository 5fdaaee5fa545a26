"""What several services must know before somebody looks at a holder's affairs."""

from ehealthcard.identity import SubjectId
from ehealthcard.rules.access import AccessFacts, AccessStanding, grant_of
from ehealthcard.workflow import CARD

from .inquiry import Inquiry


def access_facts(ask: Inquiry) -> AccessFacts:
    """Look at the cards of the holder and of who looks, at guardian and grants."""
    holder, who = ask.holder(), ask.actor.holder
    viewer = ask.holder(who) if who else None
    return AccessFacts(
        status=holder and holder.status,
        age=holder and holder.age,
        guardian=holder and holder.guardian,
        viewer=viewer and viewer.status,
        grants=tuple(
            grant_of(state, ask.answering(SubjectId(state.delegate)))
            for service in ("access-grant", "family-bond")
            for state in ask.related(CARD, ask.subject, service)
            if isinstance(state, AccessStanding)
        ),
    )
