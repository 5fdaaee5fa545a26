"""Keeping a person's guardian true to the bonds in force (监护人投影).

What a person's sealed data names as guardian is what every service looks at. It is
written in the transaction that begins or ends a guardianship; where one ends and
another stands, that one takes its place.
"""

from typing import TYPE_CHECKING

from ehealthcard.codesets import Kinship
from ehealthcard.identity import SubjectId
from ehealthcard.rules.family import GuardianStanding
from ehealthcard.workflow import CARD, State

if TYPE_CHECKING:
    from .work import Work


def keep_guardian(
    work: "Work", subject: SubjectId, before: State | None, after: State
) -> None:
    """Write the guardian of *subject* down anew, if a step has changed it."""
    was, now = _guardian(before), _guardian(after)
    if was == now or (person := work.vault.person(subject)) is None:
        return
    guardian, kinship = person.guardian, person.guardian_kinship
    if guardian is not None and guardian == was:
        guardian = kinship = None
    if guardian is None:
        guardian, kinship = _first(work, subject)
    if guardian != person.guardian:
        update = {"guardian": guardian, "guardian_kinship": kinship}
        work.vault.put_person(subject, person.model_copy(update=update))


def _guardian(state: State | None) -> str | None:
    return state.carer if isinstance(state, GuardianStanding) else None


def _first(work: "Work", subject: SubjectId) -> tuple[str | None, Kinship | None]:
    """Return who has been the guardian for longest."""
    found = [
        state
        for event in work.storage.related(CARD, subject)
        if isinstance(state := work.elapsed(work.load(event)), GuardianStanding)
    ]
    if not found:
        return None, None
    first = min(found, key=lambda state: state.since)
    return first.carer, first.kinship
