"""Whose cards have become one, and which of them stays (合并前后的卡)."""

from typing import TYPE_CHECKING

from ehealthcard.identity import SubjectId
from ehealthcard.ports import Storage
from ehealthcard.services.foundation.card_merge import Merged

if TYPE_CHECKING:
    from .work import Work

RETIRED = "retired-card"
"""The link by which a card that was merged into another is found."""

SURVIVING = "surviving-card"
"""The link by which the cards are found that were merged into one."""


def survivor(storage: Storage, subject: SubjectId) -> SubjectId:
    """Return whose card stays in the place of *subject*'s; mostly its own."""
    while found := storage.related(RETIRED, subject):
        subject = found[0].subject  # a merge is the case of the card that stays
    return subject


def everybody(work: "Work", subject: SubjectId) -> tuple[SubjectId, ...]:
    """Return *subject* and whose cards have retired in its favour."""
    found, todo = [subject], [subject]
    while todo:
        for event in work.storage.related(SURVIVING, todo.pop()):
            state = work.load(event).state
            if isinstance(state, Merged):
                one = SubjectId(state.retired)
                if one not in found:
                    found.append(one)
                    todo.append(one)
    return tuple(found)
