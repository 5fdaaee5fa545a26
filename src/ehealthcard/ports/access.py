"""What several services must know before somebody looks at a holder's affairs."""

from ehealthcard.rules.access import AccessFacts, AccessStanding, GrantSeen
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
            GrantSeen(
                delegate=state.delegate,
                scopes=state.scopes,
                sensitive=state.sensitive,
                by_guardian=state.by_guardian,
                until=state.until,
                classes=state.classes,
            )
            for service in ("access-grant", "family-bond")
            for state in ask.related(CARD, ask.subject, service)
            if isinstance(state, AccessStanding)
        ),
    )
