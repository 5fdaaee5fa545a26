"""Whose cards have become one, and which of them stays (合并前后的卡)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ehealthcard.identity import SubjectId
from ehealthcard.ports import Storage
from ehealthcard.services.foundation.card_merge import (
    Merged,
    PartingAsked,
    card_merge,
)
from ehealthcard.workflow import CARD, Event

if TYPE_CHECKING:
    from .work import Work

RETIRED = "retired-card"
"""The link by which a card that was merged into another is found."""

SURVIVING = "surviving-card"
"""The link by which the cards are found that were merged into one."""

HOLDS = frozenset({Merged.__name__, PartingAsked.__name__})
"""States in which a merge holds."""

OF_PEOPLE = frozenset({"carer", "delegate", "senior-agent", "voucher-holder"})
"""Links besides the card's own whose value is a card's subject."""


def survivor(storage: Storage, subject: SubjectId) -> SubjectId:
    """Return whose card stays in the place of *subject*'s; mostly its own."""
    while found := storage.related(RETIRED, subject):
        subject = found[0].subject  # a merge is the case of the card that stays
    return subject


def everybody(
    work: "Work", subject: SubjectId, states: frozenset[str] = HOLDS
) -> tuple[SubjectId, ...]:
    """Return *subject* and whose cards have retired in its favour.

    Only by merges that are in one of *states*.
    """
    found, todo = [subject], [subject]
    while todo:
        for event in work.storage.related(SURVIVING, todo.pop()):
            state = work.load(event).state
            if isinstance(state, Merged) and event.state in states:
                one = SubjectId(state.retired)
                if one not in found:
                    found.append(one)
                    todo.append(one)
    return tuple(found)


def one_person(work: "Work", subject: SubjectId) -> tuple[SubjectId, ...]:
    """Return whose cards are of the same person, that of the card that stays first.

    Most people have one card, and that is seen in one look.
    """
    if not work.storage.count_related(RETIRED, subject, or_kind=SURVIVING):
        return (subject,)
    return everybody(work, survivor(work.storage, subject))


def vouched(work: "Work", subject: SubjectId) -> tuple[SubjectId, ...]:
    """Return whose cards are of the same person, and nobody has asked to part them."""
    undoubted, stays = frozenset({Merged.__name__}), subject
    while found := work.storage.related(RETIRED, stays):
        if found[0].state not in undoubted:
            break
        stays = found[0].subject
    return everybody(work, stays, undoubted)


def of_person(work: "Work", subject: SubjectId, kind: str = CARD) -> Iterator[Event]:
    """Yield what is open by a link to any card of the person whose *subject* is.

    A merge is linked to both of its cards, so of somebody with one card nothing more
    is looked up than his own cases. What names several of his cards comes once.
    """
    if kind == CARD:
        own = work.storage.related(CARD, subject)
        if not any(map(_is_merge, own)):
            yield from own
            return
    seen = set[str]()
    for whose in one_person(work, subject):
        for event in work.storage.related(kind, whose):
            if event.case not in seen:
                seen.add(event.case)
                yield event


def _is_merge(event: Event) -> bool:
    return event.workflow == card_merge.name and event.state in HOLDS
