"""What several services must know before somebody looks at a holder's affairs."""

from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.rules.access import (
    AccessFacts,
    AccessStanding,
    GrantScope,
    Grounds,
    grant_of,
    resident_grounds,
)

from .inquiry import Inquiry


def access_facts(ask: Inquiry) -> AccessFacts:
    """Look at the cards of the holder and of who looks, at guardian and grants."""
    holder, who = ask.holder(), ask.actor.holder
    viewer = ask.holder(who) if who else None
    return AccessFacts(
        status=holder and holder.status,
        age=holder and holder.age,
        guardian=holder and holder.guardian,
        by_court=holder is not None and holder.by_court,
        viewer=viewer and viewer.status,
        grants=tuple(
            grant_of(state, ask.standing_in(SubjectId(state.delegate)))
            for service in ("access-grant", "family-bond")
            for state in ask.given(ask.subject, service)
            if isinstance(state, AccessStanding)
        ),
    )


def is_he(ask: Inquiry, one: str | None) -> bool:
    """Whether who acts is somebody who was written down, by whichever of his cards."""
    who = ask.actor.holder
    if who is None or one is None:
        return False
    return ask.answering(SubjectId(one)) == who


def stands_in(ask: Inquiry, scope: GrantScope) -> bool:
    """Whether who acts may do so in the holder's stead, as far as *scope* goes.

    See :func:`in_stead`.

    Raises:
        CardError: Who acts for somebody else has no active card.
        RuleViolationError: He is doubted.

    """
    return in_stead(ask, scope) is not None


def in_stead(ask: Inquiry, scope: GrantScope) -> Grounds | None:
    """Return why who acts may do so in the holder's stead, as far as *scope* goes.

    A minor's guardian, an adult's by a court order, or whom the holder has let do it
    (授权代办); each with an active card. The holder himself stands in for nobody.
    Somebody else may have a ground of his own, such as that he booked: whatever it is,
    he has no use of it with a lost card, or while he is doubted.

    Raises:
        CardError: Who acts for somebody else has no active card.
        RuleViolationError: He is doubted.

    """
    who = ask.actor.holder
    another = who != ask.subject
    if who and another and who not in ask.one_person(ask.subject):
        ask.standing_in(who)
    facts = access_facts(ask)
    if facts.viewer is not CardStatus.ACTIVE:
        return None
    found = resident_grounds(ask.actor, ask.subject, facts, scope, ask.now)
    return found if found in (Grounds.GUARDIAN, Grounds.DELEGATE) else None


def is_delegate(ask: Inquiry, scope: GrantScope) -> bool:
    """Whether who acts does so by a grant alone, and is not the holder's guardian.

    Raises:
        CardError: Who acts for somebody else has no active card.
        RuleViolationError: He is doubted.

    """
    return in_stead(ask, scope) is Grounds.DELEGATE
